"""Takes the README's pictures of the demo: `.venv/bin/python -m tests.ui.pictures`."""

from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.servers import application, chromium_program

FOLDER = Path(__file__).parents[2] / "assets" / "pictures"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PICTURES = {
    "inbox_light": ("maya@northwind-home.example", WIDE, "light"),
    "inbox_dark": ("maya@northwind-home.example", WIDE, "dark"),
    "inbox_arabic": ("noura@dar-al-bahr.example", WIDE, "light"),
    "inbox_phone": ("maya@northwind-home.example", PHONE, "light"),
}


def take(browser: Browser, url: str, name: str, passwords: dict[str, str]) -> None:
    """One picture of the inbox, as one member sees it."""
    email, viewport, scheme = PICTURES[name]
    page = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce").new_page()
    page.goto(f"{url}/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", passwords[email])
    page.click("button[type=submit]")
    page.wait_for_selector("[data-id]")
    page.wait_for_timeout(1500)  # fonts, and the draft's last words
    page.screenshot(path=FOLDER / f"{name}.png")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with application() as running, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=["--no-sandbox"])
        passwords = {login["email"]: login["password"] for login in running.demo["logins"]}
        for name in PICTURES:
            take(browser, running.url, name, passwords)


if __name__ == "__main__":
    main()
