"""Fills a workspace with open conversations, as fast as the database takes rows: past the product, by its rules."""

import math
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Protocol

import psycopg

from crm_app.contacts.models import Contact
from crm_app.conversations.hours import BusinessHours
from crm_app.conversations.indexing import search_body
from crm_app.conversations.models import Conversation, Message, SearchText, Tally
from crm_app.inbox import scoring

CONTACT_EVERY = 5
BATCH = 5_000
RARE, COMMON = "chargeback", "refund"
"""Words to watch: in 1 of 500 and in 1 of 20 conversations."""
_SYLLABLES = "ba co de fi lo mu na pe ri sa to vu an el is or un ad em ip".split()
_CHANNELS = ("email", "email", "web_form", "live_chat")
_WEIGHTS = scoring.Weights()
_OPEN_ALWAYS = BusinessHours()


class Store(Protocol):
    """A connection that takes many rows."""

    def put(self, table: str, rows: Iterable[dict[str, Any]]) -> None: ...


class SqliteStore:
    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=OFF")
        self._connection.execute("PRAGMA cache_size=-262144")

    def put(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        rows = [*rows]
        columns = ", ".join(rows[0])
        marks = ", ".join("?" * len(rows[0]))
        self._connection.execute("BEGIN")
        values = ([_for_sqlite(v) for v in row.values()] for row in rows)
        self._connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
        self._connection.execute("COMMIT")

    def finish(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


def _for_sqlite(value: Any) -> Any:
    return value.replace(tzinfo=None).isoformat(" ", "microseconds") if isinstance(value, datetime) else value


class PostgresStore:
    """COPY, as superuser: rows of a workspace behind row-level security cannot be copied in otherwise."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url.replace("//tacit@", "//postgres@"), autocommit=True)

    def put(self, table: str, rows: Iterable[dict[str, Any]]) -> None:
        rows = [*rows]
        with self._connection.cursor() as cursor:
            with cursor.copy(f"COPY {table} ({', '.join(rows[0])}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row([*row.values()])

    def finish(self) -> None:
        with self._connection.cursor() as cursor:
            for table in ("contact", "conversation", "message", "tally"):
                top = f"(SELECT coalesce(max(id), 1) FROM {table})"
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {top})")
            cursor.execute("VACUUM ANALYZE")  # what autovacuum does within minutes
        self._connection.close()


@contextmanager
def store(url: str) -> Iterator[SqliteStore | PostgresStore]:
    """A store for a database URL, finished when the block ends."""
    opened = SqliteStore(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else PostgresStore(url)
    yield opened
    opened.finish()


def grow(into: Store, workspace_id: int, have: int, want: int, now: datetime) -> None:
    """Add open conversations until there are `want`; the same ones at every run."""
    for start in range(have, want, BATCH):
        numbers = range(start + 1, min(start + BATCH, want) + 1)
        made = [_make(number, workspace_id, now) for number in numbers]
        new_contacts = [contact for contact, *_ in made if contact]
        if new_contacts:
            into.put(Contact.__tablename__, new_contacts)
        for table, place in ((Conversation, 1), (Message, 2), (SearchText, 3)):
            into.put(table.__tablename__, [rows[place] for rows in made])


def tally(into: Store, workspace_id: int, total: int) -> None:
    """What the list shows as its total."""
    row = {"id": 1_000_000, "workspace_id": workspace_id, "status": "open", "channel": "email", "total": total}
    into.put(Tally.__tablename__, [row])


def _make(number: int, workspace_id: int, now: datetime) -> tuple[dict[str, Any] | None, dict, dict, dict]:
    chance = random.Random(number)
    person = (number - 1) // CONTACT_EVERY + 1
    worth = random.Random(-person)
    churn, value = round(worth.random() ** 2, 3), round(min(20_000, worth.lognormvariate(6, 1.2)), 2)
    contact = _contact(person, workspace_id, churn, value, now) if (number - 1) % CONTACT_EVERY == 0 else None
    waiting = None if chance.random() < 0.03 else now - timedelta(hours=0.01 + chance.expovariate(1 / 70))
    priority = chance.choices(("low", "normal", "high", "urgent"), (15, 60, 18, 7))[0]
    difficulty = chance.choices(("easy", "normal", "complex"), (30, 55, 15))[0]
    sentiment = round(chance.betavariate(2.5, 2), 3)
    due = scoring.reply_due(waiting, priority, _OPEN_ALWAYS, scoring.REPLY_TARGETS_H)
    standing = scoring.standing(
        scoring.Traits(churn, value, priority, difficulty, sentiment, None, None), _WEIGHTS
    )  # fmt: skip
    text = _text(number, chance)
    created = waiting or now - timedelta(days=chance.uniform(1, 60))
    channel = _CHANNELS[number % len(_CHANNELS)]
    subject = " ".join(text.split()[:6])
    conversation = {
        "id": number, "workspace_id": workspace_id, "contact_id": person, "channel": channel, "handle": "",
        "subject": subject, "preview": text[:160], "status": "open", "priority": priority, "difficulty": difficulty,
        "category": "order", "category_confidence": 0.9, "sentiment": sentiment, "language": "en",
        "waiting_since": waiting, "reply_due": due, "standing": standing, "band": math.floor(standing),
        "alerted": False, "alerts": "[]", "version": 1, "created_at": created, "last_message_at": created,
    }  # fmt: skip
    message = {
        "id": number, "workspace_id": workspace_id, "conversation_id": number, "direction": "inbound",
        "channel": channel, "author": name_of(person), "text": text, "html": "", "quoted": "", "automatic": "",
        "state": "received", "problem": "", "language": "en", "sentiment": sentiment, "mentions": "[]",
        "headers": "{}", "details": "{}", "attempts": 0, "sent_at": created, "created_at": created,
    }  # fmt: skip
    body = search_body(workspace_id, "open", channel, subject, name_of(person), [text])
    return contact, conversation, message, {"id": number, "workspace_id": workspace_id, "body": body}


def name_of(person: int) -> str:
    """Some 300,000 names, of which a million people share."""
    return f"{_WORDS[person % 400]} {_WORDS[400 + person % 769]}".title()


def _contact(person: int, workspace_id: int, churn: float, value: float, now: datetime) -> dict[str, Any]:
    return {
        "id": person, "workspace_id": workspace_id, "name": name_of(person), "sort_name": name_of(person).lower(),
        "email": f"p{person}@mail.example",
        "address": "", "lifetime_value": value, "churn_risk": churn, "segments": "[]", "vip": value > 5000,
        "created_at": now - timedelta(days=400),
    }  # fmt: skip


def _text(number: int, chance: random.Random) -> str:
    """About 25 words; frequent ones are frequent, as in a language."""
    words = [_WORDS[int(len(_WORDS) * chance.random() ** 3)] for _ in range(24)]
    for word, every in ((RARE, 500), (COMMON, 20)):
        if number % every == 0:
            words[chance.randrange(24)] = word
    return " ".join(words)


_WORDS = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES]
random.Random(7).shuffle(_WORDS)
