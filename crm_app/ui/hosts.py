"""Was this address meant for us? With PUBLIC_URL set, a request under any other host is refused.

A host that somebody else chose could otherwise stand in links, and a foreign page could reach a server on this machine
by a name that it lets point here.
"""

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from crm_app.kit.settings import settings

STRANGE = "Tacit is not served under this address. Open {address}, or add this host to TRUSTED_HOSTS."


class Hosts:
    """Wraps the whole server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._trusted = app, settings().hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or not self._trusted or host_of(scope) in self._trusted:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await PlainTextResponse(STRANGE.format(address=settings().address), 400)(scope, receive, send)


def host_of(scope: Scope) -> str:
    """The host that was asked for, without its port, in lower case."""
    host = HTTPConnection(scope).headers.get("host", "").lower()
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]
