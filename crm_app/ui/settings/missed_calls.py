"""The text that follows a call which nobody took, in each language."""

import reflex as rx

from crm_app.accounts import actions, queries
from crm_app.conversations.missed_calls import TEXTS
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import reading, transaction
from crm_app.ui.components import forms
from crm_app.ui.session import actor_of, clear_wrong, language_of, needs, tell
from crm_app.ui.words import LANGUAGES, direction_of, say, t

LONGEST = 480
"""Three text messages of the narrow alphabet: a courtesy, not a letter."""

NAMES = tuple(f"{language}_{when}" for language in TEXTS for when in ("open", "closed"))


class MissedCalls(rx.State):
    """`on`: a text follows at all. `texts`: the workspace's own by NAMES; empty where the usual one is sent."""

    on: bool = True
    texts: dict[str, str] = dict.fromkeys(NAMES, "")

    @rx.event
    @needs("workspace.write")
    async def load(self):
        """Read the texts."""
        async with reading(await actor_of(self)) as tx:
            stored = (await queries.workspace(tx)).settings
        own = stored.get("missed_call_texts") or {}
        usual, shown = usual_texts(), {}
        for language, standard in TEXTS.items():
            pair = own.get(language) or standard
            shown |= {f"{language}_open": pair[0], f"{language}_closed": pair[-1]}
        self.on = not stored.get("missed_call_off")
        self.texts = {name: "" if shown[name] == usual[name] else shown[name] for name in NAMES}

    @rx.event
    @needs("workspace.write")
    async def save(self, form: dict):
        """Keep the texts; they hold from the next call on."""
        changes = changes_in({name: str(value) for name, value in form.items()})
        async with transaction(await actor_of(self)) as tx:
            await actions.change_workspace(tx, settings=changes)
        await clear_wrong(self)
        await self.load()
        await tell(self, say(await language_of(self), "Saved."), "good")


def usual_texts() -> dict[str, str]:
    """What is sent where a workspace has no text of its own, by NAMES."""
    return dict(zip(NAMES, (text for pair in TEXTS.values() for text in pair), strict=True))


def changes_in(form: dict[str, str]) -> dict[str, object]:
    """What the form says, as it is stored; what is empty is the usual text. Raises Invalid that names a field."""
    typed = {name: " ".join(form.get(name, "").split()) for name in NAMES}
    for name, text in typed.items():
        if len(text) > LONGEST:
            raise Invalid(name, "Use at most 480 characters.")
    usual, own = usual_texts(), {}
    for language in TEXTS:
        pair = [f"{language}_open", f"{language}_closed"]
        if any(typed[name] for name in pair):
            own[language] = [typed[name] or usual[name] for name in pair]
    return {"missed_call_texts": own or None, "missed_call_off": None if form.get("follow") else True}


def missed_calls() -> rx.Component:
    """The part of the page, below the rules of answers."""
    on = rx.el.input(
        type="checkbox", name="follow", default_checked=MissedCalls.on, key=f"follow-{MissedCalls.on.to_string()}"
    )
    return rx.el.form(
        rx.el.h3(t("After a missed call")),
        rx.el.label(on, t("Send a text to whoever called and was not answered"), class_name="check"),
        *[_language(language) for language in TEXTS],
        rx.el.div(forms.submit("Save"), class_name="acts"),
        on_submit=MissedCalls.save,
        class_name="form part",
    )


def _language(language: str) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(LANGUAGES[language], lang=language),
        rx.el.div(
            _text(language, "open", "While you are open"),
            _text(language, "closed", "While you are closed"),
            class_name="fields",
        ),
    )


def _text(language: str, when: str, label: str) -> rx.Component:
    name = f"{language}_{when}"
    control = rx.el.textarea(
        id=name, name=name, default_value=MissedCalls.texts[name], placeholder=usual_texts()[name],
        lang=language, dir=direction_of(language), rows=4, aria_describedby=f"{name}-wrong",
    )  # fmt: skip
    return forms.field(name, label, control)
