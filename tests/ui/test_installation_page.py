"""The page above all workspaces, in a browser: its door, pausing and activating, a budget, both themes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.servers import ADMIN_TOKEN
from tests.ui.faults import faults, sticks_out

pytestmark = pytest.mark.browser


def enter(page: Page, token: str) -> None:
    page.fill("#token", token)
    page.keyboard.press("Enter")


def test_the_token_opens_the_list_and_nothing_else_does(open_page):
    page = open_page(None, "/installation")
    expect(page.get_by_label("Token")).to_be_visible()
    assert not faults(page)
    enter(page, "not the token")
    expect(page.get_by_role("alert").first).to_contain_text("not the installation's token")
    enter(page, ADMIN_TOKEN)
    expect(page.get_by_role("heading", level=1)).to_have_text("This installation")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert cookies["tacit_above"]["httpOnly"] and cookies["tacit_above"]["sameSite"] == "Strict"
    line = page.locator(".accounts > li").last
    line.get_by_role("button", name=re.compile("^Pause")).click()
    expect(line.get_by_text("Paused")).to_be_visible()
    line.get_by_role("button", name=re.compile("^Activate")).click()
    expect(line.get_by_text("Active", exact=True)).to_be_visible()
    line.get_by_role("button", name=re.compile("^Budget")).click()
    line.get_by_label("Tokens").fill("5000000")
    line.get_by_role("button", name="Save").click()
    expect(line.get_by_role("button", name="Save")).to_have_count(0)
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_label("Token")).to_be_visible()


def test_nothing_is_at_fault_and_on_a_phone_nothing_sticks_out(open_page):
    page = open_page(None, "/installation", width=390, height=844)
    enter(page, ADMIN_TOKEN)
    expect(page.locator(".accounts > li").first).to_be_visible()
    assert not faults(page) and not sticks_out(page)
