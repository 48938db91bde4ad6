"""An outgoing mail carries its thread and no header that the text could smuggle in."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels.automatic import recognise
from crm_app.channels.compose import MAX_REFERENCES, compose, thread_references
from crm_app.channels.port import Outbound

NOW = datetime(2026, 11, 20, 20, tzinfo=UTC)
IDS = st.integers(0, 60).map(lambda n: f"<{n}@x.example>")


def outbound(**changes: object) -> Outbound:
    given_ = {
        "channel": "email",
        "message_id": "<a@crm.example>",
        "to": "ana@x.example",
        "from_address": "s@crm.example",
    }
    return Outbound(**(given_ | {"text": "Hi", "subject": "Visit"} | changes))


@given(st.lists(IDS, max_size=60), IDS)
def test_the_chain_keeps_its_root_and_its_end(references: list[str], answered: str) -> None:
    chain = thread_references(references, answered)
    assert chain[-1] == answered and len(chain) <= MAX_REFERENCES and len(set(chain)) == len(chain)
    older = [r for r in references if r != answered]
    assert chain[0] == (older[0] if older else answered)


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=50))
def test_no_text_makes_a_header(subject: str, text: str, name: str) -> None:
    try:
        mail = compose(outbound(subject=subject, text=text, from_name=name), NOW)
    except ValueError:
        assert set(subject + name) & set("\r\n\0\v\f\x1c\x1d\x1e\x85\u2028\u2029") or not (subject + name).isprintable()
        return
    got = message_from_bytes(mail.as_bytes(), policy=policy.default)
    assert set(got.keys()) <= {
        "Message-ID", "Date", "From", "To", "Subject", "X-CRM-Loop", "Content-Type", "Content-Transfer-Encoding",
        "MIME-Version",
    }  # fmt: skip


@pytest.mark.parametrize(
    "message_id", ["", "a@crm.example", "<a b@crm.example>", "<a@crm.example>\r\nBcc: x@y.example"]
)
def test_a_malformed_id_is_refused(message_id: str) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        compose(outbound(message_id=message_id), NOW)


@pytest.mark.parametrize("to", ["", "ana", "a@b, c@d", "ana@x.example\r\nBcc: v@y.example", "<ana@x.example>"])
def test_a_malformed_recipient_is_refused(to: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        compose(outbound(to=to), NOW)


def test_our_own_mail_is_recognised_when_it_comes_back() -> None:
    mail = compose(outbound(), NOW)
    headers = {name.lower(): [str(value)] for name, value in mail.items()}
    assert recognise(headers, "ana@x.example", frozenset({"s@crm.example"})).automatic
    assert not recognise(headers, "ana@x.example", frozenset({"help@other.example"})).automatic
