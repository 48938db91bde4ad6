"""What may a workspace set about its leads: how far the software goes by itself, what it asks, what calls a person?"""

from collections.abc import Mapping
from typing import Any

from crm_app.accounts import actions as accounts
from crm_app.channels.policy import CHANNELS
from crm_app.kit.errors import Invalid
from crm_app.kit.transaction import Transaction
from crm_app.leads.autonomy import MODES
from crm_app.leads.qualification import ASKED_FOR

BOUNDS = {"most_questions": (0, 50), "hot_from": (0.1, 1.0), "high_value": (1, 1e12), "high_budget": (1, 1e12)}
"""The least and the most of each number; amounts are in the workspace's currency."""

PLACES = ("default", *CHANNELS)
"""Where a mode may be set; `default` holds where none is."""


async def govern(
    tx: Transaction,
    right: str = "workspace.write",
    *,
    autonomy: Mapping[str, str] | None = None,
    qualification: Mapping[str, Any] | None = None,
) -> None:
    """Set what is given, and leave the rest; it holds from the next message on. Raises Invalid that names the field.

    Args:
        autonomy: how far the software goes (`autonomy.MODES`), by PLACES.
        qualification: `on`, `facts` in the order in which they are asked for, and the numbers of BOUNDS.
    """
    given = {"autonomy": checked_modes(autonomy or {}), "qualification": checked_rules(qualification or {})}
    if not any(given.values()):
        return
    stored = await accounts.settings_to_change(tx)
    merged = {name: {**(stored.get(name) or {}), **told} for name, told in given.items() if told}
    await accounts.change_workspace(tx, right, settings=merged)


def checked_modes(modes: Mapping[str, str]) -> dict[str, str]:
    """The same; raises Invalid for a channel or a mode that there is none of."""
    for place, mode in modes.items():
        if place not in PLACES or mode not in MODES:
            raise Invalid(f"autonomy.{place}"[:60], "Choose one of the list.")
    return {**modes}


def checked_rules(rules: Mapping[str, Any]) -> dict[str, Any]:
    """The same for the rules, whose figures are numbers; raises Invalid for what cannot be."""
    facts = rules.get("facts")
    if facts is not None and (not facts or not ASKED_FOR.issuperset(facts)):
        raise Invalid("facts", "Choose at least one thing to ask for, or switch it off.")
    for name, (least, most) in BOUNDS.items():
        if name in rules and not least <= rules[name] <= most:
            raise Invalid(name, "This number is too small, too large, or no number.")
    return {name: rules[name] for name in ("on", "facts", *BOUNDS) if name in rules}
