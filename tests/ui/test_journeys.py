"""The journeys of a working day, in a browser, on conversations that each test brings in itself."""

import json
import re
import urllib.request

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.ui.conftest import login_of, mark, sign_in
from tests.ui.faults import faults, sticks_out

pytestmark = pytest.mark.browser


def bring(built_app, message: str, *, subject: str = "", name: str = "Nina Fresh") -> str:
    """A message by the web form of the first demo workspace; returns its subject, which is its own."""
    subject = f"{subject or 'A question'} {mark()}"
    form = {"name": name, "email": f"{mark()}@mail.example", "subject": subject, "message": message}
    headers = {"content-type": "application/json", "x-api-key": built_app.demo["api_keys"][0]["key"]}
    request = urllib.request.Request(f"{built_app.url}/webhooks/web-form", json.dumps(form).encode(), headers)
    with urllib.request.urlopen(request) as answer:
        assert answer.status in (200, 201, 202)
    return subject


def row(page: Page, subject: str):
    return page.locator(".row", has_text=subject)


def open_one(page: Page, built_app, message: str, **form: str) -> str:
    """Brings a message in, finds it by search, and opens it with its draft written."""
    subject = bring(built_app, message, **form)
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("#inbox-search").fill(subject)
    row(page, subject).click()
    expect(page.locator(".thead h2")).to_have_text(subject)
    expect(page.locator(".draft .db p").first).to_be_visible()
    return subject


def test_why_a_row_is_first(open_page):
    page = open_page("agent", "/")
    first = page.locator(".row").first
    expect(first).to_have_attribute("aria-current", "true")
    expect(page.locator(".ctx h3").first).to_have_text("Why first")
    parts = [float(text.replace("−", "-")) for text in page.locator(".ctx .kv dd:not(.sum)").all_inner_texts()]
    assert sum(parts) == pytest.approx(float(page.locator("dd.sum").inner_text()), abs=0.001)
    expect(first.locator(".sc")).to_have_text(page.locator("dd.sum").inner_text())
    page.keyboard.press("j")
    expect(page.locator(".ctx h3").first).to_have_text("Why here")
    expect(page.locator(".against")).to_contain_text("Against the row above:")


def test_a_watched_word_raises_what_holds_it(open_page, built_app):
    word = f"zebrawood{mark()}"
    subject = bring(built_app, f"Thank you, all is well with the {word}.")
    page = open_page("agent", "/")
    page.get_by_label("Watch words, separated by commas").fill(word)
    page.keyboard.press("Enter")
    expect(row(page, subject).locator(".why")).to_contain_text(word)
    page.get_by_role("button", name=f"Stop watching {word}").click()
    expect(page.locator(".tag", has_text=word)).to_have_count(0)


def test_a_checked_draft_is_sent_and_its_state_is_told(open_page, built_app):
    page = open_page("agent", "/")
    subject = open_one(page, built_app, "Where is my order? I have waited for days.")
    expect(page.locator(".dh")).to_contain_text("checked")
    expect(page.locator(".db .ok").first).to_be_visible()
    page.get_by_role("button", name="Send", exact=False).first.click()
    expect(page.locator(".undo")).to_contain_text("Sent in")
    expect(page.locator(".msg.me .state")).to_have_text("Waiting to leave")
    expect(page.locator(".thead p").first).to_contain_text("waiting for the customer")
    expect(page.locator(".msg.me .state")).to_have_text("Sent", timeout=20_000)
    expect(page.locator(".undo")).to_have_count(0)
    page.reload()
    expect(page.locator(".thead h2")).to_have_text(subject)
    expect(page.locator(".msg.me .state")).to_have_text("Sent")


def test_a_reply_is_called_back(open_page, built_app):
    page = open_page("agent", "/")
    open_one(page, built_app, "Where is my order?")
    written = page.locator(".db").inner_text()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".undo")).to_be_visible()
    page.keyboard.press("u")
    expect(page.locator(".note", has_text="called a reply back")).to_be_visible()
    expect(page.locator(".db")).to_have_text(written, use_inner_text=True)
    expect(page.locator(".undo")).to_have_count(0)


