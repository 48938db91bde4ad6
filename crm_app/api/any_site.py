"""What pages of any site may ask: it never meets the server's own list of origins, and answers for itself."""

from starlette.types import ASGIApp, Receive, Scope, Send

from crm_app.api.app import app as api

PATHS = {"/api/v1/chat/stream"}


class AnySite:
    """Wraps the server with its list of origins; lets the paths of embedded windows past it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        embedded = scope["type"] == "http" and scope["path"] in PATHS
        await (api if embedded else self._app)(scope, receive, send)
