"""What is in this file? Its form, its columns, and its rows, one after the other, so that no file fills the memory."""

import codecs
import csv
import io
import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from crm_app.language.clean import storable

LOOK = 1_000_000
"""Bytes at the start of a file by which it is judged."""
LONGEST_LINE = 20_000_000
LONGEST_ROW = 2_000_000
MOST_COLUMNS = 200
SAMPLED = 50
SEPARATORS = ",;\t|"
CHUNK = 65_536
BLANK = " \t\r\n\ufeff"
NOT_CLOSED = "a quotation mark is not closed, or a cell is longer than 2,000,000 characters"
UNREADABLE = "This file is no table, no JSON lines and no mbox. Save it as CSV and try again."

csv.field_size_limit(LONGEST_ROW)


@dataclass(frozen=True)
class Layout:
    """How a file is to be read. `form` is csv, jsonl or mbox; a CSV without headings gets numbered columns."""

    form: str
    encoding: str = "utf-8"
    separator: str = ","
    headed: bool = True
    columns: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Layout":
        return cls(**{**kept, "columns": tuple(kept["columns"])})


@dataclass(frozen=True)
class Record:
    """One row: the line on which it begins, its cells in the order of the columns, its own text where that is JSON.

    `problem`: why it cannot be read.
    """

    line: int
    cells: tuple[str, ...] = ()
    raw: str = ""
    problem: str = ""


def recognise(file: BinaryIO) -> Layout:
    """How the file is to be read; raises ValueError with a sentence for what is none of ours."""
    file.seek(0)
    head = file.read(LOOK)
    if not head.strip():
        raise ValueError("This file is empty.")
    if head.startswith(b"From ") and re.search(rb"^[\w-]+:", head.partition(b"\n")[2], re.MULTILINE):
        return Layout("mbox", "bytes")
    encoding = encoding_of(head)
    text = head.decode(encoding, "replace").lstrip("\ufeff")
    if text.lstrip().startswith("{"):
        return _json_layout(file, encoding)
    if text.count("\x00") > len(text) / 50 or text.lstrip().startswith(("<", "[", "%PDF", "PK\x03")):
        raise ValueError(UNREADABLE)
    return _table_layout(text, encoding)


def encoding_of(head: bytes) -> str:
    """utf-8, utf-16, or the Windows alphabet that fits: Arabic letters stand side by side, accents alone."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for start, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[start:2000:2].count(0) > len(head[:2000]) * 0.3:
            return name
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
        return "utf-8-sig"
    except UnicodeDecodeError:
        high = len(re.findall(rb"[\x80-\xff]", head))
        beside = sum(len(run) for run in re.findall(rb"[\xc0-\xff]{2,}", head))
        return "cp1256" if beside > high * 0.6 else "cp1252"


def _table_layout(text: str, encoding: str) -> Layout:
    lines = text[:200_000]
    best, rows = max(((mark, _parsed(lines, mark)) for mark in SEPARATORS), key=lambda found: _regularity(found[1]))
    if not rows:
        raise ValueError(UNREADABLE)
    first = [cell.strip() for cell in rows[0]][:MOST_COLUMNS]
    headed = not any("@" in cell or re.fullmatch(r"[\d.,/: +-]+", cell) for cell in first)
    columns = _unlike(first if headed else [str(number) for number in range(1, len(first) + 1)])
    return Layout("csv", encoding, best, headed, columns)


def _parsed(text: str, mark: str) -> list[list[str]]:
    try:
        found = itertools.islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark), SAMPLED)
        return [row for row in found if any(cell.strip() for cell in row)]
    except csv.Error:
        return []


def _regularity(rows: list[list[str]]) -> tuple[float, int]:
    """How many rows have as many cells as the first, provided that it has several."""
    if not rows or len(rows[0]) < 2:
        return (0.0, 0)
    return (sum(len(row) == len(rows[0]) for row in rows) / len(rows), len(rows[0]))


def _unlike(names: list[str]) -> tuple[str, ...]:
    """Headings that differ from each other: a second `Phone` becomes `Phone (2)`."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        plain = storable(name[:100]) or str(number)
        times = sum(other == plain or other.startswith(f"{plain} (") for other in found)
        found.append(f"{plain} ({times + 1})" if times else plain)
    return tuple(found)