def test_what_stands_in_no_record_must_be_confirmed(open_page, built_app):
    page = open_page("agent", "/")
    open_one(page, built_app, "Where is my order?")
    page.keyboard.press("r")
    page.locator(".draft textarea").fill("Hello, you get a refund of $981 on 3 March.")
    expect(page.locator(".claim").first).to_contain_text("Confirm it or change it before sending.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".notice")).to_contain_text("stands in no record")
    expect(page.locator(".msg.me")).to_have_count(0)
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".db .un").first).to_be_visible()
    while page.locator(".claim").count():
        left = page.locator(".claim").count()
        page.locator(".claim button").first.click()
        expect(page.locator(".claim")).to_have_count(left - 1)
    expect(page.locator(".db .un")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg.me")).to_contain_text("$981")


def test_what_was_typed_outlives_a_reload(open_page, built_app):
    page = open_page("agent", "/")
    open_one(page, built_app, "Where is my order?")
    page.keyboard.press("r")
    page.locator(".draft textarea").fill("Hello there, I look into it myself.")
    expect(page.locator(".dh")).to_contain_text("edited")
    page.reload()
    expect(page.locator(".db")).to_contain_text("Hello there, I look into it myself.")


def test_what_is_typed_while_another_conversation_opens_slowly_stays_where_it_was_typed(open_page, built_app):
    page, typed = open_page("agent", "/"), "For the first of them alone."
    kept, late, slow = [], [], [False]

    def connect(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        server.on_message(lambda said: late.append((socket, said)) if slow[0] else socket.send(said))
        socket.on_message(lambda said: (server.send(said), typed in str(said) and kept.append(said)))

    page.route_web_socket(re.compile("/_event"), connect)
    both = f"Lamps {mark()}"
    now, before = (bring(built_app, "Where is my order?", subject=both) for _ in range(2))
    page.goto("/")
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("#inbox-search").fill(both)
    page.mouse.move(900, 300)  # under the pointer the list would keep the second of them back
    expect(row(page, both)).to_have_count(2)
    row(page, before).click()
    expect(page.locator(".draft .db p").first).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".draft textarea")).to_be_visible()
    slow[0] = True
    row(page, now).click()
    page.locator(".draft textarea").fill(typed)
    expect(page.locator(".row[aria-current=true] .sub")).to_contain_text(now)
    for _ in range(400):
        page.wait_for_timeout(0 if kept else 50)
    assert kept
    slow[0] = False
    for socket, said in late:
        socket.send(said)
    expect(page.locator(".thead h2")).to_have_text(now)
    expect(page.locator(".draft .db p").first).to_be_visible()
    expect(page.locator(".draft")).not_to_contain_text(typed)
    row(page, before).click()
    expect(page.locator(".thead h2")).to_have_text(before)
    expect(page.locator(".draft .db")).to_contain_text(typed)


def test_a_new_message_arrives_live_and_nothing_jumps(open_page, built_app):
    page = open_page("agent", "/")
    page.locator(".row").first.hover()
    before = page.locator(".row .sub").all_inner_texts()[:5]
    subject = bring(built_app, "Urgent! This is unacceptable, I want my money back, I am furious.")
    expect(page.locator(".fresh")).to_have_text("1 new")
    assert page.locator(".row .sub").all_inner_texts()[:5] == before
    page.locator(".fresh").click()
    expect(row(page, subject)).to_be_visible()
    expect(page.locator(".fresh")).to_have_count(0)
    page.mouse.move(900, 300)
    chosen = page.locator(".row[aria-current=true]")
    place, told = chosen.bounding_box(), chosen.locator(".sub").inner_text()
    another = bring(built_app, "Urgent! This is unacceptable, I am furious and will leave.")
    expect(row(page, another)).to_be_visible(timeout=15_000)
    assert (chosen.bounding_box(), chosen.locator(".sub").inner_text()) == (place, told)


def test_a_new_row_waits_for_no_reading_of_the_list(open_page, built_app):
    page = open_page("agent", "/")
    page.route("**/inbox/rows*", lambda route: None)  # never answered
    subject = bring(built_app, "Urgent! This is unacceptable, I want my money back, I am furious.")
    expect(row(page, subject)).to_be_visible()
    scores = [float(score) for score in page.locator(".row .sc").all_inner_texts()]
    expect(page.locator(".fresh")).to_have_count(0)
    # The open row is the first, and keeps its place.
    assert scores[1:] == sorted(scores[1:], reverse=True)


def test_a_reply_to_a_thread_that_moved_on_is_refused_and_kept(open_page, built_app):
    one, other = open_page("agent", "/"), open_page("manager", "/")
    subject = open_one(one, built_app, "Where is my order?")
    one.keyboard.press("r")
    one.locator(".draft textarea").fill("I write slowly.")
    expect(one.locator(".dh")).to_contain_text("edited")
    other.goto(one.url)
    expect(other.locator(".thead h2")).to_have_text(subject)
    expect(other.locator(".others")).to_contain_text("Also here:")
    other.keyboard.press("r")
    other.locator(".draft textarea").fill("I write fast.")
    other.keyboard.press("Control+Enter")
    expect(other.locator(".msg.me")).to_contain_text("I write fast.")
    expect(one.locator(".msg.me")).to_contain_text("I write fast.")
    expect(one.locator(".draft textarea")).to_have_value("I write slowly.")
    one.keyboard.press("Control+Enter")
    expect(one.locator(".draft .alert")).to_contain_text("This conversation moved on.")
    expect(one.locator(".msg.me")).to_have_count(1)


