"""Signing in and out over HTTP: cookies, throttle, origin, where one lands."""

import httpx
import pytest

from crm_app.kit.errors import AppError
from crm_app.kit.settings import settings
from crm_app.ui import guard
from crm_app.ui.places import PLACES
from crm_app.ui.sign_in import routes
from crm_app.ui.sign_in.throttle import Throttle
from tests.states.conftest import PASSWORD


@pytest.fixture
async def browser(town):
    """A browser at our own address; every test starts with no attempts counted."""
    routes._throttles.clear()
    address = settings().address
    transport = httpx.ASGITransport(routes.routes())
    async with httpx.AsyncClient(transport=transport, base_url=address, headers={"origin": address}) as client:
        yield client


def form(email: str = "agent@shop.test", password: str = PASSWORD, **more: str) -> dict[str, str]:
    return {"email": email, "password": password, **more}


async def test_the_right_password_opens(browser):
    answer = await browser.post("/auth/sign-in", data=form(next="/settings?section=order"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/settings?section=order")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{guard.COOKIE}=") and "HttpOnly" in cookie and "samesite=lax" in cookie.lower()
    assert "secure" not in cookie.lower()
    assert (await guard.actor_of_cookie(cookie.split(";")[0])).role == "agent"


@pytest.mark.parametrize("odd", ['prefs={"a":1}', "name=José", "a b=c", 'x="unclosed'])
async def test_an_odd_cookie_of_another_program_locks_nobody_out(browser, odd):
    cookie = (await browser.post("/auth/sign-in", data=form())).headers["set-cookie"].split(";")[0]
    assert (await guard.actor_of_cookie(f"{odd}; {cookie}")).role == "agent"


async def test_the_cookie_is_secure_where_the_address_is(browser, monkeypatch):
    monkeypatch.setattr(settings(), "public_url", "https://crm.example.com")
    answer = await browser.post("/auth/sign-in", data=form(), headers={"origin": "https://crm.example.com"})
    assert "; secure" in answer.headers["set-cookie"].lower()


async def test_a_wrong_password_brings_back_what_was_typed_but_not_the_password(browser):
    answer = await browser.post("/auth/sign-in", data=form(password="not it at all", next="/intake"))
    assert answer.headers["location"] == "/sign-in" and guard.COOKIE not in answer.headers["set-cookie"]
    kept = routes.tried(answer.cookies[routes.TRIED].strip('"'))
    assert kept == {"email": "agent@shop.test", "problem": routes.WRONG, "next": "/intake"}


async def test_an_unknown_address_gets_the_same_answer(browser):
    wrong = await browser.post("/auth/sign-in", data=form(password="not it at all"))
    unknown = await browser.post("/auth/sign-in", data=form(email="nobody@shop.test"))
    problems = [routes.tried(a.cookies[routes.TRIED].strip('"'))["problem"] for a in (wrong, unknown)]
    assert problems[0] == problems[1] == routes.WRONG


async def test_guessing_is_throttled_and_the_right_password_does_not_help_then(browser):
    for _ in range(8):
        await browser.post("/auth/sign-in", data=form(password="guess"))
    answer = await browser.post("/auth/sign-in", data=form())
    assert "Too many attempts" in routes.tried(answer.cookies[routes.TRIED].strip('"'))["problem"]
    other = await browser.post("/auth/sign-in", data=form(email="admin@shop.test"))
    assert other.headers["location"] == PLACES[0].path


async def test_signing_in_often_is_not_guessing(browser):
    for _ in range(12):
        assert (await browser.post("/auth/sign-in", data=form())).headers["location"] == PLACES[0].path


async def test_one_address_cannot_try_many_accounts_for_ever(browser):
    for number in range(100):
        await browser.post("/auth/sign-in", data=form(email=f"a{number}@shop.test", password=""))
    answer = await browser.post("/auth/sign-in", data=form(email="admin@shop.test"))
    assert "Too many attempts" in routes.tried(answer.cookies[routes.TRIED].strip('"'))["problem"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
async def test_a_form_from_elsewhere_is_refused(browser, origin):
    answer = await browser.post("/auth/sign-in", data=form(), headers={"origin": origin})
    assert answer.headers["location"] == "/sign-in" and guard.COOKIE not in answer.headers["set-cookie"]


async def test_signing_in_again_ends_the_login_before(browser):
    first = (await browser.post("/auth/sign-in", data=form())).headers["set-cookie"].split(";")[0]
    await browser.post("/auth/sign-in", data=form())
    guard._known.clear()
    assert await guard.actor_of_cookie(first) is None


async def test_signing_out_ends_the_login_at_once(browser):
    cookie = (await browser.post("/auth/sign-in", data=form())).headers["set-cookie"].split(";")[0]
    assert await guard.actor_of_cookie(cookie)
    answer = await browser.post("/auth/sign-out")
    assert answer.headers["location"] == "/sign-in" and f'{guard.COOKIE}=""' in answer.headers["set-cookie"]
    assert await guard.actor_of_cookie(cookie) is None


async def test_a_huge_form_is_refused_before_it_is_read_whole(browser):
    answer = await browser.post("/auth/sign-in", data=form(password="x" * 20_000))
    assert "too much text" in routes.tried(answer.cookies[routes.TRIED].strip('"'))["problem"]


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil", "javascript:x", "", "/a\nb", "/" + "a" * 400]
)
def test_only_own_paths_are_gone_to(path):
    assert routes.safe_path(path) == PLACES[0].path


@pytest.mark.parametrize("cookie", ["", "%%%", "bm90IGpzb24=", "WzFd", "bnVsbA=="])
def test_a_foreign_cookie_leaves_the_form_empty(cookie):
    assert routes.tried(cookie) == {}


async def test_processes_count_attempts_together_in_redis(redis_url):
    one, other = Throttle(redis_url), Throttle(redis_url)
    for throttle in (one, other) * 4:
        await throttle.admit("Shared@Shop.test", "192.0.2.7")
    with pytest.raises(AppError, match="Too many attempts"):
        await one.admit("shared@shop.test ", "192.0.2.8")
    await other.forgive("shared@shop.test")
    await one.admit("shared@shop.test", "192.0.2.8")


async def test_without_redis_attempts_are_still_counted():
    lost = Throttle("redis://127.0.0.1:1/0")
    for _ in range(8):
        await lost.admit("a@shop.test", "192.0.2.9")
    with pytest.raises(AppError, match="Too many attempts"):
        await lost.admit("a@shop.test", "192.0.2.9")
