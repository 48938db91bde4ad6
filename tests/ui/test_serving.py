"""What the server as a whole lets through: foreign origins, long answers, the packed files of the build."""

import re

import httpx
import pytest

pytestmark = pytest.mark.browser
FOREIGN = {"origin": "https://elsewhere.example"}
ASKED = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}


@pytest.fixture
def client(built_app):
    with httpx.Client(base_url=built_app.url) as client:
        yield client


@pytest.mark.parametrize("path", ["/openapi.json", "/api/tickets", "/webhooks/web-form", "/sign-in", "/auth/sign-in"])
def test_another_origin_is_allowed_nothing(client, path: str) -> None:
    answers = [client.get(path, headers=FOREIGN), client.options(path, headers={**FOREIGN, **ASKED})]
    assert not any("access-control-allow-origin" in answer.headers for answer in answers)
    assert answers[1].status_code >= 400


def test_an_origin_of_ours_may_call_the_api(client, built_app) -> None:
    own = {"origin": built_app.url}
    asked = client.options("/api/tickets", headers={**own, **ASKED})
    assert asked.status_code == 200
    assert asked.headers["access-control-allow-origin"] == built_app.url
    assert client.get("/openapi.json", headers=own).headers.get_list("access-control-allow-origin") == [built_app.url]


def test_pages_files_and_answers_are_packed_once(client) -> None:
    page = client.get("/sign-in", headers={"accept-encoding": "gzip"})
    script = re.search(r"/assets/[\w.-]+\.js", page.text).group()
    for answer in (page, client.get(script), client.get("/openapi.json"), client.get("/docs")):
        assert answer.headers["content-encoding"] == "gzip"
        assert answer.text.isprintable() or "\n" in answer.text
    assert client.get("/openapi.json").json()["paths"]
