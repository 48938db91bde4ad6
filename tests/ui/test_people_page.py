"""People in a browser: somebody is found, two are made one and two again, and nothing hinders a reader."""

import json
import urllib.request
from random import randrange

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import mark
from tests.ui.faults import faults, sticks_out

pytestmark = pytest.mark.browser


def tell(built_app, **facts: str) -> None:
    """A contact of the first demo workspace, as a shop tells of them."""
    headers = {"content-type": "application/json", "x-api-key": built_app.demo["api_keys"][0]["key"]}
    body = json.dumps({"external_id": mark(), **facts}).encode()
    with urllib.request.urlopen(urllib.request.Request(f"{built_app.url}/api/v1/contacts", body, headers)) as answer:
        assert answer.status in (200, 201)


def known_twice(built_app) -> str:
    """One person, known twice; returns the family name, which is theirs alone."""
    family = mark().title()
    street = f"{randrange(1, 900)} {family} Street"
    tell(built_app, name=f"Zoe {family}", email=f"zoe.{family.lower()}@mail.example", address=street)
    tell(built_app, name=f"Zoë {family}", email=f"z@{family.lower()}.example", address=street)
    return family


def find(page: Page, typed: str) -> None:
    expect(page.locator(".row.person[data-id]").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Search people")).to_be_focused()
    page.keyboard.type(typed)


def test_a_person_is_found_merged_and_parted_again(open_page, built_app):
    family = known_twice(built_app)
    page = open_page("manager", "/people")
    find(page, family.upper())
    lines = page.locator(".row.person")
    expect(lines).to_have_count(2)
    lines.first.click()
    expect(page.locator(".thead h2")).to_contain_text(family)
    page.get_by_role("button", name="Compare with").click()
    pair = page.get_by_role("article").first
    expect(pair).to_contain_text("same address")
    expect(pair).to_be_in_viewport(ratio=1)
    pair.get_by_role("button", name="Merge, keep").first.click()
    expect(lines).to_have_count(1)
    page.locator(".notice").get_by_role("button", name="Undo").click()
    expect(lines).to_have_count(2)
    expect(page.locator(".story")).to_contain_text("undid a merge")


def test_the_keys_go_through_the_list_and_edit(open_page, built_app):
    family = known_twice(built_app)
    page = open_page("manager", "/people")
    find(page, family)
    expect(page.locator(".row.person")).to_have_count(2)
    page.locator("main").focus()
    page.keyboard.press("j")
    expect(page.locator(".thead h2")).to_contain_text(family)
    page.keyboard.press("e")
    page.get_by_label("Name", exact=True).fill(f"Zoe B. {family}")
    page.get_by_label("Phone").fill("12")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Phone").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".thead h2")).to_have_text(f"Zoe B. {family}")
    expect(page.locator(".story")).to_contain_text(f"→ Zoe B. {family}")


def test_nothing_is_at_fault_beside_a_person_and_among_the_likenesses(open_page, built_app):
    family = known_twice(built_app)
    page = open_page("manager", "/people")
    find(page, family)
    page.locator(".row.person").first.click()
    expect(page.locator(".ctx")).to_contain_text("Known by")
    assert not faults(page)
    page.keyboard.press("Escape")
    page.locator("main").focus()
    page.keyboard.press("d")
    expect(page.get_by_role("heading", name="These may be the same")).to_be_visible()
    assert not faults(page)


def test_on_a_phone_one_pane_shows_at_a_time(open_page):
    page = open_page("agent", "/people", width=390, height=844)
    page.locator(".row.person").first.click()
    expect(page.locator(".list")).to_be_hidden()
    page.get_by_role("button", name="Details").click()
    expect(page.locator(".ctx")).to_be_visible()
    assert not sticks_out(page)
    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator(".list")).to_be_visible()
