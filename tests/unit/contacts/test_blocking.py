"""Only those are compared who share something, and every pair once."""

from hypothesis import given
from hypothesis import strategies as st

from crm_app.contacts.blocking import LONGEST, MOST_KEYS, TOO_COMMON, candidates, keys, shared
from crm_app.contacts.matching import Known


def test_whoever_shares_a_phone_a_mail_or_the_sound_of_a_name_is_compared():
    people = [
        Known(1, "Khaled Yousef"), Known(2, "خالد يوسف"), Known(3, "X", (), ("+966501234567",)),
        Known(4, "Y", (), ("0501234567",)), Known(5, "Z", ("a@b.example",)), Known(6, "Q", ("A@B.example",)),
    ]  # fmt: skip
    assert [(a.id, b.id) for a, b in candidates(people)] == [(1, 2), (3, 4), (5, 6)]


def test_what_very_many_share_is_passed_over():
    assert [*candidates([Known(n, "Mohammed Ahmed") for n in range(TOO_COMMON + 1)])] == []
    assert len([*candidates([Known(n, "Mohammed Ahmed") for n in range(5)])]) == 10


def test_a_number_of_many_is_a_companys():
    assert shared("p:910000000", 4) == "910000000"
    assert shared("p:910000000", 2) is None and shared("n:a.b", 50) is None


@given(st.text(max_size=300), st.text(max_size=300))
def test_keys_are_few_and_short_whatever_is_known(name, address):
    found = keys(Known(1, name, (), (), address))
    assert len(found) <= MOST_KEYS and all(len(key) <= LONGEST for key in found)
