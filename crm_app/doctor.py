"""Is this installation well? Looks at everything that it stands on and says what to do about the rest."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlmodel import select

from crm_app.accounts import queries
from crm_app.channels import problems
from crm_app.channels.accounts import account_of
from crm_app.channels.models import Mailbox
from crm_app.kit.db import Database
from crm_app.kit.errors import AppError
from crm_app.kit.settings import Settings

PATIENCE_S = 5
LITTLE_SPACE = 500_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `advice` is what to do where it is not well."""

    what: str
    well: bool
    said: str
    advice: str = ""


async def examine(known: Settings) -> AsyncIterator[Finding]:
    """Look at the data folder, database, Redis, Node, models and mail accounts, one after the other."""
    yield _space(known.data_dir)
    database = Database(known)
    try:
        yield (answer := await _database(database))
        if answer.well:
            yield (schema := await _schema(database))
            if schema.well:
                async for finding in _mailboxes(database):
                    yield finding
    finally:
        await database.dispose()
    yield await _redis(known.redis_url)
    yield await _node()
    yield _models(known)


def _space(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    said = f"{folder.resolve()}, {free / 1e9:.1f} GB free"
    return Finding("Data folder", free > LITTLE_SPACE, said, "Make room: messages and files are kept there.")


async def _database(database: Database) -> Finding:
    """Whether it answers, under a role that cannot see through the walls."""
    kind = "SQLite" if database.is_sqlite else "PostgreSQL"
    try:
        await asyncio.wait_for(database.check(), PATIENCE_S)
    except AppError as error:
        return Finding("Database", False, f"{kind} does not answer", error.sentence)
    except TimeoutError:
        return Finding("Database", False, f"{kind} does not answer", "Check DATABASE_URL and the network.")
    except SystemExit as refusal:
        return Finding("Database", False, "its role is too mighty", str(refusal))
    return Finding("Database", True, f"{kind} answers")


async def _schema(database: Database) -> Finding:
    newest = ScriptDirectory.from_config(Config("alembic.ini")).get_current_head()
    try:
        async with database.reader.connect() as connection:
            stands_at = (await connection.execute(sa.text("SELECT version_num FROM alembic_version"))).scalar()
    except sa.exc.SQLAlchemyError:
        stands_at = None
    said = "at the newest schema" if stands_at == newest else f"schema {stands_at or 'none'}, newest is {newest}"
    return Finding("Schema", stands_at == newest, said, "Run: python -m alembic upgrade head")


async def _mailboxes(database: Database) -> AsyncIterator[Finding]:
    """Every mail account: what went wrong last, and whether its servers can be reached."""
    async with database.system_session(write=False) as session:
        workspaces = await queries.workspaces(session)
    for workspace in workspaces:
        async with database.session(workspace.id, write=False) as session:
            rows = (await session.exec(select(Mailbox).where(Mailbox.enabled.is_(True)))).all()
        for account, problem in [(account_of(row), row.problem) for row in rows]:
            servers = [(account.imap_host, account.imap_port), (account.smtp_host, account.smtp_port)]
            closed = [f"{h}:{p}" for h, p in servers if h and not await _reachable(h, p)]
            said = problems.sentence(problem) or (f"{', '.join(closed)} cannot be reached" if closed else "well")
            if account.smtp_security == "folder":
                said += "; a practice outbox, nothing leaves this machine"
            what = f"Mail {account.address}"
            yield Finding(what, not (problem or closed), said, "See Settings, E-mail, in that workspace.")


async def _reachable(host: str, port: int) -> bool:
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), PATIENCE_S)
    except (OSError, TimeoutError):
        return False
    writer.close()
    return True


async def _redis(url: str | None) -> Finding:
    if not url:
        return Finding("Redis", True, "not set: live news and sessions stay within one process")
    place = urlsplit(url)
    there = await _reachable(place.hostname or "localhost", place.port or 6379)
    said = f"{place.hostname}:{place.port or 6379} {'answers' if there else 'cannot be reached'}"
    return Finding("Redis", there, said, "Start it, or clear REDIS_URL. Until then news stays within one process.")


async def _node() -> Finding:
    """Node builds the pages; the one that came with the requirements is used, however old the system's is."""
    program = Path(sys.executable).parent / "node"
    if not program.exists():
        return Finding("Node", False, "missing", "Run: python -m pip install -r requirements.txt")
    process = await asyncio.create_subprocess_exec(program, "--version", stdout=asyncio.subprocess.PIPE)
    version = (await process.communicate())[0].decode().strip()
    return Finding("Node", process.returncode == 0, version, "Run: python -m pip install -r requirements.txt")


def _models(known: Settings) -> Finding:
    keys = {"anthropic": known.anthropic_api_key, "openai": known.openai_api_key, "gemini": known.gemini_api_key}
    named = [name.strip() for name in known.ai_providers.split(",")]
    usable = [name for name in named if name in keys and keys[name].get_secret_value()]
    return Finding("Models", True, ", ".join(usable) or "no key: the offline engine writes the drafts")
