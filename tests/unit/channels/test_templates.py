"""Approved texts: which may be stored, and how they read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels.templates import StoredTemplate, checked, filled, stored
from crm_app.kit.errors import Invalid

VISIT = {"name": "visit_reminder", "language": "es", "body": "Hola {{1}}, la visita es a las {{2}}."}


def test_what_is_stored_comes_back():
    (row,) = stored({"templates": checked("meta_whatsapp", [VISIT])})
    assert row == StoredTemplate(**VISIT) and row.places == 2
    assert stored({}) == ()


@pytest.mark.parametrize(
    ("kind", "change", "field"),
    [
        ("telegram", {}, "templates"),
        ("meta_whatsapp", {"name": "Visit Reminder"}, "name"),
        ("meta_whatsapp", {"language": "spanish"}, "language"),
        ("meta_whatsapp", {"body": ""}, "body"),
        ("meta_whatsapp", {"body": "x" * 1025}, "body"),
        ("meta_whatsapp", {"body": "Hola {{2}}"}, "body"),
        ("twilio_whatsapp", {}, "reference"),
        ("twilio_whatsapp", {"reference": "MG1"}, "reference"),
    ],
)
def test_what_does_not_fit_is_named(kind, change, field):
    with pytest.raises(Invalid) as wrong:
        checked(kind, [VISIT | change])
    assert wrong.value.field == field


def test_twice_the_same_is_refused_and_another_language_is_not():
    with pytest.raises(Invalid, match="same name"):
        checked("meta_whatsapp", [VISIT, VISIT])
    assert len(checked("meta_whatsapp", [VISIT, VISIT | {"language": "es_MX"}])) == 2


def test_values_are_filled_in_on_one_line():
    text, values = filled(StoredTemplate(**VISIT), ["Ana\n Pérez", "10:00"])
    assert text == "Hola Ana Pérez, la visita es a las 10:00." and values == ("Ana Pérez", "10:00")


@pytest.mark.parametrize("values", [[], ["Ana"], ["Ana", " "], ["Ana", "10:00", "x"], ["Ana", "x" * 501]])
def test_values_that_do_not_fit(values):
    with pytest.raises(Invalid):
        filled(StoredTemplate(**VISIT), values)


@given(st.text(min_size=1).filter(str.strip))
def test_a_value_that_looks_like_a_place_stays_a_value(value):
    text, (tidy,) = filled(StoredTemplate("n", "en", "[{{1}}]"), [value[:400] or "x"])
    assert text == f"[{tidy}]"
