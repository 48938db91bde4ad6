"""Who works in the workspace, and in which role."""

from dataclasses import dataclass

import reflex as rx

from crm_app.accounts import actions, queries
from crm_app.kit.transaction import reading, transaction
from crm_app.ui.components import forms
from crm_app.ui.session import Session, actor_of, clear_wrong, language_of, needs, tell
from crm_app.ui.settings.stages import LOADING, confirm, filling, section
from crm_app.ui.words import say, t

ROLES = {"agent": "Agent", "manager": "Manager", "admin": "Admin"}


@dataclass
class Person:
    """One line of the list."""

    id: int
    name: str
    email: str
    role: str
    disabled: bool


class Members(rx.State):
    """The members, and the one who may be about to be disabled."""

    stage: str = LOADING
    people: list[Person] = []
    round: int = 0
    leaving: int = 0
    leaving_name: str = ""

    @rx.event
    @needs("members.write")
    async def load(self):
        """Read everyone."""
        async with filling(self):
            async with reading(await actor_of(self)) as tx:
                found = await queries.members(tx)
            self.people = [Person(m.id, m.name, m.email, m.role, m.disabled) for m in found]

    @rx.event
    @needs("members.write")
    async def invite(self, form: dict):
        """Let someone in with a first password."""
        given = {name: str(form.get(name, "")) for name in ("email", "name", "role")}
        hashed = await actions.password_hash(str(form.get("password", "")), given["email"], given["name"])
        async with transaction(await actor_of(self)) as tx:
            member = await actions.invite_member(tx, **given, hashed=hashed)
            name = member.name
        await clear_wrong(self)
        self.round += 1  # a fresh form
        await tell(self, say(await language_of(self), "{name} can sign in now.", name=name), "good")
        return Members.load

    @rx.event
    @needs("members.write")
    async def give_role(self, member_id: int, role: str):
        """Give a member another role."""
        try:
            async with transaction(await actor_of(self)) as tx:
                await actions.change_role(tx, member_id, role)
        finally:
            self.round += 1  # a refused choice goes back to what is true
        return Members.load

    @rx.event
    @needs("members.write")
    async def ask(self, member_id: int):
        """Ask before a member is disabled."""
        self.leaving_name = next((p.name for p in self.people if p.id == member_id), "")
        self.leaving = member_id if self.leaving_name else 0

    @rx.event
    @needs("members.write")
    async def keep(self):
        """Disable nobody."""
        self.leaving = 0

    @rx.event
    @needs("members.write")
    async def disable(self):
        """Sign the member out everywhere and let them in no more."""
        leaving, self.leaving = self.leaving, 0
        async with transaction(await actor_of(self)) as tx:
            await actions.disable_member(tx, leaving)
        return Members.load

    @rx.event
    @needs("members.write")
    async def enable(self, member_id: int):
        """Let a disabled member in again."""
        async with transaction(await actor_of(self)) as tx:
            name = (await actions.enable_member(tx, int(member_id))).name
        await tell(self, say(await language_of(self), "{name} can sign in now.", name=name), "good")
        return Members.load


def members() -> rx.Component:
    """The section."""
    return section(
        "Members",
        "Agents answer. Managers also decide how the inbox is ordered. Admins also manage what is on this page.",
        Members.stage,
        Members.load,
        rx.el.div(_table(), class_name="table cards"),
        rx.el.h2(t("Invite someone"), class_name="part"),
        _invitation(),
        confirm(
            Members.leaving != 0,
            t("Disable {name}?", name=Members.leaving_name),
            t("They are signed out everywhere until you let them in again. What they wrote stays."),
            "Disable",
            Members.disable,
            Members.keep,
        ),
    )


def _table() -> rx.Component:
    heads = [rx.el.th(t(label), scope="col") for label in ("Name", "E-mail", "Role")]
    return rx.el.table(
        rx.el.thead(rx.el.tr(*heads, rx.el.th(rx.el.span(t("Actions"), class_name="sr-only"), scope="col"))),
        rx.el.tbody(rx.foreach(Members.people, _person)),
    )


def _person(person: rx.Var[Person]) -> rx.Component:
    role = rx.el.select(
        *[rx.el.option(t(label), value=role) for role, label in ROLES.items()],
        default_value=person.role,
        key=f"{person.id}-{Members.round}",
        aria_label=t("Role of {name}", name=person.name),
        on_change=lambda chosen: Members.give_role(person.id, chosen),
        class_name="input",
    )
    disable = rx.el.button(t("Disable"), type="button", class_name="b q", on_click=Members.ask(person.id))
    enable = rx.el.button(t("Let in again"), type="button", class_name="b q", on_click=Members.enable(person.id))
    return rx.el.tr(
        rx.el.td(rx.el.bdi(person.name)),
        rx.el.td(person.email),
        rx.el.td(rx.cond(person.disabled, rx.el.span(t("Disabled"), class_name="state"), role)),
        rx.el.td(
            rx.cond(person.disabled, enable, rx.cond(person.email == Session.email, rx.fragment(), disable)),
            class_name="end",
        ),
    )


def _invitation() -> rx.Component:
    roles = {role: t(label) for role, label in ROLES.items()}
    return rx.el.form(
        rx.el.div(
            forms.field("name", "Name", forms.text("name", auto_complete="off", dir="auto")),
            forms.field("email", "E-mail", forms.text("email", kind="email", auto_complete="off")),
            forms.field("role", "Role", forms.choose("role", "agent", roles)),
            forms.field(
                "password",
                "First password",
                forms.text("password", kind="password", auto_complete="new-password"),
                hint="12 characters or more. Tell it to them yourself.",
            ),
            class_name="fields",
        ),
        rx.el.div(forms.submit("Invite"), class_name="acts"),
        key=Members.round.to_string(),
        on_submit=Members.invite,
        class_name="form",
    )
