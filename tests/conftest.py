"""The servers that tests may ask for. The test command starts them beforehand; run by hand, pytest does."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadFileScheduling

from tests.servers import Application, application, chromium_program, postgres, redis_server

HERE = Path(__file__).parent
LONGEST_FIRST = ("ui", "ports", "api", "states", "architecture", "unit", "benchmarks")

# The same examples each time, and no judgement on how fast this machine is; `--hypothesis-profile default` explores.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits longest, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: LONGEST_FIRST.index(item.path.relative_to(HERE).parts[0]))


class Together(LoadFileScheduling):
    """The tests of a file run in one process; those of the pages too: the application is built and served once."""

    def _split_scope(self, nodeid: str) -> str:
        return "pages" if nodeid.startswith("tests/ui/") else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    return Together(config, log)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL database under a role that bypasses no row-level security and may create databases."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
    else:
        with postgres() as url:
            yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """An empty Redis."""
    if url := os.environ.get("TEST_REDIS_URL"):
        yield url
    else:
        with redis_server() as url:
            yield url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium for Playwright's `executable_path`."""
    program = chromium_program()
    assert program, "Chromium is missing: apt-get install chromium"
    return program


@pytest.fixture(scope="session")
def built_app() -> Iterator[Application]:
    """The built application on SQLite with the demo loaded; shared, so a test brings conversations of its own."""
    with application() as running:
        yield running
