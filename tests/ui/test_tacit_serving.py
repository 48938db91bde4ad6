"""The built application as the start command serves it."""

import json
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

from tests.servers import Application


def test_pages_and_routes_come_from_one_port(built_app: Application) -> None:
    with urllib.request.urlopen(f"{built_app.url}/health/live") as live, urllib.request.urlopen(built_app.url) as page:
        assert live.status == page.status == 200
        assert b"<html" in page.read()


def test_the_demo_names_its_logins(built_app: Application) -> None:
    assert {"email", "password", "role"} <= set(built_app.demo["logins"][0])
    json.dumps(built_app.demo)


@pytest.mark.browser
@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_page_finds_the_socket_at_its_own_address(built_app: Application, chromium: str, host: str) -> None:
    address = built_app.url.replace("127.0.0.1", host)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        with page.expect_websocket(lambda socket: "/_event" in socket.url) as opened:
            page.goto(address)
        socket_url = opened.value.url
        browser.close()
    assert socket_url.startswith(address.replace("http", "ws", 1) + "/_event")
