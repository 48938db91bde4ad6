"""The test command behind `tacit.py test`: get what is missing, start the servers, let pytest judge."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from launch.prepare import build_front_end
from launch.steps import Steps, run
from tests.servers import chromium_program, postgres, postgres_programs, redis_server

# What the tests need that Python cannot bring: Debian's package, and how to see that it is there
NEEDED: dict[str, Callable[[], object]] = {
    "chromium": chromium_program,
    "postgresql": postgres_programs,
    "redis-server": lambda: shutil.which("redis-server"),
    "dovecot-imapd": lambda: shutil.which("dovecot") or Path("/usr/sbin/dovecot").exists(),
}

# One process more than there are cores, since many tests wait; what belongs together stays so (conftest.py)
SIDE_BY_SIDE = ["-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--no-loadscope-reorder"]


def main(arguments: list[str]) -> int:
    """Run pytest with `arguments`, of which `-n 0` means one process; returns its exit code."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the servers are ended on the way out
    steps = Steps(5, done=2)  # Python's packages came first
    install_missing(steps)
    build_front_end(steps, Path(sys.executable))
    steps.start("PostgreSQL and Redis")
    with postgres() as database_url, redis_server() as redis_url, TemporaryDirectory() as templates:
        steps.end()
        servers = {"TEST_DATABASE_URL": database_url, "TEST_REDIS_URL": redis_url, "TEST_CHROMIUM": chromium_program()}
        servers["TEST_TEMPLATES"] = templates
        command = [sys.executable, "-m", "pytest", *SIDE_BY_SIDE, *arguments]
        return subprocess.call(command, env={**os.environ, **servers})


def install_missing(steps: Steps) -> None:
    """Install Debian's packages where that is allowed; SystemExit names them where it is not."""
    steps.start("Chromium, PostgreSQL, Redis and Dovecot")
    missing = [package for package, found in NEEDED.items() if not found()]
    if not missing:
        steps.end("there already")
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(f"\nThe tests also need: {', '.join(missing)}. On Debian: apt-get install {' '.join(missing)}")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    failure = f"Could not install {' '.join(missing)}."
    run(["apt-get", "update"], quiet, steps.progress, failure)
    run(["apt-get", "install", "-y", "--no-install-recommends", *missing], quiet, steps.progress, failure)
    if missing := [package for package in missing if not NEEDED[package]()]:
        raise SystemExit(f"\nStill missing after their installation: {', '.join(missing)}")
    steps.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
