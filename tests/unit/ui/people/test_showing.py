"""People as a reader is told of them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crm_app.contacts.finding import PersonRow, Suggestion
from crm_app.contacts.matching import Known, judge
from crm_app.contacts.queries import ContactView
from crm_app.contacts.timeline import Moment
from crm_app.ui.inbox.surroundings import Reader
from crm_app.ui.people import showing

READER = Reader("en", ZoneInfo("Europe/Madrid"), "EUR")
AT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


def contact(id_: int, **known) -> ContactView:
    given = {
        "external_id": None, "name": "", "email": None, "phone": None, "address": "", "lifetime_value": 0.0,
        "churn_risk": 0.0, "segments": (), "vip": False, "customer_since": None, "orders": 0,
    }  # fmt: skip
    return ContactView(id=id_, **(given | known))


def test_a_line_says_who_what_they_are_worth_and_what_threatens():
    row = PersonRow(1, "", "ana@x.example", "+34612345678", 3500.0, 0.7, True, ())
    assert showing.line(row, "EUR", "en") == {
        "id": 1, "name": "ana@x.example", "initials": "AE", "under": "+34612345678", "value": "€3.5K",
        "why": [("value", "VIP"), ("churn", "may leave")],
    }  # fmt: skip


def test_the_story_has_days_of_the_workspaces_zone_and_leads_to_conversations():
    moments = [
        Moment(AT, "message", 2, "inbound", "Ana", "Hello", "sms", 7, {"subject": "Hi"}),
        Moment(AT, "message", 1, "note", "Maya", "Call her", "sms", 7, {"subject": ""}),
        Moment(AT, "change", 3, "edited", "maya@x", facts={"name": ["", "Ana"], "vip": [False, True]}),
        Moment(AT, "lead", 4, "NURTURING", "system", "No answer."),
        Moment(AT.replace(day=1), "order", 5, "shipped", text="99", facts={"total": 20.0, "currency": "EUR"}),
    ]
    lines = showing.story(moments, READER)
    assert [(line.kind, line.title) for line in lines] == [
        ("day", "Tuesday 3 March 2026"), ("in", "Ana"), ("internal", "Maya"), ("event", "maya@x changed the details"),
        ("event", "Lead: Nurturing"), ("day", "Monday 2 March 2026"), ("event", "Order #99"),
    ]  # fmt: skip
    assert (lines[1].where, lines[1].more, lines[1].subject, lines[1].time) == ("/?c=7", "SMS", "Hi", "00:30")
    assert lines[3].text == "Name: – → Ana\nVIP: no → yes"
    assert lines[6].more == "Shipped, €20"


def test_every_reason_of_the_matcher_has_words_and_the_other_one_is_named():
    a = Known(1, "Ana Ruiz", ("a@x.example",), ("612345678",), "1 Elm Road, 28001", "1990-02-03")
    b = Known(2, "Anna Ruiz", ("a@x.example",), ("612345678",), "1 Elm Rd 28001", "1990-03-02")
    c = Known(3, "Zed Acme Ltd", ("z@x.example",), ("912345678",), "9 Oak Lane, 10001", "2001-10-10")
    kinds = {reason.kind for pair in ((a, b), (a, c), (a, a), (a, Known(4))) for reason in judge(*pair).reasons}
    assert kinds <= showing.REASONS.keys() and len(kinds) > 8
    reasons = tuple({"kind": r.kind, "weight": r.weight, "figure": r.figure} for r in judge(a, b).reasons)
    suggestion = Suggestion(5, 0.994, reasons, contact(1, name="Ana Ruiz"), contact(2, name="Anna Ruiz"))
    pair = showing.pair(suggestion, READER)
    assert (pair.score, pair.likely[0], pair.doubtful) == ("99%", "same e-mail", [])
    assert showing.alike(suggestion, 1, READER).name == "Anna Ruiz"
    assert showing.alike(suggestion, 2, READER).id == 1
