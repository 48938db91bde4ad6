"""When WhatsApp takes free text."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels.window import CLOSED, NEVER, window

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOURS = st.integers(0, 200).map(lambda h: NOW - timedelta(hours=h))


def test_a_day_after_the_last_message():
    told = window("meta_whatsapp", NOW, NOW - timedelta(hours=23, minutes=59))
    assert told.open and told.until == NOW + timedelta(minutes=1) and not told.reason
    shut = window("twilio_whatsapp", NOW, NOW - timedelta(hours=24))
    assert not shut.open and shut.reason == CLOSED and shut.until == NOW


def test_three_days_after_an_ad():
    day_ago = NOW - timedelta(hours=30)
    assert window("meta_whatsapp", NOW, day_ago, day_ago).open
    assert not window("meta_whatsapp", NOW, day_ago, NOW - timedelta(hours=72)).open


def test_nobody_wrote_yet():
    assert window("meta_whatsapp", NOW, None).reason == NEVER


@given(st.sampled_from(["telegram", "twilio_sms"]), st.none() | HOURS)
def test_other_channels_have_no_window(kind, last):
    assert window(kind, NOW, last).open


@given(HOURS, st.none() | HOURS)
def test_open_exactly_until_it_says(last, ad):
    told = window("meta_whatsapp", NOW, last, ad)
    assert told.open == (NOW < told.until) and bool(told.reason) != told.open
    assert window("meta_whatsapp", told.until - timedelta(seconds=1), last, ad).open
    assert not window("meta_whatsapp", told.until, last, ad).open
