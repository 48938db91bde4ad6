"""One line a row, from CSV, JSON lines and parquet; bad rows are named and the rest goes on."""

import csv
import json
from datetime import datetime
from pathlib import Path

import pytest

from crm_app.kit.errors import AppError
from crm_app.language.understand_file import Standpoint, main

TEXTS = ["Where is my order?", "¿Dónde está mi pedido?", "line one\nline two, with a comma"]


def _csv_file(folder: Path) -> Path:
    path = folder / "messages.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "body"])
        writer.writerows(enumerate(TEXTS))
    return path


def test_csv_gives_a_tab_separated_line_a_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(str(_csv_file(tmp_path)), "body", as_json=False) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(TEXTS)
    assert [line.split("\t")[0] for line in lines[:2]] == ["en", "es"]
    assert all(len(line.split("\t")) == 18 for line in lines)


def test_json_names_every_judgement(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(str(_csv_file(tmp_path)), "body", as_json=True)
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["language"] == "en"
    assert first["sentiment_label"] == "neutral"
    assert first["category"] == "order"
    assert first["priority"] == "normal"
    assert first["difficulty"] == "easy"
    assert 0 <= first["sentiment"] <= 1
    assert 0 <= first["category_confidence"] <= 1


def test_what_is_found_is_printed_in_plain_fields(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "leads.jsonl"
    said = "Up to 1.2M dirhams in Dubai Marina by the end of March, ASAP. 050 123 4567, ana@example.org, I decide"
    path.write_text(json.dumps({"t": said}) + "\n")
    standpoint = Standpoint(datetime(2026, 1, 5), "AE", "AED")
    assert main(str(path), "t", True, standpoint) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["amounts"] == [
        {"low": None, "high": 1_200_000, "currency": "AED", "bound": "up_to", "approximate": False, "per_month": False,
         "text": "1.2M dirhams"}
    ]  # fmt: skip
    assert found["dates"] == [{"start": None, "end": "2026-03-31", "text": "by the end of March"}]
    assert (found["phones"], found["emails"]) == (["+971501234567"], ["ana@example.org"])
    assert (found["urgency"], found["decision_maker"]) == ("high", "yes")
    assert (found["location"], found["city"]) == ("Dubai Marina", "Dubai")


def test_a_time_of_day_is_part_of_the_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "leads.jsonl"
    path.write_text(json.dumps({"t": "mañana de 5 a 7 pm"}) + "\n")
    main(str(path), "t", True, Standpoint(datetime(2026, 1, 5)))
    assert json.loads(capsys.readouterr().out)["dates"][0]["start"] == "2026-01-06T17:00"


def test_bad_json_lines_are_named_and_the_rest_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "messages.jsonl"
    path.write_text('{"t": "hello"}\nnot json\n{"x": 1}\n{"t": 5}\n' + "[" * 50_000 + '\n{"t": "hola"}\n')
    assert main(str(path), "t", as_json=False) == 1
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 2
    assert [line.split(":")[0] for line in shown.err.splitlines()] == ["row 2", "row 3", "row 4", "row 5"]


def test_parquet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arrow = pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    from pyarrow import parquet

    path = tmp_path / "messages.parquet"
    parquet.write_table(arrow.table({"body": ["Where is my order?", None, "شكرا"]}), path)
    assert main(str(path), "body", as_json=False) == 1
    shown = capsys.readouterr()
    assert [line.split("\t")[0] for line in shown.out.splitlines()] == ["en", "ar"]
    assert shown.err.startswith("row 2:")


def test_a_missing_file_and_a_missing_column_are_said(tmp_path: Path) -> None:
    with pytest.raises(AppError, match="There is no file"):
        main(str(tmp_path / "none.csv"), "body", as_json=False)
    with pytest.raises(AppError, match="There is no column 'text'; there are: id, body"):
        main(str(_csv_file(tmp_path)), "text", as_json=False)


def test_broken_parquet_is_said(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    path = tmp_path / "broken.parquet"
    path.write_bytes(b"nothing")
    with pytest.raises(AppError, match="not a parquet file"):
        main(str(path), "body", as_json=False)
