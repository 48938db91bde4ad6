"""HTTP for machines: every route, put together. What is not here goes on to the pages."""

import json
from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute

from crm_app.api import (
    calcom,
    chat,
    clients,
    conversations,
    docs,
    files,
    health,
    hubspot,
    inbound,
    leads,
    meta,
    openapi,
    shop,
    shopify,
    telegram,
    tickets,
    tracking,
    twilio,
    vapi,
    visitors,
    webhooks,
)
from crm_app.api.answers import failure
from crm_app.api.endpoint import Endpoint
from crm_app.kit.errors import AppError

ENDPOINTS: list[Endpoint] = [
    *webhooks.ENDPOINTS, *tickets.ENDPOINTS, *files.ENDPOINTS, *shop.ENDPOINTS, *clients.ENDPOINTS, *leads.ENDPOINTS,
    *conversations.ENDPOINTS, *chat.ENDPOINTS,
]  # fmt: skip
DOORS: list[Endpoint] = [
    *twilio.DOORS, *meta.DOORS, *telegram.DOORS, *shopify.DOORS, *tracking.DOORS, *vapi.DOORS, *calcom.DOORS,
    *hubspot.DOORS, *inbound.DOORS,
]  # fmt: skip
"""What vendors call, in forms of theirs: served like the rest, and described by them."""

SPEC = json.dumps(openapi.document(ENDPOINTS))
OURS = ("/api", "/webhooks", "/files")
"""Under these paths, what no endpoint knows is answered here rather than by the pages."""


async def spec(_: Request) -> Response:
    """GET /openapi.json."""
    return Response(SPEC, media_type="application/json")


async def show_docs(_: Request) -> Response:
    """GET /docs: the same, to read."""
    return HTMLResponse(docs.page(SPEC))


async def unknown(request: Request) -> Response:
    """404, or 405 for a known path by another method."""
    path = request.url.path
    others = [e.method for e in [*ENDPOINTS, *DOORS] if e.route().path_regex.match(path)]
    if not others:
        return failure(AppError("not_found", "There is no such address. /docs lists all.", status=404))
    response = failure(AppError("method_not_allowed", f"This address takes {' and '.join(others)}.", status=405))
    response.headers["allow"] = ", ".join(others)
    return response


def _routes(endpoints: Sequence[Endpoint]) -> list[BaseRoute]:
    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    return [
        Route("/health", health.ready),
        Route("/health/ready", health.ready),
        Route("/health/live", health.live),
        Route("/openapi.json", spec),
        Route("/docs", show_docs),
        WebSocketRoute("/ws/chat", visitors.chat),
        Route("/api/v1/chat/stream", chat.stream, methods=["POST"]),
        *[endpoint.route() for endpoint in endpoints],
        *[Route(f"{prefix}/{{rest:path}}", unknown, methods=every) for prefix in OURS],
    ]


app = Starlette(routes=_routes([*ENDPOINTS, *DOORS]))
