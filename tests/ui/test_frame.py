"""The frame in a browser: the door, the keys, the roles, both directions, both themes, phone width."""

import re
import sqlite3
import uuid

import pytest
from playwright.sync_api import expect
from reflex_base.registry import RegistrationContext

import crm_app.crm_app as application
from crm_app.ui.places import PLACES, SETTINGS
from tests.ui.conftest import login_of, sign_in
from tests.ui.faults import faults, sticks_out

pytestmark = pytest.mark.browser


def test_nobody_is_sent_to_the_door_and_then_where_they_wanted(open_page, built_app):
    page = open_page(None, "/settings")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    expect(page.locator("input[name=next]")).to_have_value("/settings")
    login = login_of(built_app.demo, "agent")
    page.fill("#email", login["email"])
    page.fill("#password", login["password"])
    page.click("button[type=submit]")
    expect(page).to_have_url(re.compile("/settings"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")


def test_the_form_signs_in_without_any_script(browser, built_app):
    context = browser.new_context(java_script_enabled=False, base_url=built_app.url)
    page = context.new_page()
    sign_in(page, login_of(built_app.demo, "agent"))
    assert "tacit_login" in {cookie["name"] for cookie in context.cookies()}
    context.close()


def test_a_wrong_password_is_told_and_the_address_is_kept(open_page):
    page = open_page(None, "/sign-in", theme="dark")
    page.fill("#email", "someone@example.com")
    page.fill("#password", "not the password")
    page.click("button[type=submit]")
    expect(page.get_by_role("alert").first).to_contain_text("do not fit together")
    expect(page.locator("#email")).to_have_value("someone@example.com")
    expect(page.locator("#password")).to_have_value("")


def test_by_keyboard_alone(open_page):
    page = open_page("admin", "/settings")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog", name="Ask or jump")
    expect(palette).to_be_visible()
    page.keyboard.type("membe")
    expect(palette.get_by_role("option")).to_have_text(["Members"])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/settings/members"))
    expect(palette).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(palette).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    page.goto("/settings/keys")
    name = page.get_by_label("Name of a new key")
    name.click()
    page.keyboard.type("gs?j")
    expect(name).to_have_value("gs?j")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_skip_link_comes_first(open_page):
    page = open_page("admin", "/settings")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()


def test_an_agent_sees_their_own_section_and_is_refused_the_others(open_page):
    page = open_page("agent", "/settings/members")
    expect(page.locator(".notice")).to_contain_text("Your role does not allow this")
    expect(page.get_by_role("heading", name="This is not for your role")).to_be_visible()
    links = page.get_by_role("navigation", name="Settings").get_by_role("link")
    expect(links).to_have_text(["You", "Watched words"])  # what an agent may change


def test_a_key_is_made_copied_and_revoked(open_page):
    page = open_page("admin", "/settings/keys")
    name = f"Shop {uuid.uuid4().hex[:8]}"
    page.get_by_label("Name of a new key").fill(name)
    page.get_by_role("button", name="Create key").click()
    expect(page.locator("code.secret")).to_contain_text("tacit_")
    page.get_by_role("button", name="Done").click()
    expect(page.locator("code.secret")).to_have_count(0)
    line = page.get_by_role("row", name=name)
    line.get_by_role("button", name="Revoke").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(line).to_contain_text("Revoked")


def test_a_wrong_value_is_told_beside_its_input_and_kept(open_page):
    page = open_page("admin", "/settings/workspace")
    zone = page.get_by_label("Time zone")
    zone.fill("Mars/Olympus")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#time_zone-wrong")).to_contain_text("Mars/Olympus is no time zone")
    expect(zone).to_have_value("Mars/Olympus")
    expect(zone).to_have_attribute("aria-invalid", "true")
    expect(zone).to_be_focused()
    expect(page.locator(".notice")).to_have_count(0)


def test_arabic_reads_from_right_to_left_at_once_and_after_a_reload(open_page):
    page = open_page("manager", "/settings")
    page.get_by_role("button", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("الإعدادات")
    assert page.locator("nav.nav").bounding_box()["x"] > 1000
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "ar")
    expect(page.get_by_role("heading", level=1)).to_have_text("الإعدادات")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("dir", "ltr")


def test_the_theme_stays_after_a_reload(open_page):
    page = open_page("agent", "/settings")
    page.get_by_role("button", name="Dark", exact=True).click()
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    page.reload()
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    page.get_by_role("button", name="As the device").click()
    expect(page.locator("html")).to_have_class(re.compile("light"))


def test_every_place_leads_to_a_page_without_faults_that_fits_a_phone(open_page):
    page = open_page("admin", "/settings")
    for path in dict.fromkeys(place.path for place in (*PLACES, *SETTINGS)):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        expect(page.locator("main#main h1").first).not_to_have_text("There is no such page")
        assert not faults(page), path
        page.set_viewport_size({"width": 390, "height": 844})
        assert not sticks_out(page), path
        box = page.locator("nav.nav").bounding_box()
        assert box["y"] + box["height"] == pytest.approx(844, abs=1)
        page.set_viewport_size({"width": 1440, "height": 900})


CONNECTION_THAT_CAN_GO = """
const Real = WebSocket;
window.WebSocket = class extends Real {
  constructor(url, protocols) {
    super(window.gone ? url.replace(/:\\d+/, ":65000") : url, protocols);
    window.latest = this;
  }
}"""


def test_a_lost_connection_is_a_quiet_line_and_what_was_typed_is_kept(browser, built_app):
    context = browser.new_context(base_url=built_app.url)
    context.add_init_script(CONNECTION_THAT_CAN_GO)
    page = context.new_page()
    sign_in(page, login_of(built_app.demo, "admin"))
    page.goto("/settings/workspace")
    name = page.get_by_label("Name", exact=True)
    expect(name).not_to_have_value("")
    name.fill("Typed before the connection went")
    page.evaluate("window.gone = true; window.latest.close()")
    expect(page.locator(".offline")).to_have_text("Reconnecting. What you typed is kept.", timeout=15_000)
    assert built_app.url.split("//")[1] not in page.inner_text("body")
    page.evaluate("window.gone = false")
    expect(page.locator(".offline")).to_have_count(0, timeout=15_000)
    expect(name).to_have_value("Typed before the connection went")
    context.close()


def test_the_door_the_keys_and_the_palette_have_no_faults(open_page):
    for path in ("/sign-in", "/nothing/here"):
        assert not faults(open_page(None, path)), path
    page = open_page("admin", "/settings")
    page.keyboard.press("?")
    assert not faults(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    assert not faults(page)


CALL_EVERYTHING = """async ([names, url]) => {
  const address = `${url.replace("http", "ws")}/_event/?EIO=4&transport=websocket&token=${crypto.randomUUID()}`;
  const socket = new WebSocket(address);
  const answers = [];
  await new Promise((done) => {
    socket.onmessage = ({ data }) => {
      if (data.startsWith("0")) socket.send("40/_event,");
      else if (data.startsWith("40/_event")) {
        const router = { pathname: "/settings", asPath: "/settings", query: {} };
        const payloads = [{}, { form: {} }, { name: "x", var_name: "role", value: "admin" }];
        for (const name of names) for (const payload of payloads)
          socket.send("42/_event," + JSON.stringify(["event", { name, payload, router_data: router }]));
        setTimeout(done, 4000);
      } else if (data === "2") socket.send("3");
      else answers.push(data);
    };
  });
  socket.close();
  return answers;
}"""


def test_nobody_can_change_anything_over_a_raw_socket(open_page, built_app):
    database = built_app.data / "tacit.db"
    before = contents(database)
    page = open_page(None, "/sign-in")
    assert application.app
    names = [n for n in RegistrationContext.get().event_handlers if ".crm_app___" in n and not n.endswith(".arrive")]
    answers = page.evaluate(CALL_EVERYTHING, [[*names, "no.such.handler"], built_app.url])
    assert any("/sign-in" in answer for answer in answers)
    assert not any("example" in answer and "@" in answer for answer in answers)
    assert contents(database) == before


def contents(database) -> dict[str, int]:
    """Rows by table, those of people's doing."""
    tables = ("workspace", "member", "api_key", "mailbox", "audit_entry", "message", "topic_alert")
    with sqlite3.connect(database) as connection:
        return {table: connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()[0] for table in tables}
