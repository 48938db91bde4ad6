"""A stand-in for the vendors of models, on this machine: the wire forms of OpenAI, Gemini's compatible endpoint and
Anthropic, streamed, and their ways to fail."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATHS = {
    "/openai/v1/chat/completions": "openai",
    "/gemini/v1beta/openai/chat/completions": "gemini",
    "/anthropic/v1/messages": "anthropic",
}
ANSWER = {"content": "Hello Ana, your parcel is in Madrid \U0001f600.", "tone": "warm", "reasoning": "Order 1001."}
TOKENS_IN, TOKENS_OUT = 1000, 200
LONGEST_HANG_S = 30
WORDS = ("Sorry, ", "I ", "cannot ", "say.")

ERRORS: dict[str, tuple[int, str, str]] = {
    "400": (400, "invalid_request_error", "bad request"),
    "401": (401, "authentication_error", "no such key"),
    "404": (404, "not_found_error", "no such model"),
    "429": (429, "rate_limit_error", "slow down"),
    "quota": (429, "insufficient_quota", "You exceeded your current quota"),
    "500": (500, "api_error", "boom"),
    "529": (529, "overloaded_error", "Overloaded"),
}
GEMINIS_WRONG_KEY = [{"error": {"code": 400, "message": "API key not valid.", "status": "INVALID_ARGUMENT"}}]


class StandIn(ThreadingHTTPServer):
    """Behaves as it was told, remembers what it was asked."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.released = threading.Event()
        self.asked: dict[str, list[dict[str, Any]]] = {vendor: [] for vendor in PATHS.values()}
        self.arrived = {vendor: threading.Semaphore(0) for vendor in PATHS.values()}
        self._modes: dict[str, list[str]] = {}
        self.recorded: tuple[int, str, str] = (200, "text/event-stream", "")
        """Answered in the mode of that name: status, type and body."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def behave(self, vendor: str, *modes: str) -> None:
        """Take these modes for the next questions, one each; the last one stays."""
        self._modes[vendor] = list(modes)

    def next_mode(self, vendor: str) -> str:
        modes = self._modes.get(vendor) or ["ok"]
        return modes.pop(0) if len(modes) > 1 else modes[0]

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that walked away is no news."""


class Handler(BaseHTTPRequestHandler):
    server: StandIn

    def log_message(self, *_: object) -> None: ...

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        vendor = PATHS[self.path]
        self.server.asked[vendor].append(body)
        self.server.arrived[vendor].release()
        mode = self.server.next_mode(vendor)
        if mode == "hang":
            self.server.released.wait(LONGEST_HANG_S)
        elif mode == "recorded":
            self._send(*self.server.recorded)
        elif mode in ERRORS:
            self._fail(vendor, *ERRORS[mode])
        elif mode == "gemini key":
            self._send(400, "application/json", json.dumps(GEMINIS_WRONG_KEY))
        elif mode == "nonsense":
            self._send(200, "text/html", "<html>Welcome to the hotel's wireless network</html>")
        elif mode == "broken events":
            self._send(200, "text/event-stream", 'data: {"id": [\n\ndata: {"choices": 7}\n\ndata: []\n\n')
        else:
            self._stream(vendor, mode)

    def _fail(self, vendor: str, status: int, kind: str, message: str) -> None:
        error = {"type": kind, "code": kind, "message": message}
        whole = {"type": "error", "error": error} if vendor == "anthropic" else {"error": error}
        self._send(status, "application/json", json.dumps([whole] if vendor == "gemini" else whole))

    def _send(self, status: int, kind: str, body: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())

    def _stream(self, vendor: str, mode: str) -> None:
        """The answer in pieces; without a length, the end of the connection is the end of the stream."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        if mode == "torn":
            self.send_header("Content-Length", "1000000")
        self.end_headers()
        events = list((anthropic_events if vendor == "anthropic" else openai_events)(mode))
        if mode in ("cut", "torn", "stall"):
            events = events[: len(events) // 2]
        for event in events:
            self.wfile.write(event.encode())
            self.wfile.flush()
        if mode == "stall":
            self.server.released.wait(LONGEST_HANG_S)


def pieces(mode: str) -> list[str]:
    """What the model says, as it comes; a mode that is JSON is said as it stands."""
    if mode == "garbage":
        return list(WORDS)
    said = mode if mode.startswith("{") else json.dumps({"content": "no tone"} if mode == "wrong form" else ANSWER)
    return [said[at : at + 7] for at in range(0, len(said), 7)]


def openai_events(mode: str) -> Iterator[str]:
    """chat.completion.chunk events; the usage comes in a last chunk without choices."""
    start = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1795000000, "model": "stand-in"}

    def chunk(delta: dict[str, Any], end: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": end}
        return f"data: {json.dumps({**start, 'choices': [choice]})}\n\n"

    yield chunk({"role": "assistant", "content": ""})
    yield from (chunk({"content": piece}) for piece in pieces(mode))
    yield chunk({}, {"long": "length", "filtered": "content_filter"}.get(mode, "stop"))
    usage = {"prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT, "total_tokens": TOKENS_IN + TOKENS_OUT}
    yield f"data: {json.dumps({**start, 'choices': [], 'usage': usage})}\n\n"
    yield "data: [DONE]\n\n"


def anthropic_events(mode: str) -> Iterator[str]:
    """message_start to message_stop."""

    def event(kind: str, **fields: Any) -> str:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n"

    message = {"id": "msg_1", "type": "message", "role": "assistant", "model": "stand-in", "content": []}
    usage = {"input_tokens": TOKENS_IN, "output_tokens": 1}
    yield event("message_start", message={**message, "stop_reason": None, "stop_sequence": None, "usage": usage})
    yield event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    yield event("ping")
    for piece in pieces(mode):
        yield event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
    yield event("content_block_stop", index=0)
    end = {"long": "max_tokens", "filtered": "refusal"}.get(mode, "end_turn")
    delta = {"stop_reason": end, "stop_sequence": None}
    yield event("message_delta", delta=delta, usage={"output_tokens": TOKENS_OUT})
    yield event("message_stop")


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """The stand-in, listening on a free port."""
    server = StandIn()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
