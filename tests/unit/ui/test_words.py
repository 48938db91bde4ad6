"""Every text has its Arabic and Spanish, no translation is left over, and braces survive."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import crm_app.crm_app as application
from crm_app.ui import words
from crm_app.ui.routes import PAGES

SOURCE = Path(application.__file__).parent
OTHERS = ("ar", "es")
ERRORS = {"AppError", "Invalid", "Conflict", "Forbidden", "Unauthorised"}


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


@pytest.mark.parametrize("language", OTHERS)
def test_errors_of_accounts_and_channels_are_translated(language):
    places = {**dict.fromkeys(ERRORS, 1), "Forbidden": 0, "Unauthorised": 0}
    folders = [SOURCE / "accounts", SOURCE / "ui", SOURCE / "channels" / "actions.py"]
    files = [path for folder in folders for path in ([folder] if folder.is_file() else folder.rglob("*.py"))]
    said = set().union(*(calls(ast.parse(path.read_text()), places) for path in files))
    screens_only = {text for text in said if "short name" not in text}  # the command line alone makes workspaces
    assert not screens_only - set(words.catalogue(language).texts)


@pytest.mark.parametrize("language", OTHERS)
def test_no_translation_is_left_over(language):
    known, used = words.catalogue(language), literals()
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


def test_the_browsers_languages_decide_for_strangers():
    assert words.preferred("ar-SA,ar;q=0.9,en;q=0.8") == "ar"
    assert words.preferred("de-DE,es;q=0.5") == "es"
    assert words.preferred("") == words.preferred(";;,,\x00") == "en"
