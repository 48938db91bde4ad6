"""The corpus of injection attempts, one by one."""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Attempt:
    """A message, its language, and what it tries."""

    language: str
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:30]}"


def attempts() -> list[Attempt]:
    """All of them."""
    stored = tomllib.loads((Path(__file__).parent / "injections.toml").read_text("utf-8"))
    return [
        Attempt(language, group["kind"], text)
        for language, groups in stored.items()
        for group in groups
        for text in group["texts"]
    ]
