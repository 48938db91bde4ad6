"""When it is looked what became of a message."""

from crm_app.conversations.doubt import LOOKS, next_look, trusts_absence


def test_looks_come_later_and_later_and_end():
    for kind, looks in LOOKS.items():
        assert [next_look(kind, n) for n in range(len(looks) + 1)] == [*looks, None]
        assert list(looks) == sorted(looks)


def test_only_the_last_look_proves_that_something_is_not_there():
    last = len(LOOKS["twilio_sms"]) - 1
    assert trusts_absence("twilio_sms", last) and not any(trusts_absence("twilio_sms", n) for n in range(last))


def test_who_cannot_be_asked_is_not():
    assert next_look("telegram", 0) is None
