"""A mail joins a conversation only when its headers name it and its sender is part of it."""

from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels.port import Inbound, Sender
from crm_app.channels.threading import Known, join, read_reply_token, read_reply_token_of, reply_address

KEY = b"k" * 32
ANA, BEN = ("ana@customer.example",), ("ben@customer.example",)
OLD, NEW = Known("<old@crm.example>", 1, ANA), Known("<new@crm.example>", 2, ANA)


def mail(*thread_ids: str, sender: str = "Ana@Customer.example", recipients: tuple[str, ...] = ()) -> Inbound:
    return Inbound("email", "<x@y>", Sender(email=sender), thread_ids=thread_ids, recipients=recipients)


def test_the_newest_named_message_decides() -> None:
    assert join(mail(OLD.message_id, NEW.message_id), [OLD, NEW]).conversation_id == 2
    assert join(mail(NEW.message_id, OLD.message_id, "<unknown@x>"), [OLD, NEW]).conversation_id == 1


def test_a_stranger_who_knows_the_message_id_joins_nothing() -> None:
    found = join(mail(OLD.message_id, sender="eve@evil.example"), [OLD])
    assert found.conversation_id is None and "somebody else" in found.reason


def test_a_name_that_looks_like_the_customer_is_no_address() -> None:
    forged = Inbound("email", "<x@y>", Sender(name=ANA[0], email="eve@evil.example"), thread_ids=(OLD.message_id,))
    assert join(forged, [OLD]).conversation_id is None


def test_a_mail_without_a_sender_joins_nothing() -> None:
    assert join(mail(OLD.message_id, sender=""), [Known(OLD.message_id, 1, ("",))]).conversation_id is None


def test_another_customers_newer_thread_does_not_hide_the_own_one() -> None:
    foreign = Known("<foreign@crm.example>", 3, BEN)
    assert join(mail(OLD.message_id, foreign.message_id), [OLD, foreign]).conversation_id == 1


def test_nothing_known_starts_anew() -> None:
    assert join(mail("<unknown@x>"), []).conversation_id is None


def test_the_reply_address_comes_first_but_needs_the_sender_too() -> None:
    by_address = Known("", 7, ANA)
    assert join(mail(OLD.message_id), [OLD, by_address], token=7).conversation_id == 7
    assert join(mail(sender="eve@evil.example"), [by_address], token=7).conversation_id is None


@given(st.integers(1, 10**15))
def test_reply_address_names_its_conversation(conversation_id: int) -> None:
    address = reply_address("support@crm.example", conversation_id, KEY)
    assert read_reply_token(address, KEY) == conversation_id
    assert read_reply_token(address.upper(), KEY) == conversation_id
    assert len(address.partition("@")[0]) <= 64
    assert read_reply_token_of(mail(recipients=("x@y.example", address)), KEY) == conversation_id


def test_a_changed_reply_address_names_nothing() -> None:
    address = reply_address("support@crm.example", 12, KEY)
    assert read_reply_token(address.replace("c-12-", "c-13-"), KEY) is None
    assert read_reply_token(address.replace("@crm", "@other"), KEY) is None
    assert read_reply_token(address, b"z" * 32) is None
    assert read_reply_token("support@crm.example", KEY) is None
