"""Files are kept under names of ours, whole, and one workspace's apart from another's."""

import asyncio
import hashlib
import os
import time
from pathlib import Path

import pytest

from crm_app.adapters.files.folder import FRESH_S, FolderStore
from crm_app.kit.errors import NotFound

CONTENT = b"\x00invoice.pdf"


async def test_the_name_is_the_contents_own(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    name = await store.put(1, CONTENT)
    assert name == hashlib.sha256(CONTENT).hexdigest()
    assert await store.get(1, name) == CONTENT
    assert await store.put(1, CONTENT) == name
    assert [path.name for path in (tmp_path / "1").iterdir()] == [name]


async def test_another_workspace_does_not_reach_it(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    name = await store.put(1, CONTENT)
    with pytest.raises(NotFound):
        await store.get(2, name)


@pytest.mark.parametrize(
    "name", ["../secret", "..", ".", "", "/etc/hostname", "a/b", "a\\b", "%2e%2e", "secret.txt", "half-1", "a\0b"]
)
async def test_no_other_name_is_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("not yours")
    store = FolderStore(tmp_path)
    await store.put(1, CONTENT)
    for read in (store.get, store.open):
        with pytest.raises(NotFound):
            await read(1, name)


async def test_the_same_file_from_many_at_once_is_kept_once(tmp_path: Path) -> None:
    store, content = FolderStore(tmp_path), CONTENT * 20_000
    names = await asyncio.gather(*(store.put(1, content) for _ in range(16)))
    assert len(set(names)) == 1 and await store.get(1, names[0]) == content
    assert len([*(tmp_path / "1").iterdir()]) == 1


async def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    async def parts():
        yield b"half of "
        raise ConnectionError

    store = FolderStore(tmp_path)
    with pytest.raises(ConnectionError):
        await store.put_stream(1, parts())
    assert not [*(tmp_path / "1").iterdir()]


async def test_what_is_removed_is_gone_unless_it_was_put_a_moment_ago(tmp_path: Path) -> None:
    store, long_ago = FolderStore(tmp_path), time.time() - FRESH_S - 60
    name = await store.put(1, CONTENT)
    await store.remove(1, name)
    assert await store.get(1, name) == CONTENT
    os.utime(tmp_path / "1" / name, (long_ago, long_ago))
    await store.put(1, CONTENT)
    await store.remove(1, name)
    assert await store.get(1, name) == CONTENT  # somebody has just put it again
    os.utime(tmp_path / "1" / name, (long_ago, long_ago))
    for other in ("..", "", f"../1/{name}", "f" * 64):
        await store.remove(1, other)
    await store.remove(2, name)
    assert await store.get(1, name) == CONTENT
    await store.remove(1, name)
    with pytest.raises(NotFound):
        await store.get(1, name)
