"""The prompts of router and qualifier: the house's rules, the talk in a fence, nothing a customer wrote outside it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from crm_app.ai.untrusted import fence

TURNS, LONGEST = 20, 2_000
_TRADES = {
    "property": "real estate: sale and rent of homes and land",
    "school": "a training school",
    "care": "a practice that people visit by appointment",
    "other": "a shop",
}


@dataclass(frozen=True)
class Line:
    """One message of the talk."""

    id: int
    ours: bool
    text: str


@dataclass(frozen=True)
class Prompt:
    """What a model is told (`system`), what it is given (`user`), and the word that fences the customer's text."""

    system: str
    user: str
    boundary: str


def router(lines: Sequence[Line], trade: str, boundary: str = "") -> Prompt:
    """The prompt that sorts the newest message; the three before it stand there for sense."""
    return _prompt("router", lines[-4:], boundary, trade=_TRADES[trade])


def qualifier(
    lines: Sequence[Line], trade: str, missing: Sequence[str], currency: str, today: date, boundary: str = ""
) -> Prompt:
    """The prompt that reads the whole talk."""
    named = ", ".join(missing) or "nothing"
    return _prompt(
        "qualifier", lines[-TURNS:], boundary, trade=_TRADES[trade], missing=named, currency=currency,
        today=f"{today:%A %d %B %Y}",
    )  # fmt: skip


def _prompt(name: str, lines: Sequence[Line], boundary: str, **values: str) -> Prompt:
    said = fence("\n\n".join(_block(line) for line in lines), boundary)
    told = {**values, "boundary": said.boundary}
    system = re.sub(r"\{(\w+)\}", lambda match: told[match[1]], _template(name))
    return Prompt(system, f"The talk, oldest first:\n{said.text}", said.boundary)


def _block(line: Line) -> str:
    who = "us" if line.ours else "customer"
    # Angle signs become look-alikes: a text can open or close no block.
    text = line.text[:LONGEST].replace("<", "‹").replace(">", "›")
    return f'<message id="{line.id}" from="{who}">\n{text}\n</message>'


@cache
def _template(name: str) -> str:
    return (Path(__file__).parent / "prompts" / f"{name}.md").read_text(encoding="utf-8")
