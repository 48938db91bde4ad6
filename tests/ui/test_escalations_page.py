"""Who waits for a person, in a browser: called, taken by key, closed; and nothing at fault in both themes."""

import re

import pytest
from playwright.sync_api import expect

from tests.ui.faults import faults, sticks_out
from tests.ui.test_journeys import bring

pytestmark = pytest.mark.browser


def test_a_person_is_called_comes_and_closes_it_by_keyboard_alone(open_page, built_app):
    page = open_page("admin", "/escalations")
    expect(page.get_by_role("heading", level=1)).to_have_text("Escalations")
    subject = bring(built_app, "I want to speak to a manager.")
    call = page.locator(".call", has_text="I want to speak to a manager.").last
    expect(call).to_be_visible(timeout=20_000)
    expect(call.get_by_role("timer")).to_contain_text(re.compile(r"\d:\d\d left"))
    call.click()
    expect(call).to_have_attribute("aria-current", "true")
    page.keyboard.press("a")
    expect(call.get_by_text("You have it.")).to_be_visible(timeout=15_000)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/\?c=\d+"))
    expect(page.get_by_role("heading", name=subject)).to_be_visible(timeout=15_000)
    page.go_back()
    call = page.locator(".call", has_text="You have it.").last
    call.get_by_role("button", name=re.compile("^Close")).click()
    expect(page.locator(".call", has_text="You have it.")).to_have_count(0, timeout=15_000)


def test_nothing_is_at_fault_and_on_a_phone_nothing_sticks_out(open_page, built_app):
    bring(built_app, "I want to speak to a human.")
    page = open_page("admin", "/escalations", width=390, height=844)
    expect(page.locator(".call").first).to_be_visible()
    assert not faults(page) and not sticks_out(page)
