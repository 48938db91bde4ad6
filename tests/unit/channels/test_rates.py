"""How long the next message waits."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_app.channels.rates import RATES, Wait, wait

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ago(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


@pytest.mark.parametrize("kind", RATES)
def test_the_first_message_waits_for_nothing(kind):
    assert wait(kind, NOW) == Wait()
    assert wait(kind, NOW, last_of_account=ago(60), last_to_chat=ago(60), held_until=ago(1)) == Wait()


@pytest.mark.parametrize(
    ("kind", "times", "seconds", "whole"),
    [
        ("telegram", {"last_to_chat": ago(0.25), "last_of_account": ago(0.25)}, 0.75, False),
        ("meta_whatsapp", {"last_to_chat": ago(2), "last_of_account": ago(2)}, 4, False),
        ("twilio_sms", {"last_of_account": ago(0.4)}, 0.6, True),
        ("telegram", {"held_until": NOW + timedelta(seconds=7)}, 7, True),
        ("telegram", {"held_until": NOW + timedelta(seconds=7), "last_to_chat": ago(0)}, 7, True),
    ],
)
def test_waits(kind, times, seconds, whole):
    told = wait(kind, NOW, **times)
    assert told.seconds == pytest.approx(seconds) and told.whole_account is whole


def test_a_clock_that_was_set_back_makes_nobody_wait_for_long():
    assert wait("meta_whatsapp", NOW, last_to_chat=ago(-3600)).seconds == 6