def test_an_agent_is_refused_what_is_for_admins(open_page):
    for path in ("/intake", "/settings/members"):
        page = open_page("agent", path)
        expect(page.get_by_role("heading", name="This is not for your role")).to_be_visible()
        expect(page.locator("nav.nav")).not_to_contain_text("Intake")


def test_none_is_passed_over_on_the_way_down(browser, built_app):
    login = next(entry for entry in built_app.demo["logins"] if entry["email"].startswith("carmen@"))
    page = browser.new_context(base_url=built_app.url).new_page()
    sign_in(page, login)
    page.locator(".row").first.click()
    expect(page.locator(".thead h2")).to_have_text(page.locator(".row .sub").first.inner_text())
    waiting = page.locator(".row .sub").all_inner_texts()[1:4]
    page.mouse.move(1200, 300)
    for following in waiting:
        with page.expect_response("**/inbox/rows*"):  # the list is read anew once it is idle
            page.keyboard.press("e")
            expect(page.locator(".thead h2")).to_have_text(following)
    page.context.close()


def test_by_keyboard_alone(browser, built_app):
    context = browser.new_context(base_url=built_app.url, locale="en-GB")
    page = context.new_page()
    sign_in(page, login_of(built_app.demo, "agent"))
    subject = bring(built_app, "Do you ship to Norway?")
    expect(page.locator(".row").first).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#inbox-search")).to_be_focused()
    page.keyboard.type(subject)
    expect(page.locator(".row")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#inbox-search")).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Ask or jump")).to_be_visible()
    page.keyboard.type(subject)
    expect(page.get_by_role("option").first).to_contain_text(subject)
    page.keyboard.press("Enter")
    expect(page.locator(".thead h2")).to_have_text(subject)
    page.keyboard.press("a")
    expect(page.locator(".menu button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".thead p").first).to_contain_text("with ")
    page.keyboard.press("n")
    expect(page.get_by_label("Internal note").last).to_be_focused()
    page.keyboard.type("Please have a look, @maya")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".msg.internal")).to_contain_text("Please have a look, @maya")
    page.keyboard.press("s")
    expect(page.locator(".menu")).to_contain_text("Tomorrow, 09:00")
    page.keyboard.press("Escape")
    expect(page.locator(".menu")).to_have_count(0)
    page.keyboard.press("r")
    expect(page.locator(".draft textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".draft textarea")).to_have_count(0)
    page.keyboard.press("e")
    expect(page.locator(".notice.good")).to_contain_text(f"Resolved: {subject}")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_contain_text("Next conversation")
    context.close()


def test_arabic_reads_from_right_to_left(browser, built_app):
    login = next(entry for entry in built_app.demo["logins"] if entry["email"].startswith("noura@"))
    context = browser.new_context(base_url=built_app.url, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    sign_in(page, login)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator(".list h2")).to_have_text("الوارد")
    expect(page.locator(".ctx h3").first).to_have_text("لماذا هي الأولى")
    assert page.locator(".list").bounding_box()["x"] > page.locator(".thread").bounding_box()["x"]
    assert page.locator(".thread").bounding_box()["x"] > page.locator(".ctx").bounding_box()["x"]
    context.close()


def test_one_pane_at_a_time_on_a_phone(open_page):
    page = open_page("agent", "/", width=390, height=844)
    expect(page.locator(".list")).to_be_visible()
    expect(page.locator(".thread")).to_be_hidden()
    page.locator(".row").first.click()
    expect(page.locator(".thread")).to_be_visible()
    expect(page.locator(".list")).to_be_hidden()
    page.get_by_role("button", name="Context").click()
    expect(page.locator(".ctx")).to_be_visible()
    assert not sticks_out(page)
    page.get_by_role("button", name="Back to the list").click()
    expect(page.locator(".list")).to_be_visible()


def test_nothing_is_at_fault_while_one_writes_searches_and_assigns(open_page):
    page = open_page("admin", "/")
    expect(page.locator(".draft .db p").first).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator(".draft textarea")).to_be_visible()
    page.keyboard.press("/")
    page.get_by_role("button", name="Assign").click()
    assert not faults(page)


def test_the_address_opens_a_conversation(open_page, built_app):
    page = open_page("agent", "/")
    subject = open_one(page, built_app, "Where is my order?")
    assert re.search(r"\?c=\d+$", page.url)
    again = open_page("manager", page.url)
    expect(again.locator(".thead h2")).to_have_text(subject)
    lost = open_page("agent", "/?c=999999999")
    expect(lost.get_by_role("heading", name="This conversation is not here")).to_be_visible()
