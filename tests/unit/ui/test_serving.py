"""The content policy: what the build put into its pages may run, and nothing else. What is packed on its way."""

import base64
import gzip
import hashlib
from urllib.parse import parse_qs

import pytest
from starlette.applications import Starlette
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from crm_app.ui.serving import Pages, compressed, content_policy
from crm_app.ui.sign_in.routes import safe_path


def test_inline_scripts_of_the_build_are_named_by_their_hash(tmp_path):
    script = 'window.__context = {"a": 1};'
    page = f'<html><script src="/boot.js"></script><script type="module" async="">{script}</script></html>'
    (tmp_path / "index.html").write_text(page)
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = content_policy(tmp_path)
    assert f"script-src 'self' 'sha256-{hashed}';" in policy
    assert "unsafe-eval" not in policy and "script-src 'self' 'unsafe-inline'" not in policy
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy


def test_without_a_build_no_inline_script_may_run(tmp_path):
    assert "script-src 'self';" in content_policy(tmp_path)


@pytest.mark.parametrize("wanted", ["/?c=123", "/people?q=a%26b", "/people"])
def test_the_door_leads_on_to_the_whole_address(wanted):
    client = TestClient(Pages(Starlette(), {"/": False, "/people": False}), follow_redirects=False)
    asked = URL(client.get(wanted).headers["location"])
    assert asked.path == "/sign-in" and safe_path(parse_qs(asked.query)["next"][0]) == wanted
    assert client.get("/").headers["location"] == "/sign-in"


LONG = "All the rooms have a view of the sea. " * 60


async def _events(_: Request) -> StreamingResponse:
    async def written():
        for number in range(3):
            yield f"data: {number} {LONG}\n\n"

    return StreamingResponse(written(), media_type="text/event-stream")


async def _packed(_: Request) -> Response:
    return Response(gzip.compress(LONG.encode()), media_type="text/css", headers={"content-encoding": "gzip"})


ROUTES = [
    Route("/json", lambda _: JSONResponse({"text": LONG})),
    Route("/short", lambda _: JSONResponse({"text": "short"})),
    Route("/events", _events),
    Route("/packed", _packed),
    Route("/file", lambda _: Response(LONG.encode(), media_type="application/pdf")),
]


@pytest.mark.parametrize(
    ("path", "encoding"), [("/json", "gzip"), ("/short", None), ("/events", None), ("/packed", "gzip"), ("/file", None)]
)
def test_long_texts_are_packed_once_and_streams_of_events_never(path: str, encoding: str | None) -> None:
    client = TestClient(compressed(Starlette(routes=ROUTES)))
    answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.headers.get("content-encoding") == encoding
    if path in ("/json", "/events", "/packed"):
        assert LONG in answer.text  # unpacked once, it is whole
    assert client.get("/json", headers={"accept-encoding": "identity"}).json()["text"] == LONG
