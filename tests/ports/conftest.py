"""What most tests of the ports stand on."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from crm_app.kit import clock
from tests.places import migrated_place
from tests.ports.whole_house import Tenant, found_workspace, living_in


@pytest.fixture(params=["sqlite", "postgresql"])
async def shop(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Tenant]:
    """A workspace of its own in the whole product, whose jobs are run by hand; on both databases."""
    server = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with migrated_place(tmp_path, server) as place:
        async with living_in(place, run_jobs=False):
            yield await found_workspace("shop")
    clock.shift(None)
