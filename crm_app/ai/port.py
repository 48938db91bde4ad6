"""What the gateway asks of a vendor of models: one question in, the answer's pieces out."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

T = TypeVar("T", bound=BaseModel)
ERRORS_TOLD = 5


@dataclass(frozen=True)
class Question(Generic[T]):
    """What a model is asked, and the form of the answer.

    Args:
        task: what it is for, in the ledger; at most 40 characters.
        system: our own instructions.
        user: the material; text from outside stands fenced in it (see `untrusted`).
        answer_type: the answer's form; its first field should be the one that is `shown`.
        max_tokens: the longest answer, in tokens.
        boundary: the fence's random word, so that it does not make equal questions different.
        shown: the answer's text field that is told piece by piece.
        fresh: ask anew although an answer is kept ("another way").
    """

    task: str
    system: str
    user: str
    answer_type: type[T]
    max_tokens: int = 1000
    boundary: str = ""
    shown: str = "content"
    fresh: bool = False

    @property
    def schema(self) -> dict[str, Any]:
        """The answer's JSON schema."""
        return self.answer_type.model_json_schema()

    def again(self, wrong: ValidationError) -> "Question[T]":
        """The same question, with what was wrong with the last answer. Names places, repeats no input."""
        places = [f"- {'.'.join(map(str, e['loc'])) or 'answer'}: {e['msg']}" for e in wrong.errors()[:ERRORS_TOLD]]
        told = "\n\nYour last answer did not fit the schema. Answer again with that JSON alone.\n" + "\n".join(places)
        return replace(self, user=self.user + told)


@dataclass(frozen=True)
class Spent:
    """What one call used. `cost` is in US dollars, 0 when the model's price is not known."""

    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)


@dataclass(frozen=True)
class Delta:
    """A piece of the shown text. `afresh`: what was told before is void, the text begins anew with this piece."""

    text: str
    afresh: bool = False


@dataclass(frozen=True)
class Answer(Generic[T]):
    """A checked answer, who gave it, and what it cost in US dollars (nothing when it was kept)."""

    content: T
    provider: str
    model: str
    tokens_in: int = 0
    tokens_out: int = 0
    cost: Decimal = Decimal(0)


class ProviderFailed(Exception):
    """No answer came; `reason` is a few words for the ledger, never a text that was sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason[:40]


class ProviderDown(ProviderFailed):
    """The vendor does not answer, or not for us: slow, unreachable, limited, out of credit, wrong key."""


class ProviderRefused(ProviderFailed):
    """The vendor is well but takes no such question: too long, filtered, malformed."""


class Provider(Protocol):
    """Port of a vendor's model; adapters: one file a vendor."""

    name: str
    model: str

    def write(self, question: Question[Any]) -> AsyncIterator[str | Spent]:
        """The answer's JSON text in pieces as it is written, and what it used.

        Raises:
            ProviderDown, ProviderRefused: also in the middle of an answer.
        """
        ...

    async def price(self, tokens_in: int, tokens_out: int) -> Decimal:
        """What so many tokens would cost, in US dollars; 0 when the model's price is not known."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
