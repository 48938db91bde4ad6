"""Addresses are read into the same parts however they are written."""

from hypothesis import given
from hypothesis import strategies as st

from crm_app.contacts.addresses import compare, read


def test_two_ways_to_write_one_address():
    alike = compare(read("5954 S. Albany Ave"), read("5954 SOUTH ALBANY AVENUE, 60629"))
    assert alike.words > 0.95 and alike.number is True and alike.code is None


def test_house_number_and_postcode_are_told_apart():
    assert (read("18 Alder Street, Reno 89501").number, read("18 Alder Street, Reno 89501").code) == ("18", "89501")
    assert (read("Flat 2, Bristol BS2 0EL").number, read("Flat 2, Bristol BS2 0EL").code) == ("2", "bs20el")
    assert read("١٢ شارع الملك فهد، الدمام ٣٢٢٤١").code == "32241"
    assert read("32 E. 115Th St.").words == ("115",)


def test_another_house_in_the_same_street_is_no_agreement():
    alike = compare(read("18 Alder Street"), read("20 Alder Street"))
    assert alike.words == 1.0 and alike.number is False


def test_an_empty_address_says_nothing():
    assert compare(read(""), read("18 Alder Street")) is None


@given(st.text(max_size=60), st.text(max_size=60))
def test_comparing_has_no_order(one, other):
    assert compare(read(one), read(other)) == compare(read(other), read(one))
