"""The running application in Chromium: weight, clicks, news, and many browsers at once."""

import time
from collections.abc import Iterator

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.figures import Figure, median, percentile, spread
from tests.benchmarks.serving import Client, form, memory_mib
from tests.servers import Application, chromium_program

WORKSPACE, ROLE = "northwind-home", "agent"
CLICKS, NEWS, BROWSERS = 40, 10, 50
_CLICK = """async id => {
  const row = document.querySelector(`.row[data-id="${id}"]`), began = performance.now();
  row.click();
  const frame = () => new Promise(requestAnimationFrame);
  while (row.getAttribute("aria-current") !== "true") await frame();
  await frame();
  return performance.now() - began;
}"""


def figures(app: Application, at: str) -> Iterator[Figure]:
    """Everything that needs a browser; one line that says so where there is none."""
    program = chromium_program()
    if program is None:
        yield Figure(f"{at}: Chromium is missing, pages are not measured", 0, "")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        state = _signed_in(browser, app)
        yield _weight(browser, app, state, at)
        page = _inbox(browser, app, state)
        yield _clicks(page, at)
        yield _news(page, app, at)
        yield from _crowd(browser, app, state, at)
        browser.close()


def _signed_in(browser: Browser, app: Application) -> dict:
    login = next(one for one in app.demo["logins"] if (one["workspace"], one["role"]) == (WORKSPACE, ROLE))
    context = browser.new_context(base_url=app.url)
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#email", login["email"])
    page.fill("#password", login["password"])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    state = context.storage_state()
    context.close()
    return state


def _inbox(browser: Browser, app: Application, state: dict) -> Page:
    page = browser.new_context(base_url=app.url, storage_state=state).new_page()
    page.goto("/")
    page.wait_for_selector(".row[data-id]")
    page.wait_for_load_state("networkidle")
    return page


def _weight(browser: Browser, app: Application, state: dict, at: str) -> Figure:
    """Bytes of script and style on the wire, nothing cached."""
    context = browser.new_context(base_url=app.url, storage_state=state)
    page = context.new_page()
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda said: kinds.update({said["requestId"]: said["type"]}))
    session.on("Network.loadingFinished", lambda said: sizes.update({said["requestId"]: said["encodedDataLength"]}))
    page.goto("/")
    page.wait_for_selector(".row[data-id]")
    page.wait_for_load_state("networkidle")
    context.close()
    weights = [size for request, size in sizes.items() if kinds.get(request) in ("Script", "Stylesheet")]
    return Figure(f"{at}: cold inbox, script and style", sum(weights) / 1000, "KB", 300, remark=f"{len(weights)} files")


def _clicks(page: Page, at: str) -> Figure:
    ids = page.eval_on_selector_all(".row[data-id]", "rows => rows.map(row => row.dataset.id)")[:20]
    taken = [page.evaluate(_CLICK, ids[number % len(ids)]) for number in range(1, CLICKS + 1)][3:]
    p95 = percentile(taken, 0.95)
    return Figure(f"{at}: click to painted row, p95", p95, "ms", 60, remark=f"median {median(taken):.1f}")


def _news(page: Page, app: Application, at: str) -> Figure:
    """From the webhook's first byte to the row on screen."""
    client, taken = Client(app, WORKSPACE), []
    for number in range(NEWS):
        subject = f"Urgent: fraud on my card {number}"  # a watched word brings it to the first page
        began = time.perf_counter()
        client.post(form(subject))
        page.wait_for_function("said => document.body.innerText.includes(said)", arg=subject, timeout=20_000)
        taken.append((time.perf_counter() - began) * 1000)
    return Figure(f"{at}: webhook to row on screen", median(taken), "ms", 300, remark=spread(taken))


def _crowd(browser: Browser, app: Application, state: dict, at: str) -> Iterator[Figure]:
    """Memory with so many inboxes open, each with its live socket."""
    pages = [_inbox(browser, app, state) for _ in range(BROWSERS - 1)]
    pages[-1].wait_for_timeout(2000)
    yield Figure(f"{at}: memory with {BROWSERS} browsers", memory_mib(app), "MiB", 400)
