"""What does the body hold? Read with a cap, parsed as JSON, every text in it made fit to store."""

import json
from math import isfinite
from typing import Any

from starlette.requests import Request

from crm_app.kit.errors import AppError, Invalid
from crm_app.language.clean import clean

LARGEST = 1_048_576
"""Bytes: 1 MiB."""

TOO_LARGE = AppError("too_large", "The body is larger than 1 MB. Send less at once.", status=413, field="body")


async def read_body(request: Request, largest: int = LARGEST) -> bytes:
    """The raw bytes; raises AppError 413 by the announced length, or as soon as too much has come."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and (len(announced) > 12 or int(announced) > largest):
        raise TOO_LARGE
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > largest:
            raise TOO_LARGE
        parts.append(part)
    return b"".join(parts)


def parse(raw: bytes) -> Any:
    """The JSON value, without what no database takes; raises Invalid for `body` when it is none."""
    try:
        return _clean(json.loads(raw, parse_constant=_refuse, parse_float=_finite))
    except RecursionError:
        raise Invalid("body", "The body is nested too deeply.") from None
    except ValueError:  # not JSON, not text, or a number with thousands of digits
        raise Invalid("body", "The body is not JSON. Send one JSON object, in UTF-8.") from None


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {clean(key): _clean(item) for key, item in value.items()}
    return value


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):  # PostgreSQL takes no infinity in JSON
        raise ValueError(f"{digits[:20]} is too large")
    return number


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
