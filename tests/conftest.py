"""The servers that tests may ask for. The test command starts them beforehand; run by hand, pytest does."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.servers import Application, application, chromium_program, postgres, redis_server

HERE = Path(__file__).parent
LONGEST_FIRST = ("ui", "ports", "api", "states", "architecture", "unit", "benchmarks")


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what waits longest, so that no process is left alone with it at the end. The tests of one file stay
    in one process, and those of the pages too, so that the application is built and served once."""
    items.sort(key=lambda item: LONGEST_FIRST.index(_folder(item)))
    for item in items:
        on_pages = _folder(item) == "ui" or "built_app" in item.fixturenames
        item.add_marker(pytest.mark.xdist_group("pages" if on_pages else str(item.path)))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(HERE).parts[0]


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
