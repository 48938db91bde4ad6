"""Serving: the application in a process group of its own, watched until it answers and ended whole."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from launch.steps import ROOT

# The two names with underscores are internal to the pinned Reflex; a test starts the server with them.
SERVE_ENV = {
    "REFLEX_ENV_MODE": "prod",
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "__REFLEX_SKIP_COMPILE": "true",
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
}


def server_command(python: Path, host: str, port: int) -> list[str]:
    """The command that serves pages, live socket and API on one port."""
    granian = ["-m", "granian", "--interface", "asgi", "--factory", "--log-level", "warning"]
    return [str(python), *granian, "--host", host, "--port", str(port), "crm_app.crm_app:app"]


def start_group(command: list[str], environment: dict[str, str], **popen) -> subprocess.Popen:
    """Start a process as the head of its own group, so that its workers can be ended with it."""
    return subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True, **popen)


def end_group(process: subprocess.Popen, seconds: float = 10) -> None:
    """End a group and wait; what still runs after the time limit is killed."""
    for kind, patience in ((signal.SIGTERM, seconds), (signal.SIGKILL, 5)):
        try:
            os.killpg(process.pid, kind)
        except ProcessLookupError:
            break
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and group_lives(process):
            time.sleep(0.05)


def group_lives(process: subprocess.Popen) -> bool:
    process.poll()  # takes the dead head out of the group
    try:
        os.killpg(process.pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_until_live(host: str, port: int, server: subprocess.Popen, seconds: float = 60) -> bool:
    """True as soon as /health/live answers; False when the server ended or the time is over."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    url = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/health/live"
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with direct.open(url, timeout=2) as answer:
                return answer.status == 200
        except OSError:
            time.sleep(0.1)
    return False


def port_taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False
