"""How pages leave the server: who is sent to the door first, what a page may load, how long a file is kept."""

import base64
import hashlib
import re
from pathlib import Path

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crm_app.kit.settings import settings
from crm_app.ui.guard import COOKIE, door

BUILT = Path(".web/build/client")
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
FOR_EVER = "public, max-age=31536000, immutable"


class Pages:
    """Wraps the whole server. `pages` says of each page's path whether it is public."""

    def __init__(self, app: ASGIApp, pages: dict[str, bool]) -> None:
        self._app = app
        self._private = {path.rstrip("/") for path, public in pages.items() if not public}
        self._folders = set(pages) - {"/"}
        self._headers = [(b"content-security-policy", content_policy().encode()), *FIXED]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        path = scope["path"]
        if path.rstrip("/") in self._private and COOKIE not in HTTPConnection(scope).cookies:
            query = scope["query_string"].decode("latin-1")
            answer = RedirectResponse(door(f"{path}?{query}" if query else path), 303)
            return await answer(scope, receive, self._with_headers(path, send))
        if (
            path in self._folders
        ):  # left alone, it is sent to the same path with a slash, by the wrong scheme behind a proxy
            scope = {**scope, "path": f"{path}/", "raw_path": f"{path}/".encode()}
        await self._app(scope, receive, self._with_headers(path, send))

    def _with_headers(self, path: str, send: Send) -> Send:
        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message.get("headers", [])}
                more = [(name, value) for name, value in [*self._headers, *_keeping(path)] if name not in present]
                message = {**message, "headers": [*message.get("headers", []), *more]}
            await send(message)

        return send_more


def compressed(app: ASGIApp) -> ASGIApp:
    """Packs JSON and text of 1 kB and more; what is packed already stays so, and a stream of events flows."""
    packed_already = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/octet-stream", "application/pdf")
    return GZipMiddleware(app, minimum_size=1024, compresslevel=5, exclude_content_types=packed_already)


FIXED = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
]


def content_policy(built: Path = BUILT) -> str:
    """What a page may load: our own files, and the inline scripts that the build itself put into its pages."""
    scripts = {script for page in built.rglob("*.html") for script in INLINE_SCRIPT.findall(page.read_text())}
    hashes = sorted(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    sockets = sorted({origin.replace("http", "ws", 1) for origin in settings().origins})
    return "; ".join([
        "default-src 'none'",
        " ".join(["script-src 'self'", *hashes]),
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "manifest-src 'self'",
        " ".join(["connect-src 'self'", *sockets]),
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ])  # fmt: skip


def _keeping(path: str) -> list[tuple[bytes, bytes]]:
    # Vite names what it builds after its content; everything else is asked for again.
    if path.startswith("/assets/") and re.search(r"-[\w-]{8}\.\w+$", path):
        return [(b"cache-control", FOR_EVER.encode())]
    return [(b"cache-control", b"no-cache")]
