"""The settings' handlers, called as the browser calls them: saved, refused, and nothing secret sent back."""

import json

import pytest
from reflex_base.event import Event

import crm_app.crm_app as application
from crm_app.accounts import actions, queries
from crm_app.channels import queries as channels
from crm_app.channels.queries import mail_account
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.ui.guard import Guard
from crm_app.ui.session import Session
from crm_app.ui.settings.email import Mail
from crm_app.ui.settings.keys import ApiKeys
from crm_app.ui.settings.members import Members
from crm_app.ui.settings.order import Order
from crm_app.ui.settings.profile import Profile
from crm_app.ui.settings.workspace import WorkspaceForm
from crm_app.ui.words import Words

MAIL = {
    "email": "Help@Shop.test", "name": "Shop", "imap_host": "imap.shop.test", "imap_port": "993", "imap_tls": "on",
    "imap_user": "help", "imap_password": "s3cret-imap", "smtp_host": "smtp.shop.test", "smtp_port": "587",
    "smtp_security": "starttls", "smtp_user": "help", "smtp_password": "s3cret-smtp",
}  # fmt: skip
TRAITS = {"name": "Shop", "currency": "EUR", "time_zone": "Europe/Madrid", "voice": "Short.", "language": "es"}


@pytest.fixture
def signed(town, browser_page):
    """`await signed("admin", State)` gives the state of that member's page."""

    async def enter(name: str, state):
        root = browser_page(town.cookies[name])
        await Guard().preprocess(application.app, root, Event(name="anything", payload={}))
        return await root.get_state(state)

    return enter


def run(state, handler: str, *args):
    return type(state).event_handlers[handler].fn(state, *args)


async def wrong(state) -> dict[str, str]:
    return (await state.get_state(Session)).wrong


async def test_weights_are_saved_and_read_back(signed):
    order = await signed("manager", Order)
    await run(order, "load")
    assert order.weights["churn_weight"] == "3" and order.targets["low"] == "24"
    assert order.days == {"follow_up_days": "3", "reopen_days": "30"}
    changed = {"churn_weight": "4,5", "urgent": "1", "follow_up_days": "0"}
    await run(order, "save", {**order.weights, **order.targets, **order.days, **changed})
    await run(order, "load")
    assert (order.weights["churn_weight"], order.targets["urgent"], await wrong(order)) == ("4.5", "1", {})
    assert order.days["follow_up_days"] == "0"


@pytest.mark.parametrize("typed", ["", "-1", "nan", "inf", "1001", "three", "1e9"])
async def test_a_weight_that_is_no_weight_is_refused_beside_its_input(signed, typed):
    order = await signed("admin", Order)
    await run(order, "load")
    await run(order, "save", {**order.weights, **order.targets, **order.days, "value_weight": typed})
    assert set(await wrong(order)) == {"value_weight"}
    await run(order, "load")
    assert order.weights["value_weight"] == "2"


async def test_mail_passwords_are_kept_encrypted_and_never_sent_back(signed, town):
    mail = await signed("admin", Mail)
    await run(mail, "save", MAIL)
    assert mail.lines[0].address == "help@shop.test" and mail.lines[0].has_imap_password
    await run(mail, "edit", mail.lines[0].id)
    assert "s3cret" not in json.dumps(mail._get_root_state().dict(), default=str)
    await run(mail, "save", {**MAIL, "imap_password": "", "smtp_password": "", "name": "The shop"})
    async with reading(Actor.system(town.workspace)) as tx:
        account = await mail_account(tx, mail.lines[0].id)
    assert (account.imap_password, account.smtp_password, account.name) == ("s3cret-imap", "s3cret-smtp", "The shop")


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("imap_host", "http://x/"),
        ("imap_port", "0"),
        ("smtp_port", "７"),
        ("email", "nobody"),
        ("smtp_security", "ssl"),
    ],
)
async def test_a_mail_account_that_cannot_be_is_refused_beside_its_input(signed, field, typed):
    mail = await signed("admin", Mail)
    await run(mail, "save", {**MAIL, field: typed})
    assert set(await wrong(mail)) == {field} and mail.lines == []


async def test_a_mail_account_needs_one_server(signed):
    mail = await signed("admin", Mail)
    await run(mail, "save", {**MAIL, "imap_host": "", "smtp_host": ""})
    assert set(await wrong(mail)) == {"imap_host"}


async def test_an_address_is_connected_once(signed):
    first, other = await signed("admin", Mail), await signed("stranger", Mail)
    await run(first, "save", MAIL)
    await run(other, "save", MAIL)
    assert (await other.get_state(Session)).notice["kind"] == "warn"
    await run(other, "load")
    assert other.lines == []


