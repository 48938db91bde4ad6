"""The demo files: complete, and of one piece with the rules."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crm_app.accounts import passwords
from crm_app.channels.policy import CHANNELS
from crm_app.conversations.models import Status
from crm_app.demo.loading import PASSWORD
from crm_app.demo.reading import FILES, instant, read
from crm_app.language.understanding import understand

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_ages() -> None:
    assert instant("90m", NOW) == NOW - timedelta(hours=1.5)
    assert instant("2h", NOW) == NOW - timedelta(hours=2)
    assert instant("+3d", NOW) == NOW + timedelta(days=3)
    with pytest.raises(KeyError):
        instant("3y", NOW)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_is_whole(file: Path) -> None:
    demo = read(file, NOW)
    assert demo.workspace["slug"] == file.stem
    assert [member["role"] for member in demo.members] == ["admin", "manager", "agent"]
    assert all(passwords.judge(PASSWORD, member["email"], member["name"]).ok for member in demo.members)
    assert len({found.id for found in demo.conversations}) == len(demo.conversations) >= 20
    assert {found.status for found in demo.conversations} == set(Status)
    assert {found.channel for found in demo.conversations} <= set(CHANNELS)
    assert all(said.at < NOW for found in demo.conversations for said in found.messages)
    people = {contact["external_id"] for contact in demo.contacts}
    assert {order["contact_external_id"] for order in demo.orders} <= people
    assert {found.customer for found in demo.conversations} <= people


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_most_of_it_is_in_the_workspaces_language(file: Path) -> None:
    demo = read(file, NOW)
    spoken = [understand(found.messages[0].text).language.main for found in demo.conversations]
    assert spoken.count(demo.workspace["language"]) > len(spoken) / 2
