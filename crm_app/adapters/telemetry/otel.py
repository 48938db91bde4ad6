"""Spans to an OpenTelemetry collector, by OTLP over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Status, StatusCode

from crm_app.kit.telemetry import Facts

NANOSECONDS = 1_000_000
LONGEST_S = 2.0
"""For handing over a batch, tries again included: the end of the process waits for it."""


class OtelTracer:
    """Tracer by the SDK; `endpoint`: the collector's address, without /v1/traces.

    It is not made the process's own: the SDKs of the vendors of models would then tell it what is said to a model.
    """

    def __init__(self, endpoint: str) -> None:
        self._provider = TracerProvider(resource=Resource.create({"service.name": "tacit"}))
        exporter = OTLPSpanExporter(endpoint=endpoint.rstrip("/") + "/v1/traces", timeout=LONGEST_S)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("tacit")

    @contextmanager
    def span(self, name: str, facts: Facts) -> Iterator[None]:
        # An error's own words may quote a customer, so only its kind is told.
        quiet = {"record_exception": False, "set_status_on_exception": False}
        with self._tracer.start_as_current_span(name, **quiet) as span:
            try:
                yield
            except Exception as error:
                span.set_status(Status(StatusCode.ERROR, type(error).__name__))
                raise
            finally:
                span.set_attributes(facts)

    def tell(self, name: str, began: datetime, milliseconds: int, facts: Facts) -> None:
        start = int(began.timestamp() * 1000) * NANOSECONDS
        span = self._tracer.start_span(name, start_time=start, attributes=facts)
        span.end(start + milliseconds * NANOSECONDS)

    def close(self) -> None:
        self._provider.shutdown()
