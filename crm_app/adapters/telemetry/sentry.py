"""Errors to Sentry: what kind, and in which line of which file; nothing that was in it."""

from typing import Any

from sentry_sdk import Client
from sentry_sdk.utils import event_from_exception

KEPT = {"event_id", "timestamp", "level", "platform", "release", "environment", "sdk", "transaction"}
KEPT_OF_FRAME = {"filename", "function", "module", "lineno", "in_app"}


class SentryReporter:
    """Reporter by the SDK, without its integrations: they would send requests, prompts, queries and log lines.

    Its `send_default_pii` is off unless it is named.
    """

    def __init__(self, dsn: str) -> None:
        self._client = Client(
            dsn=dsn,
            default_integrations=False,
            auto_enabling_integrations=False,
            include_local_variables=False,
            include_source_context=False,
            max_breadcrumbs=0,
            max_request_body_size="never",
            before_send=lambda event, _hint: scrubbed(event),
        )

    def report(self, error: BaseException, where: str) -> None:
        event, hint = event_from_exception(error, client_options=self._client.options)
        self._client.capture_event({**event, "transaction": where[:200]}, hint)

    def close(self) -> None:
        self._client.close(timeout=2.0)


def scrubbed(event: dict[str, Any]) -> dict[str, Any]:
    """An event without what a customer, a key or a variable could stand in: only what is named here is kept."""
    kept = {name: value for name, value in event.items() if name in KEPT}
    errors = event.get("exception", {}).get("values", [])
    return {**kept, "exception": {"values": [_scrubbed_error(error) for error in errors]}}


def _scrubbed_error(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", [])
    told = [{name: value for name, value in frame.items() if name in KEPT_OF_FRAME} for frame in frames]
    return {"type": error.get("type"), "module": error.get("module"), "stacktrace": {"frames": told}}
