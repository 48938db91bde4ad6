"""What is shown of a row can be stored and sent, whatever its file holds."""

import io
from datetime import UTC, datetime

import pytest

from crm_app.imports import judging
from crm_app.imports.kinds import KINDS
from crm_app.imports.reading import recognise
from crm_app.imports.values import Ground

GROUND = Ground(datetime(2026, 11, 20, 12, tzinfo=UTC))
TABLE = "name,email\nÁlvaro,a@mail.example\n".encode().replace(b"lvaro", b"lvaro\xff") + b"\xc3\x81na,b@mail.example\n"


@pytest.mark.parametrize("content", [TABLE, b'{"name": "\xc3\x81 \xff", "email": "a@mail.example"}\n'])
def test_a_broken_byte_is_shown_as_one(content: bytes) -> None:
    layout = recognise(io.BytesIO(content))
    found = judging.rows_of(io.BytesIO(content), layout, KINDS["contacts"], {"0": "name", "1": "email"}, GROUND)
    first = judging.judge(list(found))[0]
    assert first.reason and "\ufffd" in first.shown
    assert first.shown.encode()
