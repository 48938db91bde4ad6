"""What do the messages in a file say? One line of judgement a row, for `tacit.py understand`."""

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from crm_app.kit.errors import AppError
from crm_app.language.clean import clean
from crm_app.language.extraction import Extraction, extract
from crm_app.language.understanding import Understanding, understand

_JSON_LINES = frozenset({".jsonl", ".ndjson", ".json"})
_BATCH = 1_000
_BREAKING = str.maketrans({"\t": " ", "\n": " "})

Row = tuple[int, str | Exception]


@dataclass(frozen=True)
class Standpoint:
    """Where and when the messages were written: what "tomorrow", "$" and a number without country code mean."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    region: str = "US"
    currency: str = "USD"
    asked: str | None = None


def main(path: str, column: str, as_json: bool, standpoint: Standpoint | None = None) -> int:
    """Prints what is judged (language, sentiment, label, category, confidence, priority, difficulty) and what is found
    (amounts, dates, phones, e-mails, urgency, decision maker, location) in every row of a CSV, JSON lines or parquet
    file: tab-separated with lists as JSON, or one JSON object a line. Bad rows are named on stderr. Returns 0, or 1
    when a row was bad. Raises AppError when the file or the column is not there."""
    standpoint = standpoint or Standpoint()
    bad = 0
    for number, content in rows(Path(path), column):
        if isinstance(content, Exception):
            bad += 1
            print(f"row {number}: {content}", file=sys.stderr)
            continue
        judged = understand(content)
        fields = as_fields(judged) | found_fields(_found(content, judged, standpoint))
        print(json.dumps(fields) if as_json else "\t".join(_cell(value) for value in fields.values()))
    return 1 if bad else 0


def as_fields(judged: Understanding) -> dict[str, str | float]:
    """The judgement as plain fields; sentiment runs from 0 (bad) to 1 (good)."""
    return {
        "language": judged.language.language,
        "sentiment": judged.sentiment.score,
        "sentiment_label": judged.sentiment.label,
        "category": judged.category.name,
        "category_confidence": judged.category.confidence,
        "priority": judged.priority.name,
        "difficulty": judged.difficulty.name,
    }


def _found(content: str, judged: Understanding, standpoint: Standpoint) -> Extraction:
    return extract(
        clean(content),
        now=standpoint.now,
        region=standpoint.region,
        currency=standpoint.currency,
        # Only Americans who write English put the month first.
        day_first=not (standpoint.region == "US" and judged.language.main == "en"),
        asked=standpoint.asked,
    )


def found_fields(found: Extraction) -> dict[str, object]:
    """What was found as plain fields: sums as numbers, days as ISO dates (with the time where it is said)."""
    place = found.location
    return {
        "amounts": [
            {
                "low": _number(sum_.low),
                "high": _number(sum_.high),
                "currency": sum_.currency,
                "bound": sum_.bound,
                "approximate": sum_.approximate,
                "per_month": sum_.per_month,
                "text": sum_.text,
            }
            for sum_ in found.amounts
        ],
        "dates": [
            {
                "start": _iso(period.first, period.at),
                "end": _iso(period.last, period.until or period.at),
                "text": period.text,
            }
            for period in found.dates
        ],
        "phones": [phone.e164 for phone in found.phones],
        "emails": [mail.address for mail in found.emails],
        "name": found.name.name if found.name else "",
        "urgency": found.urgency.level,
        "decision_maker": found.decision_maker.decides,
        "location": place.name if place else "",
        "city": place.city if place else "",
        "services": [service.name for service in found.services],
        "wishes": [wish.kind for wish in found.wishes],
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _iso(day: date | None, at: time | None) -> str | None:
    if day is None:
        return None
    return f"{day}T{at:%H:%M}" if at else f"{day}"


def _cell(value: object) -> str:
    return (json.dumps(value, ensure_ascii=False) if isinstance(value, list) else str(value)).translate(_BREAKING)


def rows(path: Path, column: str) -> Iterator[Row]:
    """Each row's number, from 1, with its text or with what is wrong with it. Reads a part of the file at a time."""
    if not path.is_file():
        raise AppError("file_missing", f"There is no file {path}.", status=404)
    if path.suffix == ".parquet":
        return _parquet(path, column)
    return _json_lines(path, column) if path.suffix in _JSON_LINES else _csv(path, column)


def _csv(path: Path, column: str) -> Iterator[Row]:
    before = csv.field_size_limit(2**31 - 1)  # which is the whole process's
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            reader = csv.DictReader(line.replace("\x00", "\ufffd") for line in file)
            _require(column, list(reader.fieldnames or []))
            for number, row in enumerate(reader, start=1):
                text = row.get(column)
                yield number, ValueError("the row is too short") if text is None else text
    finally:
        csv.field_size_limit(before)


def _json_lines(path: Path, column: str) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, _from_json(line, column)


def _from_json(line: str, column: str) -> str | Exception:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        return ValueError(f"not JSON ({type(error).__name__})")
    if not isinstance(row, dict) or column not in row:
        return ValueError(f"no field {clean(column)!r}")
    return row[column] if isinstance(row[column], str) else ValueError(f"the field {clean(column)!r} is not a text")


def _parquet(path: Path, column: str) -> Iterator[Row]:
    try:
        from pyarrow import ArrowException, parquet  # type: ignore[import-untyped]
    except ImportError:
        raise AppError("pyarrow_missing", "Reading parquet needs pyarrow: pip install pyarrow.", status=422) from None
    try:
        file = parquet.ParquetFile(path)
    except ArrowException:
        raise AppError("not_parquet", f"{path} is not a parquet file.", status=422) from None
    _require(column, file.schema_arrow.names)
    number = 0
    for batch in file.iter_batches(_BATCH, columns=[column]):
        for value in batch.column(0).to_pylist():
            number += 1
            yield number, value if isinstance(value, str) else ValueError("the value is not a text")


def _require(column: str, columns: list[str]) -> None:
    if column not in columns:
        raise AppError("column_missing", f"There is no column {column!r}; there are: {', '.join(columns)}.", status=422)
