"""Asks models: the kept answer first, then the providers in order, until one gives a valid answer.

A provider that fails three times in a row rests for a while and is passed over at once. An answer in the wrong form
is asked for once more. When nobody answers, or the month's budget is used up, the caller has the offline engine. No
transaction is open while a model writes; every call leaves a line in the ledger, also one that failed or was broken
off.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from decimal import Decimal
from typing import Any, TypeVar

import pybreaker
import pydantic_core
from pydantic import BaseModel, ValidationError

from crm_app.ai import actions, budget, queries
from crm_app.ai.actions import Call
from crm_app.ai.fingerprint import fingerprint
from crm_app.ai.port import Answer, Delta, Provider, ProviderFailed, ProviderRefused, Question, Spent
from crm_app.kit import clock, telemetry
from crm_app.kit.transaction import Actor, reading, transaction

T = TypeVar("T", bound=BaseModel)
FAILURES_BEFORE_REST, REST_SECONDS, TRIES = 3, 30.0, 2
OVER_BUDGET = "over budget"


class Gateway:
    """One for the process. `providers` are asked in their order; none is fine."""

    def __init__(self, providers: Sequence[Provider]) -> None:
        self._chain = [(provider, _breaker(provider.name)) for provider in providers]
        self._models = [f"{provider.name}/{provider.model}" for provider in providers]

    @property
    def resting(self) -> list[str]:
        """The providers that are passed over just now, because they failed several times in a row."""
        return [provider.name for provider, breaker in self._chain if breaker.current_state == pybreaker.STATE_OPEN]

    @property
    def configured(self) -> bool:
        """Whether there is any model to ask."""
        return bool(self._chain)

    async def ask(self, actor: Actor, question: Question[T]) -> Answer[T] | None:
        """The answer, or None when no provider gave a valid one."""
        answer = None
        async for item in self.stream(actor, question):
            if isinstance(item, Answer):
                answer = item
        return answer

    async def stream(self, actor: Actor, question: Question[T]) -> AsyncIterator[Delta | Answer[T]]:
        """The shown field piece by piece as it is written, then the whole Answer as the last item.

        No Answer comes when no provider gave a valid one; pieces told until then are void.
        """
        if not self._chain:
            return
        told = ""
        async with aclosing(self._texts(actor, question)) as items:
            async for item in items:
                text = str(getattr(item.content, question.shown, "")) if isinstance(item, Answer) else item
                if text.startswith(told):
                    delta = Delta(text[len(told) :])
                else:
                    delta = Delta(text, afresh=True)
                told = text
                if delta.text or delta.afresh:
                    yield delta
                if isinstance(item, Answer):
                    yield item

    async def close(self) -> None:
        """Let go of all connections."""
        await asyncio.gather(*(provider.close() for provider, _ in self._chain))

    async def _texts(self, actor: Actor, question: Question[T]) -> AsyncIterator[str | Answer[T]]:
        """The shown field's text so far, again and again, then the Answer; reads the cache, keeps the ledger."""
        key = fingerprint(actor.workspace_id, self._models, question)
        if not question.fresh and (kept := await _kept(actor, question, key)):
            yield kept
            return
        answer, calls = None, list[Call]()
        try:
            for provider, breaker in self._chain:
                async with aclosing(_consult(actor, provider, breaker, question, calls)) as items:
                    async for item in items:
                        if isinstance(item, Answer):
                            answer = item
                        else:
                            yield item
                if answer or calls[-1].outcome == OVER_BUDGET:
                    break
        finally:
            _tell(question.task, calls)
            async with transaction(actor) as tx:
                await actions.record_calls(tx, question.task, calls)
                if answer:
                    await actions.keep_answer(tx, key, answer)
        if answer:
            yield answer


def _tell(task: str, calls: Sequence[Call]) -> None:
    for call in calls:
        facts = {
            "gen_ai.provider.name": call.provider,
            "gen_ai.request.model": call.model,
            "gen_ai.usage.input_tokens": call.spent.tokens_in,
            "gen_ai.usage.output_tokens": call.spent.tokens_out,
            "task": task,
            "outcome": call.outcome,
        }
        telemetry.tell(f"model {call.provider}", call.at, call.milliseconds, facts)


async def _kept(actor: Actor, question: Question[T], key: str) -> Answer[T] | None:
    async with reading(actor) as tx:
        kept = await queries.kept_answer(tx, key)
    if not kept:
        return None
    try:
        content = question.answer_type.model_validate_json(kept.content)
    except ValidationError:  # the form's own checks have become stricter since
        return None
    async with transaction(actor) as tx:
        await actions.record_calls(tx, question.task, [Call(tx.now, kept.provider, kept.model, "cached")])
    return Answer(content, kept.provider, kept.model)


async def _hold(actor: Actor, provider: Provider, question: Question[T], call: Call) -> bool:
    """Set aside what a call may use at most; False when the month's budget does not hold it."""
    async with reading(actor) as tx:
        limits = await queries.limits(tx)
    if not limits.any:
        return True
    tokens_in, tokens_out = budget.most_tokens(question)
    cost = Decimal(0) if limits.micros is None else await provider.price(tokens_in, tokens_out)
    async with transaction(actor) as tx:
        call.reservation = await actions.reserve(tx, limits, tokens_in + tokens_out, budget.micros(cost))
    return call.reservation != 0


async def _consult(
    actor: Actor, provider: Provider, breaker: pybreaker.CircuitBreaker, question: Question[T], calls: list[Call]
) -> AsyncIterator[str | Answer[T]]:
    """Ask one provider, once more when its answer does not fit; ends without an Answer when it has none."""
    for _ in range(TRIES):
        call, began, raw = Call(clock.now(), provider.name, provider.model), time.monotonic(), ""
        calls.append(call)
        if not await _hold(actor, provider, question, call):
            call.outcome = OVER_BUDGET
            return
        try:
            with breaker.calling():
                async with aclosing(provider.write(question)) as pieces:
                    async for piece in pieces:
                        if isinstance(piece, Spent):
                            call.spent = piece
                        else:
                            raw += piece
                            yield written_so_far(raw, question.shown)
            content = question.answer_type.model_validate_json(raw)
        except pybreaker.CircuitBreakerError:
            call.outcome = "resting"
            return
        except ProviderFailed as failed:
            call.outcome = failed.reason
            return
        except ValidationError as wrong:
            call.outcome, question = "wrong form", question.again(wrong)
        else:
            call.outcome, spent = "answered", call.spent
            yield Answer(content, provider.name, provider.model, spent.tokens_in, spent.tokens_out, spent.cost)
            return
        finally:
            call.milliseconds = round((time.monotonic() - began) * 1000)


def written_so_far(raw: str, field: str) -> str:
    """The text of `field` in JSON that is still being written; empty while there is none."""
    try:
        partial: Any = pydantic_core.from_json(raw, allow_partial="trailing-strings")
    except ValueError:
        return ""
    text = partial.get(field) if isinstance(partial, dict) else None
    return text if isinstance(text, str) else ""


def _breaker(name: str) -> pybreaker.CircuitBreaker:
    # Neither a person who walks away nor a question that one model dislikes says that a provider is down. Answers in
    # the wrong form do not count either: a customer's text could provoke them, and would silence the provider for all.
    return pybreaker.CircuitBreaker(
        name=name,
        fail_max=FAILURES_BEFORE_REST,
        reset_timeout=REST_SECONDS,
        throw_new_error_on_trip=False,
        exclude=[ProviderRefused, asyncio.CancelledError, GeneratorExit],
    )
