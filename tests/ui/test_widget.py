"""The chat window on a foreign site: written to in Arabic, qualified, a person asked for, the answer read live."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import mark, sign_in
from tests.ui.faults import faults

pytestmark = pytest.mark.browser

WORKSPACE = "dar-al-bahr"
WISH = "أبحث عن شقة بغرفتين في حي النرجس، ميزانيتي ٨٠٠ ألف ريال، وأريد الانتقال الشهر القادم"


@pytest.fixture(scope="module")
def site(built_app, tmp_path_factory) -> Iterator[str]:
    """A page of somebody else's site with the one line in it."""
    folder = tmp_path_factory.mktemp("site")
    line = f'<script src="{built_app.url}/widget.js" data-workspace="{WORKSPACE}" async></script>'
    (folder / "index.html").write_text(f'<!doctype html><html lang="ar"><title>Villas</title><h1>Villas</h1>{line}')

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def admin(browser, built_app, site) -> Iterator[Page]:
    """An admin of the workspace, who has opened the chat."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=built_app.url)
    page = context.new_page()
    sign_in(page, next(x for x in built_app.demo["logins"] if x["workspace"] == WORKSPACE and x["role"] == "admin"))
    page.goto("/settings/chat")
    page.wait_for_load_state("networkidle")
    page.locator("input[name=on]").set_checked(True)
    page.locator(".form button[type=submit]").click()
    expect(page.locator(".notice")).to_be_visible()
    yield page
    context.close()


@pytest.fixture
def visitor(browser, site, admin) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.goto(site)
    yield page
    context.close()


def open_chat(page: Page) -> None:
    page.locator(".opener").click()
    expect(page.locator("textarea")).to_be_focused()


def write(page: Page, text: str) -> None:
    page.locator("textarea").fill(text)
    page.keyboard.press("Enter")


def last(page: Page):
    return page.locator(".turn").last


def test_a_visitor_is_qualified_asks_for_a_person_and_reads_the_answer_live(visitor, admin):
    admin.goto("/")
    admin.wait_for_load_state("networkidle")
    open_chat(visitor)
    assert visitor.locator("section").evaluate("e => getComputedStyle(e).direction") == "rtl"
    word = mark()
    write(visitor, f"{WISH} {word}")
    expect(visitor.locator(".told.mine").last).to_have_text("أُرسلت")

    admin.get_by_role("button", name="بحث", exact=True).click()
    admin.locator("#inbox-search").fill(word)
    expect(admin.locator(".row")).to_have_count(1)
    admin.locator(".row").click()
    expect(admin.locator(".ctx .known")).to_contain_text("800,000")

    visitor.get_by_role("button", name="أريد التحدث إلى شخص").click()
    expect(last(visitor)).to_have_text("أريد التحدث مع موظف.")
    expect(admin.get_by_role("log")).to_contain_text("أريد التحدث مع موظف.")
    expect(admin.locator(".draft .alert")).to_have_count(0)  # the draft that answers this is there

    admin.locator(".draft .db p").first.click()
    admin.keyboard.press("r")
    admin.locator(".draft textarea").fill("كيف أساعدك؟")
    admin.keyboard.press("Control+Enter")
    expect(last(visitor)).to_have_text("كيف أساعدك؟", timeout=40_000)  # after the time to take it back


def test_what_was_said_outlives_a_reload_and_a_lost_connection(visitor, site):
    open_chat(visitor)
    write(visitor, "Is the villa free?")
    expect(visitor.locator(".told.mine").last).to_have_text("أُرسلت")
    visitor.context.set_offline(True)
    write(visitor, "And the garden?")
    expect(visitor.locator(".told.mine").last).to_have_text("بانتظار الاتصال")
    visitor.context.set_offline(False)
    expect(visitor.locator(".told.mine").last).to_have_text("أُرسلت", timeout=40_000)
    visitor.reload()
    expect(visitor.locator(".turn.mine")).to_have_text(["Is the villa free?", "And the garden?"], timeout=20_000)


def test_by_keyboard_alone(visitor):
    visitor.keyboard.press("Tab")
    expect(visitor.locator(".opener")).to_be_focused()
    visitor.keyboard.press("Enter")
    expect(visitor.locator("textarea")).to_be_focused()
    visitor.keyboard.type("first line")
    visitor.keyboard.press("Shift+Enter")
    visitor.keyboard.type("second line")
    visitor.keyboard.press("Enter")
    expect(last(visitor)).to_have_text("first line\nsecond line")
    visitor.keyboard.press("Escape")
    expect(visitor.locator("section")).to_be_hidden()
    expect(visitor.locator(".opener")).to_be_focused()


def test_nothing_is_at_fault_in_the_window(visitor):
    open_chat(visitor)
    write(visitor, "hello")
    expect(visitor.locator(".told.mine").last).to_have_text("أُرسلت")
    assert not faults(visitor)
