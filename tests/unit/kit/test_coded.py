"""A sentence kept as a code with its values is read back whole, and as far as it fits when it is cut off."""

from hypothesis import given
from hypothesis import strategies as st

from crm_app.kit.coded import coded, decoded, filled, told

SENTENCES = {"slow": "{vendor} is slow.", "ask": "{why} Ask {whom}.", "plain": "Nothing."}
names = st.text("abcxyz", min_size=1, max_size=6)


@given(names, st.dictionaries(names, st.text(max_size=40), max_size=4))
def test_values_come_back_as_they_were(code, values):
    assert decoded(coded(code, **values)) == (code, values)


def test_a_code_may_stand_within_another():
    inner = coded("slow", vendor="A&B=C%?")
    assert told(coded("ask", why=inner, whom="Ana"), SENTENCES, filled) == "A&B=C%? is slow. Ask Ana."


def test_somebodys_own_words_stand_as_they_are():
    for words in ("550 5.1.1 no such user?", "", "slowly", "Slow?vendor=X"):
        assert told(words, SENTENCES, filled) == words


@given(st.text(max_size=60))
def test_anything_stored_can_be_shown(stored):
    assert isinstance(told(stored, SENTENCES, filled), str)


@given(st.text(max_size=40), st.integers(0, 60))
def test_what_was_cut_off_still_reads(said, length):
    cut = coded("slow", vendor=said)[: max(5, length)]
    assert told(cut, SENTENCES, filled).endswith("is slow.")


def test_values_are_shown_by_their_names():
    assert told("slow?vendor=x", SENTENCES, filled, lambda name, value: f"{name}:{value}") == "vendor:x is slow."
