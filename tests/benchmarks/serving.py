"""The running application from outside, without a browser: intake under load, and how soon a draft is written."""

import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from tests.benchmarks.figures import Figure, median, percentile, spread
from tests.servers import Application

CLIENTS, EACH = 8, 150
DRAFTS = 15
PATIENCE_S = 120


class Rows:
    """Looks into the application's database from outside, past the walls: only a bench may."""

    def __init__(self, url: str) -> None:
        if url.startswith("postgresql"):
            url = url.replace("postgresql://tacit@", "postgresql+psycopg://postgres@")
        self._engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")

    def one(self, query: str, **values: object) -> object:
        with self._engine.connect() as connection:
            return connection.execute(sa.text(query), values).scalar()

    def wait(self, query: str, wanted: Callable[[object], bool], **values: object) -> float:
        """Seconds until the answer is as wanted; TimeoutError after two minutes."""
        began = time.perf_counter()
        while not wanted(self.one(query, **values)):
            if time.perf_counter() - began > PATIENCE_S:
                raise TimeoutError(query)
            time.sleep(0.004)
        return time.perf_counter() - began


def database_of(app: Application, database_url: str) -> Rows:
    return Rows(database_url or f"sqlite:///{app.data / 'tacit.db'}")


def key_of(app: Application, workspace: str) -> str:
    return next(k["key"] for k in app.demo["api_keys"] if k["workspace"] == workspace)


class Client:
    """Posts forms over one connection that is kept."""

    def __init__(self, app: Application, workspace: str) -> None:
        place = urlsplit(app.url)
        self._connection = http.client.HTTPConnection(place.hostname, place.port, timeout=60)
        self._headers = {"X-API-Key": key_of(app, workspace), "Content-Type": "application/json"}

    def post(self, form: dict[str, str]) -> tuple[int, float]:
        """Status, and milliseconds until the whole answer was there."""
        began = time.perf_counter()
        self._connection.request("POST", "/webhooks/web-form", json.dumps(form), self._headers)
        answer = self._connection.getresponse()
        answer.read()
        return answer.status, (time.perf_counter() - began) * 1000


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
    taken: list[float] = []
    refused: list[int] = []

    def send() -> None:
        client = Client(app, "academia-sol")
        for _ in range(EACH):
            status, ms = client.post(form())
            taken.append(ms)
            if status >= 300:
                refused.append(status)

    threads = [threading.Thread(target=send) for _ in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(taken) / (time.perf_counter() - began)
    note = f"{len(refused)} refused {set(refused)}" if refused else f"{CLIENTS} clients, none refused"
    yield Figure(f"{at}: web-form intake", rate, "/s", 150, at_least=True, remark=note)
    yield Figure(f"{at}: web-form intake, p99", percentile(taken, 0.99), "ms", 500, remark=f"p50 {median(taken):.0f}")
    waiting = "SELECT count(*) FROM intake WHERE state = 'waiting'"
    seconds = rows.wait(waiting, lambda left: left == 0)
    yield Figure(f"{at}: {len(taken):,} deliveries understood", seconds, "s", remark="after the last was accepted")


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
