"""Lines of import files: what is read from them, and why some are refused."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.imports.conversation_lines import parse
from crm_app.imports.values import Ground

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
GROUND = Ground(NOW, region="AE")
GOOD = {
    "id": "T-1",
    "customer": "c-9",
    "name": "Jane Rivera",
    "email": "Jane@Mail.example",
    "phone": "+1 415 555 0134",
    "channel": "Live-Chat",
    "subject": "Where is it?",
    "status": "open",
    "priority": 5,
    "created": "2026-11-20T08:00:00Z",
    "messages": [
        {"from": "agent", "at": "2026-11-20T09:00:00+00:00", "body": "On its way."},
        {"from": "customer", "at": "2026-11-20T08:00:00", "body": "Where is it?"},
        {"from": "customer", "at": "2026-11-20T13:30:00+03:00", "body": "Still nothing."},
    ],
}


def line(**changes: object) -> str:
    return json.dumps({key: value for key, value in {**GOOD, **changes}.items() if value != "absent"})


def test_a_whole_line() -> None:
    found = parse(line(), GROUND)
    assert (found.id, found.customer, found.email, found.phone) == ("T-1", "c-9", "jane@mail.example", "+14155550134")
    assert (found.channel, found.status, found.priority) == ("live_chat", "open", "urgent")
    assert [said.inbound for said in found.messages] == [True, False, True]
    assert found.waiting_since == datetime(2026, 11, 20, 10, 30, tzinfo=UTC)


def test_what_may_be_missing() -> None:
    absent = dict.fromkeys(("phone", "channel", "subject", "status", "priority", "created", "name"), "absent")
    found = parse(line(**absent), GROUND)
    assert (found.channel, found.status, found.priority, found.subject) == ("email", "open", None, "")
    assert found.created == datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_a_number_that_names_no_country_is_one_of_the_workspaces_own() -> None:
    assert parse(line(phone="050 123 4567"), GROUND).phone == "+971501234567"
    assert parse(line(phone="no phone"), GROUND).phone == ""


def test_numbers_may_name_things() -> None:
    found = parse(line(id=17, customer=4), GROUND)
    assert (found.id, found.customer) == ("17", "4")


def test_a_reply_ends_the_waiting_and_so_does_closing() -> None:
    answered = GOOD["messages"][:2]
    assert parse(line(messages=answered), GROUND).waiting_since is None
    assert parse(line(status="closed"), GROUND).waiting_since is None


def test_the_future_counts_as_now() -> None:
    late = [{"from": "customer", "at": "2031-01-01T00:00:00Z", "body": "Hi"}]
    assert parse(line(messages=late, created="2031-01-01"), GROUND).waiting_since == NOW


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON"),
        ("[1, 2]", "line: "),
        (line(id="absent"), "id: "),
        (line(id=""), "id: "),
        (line(status="solved"), "status: "),
        (line(priority=6), "priority: "),
        (line(channel="pigeon"), "channel: is none of"),
        (line(email="nobody"), "email: is not an e-mail address"),
        (line(created="yesterday"), "created: "),
        (line(messages=[]), "messages: "),
        (line(messages=[{"from": "bot", "at": "2026-11-20", "body": "x"}]), "messages.0.from: "),
        (line(messages=[{"from": "agent", "at": "2026-11-20"}]), "messages.0.body: "),
        (line(customer="absent", email="", phone=""), "customer: "),
    ],
)
def test_what_is_refused_names_the_field(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)) as refused:
        parse(text, GROUND)
    assert str(refused.value).startswith(reason)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, "from", "at", "body"]), inner),
)


@given(st.dictionaries(st.sampled_from([*GOOD]), _json), st.text())
def test_anything_else_is_refused_with_a_reason_or_read(changes: dict, raw: str) -> None:
    for text in (line(**changes), raw):
        try:
            found = parse(text, GROUND)
        except ValueError as reason:
            assert str(reason)
        else:
            assert all(said.at <= NOW for said in found.messages)
            assert found.created <= NOW + timedelta(0)
