"""By which spelling the owner of a phone number is found."""

import pytest

from crm_app.contacts.numbers import in_one_form


@pytest.mark.parametrize(
    ("typed", "region", "found"),
    [
        ("+971 50 700 1234", "", "+971507001234"),
        ("00971507001234", "", "+971507001234"),
        ("00971 50 700 1234", "ES", "+971507001234"),
        ("0507001234", "AE", "+971507001234"),
        ("050 700 1234", "AE", "+971507001234"),
        ("٠٥٠٧٠٠١٢٣٤", "AE", "+971507001234"),
        ("612 345 678", "ES", "+34612345678"),
        ("0507001234", "", "0507001234"),
        ("12345", "AE", "12345"),
        ("ext. 12", "US", "ext. 12"),
        ("", "AE", ""),
        ("x" * 50, "US", "x" * 32),
    ],
)
def test_a_number_has_one_form(typed: str, region: str, found: str) -> None:
    assert in_one_form(typed, region) == found
    assert in_one_form(found, region) == found