def _json_layout(file: BinaryIO, encoding: str) -> Layout:
    columns: dict[str, None] = {}
    for record in itertools.islice(_lines(file, encoding), SAMPLED):
        columns |= dict.fromkeys(_flat(record.raw))
    return Layout("jsonl", encoding, columns=tuple(columns)[:MOST_COLUMNS])


def rows(file: BinaryIO, layout: Layout) -> Iterator[Record]:
    """The rows of a table or of JSON lines; empty ones are nothing. Mails are read by `mailboxes`."""
    if layout.form == "csv":
        yield from _cells(file, layout)
        return
    for record in _lines(file, layout.encoding):
        if record.problem:
            yield record
            continue
        said = _flat(record.raw)
        yield Record(record.line, tuple(said.get(column, "") for column in layout.columns), record.raw)


def _text(file: BinaryIO, encoding: str) -> Iterator[str]:
    """The file's lines with their ends; one that is longer than LONGEST_LINE comes in pieces."""
    file.seek(0)
    lenient = "replace" if encoding.startswith("utf-16") else "surrogateescape"  # which half a letter has none of
    decoder, rest = codecs.getincrementaldecoder(encoding)(lenient), ""
    mac = False
    while chunk := file.read(CHUNK):
        new = decoder.decode(chunk)
        mac = mac or ("\r" in new and "\n" not in new and not rest)  # lines of old ended so
        *whole, rest = _ends(rest + new.replace("\r", "\n") if mac else rest + new)
        yield from whole
        if len(rest) > LONGEST_LINE:
            yield rest
            rest = ""
    if rest := rest + decoder.decode(b"", True):
        yield rest


def _ends(text: str) -> list[str]:
    parts = text.split("\n")
    return [f"{part}\n" for part in parts[:-1]] + parts[-1:]


def _cells(file: BinaryIO, layout: Layout) -> Iterator[Record]:
    reader = csv.reader(_text(file, layout.encoding), delimiter=layout.separator)
    skip = layout.headed
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error:
            yield Record(line, problem=NOT_CLOSED)
            continue
        if cells is None:
            return
        if not any(cell.strip() for cell in cells):
            continue
        if skip:
            skip = False
            continue
        extra = [cell for cell in cells[len(layout.columns) :] if cell.strip()]
        problem = f"has {len(cells)} cells, but there are {len(layout.columns)} columns" if extra else ""
        yield Record(line, tuple(cells[: len(layout.columns)]), problem=problem)


def _lines(file: BinaryIO, encoding: str) -> Iterator[Record]:
    number, inside = 1, False
    for line in _text(file, encoding):
        too_long = len(line) > LONGEST_LINE
        if too_long and not inside:
            yield Record(number, problem=f"longer than {LONGEST_LINE:,} characters")
        elif not inside and line.strip(BLANK):
            yield Record(number, raw=line.strip(BLANK))
        inside = not line.endswith("\n")
        number += not inside


def _flat(line: str) -> dict[str, str]:
    """The values of a JSON object as texts, `address.city` for what is inside; empty for what is no object."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(said, dict):
        return {}
    flat: dict[str, str] = {}
    for key, value in said.items():
        if isinstance(value, dict):
            flat |= {f"{key}.{inner}": _told(part) for inner, part in value.items()}
        else:
            flat[str(key)] = _told(value)
    return {storable(key): cell for key, cell in flat.items()}


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_told(part) for part in value) if all(isinstance(p, str | int | float) for p in value) else ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None or isinstance(value, dict) else str(value)
