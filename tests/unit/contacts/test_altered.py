"""One part of a name changes, and the other stays."""

import pytest

from crm_app.contacts.altered import renamed


@pytest.mark.parametrize(
    ("name", "part", "value", "whole"),
    [
        ("Anna Pérez Gil", "first_name", "Ana", "Ana Pérez Gil"),
        ("Anna Pérez Gil", "last_name", "Ruiz", "Anna Ruiz"),
        ("Anna", "last_name", "Ruiz", "Anna Ruiz"),
        ("Anna Ruiz", "last_name", "", "Anna"),
        ("Anna Ruiz", "first_name", "", "Ruiz"),
        ("", "last_name", "Ruiz", "Ruiz"),
        ("  Anna   Ruiz ", "first_name", "Ana", "Ana Ruiz"),
    ],
)
def test_a_part_of_a_name_changes(name, part, value, whole):
    assert renamed(name, part, value) == whole
