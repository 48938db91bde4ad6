"""Cells as people write them, and those that are refused."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.imports import contact_rows, conversation_rows, order_rows, values
from crm_app.imports.values import Ground

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
GROUND, AMERICAN = Ground(NOW), Ground(NOW, day_first=False)


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("1234.5", 1234.5), ("1,234.50", 1234.5), ("1.234,50 €", 1234.5), ("$1,234", 1234), ("٢٥٠٫٥", 250.5), ("-3", -3),
     ("1.234.567", 1234567), ("0,5", 0.5), ("0,125", 0.125), ("SAR 99", 99)],
)  # fmt: skip
def test_amounts(cell, amount):
    assert values.number(cell, GROUND) == amount


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2024-03-04", "2024-03-04"), ("04/03/2024", "2024-03-04"), ("4.3.24 10:30", "2024-03-04"),
     ("31/12/2020", "2020-12-31"), ("12/31/2020", "2020-12-31"), ("٠٤/٠٣/٢٠٢٤", "2024-03-04"),
     ("Mon, 04 Mar 2024 10:00:00 +0000", "2024-03-04"), ("4 Mar 2024", "2024-03-04"),
     ("2024-03-04T23:30:00-05:00", "2024-03-05"), ("2024/3/4", "2024-03-04")],
)  # fmt: skip
def test_dates(cell, day):
    assert values.instant(cell, GROUND).date().isoformat() == day


def test_the_third_of_april_or_the_fourth_of_march():
    assert values.instant("03/04/2024", GROUND).month == 4 and values.instant("03/04/2024", AMERICAN).month == 3
    assert values.day_first(["03/04/2024", "25/04/2024"]) is True
    assert values.day_first(["03/25/2024", ""]) is False
    assert values.day_first(["03/04/2024", "2024-03-25"]) is None


@pytest.mark.parametrize("cell", ["2021-13-45", "30/02/2024", "soon", "0001-01-01", "9999-12-31T23:00:00-09:00", "1/1"])
def test_what_is_no_date(cell):
    with pytest.raises(ValueError, match=r"date|before"):
        values.instant(cell, GROUND)


def test_phones():
    assert values.phone("+34 600 111-222", GROUND) == values.phone("0034600111222", GROUND) == "+34600111222"
    assert values.phone("٠٥٥ ١٢٣ ٤٥٦٧", GROUND) == "0551234567"
    for cell in ("12", "none", "1" * 30):
        with pytest.raises(ValueError, match="phone"):
            values.phone(cell, GROUND)


def test_small_words():
    assert (values.whether("Sí", GROUND), values.whether("لا", GROUND), values.whether("TRUE", GROUND)) == (
        True,
        False,
        True,
    )
    assert (values.share("35 %", GROUND), values.share("0.35", GROUND)) == (0.35, 0.35)
    assert (values.status("Resuelto", GROUND), values.priority("Urgente", GROUND)) == ("closed", "urgent")
    assert values.several("a; b ،c", GROUND) == ["a", "b", "c"]
    assert values.past("2100-01-01", GROUND) == NOW


@pytest.mark.parametrize("cell", ["a\x00b", "a\ud800b", "a\ufffd", "x" * 100_001])
def test_cells_that_no_database_takes_are_refused(cell):
    with pytest.raises(ValueError, match=r"read|longer"):
        values.sound(cell)


def test_a_formula_is_only_a_text():
    found = contact_rows.person({"email": "a@b.example", "name": values.line('=HYPERLINK("x")', GROUND)})
    assert found.name == '=HYPERLINK("x")'


def test_nobody_who_could_not_be_found_again():
    with pytest.raises(ValueError, match="second import"):
        contact_rows.person({"name": "Ana"})
    with pytest.raises(ValueError, match="number"):
        order_rows.purchase({"email": "a@b.example"})


def test_a_conversation_without_an_id_is_known_by_what_it_says():
    said = {"email": "a@b.example", "message": "Where is it?", "created": datetime(2026, 1, 1, tzinfo=UTC)}
    first, again = (conversation_rows.conversation(said, GROUND) for _ in range(2))
    other = conversation_rows.conversation({**said, "message": "Thanks"}, GROUND)
    assert first.id == again.id != other.id and first.status == "closed"


@pytest.mark.parametrize(
    ("sender", "name"), [("Ann Lee <Ann@mail.example>", "Ann Lee"), ("ann@mail.example", ""), ("Ann Lee", None)]
)
def test_a_sender_as_mail_programs_write_it_is_name_and_address(sender, name):
    said = {"message": "Hello", "name": sender}
    if name is None:
        with pytest.raises(ValueError, match="names neither"):
            conversation_rows.conversation(said, GROUND)
        return
    found = conversation_rows.conversation(said, GROUND)
    assert (found.name, found.email) == (name, "ann@mail.example")


@given(st.text(max_size=60))
def test_any_text_gives_a_value_or_a_reason(cell):
    for parse in (values.email, values.phone, values.number, values.share, values.whether, values.several,
                  values.instant, values.status, values.priority, values.channel, values.currency):  # fmt: skip
        try:
            parse(cell, GROUND)
        except ValueError as reason:
            assert str(reason)
