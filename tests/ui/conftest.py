"""A browser on the built application, signed in as whom a test wants."""

import random
import string
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

expect.set_options(timeout=20_000)  # a busy machine is no fault of the page

COMPLAINTS = ("Content Security Policy", "Minified React error", "Uncaught", "hydrat")


@pytest.fixture(scope="module")  # longer, its loop would be in the way of asynchronous tests elsewhere
def browser(chromium) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="session")
def logins(built_app) -> dict[str, StorageState]:
    """What the browser of a role's demo member holds after signing in, once they have."""
    return {}


@pytest.fixture
def open_page(browser, built_app, logins) -> Iterator[Callable[..., Page]]:
    """`open_page("admin", "/settings")` gives a page; at the end no page may have complained in its console."""
    contexts, complaints = [], []

    def open_one(role: str | None, path: str, *, theme: str = "light", width: int = 1440, height: int = 900) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, base_url=built_app.url, locale="en-GB",
            storage_state=logins.get(role),
        )  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if bad(said.text) else None)
        if role and role not in logins:
            sign_in(page, login_of(built_app.demo, role))
            logins[role] = context.storage_state()
        page.goto(path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints


def mark() -> str:
    """A word that stands nowhere else; of letters, since digits may be a sum, a date or a telephone number."""
    return "".join(random.choices(string.ascii_lowercase, k=9))


def bad(text: str) -> bool:
    return any(word in text for word in COMPLAINTS)


def login_of(demo: dict, role: str) -> dict:
    """The first demo login with a role."""
    return next(login for login in demo["logins"] if login["role"] == role)


def sign_in(page: Page, login: dict) -> None:
    page.goto("/sign-in")
    page.fill("#email", login["email"])
    page.fill("#password", login["password"])
    with page.expect_navigation():
        page.keyboard.press("Enter")
