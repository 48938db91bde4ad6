"""What must be on no page: what axe calls serious in either theme, and what sticks out at the side."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


def faults(page: Page) -> list[str]:
    """What axe calls serious in the light theme, and in the dark one what the colours do; the rest is the same."""
    page.emulate_media(reduced_motion="reduce")  # a colour on its way from one theme to the other is in neither
    found = _serious(page)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).not_to_have_class(re.compile("light"))
    found += _serious(page, {"runOnly": ["color-contrast"]})
    page.emulate_media(color_scheme="light")
    expect(page.locator("html")).not_to_have_class(re.compile("dark"))
    return found


def _serious(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in ("serious", "critical")]


def sticks_out(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
