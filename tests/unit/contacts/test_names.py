"""Spellings of one name are alike, names of two people are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.contacts.names import clash, likeness, sound, tokens


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jane Rivera", "RIVERA, Jane"),
        ("Dr. José Núñez", "jose nunez"),
        ("Bill Thompson", "William Thompson"),
        ("Pepe García", "José García"),
        ("محمد الغامدي", "Mohammed Alghamdi"),
        ("فاطمة الزهراني", "Fatima Al-Zahrani"),
        ("عبد الرحمن خالد", "Abdulrahman Khaled"),
        ("أحمد يوسف", "Ahmad Yousef"),
        ("Acme Trading LLC", "ACME Trading"),
        ("شركة النور للتجارة", "النور للتجارة"),
        ("O'Brien Maeve", "Maeve OBrien"),
        ("Jonathan Smyth", "Jonathon Smith"),
    ],
)
def test_spellings_of_one_name_are_alike(one, other):
    assert likeness(one, other) >= 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jane Rivera", "Tom Baker"), ("محمد الغامدي", "سارة القحطاني"), ("Ana", "Ana Fernández"), ("", "Ana")],
)
def test_names_of_two_people_are_not(one, other):
    assert likeness(one, other) < 0.76


def test_relatives_clash_and_short_forms_do_not():
    assert clash(tokens("Ana Fernández"), tokens("Luis Fernández"))
    assert not clash(tokens("Bob Fernández"), tokens("Robert Fernández"))
    assert not clash(tokens("Fernández"), tokens("Luis Fernández"))


def test_a_sound_is_shared_across_scripts():
    assert sound("khaled") == sound(*tokens("خالد"))
    assert sound("yousef") == sound("yusuf") == sound(*tokens("يوسف"))
    assert sound("jamal") == sound("gamal")


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_has_no_order_and_is_a_share(one, other):
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0
    assert likeness(one, one) == (1.0 if tokens(one) else 0.0)
