"""Watches every mailbox: one task each, which fetches what is new and then waits for the server to tell of more.

Of several processes one watches a mailbox; the others look whether it still does.
"""

import asyncio
from dataclasses import dataclass

import structlog

from crm_app.accounts import queries as accounts
from crm_app.channels import actions as mailboxes
from crm_app.channels import queries
from crm_app.channels.accounts import MailAccount
from crm_app.channels.port import Fetches
from crm_app.channels.problems import MailboxTrouble
from crm_app.conversations.fetching import Opens, fetch_with
from crm_app.kit.aside import aside
from crm_app.kit.errors import AppError
from crm_app.kit.holding import Holding
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Actor, reading, transaction

log = structlog.get_logger()
LOOK_EVERY_S = 15.0
LONGEST_WAIT_S = 300.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 600.0

Key = tuple[int, int]
"""Workspace and mailbox."""


@dataclass(frozen=True)
class Watched:
    """A mailbox and the task that reads it."""

    account: MailAccount
    task: asyncio.Task[None]


class MailWatch:
    """The service; `opens` makes a fetcher for an account."""

    def __init__(self, opens: Opens, *, look_every_s: float = LOOK_EVERY_S) -> None:
        self._opens, self._look_every_s = opens, look_every_s
        self._watched: dict[Key, Watched] = {}
        self._looker: asyncio.Task[None] | None = None
        self._holding = Holding(settings())

    @property
    def watched(self) -> set[Key]:
        """The mailboxes that are watched here."""
        return set(self._watched)

    def start(self) -> None:
        """Begin; mailboxes that are added or changed later are found by themselves."""
        self._looker = asyncio.create_task(self._look_for_ever())

    async def stop(self) -> None:
        """End all tasks; a thread that still waits for its server closes its connection by itself."""
        tasks = [w.task for w in self._watched.values()] + [self._looker] * bool(self._looker)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._watched.clear()
        await self._holding.close()

    async def _look_for_ever(self) -> None:
        while True:
            try:
                wanted = await _wanted()
                held = await self._holding.hold([_name(key) for key in wanted])
                self._keep({key: box for key, box in wanted.items() if _name(key) in held})
            except AppError as error:
                log.warning("mailboxes_unread", error=error.code)
            except Exception:  # nobody awaits this task: it must not end unheard
                log.exception("mailboxes_unread")
            await asyncio.sleep(self._look_every_s)

    def _keep(self, wanted: dict[Key, tuple[MailAccount, str]]) -> None:
        """Watch what is wanted and nothing else. One that was refused its login is tried again once it is saved."""
        for key, watched in [*self._watched.items()]:
            account, problem = wanted.get(key, (None, ""))
            if account != watched.account or (watched.task.done() and not problem):
                watched.task.cancel()
                del self._watched[key]
        for key, (account, _) in wanted.items():
            if key not in self._watched:
                self._watched[key] = Watched(account, asyncio.create_task(self._watch(key, account)))

    async def _watch(self, key: Key, account: MailAccount) -> None:
        """Read one mailbox until its login is refused; the network's faults are waited out with growing pauses."""
        fetcher, pause = self._opens(account), FIRST_PAUSE_S
        while True:
            try:
                await self._round(fetcher, key)
                pause = FIRST_PAUSE_S
            except AppError as error:
                if isinstance(error, MailboxTrouble):
                    await _note(key, error.problem)
                if error.code == "mailbox_login":
                    return
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_S)
            except Exception:
                log.exception("mailbox_failed", mailbox=key[1])
                await asyncio.sleep(LONGEST_PAUSE_S)

    async def _round(self, fetcher: Fetches, key: Key) -> None:
        async with reading(Actor.system(key[0])) as tx:
            found = await queries.source(tx, key[1])
        if found is not None:
            await fetch_with(fetcher, *key, found[1])
            await _note(key, "")
        await aside(lambda: fetcher.wait(LONGEST_WAIT_S), leave=fetcher.close)


def _name(key: Key) -> str:
    return f"mailbox:{key[0]}:{key[1]}"


async def _wanted() -> dict[Key, tuple[MailAccount, str]]:
    """Every mailbox that is read from, with its account and what was wrong with it."""
    wanted: dict[Key, tuple[MailAccount, str]] = {}
    for actor in await accounts.everywhere():
        async with reading(actor) as tx:
            for box in await queries.mailboxes(tx):
                if box.enabled and box.imap_host:
                    wanted[actor.workspace_id, box.id] = await queries.mail_account(tx, box.id), box.problem
    return wanted


async def _note(key: Key, problem: str) -> None:
    try:
        async with transaction(Actor.system(key[0])) as tx:
            await mailboxes.note_check(tx, key[1], problem)
    except AppError as error:  # it was removed, or the database is away: neither ends the watch
        log.warning("mailbox_not_noted", error=error.code)
