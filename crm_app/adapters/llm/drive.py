"""Drives any model that pydantic-ai knows: typed question in, JSON text out in pieces, errors in the port's words."""

from collections.abc import AsyncIterator, Awaitable, Callable
from decimal import Decimal
from typing import Any

import structlog
from genai_prices import Usage, calc_price
from genai_prices.types import AbstractUsage
from pydantic_ai import exceptions as failed
from pydantic_ai.direct import model_request_stream
from pydantic_ai.messages import ModelRequest, ModelResponse, PartDeltaEvent, PartStartEvent, TextPart, TextPartDelta
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.output import OutputObjectDefinition
from pydantic_ai.settings import ModelSettings

from crm_app.ai.port import ProviderDown, ProviderFailed, ProviderRefused, Question, Spent

log = structlog.get_logger()

REASONS: list[tuple[type[Exception], type[ProviderFailed], str]] = [
    (failed.ModelRequestTimeout, ProviderDown, "timeout"),
    (failed.ModelTimeoutError, ProviderDown, "timeout"),
    (failed.ModelAuthenticationError, ProviderDown, "wrong key"),
    (failed.ModelNotFoundError, ProviderDown, "unknown model"),
    (failed.ModelQuotaExceededError, ProviderDown, "out of credit"),
    (failed.ModelRateLimitError, ProviderDown, "rate limit"),
    (failed.ModelOverloadedError, ProviderDown, "overloaded"),
    (failed.ModelConnectionError, ProviderDown, "unreachable"),
    (failed.ContentFilterError, ProviderRefused, "filtered"),
    (failed.ModelContextWindowExceededError, ProviderRefused, "question too long"),
    (failed.ModelRequestRejectedError, ProviderRefused, "rejected"),
    (failed.ModelServerError, ProviderDown, "server error"),
    (failed.ModelAPIError, ProviderDown, "broken stream"),
]
"""The first that fits tells what a failure means; whatever else comes of a vendor's bytes means that it is down."""


class DrivenModel:
    """Provider over one pydantic-ai model.

    Args:
        name: the vendor's name in settings and ledger.
        price_as: the vendor's name in the price list.
        timeout: seconds for one whole call, from connecting to the last piece.
    """

    def __init__(
        self, name: str, model: Model, price_as: str, timeout: float, close: Callable[[], Awaitable[None]]
    ) -> None:
        self.name, self.model, self.close = name, model.model_name, close
        self._model, self._price_as, self._timeout = model, price_as, timeout

    async def write(self, question: Question[Any]) -> AsyncIterator[str | Spent]:
        # A draft needs no long thought, and thought would use up the answer's tokens.
        settings = ModelSettings(max_tokens=question.max_tokens, thinking=False, request_timeout=self._timeout)
        messages = [ModelRequest.user_text_prompt(question.user, instructions=question.system)]
        try:
            async with model_request_stream(
                self._model, messages, model_settings=settings, model_request_parameters=self._form(question)
            ) as stream:
                async for event in stream:
                    if text := _text(event):
                        yield text
                response = stream.get()
        except Exception as error:
            raise self._told(error) from error
        yield self._spent(response)
        _judge_end(response)

    def _form(self, question: Question[Any]) -> ModelRequestParameters:
        """The answer's schema, held by the vendor where it can, else put into the instructions.

        Not as a tool's arguments: some vendors send those in one lump, and nothing could be watched.
        """
        native = self._model.profile.get("supports_json_schema_output", False)
        form = OutputObjectDefinition(json_schema=question.schema, name=question.answer_type.__name__)
        return ModelRequestParameters(output_mode="native" if native else "prompted", output_object=form)

    def _told(self, error: Exception) -> ProviderFailed:
        kind, reason = next(
            ((kind, reason) for cause, kind, reason in REASONS if isinstance(error, cause)),
            (ProviderDown, "nonsense"),
        )
        if reason == "rejected" and "api key" in str(error).lower():  # Gemini answers 400 to a wrong key
            kind, reason = ProviderDown, "wrong key"
        if isinstance(error, failed.ModelHTTPError) and error.status_code == 413:
            kind, reason = ProviderRefused, "question too long"
        log.warning("model_failed", provider=self.name, model=self.model, reason=reason, error=type(error).__name__)
        return kind(reason)

    def _spent(self, response: ModelResponse) -> Spent:
        usage = response.usage
        return Spent(usage.input_tokens, usage.output_tokens, self._cost(usage))

    def _cost(self, usage: AbstractUsage) -> Decimal:
        try:
            return calc_price(usage, model_ref=self.model, provider_id=self._price_as).total_price
        except LookupError:  # a model of the operator's own, or newer than the price list
            return Decimal(0)

    async def price(self, tokens_in: int, tokens_out: int) -> Decimal:
        return self._cost(Usage(input_tokens=tokens_in, output_tokens=tokens_out))


def _text(event: object) -> str:
    match event:
        case PartStartEvent(part=TextPart(content=text)) | PartDeltaEvent(delta=TextPartDelta(content_delta=text)):
            return text
    return ""


def _judge_end(response: ModelResponse) -> None:
    """An answer that did not end by itself is none, although no error came: a stream that is cut off just stops."""
    match response.finish_reason:
        case "stop":
            return
        case "length":
            raise ProviderRefused("answer too long")
        case "content_filter":
            raise ProviderRefused("filtered")
    raise ProviderDown("cut off")