async def test_another_workspaces_account_cannot_be_removed(signed, town):
    mine, theirs = await signed("admin", Mail), await signed("stranger", Mail)
    await run(mine, "save", MAIL)
    theirs.leaving = mine.lines[0].id
    await run(theirs, "remove")
    async with reading(Actor.system(town.workspace)) as tx:
        assert len(await channels.mailboxes(tx)) == 1
    mine.leaving = mine.lines[0].id
    await run(mine, "remove")
    assert mine.lines == []


async def test_a_key_is_shown_once(signed):
    keys = await signed("admin", ApiKeys)
    await run(keys, "create_key", {"name": "Shop"})
    assert keys.fresh.startswith(keys.lines[0].prefix) and len(keys.fresh) > 40
    await run(keys, "load")
    assert keys.fresh == ""
    await run(keys, "ask", keys.lines[0].id)
    await run(keys, "revoke")
    assert keys.lines[0].revoked


async def test_a_key_needs_a_name(signed):
    keys = await signed("admin", ApiKeys)
    await run(keys, "create_key", {"name": "  "})
    assert set(await wrong(keys)) == {"name"} and keys.fresh == ""


async def test_someone_is_invited_and_the_last_admin_stays(signed):
    members = await signed("admin", Members)
    await run(members, "invite", {"name": "New", "email": "new@shop.test", "role": "agent", "password": "short"})
    assert set(await wrong(members)) == {"password"}
    given = {"name": "New", "email": "new@shop.test", "role": "agent", "password": "plum-anchor-violet"}
    await run(members, "invite", given)
    await run(members, "load")
    assert "new@shop.test" in [person.email for person in members.people]
    admin = next(person for person in members.people if person.role == "admin")
    await run(members, "give_role", admin.id, "agent")
    await run(members, "load")
    assert next(p for p in members.people if p.id == admin.id).role == "admin"


async def test_the_workspace_is_described_and_its_hours_come_back(signed, town):
    form = await signed("admin", WorkspaceForm)
    await run(form, "save", {**TRAITS, "mon_opens": "09:00", "mon_closes": "17:30"})
    await run(form, "load")
    assert (form.opens["mon"], form.closes["mon"], form.opens["tue"]) == ("09:00", "17:30", "")
    async with reading(Actor.system(town.workspace)) as tx:
        found = await queries.workspace(tx)
    assert (found.currency, found.time_zone, found.language) == ("EUR", "Europe/Madrid", "es")
    assert found.business_hours == {"mon": [["09:00", "17:30"]]}


@pytest.mark.parametrize(
    ("field", "typed", "named"),
    [("name", "", "name"), ("currency", "EURO", "currency"), ("time_zone", "Mars/Base", "time_zone"),
     ("mon_opens", "18:00", "mon"), ("mon_closes", "aa", "mon"), ("mon_closes", "24:30", "mon"),
     ("mon_closes", "", "mon"), ("voice", "x" * 2001, "voice"), ("language", "xx", "language")],
)  # fmt: skip
async def test_a_workspace_that_cannot_be_is_refused_beside_its_input(signed, field, typed, named):
    form = await signed("admin", WorkspaceForm)
    await run(form, "save", {**TRAITS, "mon_opens": "09:00", "mon_closes": "17:00", field: typed})
    assert set(await wrong(form)) == {named}


async def test_hours_that_the_form_cannot_show_outlive_it(signed, town):
    hours = {"mon": [["09:00", "13:00"], ["16:00", "20:00"]], "tue": [["00:00", "24:00"]], "wed": [["08:00", "12:00"]]}
    async with transaction(Actor.system(town.workspace)) as tx:
        await actions.change_workspace(tx, business_hours=hours)
    form = await signed("admin", WorkspaceForm)
    await run(form, "load")
    assert [(form.opens[day], form.closes[day]) for day in ("mon", "tue")] == [("09:00", "20:00"), ("00:00", "23:59")]
    shown = {f"{day}_opens": at for day, at in form.opens.items()}
    shown |= {f"{day}_closes": at for day, at in form.closes.items()}
    await run(form, "save", {**TRAITS, **shown, "wed_closes": "14:00", "name": "Another name"})
    async with reading(Actor.system(town.workspace)) as tx:
        assert (await queries.workspace(tx)).business_hours == {**hours, "wed": [["08:00", "14:00"]]}


async def test_the_language_changes_at_once_and_stays(signed, town):
    profile = await signed("agent", Profile)
    await run(profile, "speak", "ar")
    words = await profile.get_state(Words)
    assert (words.language, words.direction, words.text["Inbox"]) == ("ar", "rtl", "الوارد")
    async with reading(Actor.system(town.workspace)) as tx:
        assert (await queries.member(tx, town.members["agent"])).language == "ar"
    await run(profile, "speak", "klingon")
    assert words.language == "ar"
