"""GET /files/{id}: what came with a message, handed out so that no browser ever runs it."""

import re
from urllib.parse import quote

from starlette.responses import Response

from crm_app.api.endpoint import Call, Endpoint
from crm_app.channels import problems
from crm_app.conversations import queries
from crm_app.kit.errors import AppError, NotFound
from crm_app.kit.transaction import reading
from crm_app.runtime import runtime

MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]{1,80}")
UNKNOWN = "application/octet-stream"


async def download(call: Call) -> Response:
    """An attachment of the caller's workspace."""
    async with reading(call.actor) as tx:
        file = await queries.attachment(tx, call.id("file"))
    if file is None:
        raise NotFound("file")
    if file.state != "stored":
        why = problems.sentence(file.problem) or "The file is still being fetched. Try again soon."
        raise AppError("no_file_yet", why, status=409)
    content = await runtime().files.get(call.actor.workspace_id, file.stored_as)
    return Response(content, media_type=_media_type(file.media_type), headers=_headers(file.name))


def _media_type(claimed: str) -> str:
    return claimed if MEDIA_TYPE.fullmatch(claimed) and not claimed.startswith("text/") else UNKNOWN


def _headers(name: str) -> dict[str, str]:
    plain = re.sub(r"[^\w .()-]", "_", name, flags=re.ASCII)[:100] or "file"
    return {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name[:200], safe='')}",
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cache-control": "private, no-store",
    }


ENDPOINTS = [
    Endpoint(
        "GET", "/files/{id}", "An attachment", "inbox.read", download,
        {200: "the bytes"}, group="Tickets",
    ),
]  # fmt: skip
