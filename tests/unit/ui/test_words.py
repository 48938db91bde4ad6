"""Every text has its Arabic and Spanish, no translation is left over, and braces survive."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import crm_app.crm_app as application
from crm_app.imports import reading
from crm_app.kit.errors import Forbidden, Invalid, NotFound, Unauthorised
from crm_app.ui import words
from crm_app.ui.routes import PAGES

SOURCE = Path(application.__file__).parent
OTHERS = ("ar", "es")
ERRORS = {"AppError": 1, "Invalid": 1, "Conflict": 1, "NotFound": 0, "Forbidden": 0, "Unauthorised": 0,
          "PasswordVerdict": 1}  # fmt: skip
"""Where each takes its sentence. CannotLeave and MailboxTrouble say one of `problems.py`, see test_remarks."""

UNSEEN = {
    "api": "programs alone read them",
    "adapters/channels": "told by their problem",
    "cli.py": "the command line",
    "conversations/intake.py": "programs read them; the ledger keeps what they were answered",
    "kit/db.py": "the command line, and the health check",
    "kit/paging.py": "lists fetch their pages themselves, and show no sentence",
    "language/understand_file.py": "the command line",
    "loading.py": "the command line",
}
TOLD_BY_PAGES = {"'move_refused'", "'thread_moved_on'", "'unconfirmed'"}
"""Codes for which pages have a sentence of their own."""

SEEN_ELSEWHERE = {"verdict.reason", "str(reason)"}
"""A PasswordVerdict's; and those of `imports/reading.py`."""


def trees() -> list[ast.Module]:
    return [ast.parse(path.read_text()) for path in SOURCE.rglob("*.py")]


def literals() -> set[str]:
    return {
        n.value for tree in trees() for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }


def calls(tree: ast.AST, place: dict[str, int]) -> set[str]:
    """Texts that stand at a place of calls: {function: position of its argument}."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            at = place.get(getattr(node.func, "id", getattr(node.func, "attr", "")), -1)
            if 0 <= at < len(node.args) and isinstance(node.args[at], ast.Constant):
                found.add(node.args[at].value)
    return found


def wanted() -> set[str]:
    """What pages ask for when they are built, and what handlers say."""
    for page in PAGES:
        page.build()
    ui = [ast.parse(path.read_text()) for path in (SOURCE / "ui").rglob("*.py")]
    return words.asked.union(*(calls(tree, {"t": 0, "say": 1}) for tree in ui))


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated(language):
    known = words.catalogue(language)
    missing = {text for text in wanted() if text not in known.texts and text not in known.forms}
    assert not missing, f"without {language}: {sorted(missing)}"


def raised(path: Path) -> set[str]:
    """The sentences of a file's errors as they stand in the translations; the code itself where that cannot be seen."""
    tree = ast.parse(path.read_text())
    named: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            named.setdefault(ast.unparse(node.targets[0]), set()).add(node.value.value)
    found = set()
    for node in ast.walk(tree):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if name in ERRORS and len(node.args) > ERRORS[name] and not TOLD_BY_PAGES & {ast.unparse(node.args[0])}:
            said = node.args[ERRORS[name]]
            texts = (
                {said.value} if isinstance(said, ast.Constant) else named.get(ast.unparse(said), {ast.unparse(said)})
            )
            found |= {NotFound(text).template for text in texts} if name == "NotFound" else texts
    return found


def sources(*places: str) -> set[Path]:
    return {path for place in places for path in ([SOURCE / place] if "." in place else (SOURCE / place).rglob("*.py"))}


@pytest.mark.parametrize("language", OTHERS)
def test_every_error_that_a_page_may_meet_is_translated(language):
    said = set().union(*map(raised, sources("") - sources(*UNSEEN))) | {Forbidden().template, Unauthorised().template}
    said |= {reading.UNREADABLE} | calls(ast.parse(Path(reading.__file__).read_text()), {"ValueError": 0})
    missing = said - SEEN_ELSEWHERE - set(words.catalogue(language).texts)
    assert not missing, f"without {language}: {sorted(missing)}"


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_over(language):
    known, used = words.catalogue(language), literals().union(*map(raised, sources("")))
    assert not (set(known.texts) | set(known.forms)) - used


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_the_braces_and_are_not_english(language):
    same = 0
    for text, translated in words.catalogue(language).texts.items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", translated)), text
        same += text == translated
    assert same < 5


@pytest.mark.parametrize("language", OTHERS)
def test_catalogues_hold_no_text_twice(language):
    seen: list = []
    for path in (words.LOCALES / language / "LC_MESSAGES").glob("*.po"):
        with path.open("rb") as file:
            seen += [message.id for message in read_po(file, locale=language) if message.id]
    assert len(seen) == len({str(text) for text in seen})


def test_arabic_has_six_forms_for_numbers():
    assert [words.catalogue("ar").form_of(n) for n in (0, 1, 2, 3, 11, 100, 103)] == [0, 1, 2, 3, 4, 5, 3]


def test_values_are_filled_in_and_nothing_in_them_is():
    assert words.say("es", "{name} can sign in now.", name="{name}") == "{name} ya puede iniciar sesión."
    assert words.say("xx", "Saved.") == "Saved."
    assert words.count("en", "{n} reply", "{n} replies", 1) == "1 reply"


def test_an_error_has_its_values_in_every_language():
    long = Invalid("text", "A reply has at most {longest} characters.", longest=20_000)
    assert words.say_error("es", long) == "Una respuesta tiene como máximo 20.000 caracteres."
    assert words.say_error("en", long) == long.sentence
    zone = Invalid("zone", "{zone} is no time zone. Use a name such as Asia/Riyadh.", zone="{zone}{x}")
    told = "لا توجد منطقة زمنية باسم \u2068{zone}{x}\u2069. استخدم اسمًا مثل Asia/Riyadh."
    assert words.say_error("ar", zone) == told
    assert words.say_error("es", NotFound("template")) == "Esta plantilla no existe o se quitó."


def test_the_browsers_languages_decide_for_strangers():
    assert words.preferred("ar-SA,ar;q=0.9,en;q=0.8") == "ar"
    assert words.preferred("de-DE,es;q=0.5") == "es"
    assert words.preferred("") == words.preferred(";;,,\x00") == "en"
