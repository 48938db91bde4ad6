"""Traces and errors reach the operator's services without a customer's words, a key or an address's question."""

import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.testclient import TestClient

from crm_app.adapters.jobs import dbos_engine
from crm_app.adapters.telemetry.otel import OtelTracer
from crm_app.adapters.telemetry.sentry import SentryReporter
from crm_app.ai.actions import Call as ModelCall
from crm_app.ai.gateway import _tell
from crm_app.ai.port import Spent
from crm_app.api.endpoint import Call, Endpoint
from crm_app.kit import clock, log, telemetry
from crm_app.kit.jobs import TASKS, Task
from crm_app.kit.settings import Settings
from launch.steps import ROOT
from tests.ports.telemetry_stand_in import Collector, collector

SAID, KEY = "my card was stolen in Lisbon", "tacit_live_4711"


@pytest.fixture
def sentry():
    with collector() as there:
        telemetry.connect(reporter=SentryReporter(f"http://key@{there.address}/1"))
        yield there
        telemetry.close()


@pytest.fixture
def otel():
    with collector() as there:
        telemetry.connect(tracer=OtelTracer(f"http://{there.address}/"))
        yield there
        telemetry.close()


def _spans(there: Collector) -> dict:
    telemetry.close()
    spans = {}
    for path, body in there.posted:
        assert path == "/v1/traces"
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            spans |= {span.name: span for scope in resource.scope_spans for span in scope.spans}
    return spans


def _facts(span) -> dict:
    return {a.key: a.value.string_value or a.value.int_value for a in span.attributes}


async def _breaks(_: Call) -> None:
    text, key = SAID, KEY
    try:
        raise LookupError(f"no {key}")
    except LookupError as error:
        raise ValueError(f"cannot read {text!r}") from error


@pytest.fixture
def broken_route(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    endpoint = Endpoint("POST", "/api/things/{id}", "", "inbox.read", _breaks)

    async def run(self: Endpoint, request: object) -> None:
        await self.run(None)

    monkeypatch.setattr(Endpoint, "_run", run)
    return TestClient(Starlette(routes=[endpoint.route()]))


def _post(client: TestClient) -> None:
    answer = client.post(f"/api/things/9?token={KEY}", content=SAID, headers={"authorization": f"Bearer {KEY}"})
    assert answer.status_code == 500


def test_an_error_leaves_without_what_was_said(sentry: Collector, broken_route: TestClient) -> None:
    log.set_up("INFO")
    _post(broken_route)
    telemetry.close()
    (path, told), *more = sentry.posted
    assert path == "/api/1/envelope/" and not more
    assert b'"ValueError"' in told and b'"LookupError"' in told and b"_breaks" in told and b"/api/things/{id}" in told
    for secret in (SAID, KEY, "Lisbon", "token=", "Bearer", "authorization"):
        assert secret.encode() not in told


def test_libraries_errors_are_reported_without_their_words(sentry: Collector) -> None:
    import logging

    log.set_up("INFO")
    try:
        raise RuntimeError(SAID)
    except RuntimeError:
        logging.getLogger("some.library").exception("while reading %s", SAID)
        structlog.get_logger().warning("known", text=SAID)
    telemetry.close()
    assert b'"RuntimeError"' in sentry.everything and SAID.encode() not in sentry.everything


def test_a_request_is_a_span_by_its_route(otel: Collector, broken_route: TestClient) -> None:
    _post(broken_route)
    span = _spans(otel)["POST /api/things/{id}"]
    facts = _facts(span)
    assert facts["http.response.status_code"] == 500 and facts["http.route"] == "/api/things/{id}"
    assert KEY.encode() not in otel.everything and SAID.encode() not in otel.everything


async def test_a_job_is_a_span_and_its_error_is_reported(
    otel: Collector, sentry: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(text: str) -> None:
        raise ValueError(text)

    monkeypatch.setitem(TASKS, "tests.fails", Task("tests.fails", fails))
    await dbos_engine._attempt.__wrapped__("tests.fails", {"text": SAID})
    span = _spans(otel)["job tests.fails"]
    assert span.status.message == "ValueError" and not span.events
    assert b"tests.fails" in sentry.everything
    assert SAID.encode() not in otel.everything + sentry.everything


async def test_a_call_of_a_model_is_a_span_within_what_asked(otel: Collector) -> None:
    call = ModelCall(clock.now(), "openai", "gpt", "answered", Spent(12, 34), 250)
    with telemetry.span("job drafts.write_draft", {}):
        _tell("draft", [call])
    spans = _spans(otel)
    model = spans["model openai"]
    assert model.end_time_unix_nano - model.start_time_unix_nano == 250_000_000
    assert model.parent_span_id == spans["job drafts.write_draft"].span_id
    assert _facts(model)["gen_ai.usage.output_tokens"] == 34 and _facts(model)["outcome"] == "answered"


def test_nothing_of_it_is_imported_when_nothing_is_set(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from crm_app import bootstrap\n"
        "from crm_app.kit.settings import settings\n"
        "bootstrap._tell_operators(settings())\n"
        "print([m for m in ('sentry_sdk', 'opentelemetry.exporter') if m in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin", "TACIT_ENV": "/dev/null"},
    )  # fmt: skip
    assert said.stdout.strip() == "[]"


@pytest.mark.parametrize("wrong", [{"sentry_dsn": "sentry.io"}, {"otel_exporter_otlp_endpoint": "collector:4318"}])
def test_a_wrong_address_is_named(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Settings(_env_file=None, **wrong)
