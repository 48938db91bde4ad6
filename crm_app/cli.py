"""Commands beside the server: `python -m crm_app.cli <command>`, usually by way of `tacit.py`."""

import argparse
import asyncio
import getpass
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from crm_app.imports import conversation_lines
from crm_app.imports.kinds import KINDS
from crm_app.kit import log
from crm_app.kit.errors import AppError
from crm_app.kit.settings import settings


def main(arguments: list[str]) -> int:
    """Run one command; returns the exit code. Standard output is the command's result, all else goes to stderr."""
    log.set_up("ERROR")
    parser = argparse.ArgumentParser(prog="tacit.py", description="Commands beside the server.")
    commands = parser.add_subparsers(dest="command", required=True)
    for add in (
        _demo_options,
        _load_options,
        _understand_options,
        _create_admin_options,
        _connect_options,
        _doctor_options,
        _bench_options,
    ):
        add(commands)
    wanted, rest = parser.parse_known_args(arguments)
    if rest and wanted.command != "bench":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    wanted.rest = rest
    try:
        return wanted.run(wanted)
    except AppError as error:
        print(error.sentence, file=sys.stderr)
        return 1


def _demo_options(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser("demo", help="load the demo workspaces and print their logins and API keys")
    parser.add_argument("--reset", action="store_true", help="empty the demo workspaces first")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=_demo)


def _demo(wanted: argparse.Namespace) -> int:
    from crm_app.demo.loading import PASSWORD, load_all

    async def work() -> None:
        loaded = await load_all(reset=wanted.reset, tell=_tell)
        if wanted.json:
            print(json.dumps({
                "workspaces": [{"slug": w.slug, "name": w.name, "id": w.id} for w in loaded],
                "logins": [
                    {"workspace": w.slug, "role": role, "email": email, "password": PASSWORD}
                    for w in loaded for role, email in w.logins
                ],
                "api_keys": [{"workspace": w.slug, "key": w.api_key} for w in loaded],
            }, ensure_ascii=False, indent=2))  # fmt: skip
            return
        for w in loaded:
            print(f"\n{w.name} ({w.slug})")
            for role, email in w.logins:
                print(f"  {role:<8} {email:<34} {PASSWORD}")
            print(f"  API key  {w.api_key}")

    return _in_house(work)


def _load_options(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "load",
        help="import conversations, contacts or orders",
        description=f"Imports JSON lines: {conversation_lines.__doc__.partition(chr(10) * 2)[2].strip()} "
        "Priority 5 is urgent, 4 high, 3 and 2 normal, 1 low; without one the texts decide. A conversation that is "
        "there already, by its id, stays as it is. Tables (CSV) and mbox are read, too; Settings, Import does the same "
        "with a preview, and can take it back.",
    )
    parser.add_argument("file", type=Path, help="JSON lines, CSV or mbox")
    parser.add_argument("--kind", choices=[*KINDS], default="conversations", help="what the file holds")
    parser.add_argument("--workspace", required=True, metavar="SLUG")
    parser.set_defaults(run=_load)


def _load(wanted: argparse.Namespace) -> int:
    from crm_app.loading import load

    async def work() -> int:
        bar = _Bar()
        report = await load(wanted.file, wanted.workspace, bar.show, wanted.kind)
        bar.end()
        for number, reason in report.bad:
            print(f"line {number}: {reason}", file=sys.stderr)
        print(f"{report.stored:,} stored, {report.known:,} there already, {report.refused:,} refused")
        return 1 if report.refused else 0

    return _in_house(work)


