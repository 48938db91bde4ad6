"""E-mail addresses, written and spoken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.language.emails import MOST, emails


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("user.name+tag@lero.com is mine", ["user.name+tag@lero.com"]),
        ("Contact webmaster@Contoso.COM.", ["webmaster@contoso.com"]),
        ("a邮箱地址test@test.com", ["test@test.com"]),
        ("ايميلي sara@example.com شكرا", ["sara@example.com"]),
        ("a..bc@outlook.com and .abc@hotmail.com", []),
        ("Alice@abc is invalid, @Carol too", []),
        ("jane dot doe at gmail dot com", ["jane.doe@gmail.com"]),
        ("juan arroba hotmail punto com", ["juan@hotmail.com"]),
        ("ana (at) example (dot) org", ["ana@example.org"]),
        ("my email is ana at example.org", ["ana@example.org"]),
        ("meet me at booking.com", []),
        ("we looked at apartments.com yesterday", []),
        ("alice at example.io", ["alice@example.io"]),
    ],
)
def test_addresses(text: str, addresses: list[str]) -> None:
    assert [mail.address for mail in emails(text)] == addresses


def test_a_spoken_answer_counts_when_the_address_was_asked_for() -> None:
    assert emails("sure, ana at example.org", asked="email")[0].address == "ana@example.org"


@given(st.text(max_size=2_000))
def test_offsets_give_the_words(text: str) -> None:
    assert all(text[mail.start : mail.end] == mail.text for mail in emails(text))


@pytest.mark.parametrize("piece", ["a@", "a.", "@", "a at ", "a@a.", "dot "])
def test_hostile_repetition_ends(piece: str) -> None:
    assert len(emails(piece * 2_000)) <= MOST
