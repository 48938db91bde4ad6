"""One step of a command: what it says while it runs, and how it knows that it has nothing to do."""

from __future__ import annotations

import collections
import hashlib
import os
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Steps:
    """Tells what is being done and how far it is: one live line on a terminal, quiet lines elsewhere."""

    def __init__(self, total: int, out=sys.stdout, done: int = 0):
        self.total, self.done, self.out, self.live = total, done, out, out.isatty()
        self.title, self.began, self.spoke = "", 0.0, 0.0

    def start(self, title: str) -> None:
        self.done += 1
        self.title, self.began = f"[{self.done}/{self.total}] {title}", time.monotonic()
        self.spoke = self.began
        self._write(self.title, end="" if self.live else " ...\n")

    def progress(self, detail: str) -> None:
        now = time.monotonic()
        if self.live and now - self.spoke > 0.1:
            self._write(f"\r\x1b[K{self.title}: {detail} ({now - self.began:.0f} s)"[:110], end="")
            self.spoke = now
        elif not self.live and now - self.spoke > 15:
            self._write(f"      {detail} ({now - self.began:.0f} s)")
            self.spoke = now

    def end(self, outcome: str = "") -> None:
        outcome = outcome or f"done in {time.monotonic() - self.began:.1f} s"
        self._write(f"\r\x1b[K{self.title}: {outcome}" if self.live else f"      {outcome}")

    def _write(self, text: str, end: str = "\n") -> None:
        print(text, end=end, file=self.out, flush=True)


def run(command: list[str], environment: dict[str, str], tell, failure: str, output=None) -> None:
    """Run to the end, handing each line to `tell`; SystemExit with the last lines when it fails.

    `output`: a file for standard output, when it is wanted whole and the progress comes on standard error.
    """
    pipes = {"stdout": output, "stderr": subprocess.PIPE} if output else {"stderr": subprocess.STDOUT}
    pipes.setdefault("stdout", subprocess.PIPE)
    last: collections.deque[str] = collections.deque(maxlen=40)
    process = subprocess.Popen(command, env=environment, cwd=ROOT, text=True, errors="replace", **pipes)
    for line in process.stderr or process.stdout:
        last.append(line)
        if line.strip():
            tell(line.strip())
    if process.wait():
        raise SystemExit("\n" + "".join(last) + failure)


def digest_of(files: list[Path], more: str = "") -> str:
    """One SHA-256 over names and contents."""
    seen = hashlib.sha256(more.encode())
    for file in files:
        seen.update(f"{file.relative_to(ROOT)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return seen.hexdigest()


def is_stamped(stamp: Path, digest: str) -> bool:
    return stamp.exists() and stamp.read_text() == digest


def read_env_file() -> None:
    """Settings of `.env`, below those of the environment; for this command and all that it starts."""
    file = ROOT / ".env"
    for line in file.read_text().splitlines() if file.exists() else []:
        if found := re.match(r"""\s*(?:export\s+)?(\w+)\s*=(?:\s*(["'])(.*?)\2|(.*))""", line):
            os.environ.setdefault(found[1], found[3] if found[2] else re.sub(r"\s+#.*", "", found[4]).strip())
