"""Addresses that may be called, and those inside the house in all their forms."""

import pytest

from crm_app.kit.outgoing import is_public, public_address


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::a00:1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "localhost", "", "127.1",
    ],
)  # fmt: skip
def test_inside(address):
    assert not is_public(address)


async def test_a_name_that_leads_inside_has_no_public_address():
    assert await public_address("localhost", 443) is None
    assert await public_address("no-such-name.invalid", 443) is None
