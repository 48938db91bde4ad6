"""Which new passwords are good enough, and why the others are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.accounts.actions import password_hash
from crm_app.accounts.passwords import LONGEST, SHORTEST, judge
from crm_app.kit.errors import Invalid


@pytest.mark.parametrize(
    "password", ["correct horse battery", "trece gatos verdes", "ثلاثة كتب جديدة", "x7!kQ0zR#v2Lp"]
)
def test_a_few_unrelated_words_are_good(password: str) -> None:
    assert judge(password, "ada@shop.example", "Ada").ok


@pytest.mark.parametrize(
    "password",
    [
        "password12345",
        "QWERTY-123456",
        "aaaaaaaaaaaaaaa",
        "abababababab",
        "928374650192",
        "contraseña!!!2026",
        "passwordpassword",
        "qwertyuiop12",
        "1q2w3e4r5t6y",
        "letmeinletmein",
        "changeme1234",
        "administrator",
        "abcdefghijkl",
        "contraseñacontraseña",
        "كلمة السر 123",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    assert "easy to guess" in judge(password).reason


@pytest.mark.parametrize("password", ["adalovelace12", "Ada Lovelace!", "12adalovelace"])
def test_ones_own_name_is_refused(password: str) -> None:
    assert "own name" in judge(password, "adalovelace@shop.example", "Ada Lovelace").reason


def test_a_name_within_a_longer_phrase_does_no_harm() -> None:
    assert judge("adalovelace wrote the first program", "adalovelace@shop.example").ok


@given(st.text(max_size=SHORTEST - 1) | st.text(min_size=LONGEST + 1, max_size=LONGEST + 40))
def test_too_short_and_too_long_are_refused(password: str) -> None:
    verdict = judge(password)
    assert not verdict.ok and verdict.reason == "Use {shortest} to {longest} characters."


async def test_a_refused_password_is_told_with_its_bounds() -> None:
    with pytest.raises(Invalid) as refused:
        await password_hash("short", "ada@shop.example", "Ada")
    assert refused.value.sentence == f"Use {SHORTEST} to {LONGEST} characters."


@given(st.text(), st.text(), st.text())
def test_whatever_is_refused_has_a_reason(password: str, email: str, name: str) -> None:
    verdict = judge(password, email, name)
    assert verdict.ok != bool(verdict.reason)
