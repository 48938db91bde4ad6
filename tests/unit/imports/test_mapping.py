"""Headings in three languages, spelt as people spell them, and rows read by them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.imports import contact_rows, conversation_rows, order_rows
from crm_app.imports.mapping import guess, read
from crm_app.imports.values import Ground

GROUND = Ground(datetime(2026, 3, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("columns", "keys"),
    [
        (["Full Name", "E-Mail Address", "Phone No.", "Total spent"], ["name", "email", "phone", "lifetime_value"]),
        (["Nombre completo", "Correo electrónico", "Móvil", "Gasto"], ["name", "email", "phone", None]),
        (["الاسم", "البريد الإلكتروني", "رقم الجوّال", "تاريخ التسجيل"], ["name", "email", "phone", "customer_since"]),
        (["firstName", "last_name", "EMAIL", "Shoe size"], ["first_name", "last_name", "email", None]),
        (["Nombre compleot", "Telefno"], ["name", "phone"]),
    ],
)  # fmt: skip
def test_headings_are_understood(columns, keys):
    found = guess(columns, contact_rows.FIELDS)
    assert [found.get(str(number)) for number in range(len(columns))] == keys


def test_no_field_twice_and_a_column_of_addresses_is_the_email():
    assert guess(["Email", "E-mail"], contact_rows.FIELDS) == {"0": "email"}
    assert guess(["Who", "Contact point"], contact_rows.FIELDS, [["Ana", "a@b.example"], ["Luis", ""]]) == {
        "1": "email"
    }


def test_orders_and_conversations_have_headings_of_their_own():
    assert guess(["رقم الطلب", "المبلغ", "البريد"], order_rows.FIELDS) == {"0": "number", "1": "total", "2": "email"}
    found = guess(["Ticket ID", "Asunto", "Mensaje", "Estado"], conversation_rows.FIELDS)
    assert list(found.values()) == ["id", "subject", "message", "status"]


def test_a_wrong_cell_names_its_field():
    with pytest.raises(ValueError, match="email: is not an e-mail address"):
        read(["nobody"], {"0": "email"}, contact_rows.FIELDS, GROUND)
    assert read(["", "x"], {"0": "email", "5": "name", "1": "gone"}, contact_rows.FIELDS, GROUND) == {}


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_headings_give_a_mapping_of_their_own_columns(columns):
    found = guess(columns, contact_rows.FIELDS)
    assert len(set(found.values())) == len(found) and {int(number) for number in found} <= set(range(len(columns)))
