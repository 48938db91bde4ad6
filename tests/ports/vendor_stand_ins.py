"""Twilio, Meta and Telegram on this machine: their wire forms for sending, looking up and handing out files, and their
ways to fail. Formats: shared/wire/WIRE.md §1-3."""

import base64
import hashlib
import itertools
import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from crm_app.channels.accounts import VendorAccount
from crm_app.kit import clock

LONGEST_HANG_S = 30
VENDORS = ("twilio", "meta", "telegram")
SECRETS = {
    "twilio": {"account_sid": "AC00000000000000000000000000000000", "auth_token": "twilio-secret-token"},
    "meta": {"access_token": "meta-secret-token"},
    "telegram": {"bot_token": "123456:telegram-secret-token"},
}
KINDS = {"twilio": "twilio_sms", "meta": "meta_whatsapp", "telegram": "telegram"}
ADDRESSES = {"twilio": "+15005550006", "meta": "106540352242922", "telegram": "sofia_bot"}


def account(vendor: str, **changes: Any) -> VendorAccount:
    """An account that the stand-in knows."""
    given = {"kind": KINDS[vendor], "address": ADDRESSES[vendor], "own_secrets": SECRETS[vendor]}
    return VendorAccount(1, 1, **(given | changes))


@dataclass(frozen=True)
class Asked:
    """One question that a vendor was asked."""

    vendor: str
    path: str
    body: dict[str, Any]
    headers: dict[str, str]


@dataclass
class File:
    """What lies behind an address; `location` sends the caller on."""

    content: bytes = b""
    status: int = 200
    location: str = ""
    announced: dict[str, Any] = field(default_factory=dict)


class StandIn(ThreadingHTTPServer):
    """Behaves as it was told, remembers what it was asked and which messages it took."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.released = threading.Event()
        self.arrived = {vendor: threading.Semaphore(0) for vendor in VENDORS}
        self.asked: list[Asked] = []
        self.taken: dict[str, list[dict[str, Any]]] = {vendor: [] for vendor in VENDORS}
        self.files: dict[str, File] = {}
        self.fetched: list[Asked] = []
        self._modes: dict[str, list[str]] = {}
        self._numbers = itertools.count(1)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def behave(self, vendor: str, *modes: str) -> None:
        """Take these modes for the next messages, one each; the last one stays.

        ok, an error code, hang (taken, no answer), reset (cut before it was taken), lost (taken, then cut), slow,
        nonsense (a page in place of an answer), gateway (502 without the vendor's words), or the JSON to answer.
        """
        self._modes[vendor] = list(modes)

    def next_mode(self, vendor: str) -> str:
        modes = self._modes.get(vendor) or ["ok"]
        return modes.pop(0) if len(modes) > 1 else modes[0]

    def texts(self, vendor: str) -> list[str]:
        """What reached people by a vendor, in order."""
        return [message["body"] for message in self.taken[vendor]]

    def take(self, vendor: str, to: str, body: str, sender: str = "") -> dict[str, Any]:
        number = next(self._numbers)
        message = {
            "sid": f"SM{number:032x}", "wamid": f"wamid.{number:08x}", "message_id": number, "to": to, "body": body,
            "from": sender, "direction": "outbound-api", "status": "queued", "error_code": None,
            "date_created": format_datetime(clock.now()), "date_sent": None,
        }  # fmt: skip
        self.taken[vendor].append(message)
        return message

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that walked away is no news."""


def twilio_error(code: str) -> tuple[int, dict[str, Any]]:
    status = {"20003": 401, "20429": 429, "20500": 500}.get(code, 400)
    link = f"https://www.twilio.com/docs/errors/{code}"
    return status, {"code": int(code), "message": f"Error {code}", "more_info": link, "status": status}


def meta_error(code: str) -> tuple[int, dict[str, Any]]:
    status = {"190": 401, "130429": 429, "4": 429, "131000": 500}.get(code, 400)
    details = {"messaging_product": "whatsapp", "details": "Told by the stand-in"}
    told = {"message": f"(#{code}) no", "type": "OAuthException", "code": int(code), "error_data": details}
    return status, {"error": {**told, "fbtrace_id": "A1b2"}}


def telegram_error(code: str) -> tuple[int, dict[str, Any]]:
    told = {
        "429": (429, "Too Many Requests: retry after 7", {"retry_after": 7}),
        "403": (403, "Forbidden: bot was blocked by the user", None),
        "401": (401, "Unauthorized", None),
        "400": (400, "Bad Request: chat not found", None),
        "500": (500, "Internal Server Error", None),
        "migrate": (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1001234}),
    }[code]
    status, description, parameters = told
    body = {"ok": False, "error_code": status, "description": description}
    return status, {**body, "parameters": parameters} if parameters else body


