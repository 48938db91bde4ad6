"""Files of every making: their form, columns and rows, and what is refused instead of being guessed."""

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.imports.reading import LONGEST_LINE, Layout, encoding_of, recognise, rows

TABLE = 'Nombre;Teléfono;Notas\nAna;600 111 222;"dos\nlíneas; y más"\n\nLuis;;\n'


def read(content: bytes) -> tuple[Layout, list[tuple[str, ...]]]:
    layout = recognise(io.BytesIO(content))
    return layout, [record.cells for record in rows(io.BytesIO(content), layout)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_and_quoted_lines(encoding):
    layout, found = read(TABLE.encode(encoding))
    assert layout.columns == ("Nombre", "Teléfono", "Notas") and layout.separator == ";"
    assert found == [("Ana", "600 111 222", "dos\nlíneas; y más"), ("Luis", "", "")]


def test_arabic_of_windows_is_told_from_accents():
    assert encoding_of("الاسم,الهاتف\nأحمد,055\n".encode("cp1256")) == "cp1256"
    assert encoding_of("Teléfono,Dirección\nMuñoz,Calle\n".encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_separators_are_found(mark):
    layout, found = read(mark.join(["name", "email"]).encode() + b"\n" + mark.join(["a", "b@c.example"]).encode())
    assert (layout.separator, found) == (mark, [("a", "b@c.example")])


def test_a_table_without_headings_gets_numbers():
    layout, found = read(b"Ana,ana@mail.example\nLuis,luis@mail.example\n")
    assert (layout.headed, layout.columns, len(found)) == (False, ("1", "2"), 2)


def test_two_columns_of_one_name_are_told_apart():
    assert read(b"Phone,Phone,\na,b,c\n")[0].columns == ("Phone", "Phone (2)", "3")


@pytest.mark.parametrize(
    "content", [b"na\x00me;e-mail\n" + b"a;b\n" * 20, b'{"na\\ud83d": "a", "in": {"\\u0000": "b"}}\n']
)
def test_a_heading_can_be_stored_and_finds_its_cells(content):
    layout, found = read(content)
    assert not re.search("[\x00\ud800-\udfff]", "".join(layout.columns)) and found[0] == ("a", "b")


def test_lines_are_numbered_as_an_editor_does():
    layout = recognise(io.BytesIO(TABLE.encode()))
    assert [record.line for record in rows(io.BytesIO(TABLE.encode()), layout)] == [2, 5]


def test_what_is_none_of_ours_is_refused():
    for content in (b"", b"  \n", b"PK\x03\x04rest", b"%PDF-1.7 x,y", b"<html>a,b</html>", b"\x00\x01\x02" * 500):
        with pytest.raises(ValueError, match="file"):
            recognise(io.BytesIO(content))


def test_a_quotation_mark_that_is_never_closed_fills_no_memory():
    content = b'a,b\n1,2\n3,"open\n' + b"x,y\n" * 800_000
    layout = recognise(io.BytesIO(content))
    found = rows(io.BytesIO(content), layout)
    assert next(found).cells == ("1", "2") and "not closed" in next(found).problem


def test_a_row_with_too_many_cells_is_refused():
    layout = recognise(io.BytesIO(b"a,b\n1,2\n"))
    assert [r.problem for r in rows(io.BytesIO(b"a,b\n1,2,3\n1,2,\n"), layout)] == [
        "has 3 cells, but there are 2 columns",
        "",
    ]


def test_json_lines_become_columns():
    lines = [{"name": "Ana", "tags": ["a", "b"], "address": {"city": "Oran"}, "vip": True}, {"email": "x@y.example"}]
    layout, found = read("\n".join(map(json.dumps, lines)).encode())
    assert layout.columns == ("name", "tags", "address.city", "vip", "email")
    assert found == [("Ana", "a, b", "Oran", "yes", ""), ("", "", "", "", "x@y.example")]


def test_a_line_without_an_end_is_refused_and_the_next_is_read():
    content = b'{"a": 1}\n{"a": "' + b"x" * (LONGEST_LINE + 70_000) + b'"}\n{"a": 2}\n'
    found = [*rows(io.BytesIO(content), Layout("jsonl", columns=("a",)))]
    assert [(r.line, bool(r.problem)) for r in found] == [(1, False), (2, True), (3, False)]


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=2, max_size=2), max_size=20
    )
)
def test_what_was_written_as_a_table_is_read_back(cells):
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerows([["one", "two"], *cells])
    file = io.BytesIO(sheet.getvalue().encode())
    layout = Layout("csv", "utf-8", ",", True, ("one", "two"))
    kept = [tuple(row) for row in cells if any(cell.strip() for cell in row)]
    assert [record.cells for record in rows(file, layout)] == kept


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reading(content):
    try:
        layout = recognise(io.BytesIO(content))
    except ValueError:
        return
    for record in rows(io.BytesIO(content), layout) if layout.form != "mbox" else ():
        assert record.line > 0
