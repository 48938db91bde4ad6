"""Which hosts are answered, once an address is set."""

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from crm_app.kit.settings import settings
from crm_app.ui.hosts import Hosts


async def _page(_: object) -> PlainTextResponse:
    return PlainTextResponse("ours")


async def _socket(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


@pytest.fixture
def visit(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TRUSTED_HOSTS", "10.0.0.7, Crm.Internal")

    def open_under(public_url: str) -> TestClient:
        monkeypatch.setenv("PUBLIC_URL", public_url)
        settings.cache_clear()
        return TestClient(Hosts(Starlette(routes=[Route("/", _page), WebSocketRoute("/live", _socket)])))

    yield open_under
    settings.cache_clear()


@pytest.mark.parametrize(
    "host",
    ["crm.example.com", "CRM.example.com:443", "localhost:8000", "127.0.0.1", "[::1]:8000", "10.0.0.7", "crm.internal"],
)
def test_our_own_hosts_are_answered(visit, host: str) -> None:
    assert visit("https://crm.example.com").get("/", headers={"host": host}).text == "ours"


@pytest.mark.parametrize(
    "host", ["evil.example", "crm.example.com.evil.example", "192.168.1.1", "[::1", "", "localhost."]
)
def test_any_other_is_refused_with_a_sentence(visit, host: str) -> None:
    answer = visit("https://crm.example.com").get("/", headers={"host": host})
    assert answer.status_code == 400
    assert "Open https://crm.example.com" in answer.text and "TRUSTED_HOSTS" in answer.text


def test_a_socket_under_another_host_is_refused(visit) -> None:
    client = visit("https://crm.example.com")
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/live", headers={"host": "evil.example"}):
        pass
    with client.websocket_connect("/live", headers={"host": "localhost"}):
        pass


def test_without_an_address_any_host_is_answered(visit) -> None:
    assert visit("").get("/", headers={"host": "tacit.local"}).text == "ours"
