"""The guard: nobody and strangers change nothing, and one member's page is never another's."""

import reflex as rx
from reflex_base.event import Event
from reflex_base.registry import RegistrationContext

import crm_app.crm_app as application
from crm_app.accounts import actions, queries
from crm_app.accounts.permissions import RIGHTS
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import Actor, reading, transaction
from crm_app.ui import guard, rights
from crm_app.ui.session import Session, actor_of, needs
from crm_app.ui.settings.members import Members
from crm_app.ui.words import Words

GUARD = guard.Guard()


def handlers() -> dict:
    """Every event handler that a browser can name, Reflex's own left out."""
    found = RegistrationContext.get().event_handlers
    return {name: entry for name, entry in found.items() if entry.states[0].__module__.startswith("crm_app.")}


def ours() -> dict:
    return {name: entry for name, entry in handlers().items() if not name.endswith(".setvar")}


async def ask(root: rx.State, name: str, **payload):
    return await GUARD.preprocess(application.app, root, Event(name=name, payload=payload))


def test_every_handler_declares_a_right_that_exists():
    known = frozenset().union(*RIGHTS.values()) | {rights.ANYBODY, rights.SIGNED_IN}
    assert len(ours()) > 20
    for name, entry in ours().items():
        assert rights.declared(entry.handler.fn) in known, f"{name} declares no right that any role has"


async def test_nobody_is_refused_by_every_handler(town, browser_page):
    root = browser_page()
    await ask(root, next(iter(guard.LOADING)))
    for name, entry in handlers().items():
        if rights.declared(entry.handler.fn) != rights.ANYBODY:
            answer = await ask(root, name)
            assert answer is not None and [event.name for event in answer.events] == ["_redirect"], name


async def test_the_way_back_goes_through_the_door(town, browser_page):
    root = browser_page(f"{guard.COOKIE}=one-that-has-run-out")
    root.router_data["asPath"] = "/?c=123"
    answer = await ask(root, full_name("Members.load"))
    assert answer.events[0].payload["path"] == "/sign-in?next=/%3Fc%3D123"


async def test_reflex_setters_are_refused_to_members_too(town, browser_page):
    root = browser_page(town.cookies["admin"])
    for name in RegistrationContext.get().event_handlers:
        if name.endswith((".setvar", ".update_vars_internal")):
            assert await ask(root, name, var_name="role", value="admin") is not None, name


async def test_a_role_gets_what_it_has_the_right_for_and_no_more(town, browser_page):
    for role in ("admin", "manager", "agent"):
        root = browser_page(town.cookies[role])
        for name, entry in ours().items():
            right = rights.declared(entry.handler.fn)
            allowed = right in {rights.ANYBODY, rights.SIGNED_IN, *RIGHTS[role]}
            assert (await ask(root, name) is None) == allowed, (role, name)


async def test_a_refusal_is_told_in_the_members_language(town, browser_page):
    root = browser_page(town.cookies["agent"])
    answer = await ask(root, full_name("Members.load"))
    assert answer is not None and answer.delta
    assert (await root.get_state(Session)).notice["text"].startswith("Tu rol no lo permite")


def full_name(tail: str) -> str:
    state, handler = tail.split(".")
    return next(n for n, e in ours().items() if e.states[0].__name__ == state and n.endswith(f".{handler}"))


async def test_the_next_member_on_a_page_inherits_nothing(town, browser_page):
    root = browser_page(town.cookies["admin"])
    await ask(root, full_name("Members.load"))
    (await root.get_state(Members)).leaving_name = "typed by the admin"
    root.router_data["headers"]["cookie"] = town.cookies["stranger"]
    answer = await ask(root, full_name("Members.load"))
    assert [event.name.rpartition(".")[2] for event in answer.events] == ["hydrate_and_load"]
    assert (await root.get_state(Members)).leaving_name == ""
    actor = await actor_of(root)
    assert (actor.workspace_id, actor.member_id) == (town.other_workspace, town.members["stranger"])
    assert (await root.get_state(Words)).direction == "rtl"


async def test_signing_out_empties_the_page(town, browser_page):
    root = browser_page(town.cookies["admin"])
    await ask(root, full_name("Members.load"))
    root.router_data["headers"]["cookie"] = ""
    answer = await ask(root, full_name("Members.load"))
    assert [event.name for event in answer.events] == ["_redirect"]
    session = await root.get_state(Session)
    assert (session.name, session.role, session.rights, session._who) == ("", "", [], ())


async def test_a_disabled_member_is_nobody_once_the_memory_of_the_guard_is_over(town, browser_page):
    async with transaction(Actor.system(town.workspace)) as tx:
        await actions.disable_member(tx, town.members["agent"])
    guard._known.clear()
    assert await guard.actor_of_cookie(town.cookies["agent"]) is None


async def test_cookies_that_are_no_cookies_are_nobody(town):
    for header in ("", "tacit_login", "tacit_login=;;;", "\x00=\x01", "tacit_login=" + "a" * 100_000, 'tacit_login="'):
        assert await guard.actor_of_cookie(header) is None


async def test_an_id_from_another_workspace_finds_nothing(town, browser_page):
    root = browser_page(town.cookies["stranger"])
    await ask(root, full_name("Members.load"))
    state = await root.get_state(Members)
    await Members.event_handlers["give_role"].fn(state, town.members["agent"], "admin")
    assert (await root.get_state(Session)).notice["kind"] == "warn"
    async with reading(Actor.system(town.workspace)) as tx:
        assert (await queries.member(tx, town.members["agent"])).role == "agent"


class Sample(rx.State):
    """Handlers that fail, as handlers do."""

    typed: str = ""

    @rx.event
    @needs("inbox.read")
    async def refuse_input(self):
        self.typed = "kept"
        raise Invalid("email", "This is not an e-mail address. It looks like name@example.com.")

    @rx.event
    @needs("inbox.read")
    async def break_down(self):
        yield
        raise ZeroDivisionError("secret detail")


async def test_an_error_is_a_sentence_and_keeps_what_was_typed(town, browser_page):
    root = browser_page(town.cookies["agent"])
    await ask(root, full_name("Members.load"))
    sample = await root.get_state(Sample)
    await Sample.event_handlers["refuse_input"].fn(sample)
    session = await root.get_state(Session)
    assert session.wrong == {"email": "Esto no es una dirección de correo. Tiene la forma nombre@ejemplo.com."}
    assert session.notice["kind"] == "warn" and sample.typed == "kept"


async def test_a_bug_is_told_without_its_details(town, browser_page):
    root = browser_page(town.cookies["admin"])
    await ask(root, full_name("Members.load"))
    async for _ in Sample.event_handlers["break_down"].fn(await root.get_state(Sample)):
        pass
    assert (await root.get_state(Session)).notice["text"] == rights.OUR_FAULT


def test_a_handler_that_blocks_is_refused_when_it_is_written():
    try:
        needs("inbox.read")(lambda self: None)
    except TypeError as error:
        assert "coroutine" in str(error)
    else:
        raise AssertionError("a blocking handler was accepted")
