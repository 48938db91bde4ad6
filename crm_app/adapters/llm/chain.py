"""Which vendors may be asked, in which order: those with a key, as AI_PROVIDERS lists them.

The vendors' SDKs take seconds of CPU to import. They are imported with the first question, in a thread, and never
when no key is set.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from decimal import Decimal
from typing import Any

from crm_app.ai.port import Provider, Question, Spent
from crm_app.kit.settings import Settings, WrongSettings


def configured(settings: Settings, *, fast: bool = False) -> list[Provider]:
    """The providers to ask, in order; empty when no key is set.

    Args:
        fast: with each vendor's fast model, where one is set.

    Raises:
        WrongSettings: AI_PROVIDERS names a vendor that is not known.
    """
    names = list(dict.fromkeys(name.strip().lower() for name in settings.ai_providers.split(",") if name.strip()))
    if unknown := [name for name in names if name not in CONNECT]:
        raise WrongSettings(f"AI_PROVIDERS names {', '.join(unknown)}; known are {', '.join(CONNECT)}.")
    if fast:
        models = {f"{name}_model": model for name in CONNECT if (model := getattr(settings, f"{name}_fast_model"))}
        settings = settings.model_copy(update=models)
    return [Deferred(name, settings) for name in names if getattr(settings, f"{name}_api_key").get_secret_value()]


class Deferred:
    """A provider that connects when it is first asked."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name, self.model = name, getattr(settings, f"{name}_model")
        self._settings, self._connected, self._connecting = settings, None, asyncio.Lock()

    async def write(self, question: Question[Any]) -> AsyncIterator[str | Spent]:
        async with aclosing((await self._connect()).write(question)) as pieces:
            async for piece in pieces:
                yield piece

    async def price(self, tokens_in: int, tokens_out: int) -> Decimal:
        return await (await self._connect()).price(tokens_in, tokens_out)

    async def _connect(self) -> Provider:
        async with self._connecting:
            self._connected = self._connected or await asyncio.to_thread(CONNECT[self.name], self._settings)
        return self._connected

    async def close(self) -> None:
        if self._connected:
            await self._connected.close()


def _anthropic(settings: Settings) -> Provider:
    from crm_app.adapters.llm import anthropic

    return anthropic.connect(settings)


def _openai(settings: Settings) -> Provider:
    from crm_app.adapters.llm import openai

    return openai.connect(settings)


def _gemini(settings: Settings) -> Provider:
    from crm_app.adapters.llm import gemini

    return gemini.connect(settings)


CONNECT: dict[str, Callable[[Settings], Provider]] = {"anthropic": _anthropic, "openai": _openai, "gemini": _gemini}