class _Bar:
    """A progress bar on a terminal, a line every ten per cent elsewhere."""

    def __init__(self) -> None:
        self.live, self.shown, self.began = sys.stderr.isatty(), -1, time.monotonic()

    def show(self, done: int, whole: int) -> None:
        percent = 100 * done // max(1, whole)
        if self.live:
            bar = "█" * (percent * 40 // 100)
            seconds = time.monotonic() - self.began
            print(f"\r\x1b[K{bar:░<40} {percent:3} %  {seconds:.0f} s", end="", file=sys.stderr, flush=True)
        elif percent // 10 > self.shown:
            self.shown = percent // 10
            print(f"{percent} %", file=sys.stderr)

    def end(self) -> None:
        if self.live:
            print(file=sys.stderr)


def _understand_options(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser("understand", help="judge the offline engine on your own messages")
    parser.add_argument("file", help="CSV, JSON lines or parquet")
    parser.add_argument("--text", required=True, metavar="COLUMN", help="the column that holds the message")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.add_argument("--now", type=_moment, default=None, metavar="ISO", help="when they were written: today")
    parser.add_argument("--region", default="US", type=str.upper, help="country of numbers without a code: US")
    parser.add_argument("--currency", default="USD", type=str.upper, help="what $ and a bare sum are in: USD")
    parser.add_argument(
        "--asked", default=None, metavar="WHAT", help="what the messages answer: budget, phone, timeline..."
    )
    parser.set_defaults(run=_understand)


def _moment(said: str) -> datetime:
    return datetime.fromisoformat(said)


def _understand(wanted: argparse.Namespace) -> int:
    from crm_app.language.understand_file import Standpoint
    from crm_app.language.understand_file import main as understand_file

    now = wanted.now or datetime.now(UTC)
    standpoint = Standpoint(now, wanted.region, wanted.currency, wanted.asked)
    return understand_file(wanted.file, wanted.text, wanted.json, standpoint)


def _create_admin_options(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser(
        "create-admin",
        help="add an admin, and the workspace if it is new",
        description="Asks for the password, or reads it from standard input when that is no terminal.",
    )
    parser.add_argument("email")
    parser.add_argument("--workspace", required=True, metavar="SLUG")
    parser.add_argument("--name", default="", help="how the person is called")
    parser.add_argument("--workspace-name", default="", help="how a new workspace is called")
    parser.set_defaults(run=_create_admin)


def _create_admin(wanted: argparse.Namespace) -> int:
    from crm_app.accounts import actions, queries
    from crm_app.kit import clock
    from crm_app.kit.transaction import Actor, above_walls, transaction

    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")

    async def work() -> None:
        # before a workspace is made that nobody could enter
        hashed = await actions.password_hash(password, wanted.email, wanted.name)
        async with above_walls(write=True) as session:
            workspace = await queries.workspace_by_slug(session, wanted.workspace) or await actions.create_workspace(
                session, slug=wanted.workspace, name=wanted.workspace_name or wanted.workspace, now=clock.now()
            )
        async with transaction(Actor.system(workspace.id)) as tx:
            await actions.invite_member(tx, email=wanted.email, name=wanted.name, role="admin", hashed=hashed)
        print(f"{wanted.email} is an admin of {workspace.name}.")

    return _in_house(work)


def _connect_options(commands: argparse._SubParsersAction) -> None:
    from crm_app.channels.kinds import KINDS as ACCOUNTS

    known = "; ".join(f"{name}: {', '.join(kind.secrets)}" for name, kind in ACCOUNTS.items())
    parser = commands.add_parser(
        "connect",
        help="connect a number, bot or shop",
        description=f"Adds it to a workspace, or changes it, and prints where its vendor is to post. Secrets: {known}. "
        "One that is not given is the environment's. A secret of - is read from standard input.",
    )
    parser.add_argument("kind", choices=[*ACCOUNTS])
    parser.add_argument("--workspace", required=True, metavar="SLUG")
    parser.add_argument(
        "--address", required=True, help="the number, phone_number_id, bot name, shop domain, or any name"
    )
    parser.add_argument("--name", default="", help="how it is called here")
    parser.add_argument("--secret", action="append", default=[], metavar="NAME=VALUE")
    parser.set_defaults(run=_connect)


def _connect(wanted: argparse.Namespace) -> int:
    from crm_app.accounts import queries
    from crm_app.channels import actions, kinds
    from crm_app.channels.queries import channel_accounts
    from crm_app.kit.errors import NotFound
    from crm_app.kit.transaction import Actor, above_walls, transaction

    given = [text.partition("=") for text in wanted.secret]
    secrets = {name: sys.stdin.readline().strip() if value == "-" else value for name, _, value in given}

    async def work() -> None:
        async with above_walls() as session:
            workspace = await queries.workspace_by_slug(session, wanted.workspace)
        if workspace is None:
            raise NotFound("workspace")
        async with transaction(Actor.system(workspace.id)) as tx:
            address = kinds.address(wanted.kind, wanted.address)
            own = [row for row in await channel_accounts(tx) if (row.kind, row.address) == (wanted.kind, address)]
            account = await actions.save_channel_account(
                tx, own[0].id if own else None, kind=wanted.kind, address=address, name=wanted.name, secrets=secrets
            )
        for hook in kinds.HOOKS[wanted.kind]:
            print(settings().address + hook.replace("{token}", account.token))

    return _in_house(work)


def _doctor_options(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser("doctor", help="look at what this installation stands on")
    parser.set_defaults(run=_doctor)


def _doctor(wanted: argparse.Namespace) -> int:
    from crm_app.doctor import examine

    async def work() -> int:
        ill = 0
        async for finding in examine(settings()):
            print(f"{'ok  ' if finding.well else 'NO  '} {finding.what}: {finding.said}")
            if not finding.well:
                ill += 1
                print(f"     {finding.advice}")
        return 1 if ill else 0

    return asyncio.run(work())


def _bench_options(commands: argparse._SubParsersAction) -> None:
    parser = commands.add_parser("bench", help="how fast it is on this machine", add_help=False)
    parser.set_defaults(run=_bench)


def _bench(wanted: argparse.Namespace) -> int:
    """In a process of its own: it brings databases and settings of its own."""
    return subprocess.call([sys.executable, "-m", "tests.benchmarks.bench", *wanted.rest])


def _in_house(work: Callable[[], Awaitable[int | None]]) -> int:
    """Run a coroutine on the open runtime, without running jobs: a server does those."""
    from crm_app.bootstrap import close_runtime, open_runtime

    async def inside() -> int:
        await open_runtime(run_jobs=False)
        try:
            return await work() or 0
        finally:
            await close_runtime()

    settings()
    return asyncio.run(inside())


def _tell(what: str) -> None:
    """Say on stderr how far it is: over itself on a terminal, line by line elsewhere."""
    print(f"\r\x1b[K{what}" if sys.stderr.isatty() else what, end="" if sys.stderr.isatty() else "\n", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
