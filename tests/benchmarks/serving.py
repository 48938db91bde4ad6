"""The running application from outside, without a browser: intake under load, and how soon a draft is written."""

import http.client
import json
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from tests.benchmarks.figures import Figure, median, percentile, spread
from tests.servers import Application

CLIENTS, EACH = 8, 150
DRAFTS = 15
PATIENCE_S = 120
IDLE_S = 30


class Rows:
    """Looks into the application's database from outside, past the walls: only a bench may."""

    def __init__(self, url: str) -> None:
        self._jobs = "dbos.workflow_status" if url.startswith("postgresql") else "workflow_status"
        if url.startswith("postgresql"):
            url = url.replace("postgresql://tacit@", "postgresql+psycopg://postgres@")
        self._engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")

    def one(self, query: str, **values: object) -> object:
        with self._engine.connect() as connection:
            return connection.execute(sa.text(query), values).scalar()

    def number(self, query: str) -> int:
        return int(str(self.one(query) or 0))

    def wait(
        self,
        query: str,
        wanted: Callable[[object], bool],
        *,
        patience_s: float = PATIENCE_S,
        look_s: float = 0.004,
        **values: object,
    ) -> float:
        """Seconds until the answer is as wanted; TimeoutError when it never is."""
        began = time.perf_counter()
        while not wanted(self.one(query, **values)):
            if time.perf_counter() - began > patience_s:
                raise TimeoutError(query)
            time.sleep(look_s)
        return time.perf_counter() - began

    def rest(self) -> None:
        """Wait until no job is left to do."""
        left = f"SELECT count(*) FROM {self._jobs} WHERE status IN ('ENQUEUED', 'PENDING')"
        self.wait(left, lambda jobs: jobs == 0, patience_s=10 * PATIENCE_S, look_s=0.5)


def database_of(app: Application, database_url: str) -> Rows:
    return Rows(database_url or f"sqlite:///{app.data / 'tacit.db'}")


def key_of(app: Application, workspace: str) -> str:
    return next(k["key"] for k in app.demo["api_keys"] if k["workspace"] == workspace)


class Client:
    """Posts over one connection that is kept; forms in the name of a workspace."""

    def __init__(self, app: Application, workspace: str) -> None:
        place = urlsplit(app.url)
        self._connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        self._headers = {"X-API-Key": key_of(app, workspace), "Content-Type": "application/json"}

    def post(self, form: dict[str, str]) -> tuple[int, float]:
        """A form; see `send`."""
        return self.send("/webhooks/web-form", json.dumps(form), self._headers)

    def send(self, path: str, body: str, headers: dict[str, str]) -> tuple[int, float]:
        """Status (0: no answer), and milliseconds until the whole answer was there."""
        began = time.perf_counter()
        try:
            self._connection.request("POST", path, body, headers)
            answer = self._connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            self._connection.close()
            status = 0
        return status, (time.perf_counter() - began) * 1000


@dataclass(frozen=True)
class Rush:
    """How many senders at once were answered: milliseconds of each delivery, the statuses that were no 2xx."""

    taken: list[float]
    refused: list[int]
    seconds: float

    def figures(self, what: str, *, rate: float | None = None) -> Iterator[Figure]:
        """`rate`: acknowledged a second, at least."""
        note = f"{len(self.refused)} refused {set(self.refused)}" if self.refused else "none refused"
        fast = (len(self.taken) - len(self.refused)) / self.seconds
        yield Figure(what, fast, "/s", rate, at_least=True, remark=f"{CLIENTS} clients, {note}")
        p99, p50 = percentile(self.taken, 0.99), median(self.taken)
        yield Figure(f"{what}, p99", p99, "ms", 500, remark=f"p50 {p50:.0f}, longest {max(self.taken):.0f}")


def rush(app: Application, workspace: str, total: int, send: Callable[[Client, int], tuple[int, float]]) -> Rush:
    """Deliver numbers 0 to `total` by all clients at once, each its next one as soon as it is answered."""
    numbers = iter(range(total))
    taken: list[float] = []
    refused: list[int] = []

    def work() -> None:
        client = Client(app, workspace)
        for number in numbers:
            status, ms = send(client, number)
            taken.append(ms)
            if not 200 <= status < 300:
                refused.append(status)

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Rush(taken, refused, time.perf_counter() - began)


def form(subject: str = "Where is my order?") -> dict[str, str]:
    """A delivery like no other, from a new person."""
    own = uuid.uuid4().hex
    text = "Hello, I ordered a lamp two weeks ago and nothing has arrived. Where is my order? Thank you."
    return {"id": own, "name": "Bench", "email": f"{own}@mail.example", "subject": subject, "message": text}


def figures(app: Application, database_url: str, at: str) -> Iterator[Figure]:
    """Everything that needs no browser."""
    rows = database_of(app, database_url)
    yield from _drafts(app, rows, at)
    yield from _intake(app, rows, at)


def _drafts(app: Application, rows: Rows, at: str) -> Iterator[Figure]:
    client = Client(app, "academia-sol")
    there = "SELECT count(*) FROM draft d JOIN message m ON m.id = d.for_message_id WHERE m.external_id LIKE :own"
    taken = []
    for _ in range(DRAFTS):
        sent = form()
        began = time.perf_counter()
        client.post(sent)
        rows.wait(there, bool, own=f"%{sent['id']}")
        taken.append((time.perf_counter() - began) * 1000)
    yield Figure(f"{at}: arrival to offline draft", median(taken), "ms", 1000, remark=spread(taken))


def _intake(app: Application, rows: Rows, at: str) -> Iterator[Figure]:
    done = rush(app, "academia-sol", CLIENTS * EACH, lambda client, _: client.post(form()))
    yield from done.figures(f"{at}: web-form intake", rate=150)
    waiting = "SELECT count(*) FROM intake WHERE state = 'waiting'"
    seconds = rows.wait(waiting, lambda left: left == 0, patience_s=5 * PATIENCE_S)
    yield Figure(f"{at}: {len(done.taken):,} deliveries understood", seconds, "s", remark="after the last was accepted")


def server_processes(app: Application) -> list[Path]:
    """The application's processes, known by the data folder in their environment."""
    mark = f"DATA_DIR={app.data}".encode()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            ours = mark in (process / "environ").read_bytes() and b"granian" in (process / "cmdline").read_bytes()
        except OSError:
            continue
        found += [process] if ours else []
    return found


def memory_mib(app: Application) -> float:
    """What all of the server's processes hold; what they share is counted once."""
    kib = 0
    for process in server_processes(app):
        for line in (process / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kib += int(line.split()[1])
    return kib / 1024


def idle(app: Application, database_url: str, at: str) -> Figure:
    """What the server costs while nobody is there and nothing is to be done."""
    database_of(app, database_url).rest()
    before = _cpu_seconds(app)
    time.sleep(IDLE_S)
    share = 100 * (_cpu_seconds(app) - before) / IDLE_S
    return Figure(f"{at}: processor, nobody there", share, "%", 5, remark=f"of one core, over {IDLE_S} s")


def _cpu_seconds(app: Application) -> float:
    ticks = 0
    for process in server_processes(app):
        after_name = (process / "stat").read_text().rpartition(")")[2].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")
