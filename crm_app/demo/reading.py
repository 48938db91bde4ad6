"""What stands in a demo file, with ages turned into instants. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from crm_app.inbox.importing import Imported, Said

FILES = [Path(__file__).parent / f"{slug}.toml" for slug in ("northwind-home", "dar-al-bahr", "academia-sol")]
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True)
class Demo:
    """One workspace's demo; the dictionaries hold the arguments of the actions that store them.

    `assigned`: who has a conversation, by its id and the member's e-mail. `settings` are the workspace's own.
    """

    workspace: dict[str, Any]
    mailbox: str
    watch: str
    members: list[dict[str, str]]
    contacts: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    passages: list[tuple[str, list[tuple[str, str, str]]]]
    conversations: list[Imported]
    assigned: dict[str, str]
    settings: dict[str, Any]


def instant(age: str, now: datetime) -> datetime:
    """An age such as 5m, 2h or 3d, before `now`; with a plus, after it. Raises KeyError for another unit."""
    distance = timedelta(**{_UNITS[age[-1]]: float(age[:-1].lstrip("+"))})
    return now + distance if age.startswith("+") else now - distance


def read(file: Path, now: datetime) -> Demo:
    """Read one demo file as of `now`."""
    data = tomllib.loads(file.read_text("utf-8"))
    contacts = {row["id"]: row for row in data["contacts"]}
    workspace = {"business_hours": {}, **data["workspace"]}
    return Demo(
        workspace=workspace,
        mailbox=data["mailbox"],
        watch=data["watch"],
        members=data["members"],
        contacts=[_contact(row, now) for row in data["contacts"]],
        orders=[_order(row, contacts, workspace["currency"], now) for row in data["orders"]],
        passages=[
            (part["source"], [(title, text, part["language"]) for title, text in part["texts"]])
            for part in data["passages"]
        ],
        conversations=[
            _conversation(number, row, contacts[row["by"]], now) for number, row in enumerate(data["conversations"], 1)
        ],
        assigned={
            f"demo-{number}": row["assigned"]
            for number, row in enumerate(data["conversations"], 1)
            if "assigned" in row
        },
        settings={name: data.get(name) for name in ("qualification", "autonomy")},
    )


def _contact(row: dict[str, Any], now: datetime) -> dict[str, Any]:
    kept = {key: value for key, value in row.items() if key not in ("id", "since")}
    since = instant(row["since"], now) if "since" in row else None
    return {"external_id": row["id"], **kept, "customer_since": since}


def _order(row: dict[str, Any], contacts: dict[str, Any], currency: str, now: datetime) -> dict[str, Any]:
    return {
        "external_id": row["number"],
        "contact_external_id": row["by"],
        "number": row["number"],
        "total": row["total"],
        "currency": currency,
        "status": row["status"],
        "carrier": row.get("carrier"),
        "tracking_number": row.get("tracking"),
        "address": contacts[row["by"]].get("address"),
        "items": row["items"],
        "events": [
            {"at": instant(age, now).isoformat(), "place": place, "text": text}
            for age, place, text in row.get("events", ())
        ],
        "placed_at": instant(row["placed"], now),
        "expected_at": instant(row["expected"], now) if "expected" in row else None,
    }


def _conversation(number: int, row: dict[str, Any], contact: dict[str, Any], now: datetime) -> Imported:
    spoken = row.get("said") or [["customer", row["ago"], row["text"]]]
    said = tuple(
        Said(who == "customer", instant(age, now), text, "" if who == "customer" else who) for who, age, text in spoken
    )
    return Imported(
        id=f"demo-{number}",
        customer=row["by"],
        channel=row["channel"],
        subject=row["subject"],
        status=row.get("status", "open"),
        created=said[0].at,
        messages=said,
        name=contact["name"],
        email=contact.get("email", ""),
        phone=contact.get("phone", ""),
        priority=row.get("priority"),
    )
