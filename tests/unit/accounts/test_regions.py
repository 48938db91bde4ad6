"""The country of a time zone."""

import pytest

from crm_app.accounts.regions import region_of


@pytest.mark.parametrize(
    ("zone", "region"), [("Asia/Dubai", "AE"), ("Europe/Madrid", "ES"), ("Etc/UTC", ""), ("UTC", ""), ("nowhere", "")]
)
def test_a_zone_lies_in_a_country_or_in_none(zone: str, region: str) -> None:
    assert region_of(zone) == region
