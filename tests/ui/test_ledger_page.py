"""The intake ledger in a browser: what came in adds up, and what was refused can be tried again."""

import pytest
from playwright.sync_api import expect

from tests.ui.faults import faults, sticks_out
from tests.ui.test_journeys import bring

pytestmark = pytest.mark.browser


def test_what_was_received_is_the_sum_of_what_became_of_it(open_page, built_app):
    page = open_page("admin", "/intake")
    expect(page.locator(".figure b").first).to_be_visible()
    subject = bring(built_app, "Where is my order?")
    line = page.get_by_role("row", name=subject)
    expect(line).to_contain_text("Stored", timeout=15_000)
    received, stored, refused, waiting = (int(text) for text in page.locator(".figure b").all_inner_texts())
    assert received == stored + refused + waiting and stored >= 1
    page.get_by_role("button", name="Refused", exact=True).click()
    expect(line).to_have_count(0)
    page.get_by_role("button", name="Stored", exact=True).click()
    expect(line).to_be_visible()


def test_nothing_is_at_fault_and_on_a_phone_nothing_sticks_out(open_page, built_app):
    bring(built_app, "Where is my order?")
    page = open_page("admin", "/intake", width=390, height=844)
    expect(page.locator("tbody tr").first).to_be_visible()
    assert not faults(page) and not sticks_out(page)
