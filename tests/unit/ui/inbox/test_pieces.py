"""A draft cut by its claims: nothing is lost, nothing is said twice."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crm_app.drafts.queries import DraftView
from crm_app.ui.inbox.pieces import about, checks, doubts, paragraphs

TEXT = "Hi Jane,\n\nOrder #54321 reaches you by Friday.\n\nSara"


def claim(text: str, supported: bool, content: str = TEXT) -> dict[str, Any]:
    start = content.index(text)
    reason = "Found in: order #54321." if supported else f"“{text}” stands in no record."
    return {"text": text, "start": start, "end": start + len(text), "supported": supported, "reason": reason}


def draft(content: str = TEXT, claims: tuple = (), confirmed: tuple = ()) -> DraftView:
    return DraftView(1, "ready", content, content, "email", "en", "warm", "", "offline", {}, (), claims, confirmed)


def test_supported_and_unsupported_claims_are_told_apart():
    cut = paragraphs(draft(claims=(claim("#54321", True), claim("by Friday", False))))
    assert [[(p.text, p.kind) for p in paragraph.pieces] for paragraph in cut] == [
        [("Hi Jane,", "")],
        [("Order ", ""), ("#54321", "ok"), (" reaches you ", ""), ("by Friday", "un"), (".", "")],
        [("Sara", "")],
    ]


def test_what_a_person_confirmed_is_no_doubt():
    claims = (claim("#54321", True), claim("by Friday", False))
    assert [doubt.text for doubt in doubts(draft(claims=claims), "en")] == ["by Friday"]
    assert doubts(draft(claims=claims), "en")[0].sentence.endswith("Confirm it or change it before sending.")
    assert doubts(draft(claims=claims, confirmed=("by Friday",)), "en") == []
    assert checks(draft(claims=claims), "en") == "1 fact checked, 1 to confirm"
    assert checks(draft(claims=claims, confirmed=("by Friday",)), "en") == "2 facts checked"
    assert about(draft(), "en") == "email, warm, 9 words"


@given(st.text(alphabet="ab \n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_every_word_is_shown_once_whatever_the_claims(content, spans):
    claims = tuple(
        {"text": content[a:b], "start": a, "end": b, "supported": a % 2 == 0, "reason": ""}
        for a, b in spans
        if a < b <= len(content)
    )
    shown = "".join(piece.text for paragraph in paragraphs(draft(content, claims)) for piece in paragraph.pieces)
    assert shown.replace("\n", "").replace(" ", "") == content.replace("\n", "").replace(" ", "")