ERRORS = {"twilio": twilio_error, "meta": meta_error, "telegram": telegram_error}


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.endswith("/Messages.json"):
            self._list_messages()
        elif path in self.server.files:
            self._hand_out(path)
        elif path.startswith("/v26.0/"):
            self._announce(path)
        else:
            self._answer(404, {})

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        path = urlsplit(self.path).path
        if path.endswith("/getFile"):
            self._telegram_file(json.loads(raw))
        elif path.endswith("/setWebhook"):
            self._telegram_hook(path, json.loads(raw))
        elif path.startswith("/bot"):
            body = json.loads(raw)
            right = path == f"/bot{SECRETS['telegram']['bot_token']}/sendMessage"
            self._message("telegram", body, body["chat_id"], body["text"], "401" if not right else "")
        elif path.startswith("/v26.0/"):
            body = json.loads(raw)
            right = self.headers["Authorization"] == f"Bearer {SECRETS['meta']['access_token']}"
            text = body["text"]["body"] if body["type"] == "text" else json.dumps(body["template"])
            self._message("meta", body, body.get("to") or body["recipient"], text, "190" if not right else "")
        else:
            body = dict(parse_qsl(raw.decode(), keep_blank_values=True))
            text = body.get("Body") or body.get("ContentSid", "")
            self._message("twilio", body, body["To"], text, "" if self._is_twilios() else "20003")

    def _is_twilios(self) -> bool:
        login = ":".join(SECRETS["twilio"].values()).encode()
        return self.headers["Authorization"] == f"Basic {base64.b64encode(login).decode()}"

    def _message(self, vendor: str, body: dict[str, Any], to: str, text: str, refusal: str) -> None:
        self.server.asked.append(Asked(vendor, self.path, body, dict(self.headers)))
        mode = refusal or self.server.next_mode(vendor)
        if mode in ("ok", "slow", "hang", "lost", "gateway", "nonsense") or (mode == "migrate" and int(to) < 0):
            message = self.server.take(vendor, to, text, body.get("From", ""))
            mode = "ok" if mode == "migrate" else mode
        self.server.arrived[vendor].release()
        if mode == "hang":
            self.server.released.wait(LONGEST_HANG_S)
        elif mode in ("lost", "reset"):
            self._cut()
        elif mode == "gateway":
            self._raw(502, "text/html", b"<h1>Bad Gateway</h1>")
        elif mode == "nonsense":
            self._raw(200, "text/html", b"<html>Welcome to the hotel's wireless network</html>")
        elif mode in ("ok", "slow"):
            if mode == "slow":
                self.server.released.wait(0.3)
            self._taken(vendor, message)
        elif mode[0] in "{[":
            self._raw(200, "application/json", mode.encode())
        else:
            self._answer(*ERRORS[vendor](mode))

    def _taken(self, vendor: str, message: dict[str, Any]) -> None:
        if vendor == "twilio":
            self._answer(201, {k: v for k, v in message.items() if k not in ("wamid", "message_id")})
        elif vendor == "meta":
            contact = {"input": message["to"], "wa_id": message["to"].lstrip("+")}
            sent = [{"id": message["wamid"], "message_status": "accepted"}]
            self._answer(200, {"messaging_product": "whatsapp", "contacts": [contact], "messages": sent})
        else:
            chat = {"id": int(message["to"]), "type": "private"}
            result = {"message_id": message["message_id"], "chat": chat, "date": 1795000000, "text": message["body"]}
            self._answer(200, {"ok": True, "result": result})

    def _list_messages(self) -> None:
        if not self._is_twilios() or self.server.next_mode("twilio lists") == "fail":
            self._answer(*twilio_error("20500"))
            return
        to = dict(parse_qsl(urlsplit(self.path).query)).get("To")
        found = [m for m in reversed(self.server.taken["twilio"]) if to in (None, m["to"])]
        self._answer(200, {"messages": found, "page": 0, "next_page_uri": None})

    def _announce(self, path: str) -> None:
        """Where Meta's file lies."""
        file = self.server.files.get(f"/media/{path.rpartition('/')[2]}")
        if self.headers["Authorization"] != f"Bearer {SECRETS['meta']['access_token']}":
            self._answer(*meta_error("190"))
        elif file is None:
            self._answer(*meta_error("100"))
        else:
            told = {
                "url": f"{self.server.url}/media/{path.rpartition('/')[2]}", "file_size": len(file.content),
                "sha256": base64.b64encode(hashlib.sha256(file.content).digest()).decode(),
            }  # fmt: skip
            self._answer(200, told | file.announced)

    def _telegram_hook(self, path: str, body: dict[str, Any]) -> None:
        self.server.asked.append(Asked("telegram", path, body, dict(self.headers)))
        if path != f"/bot{SECRETS['telegram']['bot_token']}/setWebhook":
            self._answer(*telegram_error("401"))
        elif not body["url"].startswith("https://"):
            told = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
            self._answer(400, {"ok": False, "error_code": 400, "description": told})
        else:
            self._answer(200, {"ok": True, "result": True, "description": "Webhook was set"})

    def _telegram_file(self, body: dict[str, Any]) -> None:
        path = f"/file/bot{SECRETS['telegram']['bot_token']}/photos/{body['file_id']}"
        file = self.server.files.get(path)
        if file is None:
            self._answer(400, {"ok": False, "error_code": 400, "description": "Bad Request: file is too big"})
        else:
            told = {"file_id": body["file_id"], "file_path": f"photos/{body['file_id']}"} | file.announced
            self._answer(200, {"ok": True, "result": told})

    def _hand_out(self, path: str) -> None:
        self.server.fetched.append(Asked("", path, {}, dict(self.headers)))
        file = self.server.files[path]
        self.send_response(302 if file.location else file.status)
        if file.location:
            self.send_header("Location", file.location)
        self.send_header("Content-Length", str(len(file.content)))
        self.end_headers()
        self.wfile.write(file.content)

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self._raw(status, "application/json", json.dumps(body).encode())

    def _raw(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _cut(self) -> None:
        """End the connection without a word, and hard."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()


@contextmanager
def vendors() -> Iterator[StandIn]:
    """All three, listening on one free port."""
    server = StandIn()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
