"""The workspace's own name, time, money and voice."""

import re

import reflex as rx
from babel import Locale

from crm_app.accounts import actions, queries
from crm_app.conversations.hours import DAYS
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import reading, transaction
from crm_app.ui.components import forms
from crm_app.ui.session import Session, actor_of, clear_wrong, language_of, needs, tell
from crm_app.ui.settings.stages import LOADING, filling, section
from crm_app.ui.words import LANGUAGES, say, t

DAY_NAMES = dict(zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
TEXTS = ("name", "time_zone", "currency", "voice", "language")
CLOCK = re.compile("([01][0-9]|2[0-3]):[0-5][0-9]")


class WorkspaceForm(rx.State):
    """The workspace's traits, as typed; `opens` and `closes` by day, empty where it is closed."""

    stage: str = LOADING
    traits: dict[str, str] = {}
    opens: dict[str, str] = {}
    closes: dict[str, str] = {}

    @rx.event
    @needs("workspace.write")
    async def load(self):
        """Read the workspace."""
        async with filling(self):
            async with reading(await actor_of(self)) as tx:
                found = await queries.workspace(tx)
            self.traits = {name: getattr(found, name) for name in TEXTS}
            ends = {day: _ends(found.business_hours.get(day)) for day in DAYS}
            self.opens = {day: ends[day][0] for day in DAYS}
            self.closes = {day: ends[day][1] for day in DAYS}

    @rx.event
    @needs("workspace.write")
    async def save(self, form: dict):
        """Keep what was typed; with other hours, the inbox orders itself anew."""
        changes = traits_in({name: str(value) for name, value in form.items()})
        async with transaction(await actor_of(self)) as tx:
            stored = (await queries.workspace(tx)).business_hours
            changes["business_hours"] = kept(changes["business_hours"], stored)
            await actions.change_workspace(tx, **changes)
        await clear_wrong(self)
        (await self.get_state(Session)).workspace = changes["name"]
        await tell(self, say(await language_of(self), "Saved."), "good")


def traits_in(form: dict[str, str]) -> dict[str, object]:
    """What the form says about the workspace; raises Invalid for what cannot be."""
    name, currency = form.get("name", "").strip(), form.get("currency", "").strip().upper()
    if not 1 <= len(name) <= 200:
        raise Invalid("name", "Give the workspace a name of up to 200 characters.")
    if currency not in Locale("en").currencies:
        raise Invalid("currency", "Use the three letters of a currency, such as USD, EUR or SAR.")
    if len(form.get("voice", "")) > 2000:
        raise Invalid("voice", "Use at most 2,000 characters.")
    if form.get("language", "en") not in LANGUAGES:
        raise Invalid("language", "The interface speaks English, Arabic and Spanish.")
    hours = {day: [span] for day in DAYS if (span := _span(form, day))}
    return {
        "name": name,
        "currency": currency,
        "time_zone": form.get("time_zone", "").strip(),
        "voice": form.get("voice", "").strip(),
        "language": form.get("language", "en"),
        "business_hours": hours,
    }


def kept(typed: dict[str, list[list[str]]], stored: dict[str, list[list[str]]]) -> dict[str, list[list[str]]]:
    """The hours that were typed; a day whose shown ends nobody touched keeps all its spans."""
    return {day: stored[day] if [_ends(stored.get(day))] == spans else spans for day, spans in typed.items()}


def _ends(spans: list[list[str]] | None) -> list[str]:
    """The first opening and the last closing as an input of times shows them: midnight is none of its values."""
    opens, closes = (spans[0][0], spans[-1][1]) if spans else ("", "")
    return [opens, "23:59" if closes == "24:00" else closes]


def _span(form: dict[str, str], day: str) -> list[str]:
    opens, closes = span = [form.get(f"{day}_{end}", "")[:5] for end in ("opens", "closes")]
    if any(span) and not (all(CLOCK.fullmatch(at) for at in span) and opens < closes):
        raise Invalid(day, "Give both times, the earlier one first, or leave both empty.")
    return span if opens else []


def workspace() -> rx.Component:
    """The section."""
    value = WorkspaceForm.traits
    return section(
        "Workspace",
        "What customers and drafts see of you.",
        WorkspaceForm.stage,
        WorkspaceForm.load,
        rx.el.form(
            rx.el.div(
                forms.field("name", "Name", forms.text("name", value["name"], dir="auto")),
                forms.field(
                    "language", "Language of drafts in doubt", forms.choose("language", value["language"], LANGUAGES)
                ),
                forms.field(
                    "time_zone", "Time zone", forms.text("time_zone", value["time_zone"]), hint="Such as Asia/Riyadh"
                ),
                forms.field(
                    "currency", "Currency", forms.text("currency", value["currency"]), hint="Such as USD or SAR"
                ),
                forms.field(
                    "voice",
                    "Voice",
                    forms.paragraph("voice", value["voice"]),
                    hint="How drafts sound, and how they sign.",
                    whole=True,
                ),
                class_name="fields",
            ),
            rx.el.fieldset(
                rx.el.legend(t("Business hours. Where all days are empty, you are always open.")),
                rx.el.div(*[_day(day, label) for day, label in DAY_NAMES.items()], class_name="fields days"),
            ),
            rx.el.div(forms.submit("Save"), class_name="acts"),
            on_submit=WorkspaceForm.save,
            class_name="form",
        ),
    )


def _day(day: str, label: str) -> rx.Component:
    opens = _time(f"{day}_opens", WorkspaceForm.opens[day], t("{day}, opens at", day=t(label)))
    closes = _time(f"{day}_closes", WorkspaceForm.closes[day], t("{day}, closes at", day=t(label)))
    return rx.el.div(
        rx.el.span(t(label), class_name="label"),
        rx.el.div(opens, closes, class_name="span-of-day"),
        rx.el.span(Session.wrong[day], id=f"{day}-wrong", role="alert", class_name="wrong"),
        class_name="field",
    )


def _time(name: str, value: rx.Var[str], label: rx.Var[str]) -> rx.Component:
    return rx.el.input(type="time", name=name, id=name, default_value=value, aria_label=label)
