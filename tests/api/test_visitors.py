"""A visitor's window hears the replies to that visitor: those that waited, those that come, none of anybody else."""

import pytest

from crm_app.api import visitors
from crm_app.api.app import app
from crm_app.conversations import queries
from crm_app.conversations.tasks import send_reply, understand_intake
from crm_app.inbox import queries as inbox
from crm_app.kit.paging import Page

from .chat_window import ChatWindow

PATH = "/webhooks/live-chat"


async def chat(town, visitor="v-1", place=None, text="Is it in stock?"):
    """A visitor's message; returns the window's token and the ticket's id."""
    place = place or town.shop
    told = (await town.post(PATH, {"message": text, "visitor": visitor, "id": f"{visitor}{text}"}, place=place)).json()
    await understand_intake.run(place.id, told["id"])
    rows = (await town.read(lambda tx: inbox.page(tx, Page(1, 200)), place)).rows
    return told["visitor_token"], next(row.id for row in rows if row.preview == text)


async def reply(town, ticket, text, place=None):
    """A reply, sent."""
    place = place or town.shop
    told = await town.post(f"/api/tickets/{ticket}/messages", {"text": text}, place=place)
    assert told.status_code == 201
    await send_reply.run(place.id, told.json()["id"], 0)
    return told.json()["id"]


async def state(town, ticket, message, place=None):
    thread = await town.read(lambda tx: queries.thread(tx, ticket), place)
    return next(m.state for m in thread if m.id == message)


async def test_what_waited_and_what_comes_is_heard_and_confirmed(town):
    token, ticket = await chat(town)
    first = await reply(town, ticket, "Yes, five.")
    assert await state(town, ticket, first) == "sent"
    async with ChatWindow(app) as window:
        await window.say({"token": token})
        heard = await window.hear()
        assert (heard["id"], heard["text"]) == (first, "Yes, five.")
        assert heard["author"] == "" and heard["at"]  # what the program's key is called is nothing for customers
        second = await reply(town, ticket, "Shall I keep one?")
        assert (await window.hear())["id"] == second
        await window.say({"ack": first})
        await window.say({"ack": second})
        assert await window.silent()
    assert [await state(town, ticket, m) for m in (first, second)] == ["delivered", "delivered"]
    async with ChatWindow(app) as window:
        await window.say({"token": token})
        assert await window.silent()


async def test_what_no_window_confirmed_is_heard_again(town):
    token, ticket = await chat(town)
    message = await reply(town, ticket, "Yes.")
    for _ in range(2):
        async with ChatWindow(app) as window:
            await window.say({"token": token})
            assert (await window.hear())["id"] == message
    assert await state(town, ticket, message) == "sent"


async def test_nobody_else_hears_or_confirms(town):
    _, ticket = await chat(town, "v-1")
    others = [
        (await chat(town, "v-2", text="another visitor"))[0],
        (await chat(town, "v-1", place=town.other, text="the same name elsewhere"))[0],
    ]
    message = await reply(town, ticket, "Only for v-1.")
    for token in others:
        async with ChatWindow(app) as window:
            await window.say({"token": token})
            await window.say({"ack": message})
            assert await window.silent()
    assert await state(town, ticket, message) == "sent"


@pytest.mark.parametrize("forge", [lambda t: t[:-1] + "0" * (t[-1] != "0") + "1" * (t[-1] == "0"), lambda t: "",
                                   lambda t: "é." + t, lambda t: "W10.x", lambda t: t.partition(".")[0]])  # fmt: skip
async def test_a_forged_token_is_refused(town, forge):
    token, _ = await chat(town)
    async with ChatWindow(app) as window:
        await window.say({"token": forge(token)})
        assert await window.closed() == visitors.POLICY


@pytest.mark.parametrize("frame", ["no json", "[]", "[" * 3000, '{"token": 5}', '{"token": "\\ud800.x"}', "{}"])
async def test_a_first_frame_that_is_no_token_is_refused(town, frame):
    async with ChatWindow(app) as window:
        await window.say(frame)
        assert await window.closed() == visitors.POLICY


async def test_a_huge_frame_ends_the_window(town):
    token, _ = await chat(town)
    async with ChatWindow(app) as window:
        await window.say({"token": token})
        await window.say({"ack": "x" * 100_000})
        assert await window.closed() == visitors.TOO_BIG


async def test_odd_confirmations_change_nothing(town):
    token, ticket = await chat(town)
    async with ChatWindow(app) as window:
        await window.say({"token": token})
        for odd in (0, -1, 2**63, 10**30, "1", None, True, [1], 999_999):
            await window.say({"ack": odd})
        message = await reply(town, ticket, "Still here.")
        assert (await window.hear())["id"] == message
    assert await state(town, ticket, message) == "sent"


async def test_a_window_that_is_gone_leaves_nothing_behind(town):
    token, ticket = await chat(town)
    async with ChatWindow(app) as window:
        await window.say({"token": token})
        assert await window.silent()
        assert "v-1" in visitors.hall._windows
    assert "v-1" not in visitors.hall._windows
    assert await state(town, ticket, await reply(town, ticket, "Hello?")) == "sent"


async def test_one_visitor_has_a_few_windows_and_no_more(town):
    token, _ = await chat(town)
    windows = [ChatWindow(app) for _ in range(visitors.MOST_PER_VISITOR)]
    for window in windows:
        await window.__aenter__()
        await window.say({"token": token})
        assert await window.silent()
    async with ChatWindow(app) as late:
        await late.say({"token": token})
        assert await late.closed() == visitors.BUSY
    elsewhere, _ = await chat(town, place=town.other, text="a visitor of the same name")
    async with ChatWindow(app) as window:
        await window.say({"token": elsewhere})
        assert await window.silent()
    for window in windows:
        await window.__aexit__()


async def test_a_window_that_is_turned_away_leaves_nothing_behind(town, monkeypatch):
    token, _ = await chat(town)
    monkeypatch.setattr(visitors, "MOST_SOCKETS", 0)
    async with ChatWindow(app) as window:
        await window.say({"token": token})
        assert await window.closed() == visitors.BUSY
        assert "v-1" not in visitors.hall._windows
