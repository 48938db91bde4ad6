"""A list of contacts moves in, in a browser: uploaded, one column set right, brought in, taken back."""

import uuid

import pytest
from playwright.sync_api import expect

from tests.ui.faults import faults, sticks_out

pytestmark = pytest.mark.browser


def test_contacts_with_spanish_headings_move_in_and_out(open_page, tmp_path):
    mark = uuid.uuid4().hex[:8]
    rows = [f"Ana Ruiz;ana-{mark}@mail.example;+34 600 111 222;oro", f"Luis;luis-{mark}@mail.example;;", "Nadie;;;"]
    file = tmp_path / f"clientes {mark}.csv"
    file.write_text("\n".join(["Nombre completo;Correo electrónico;Número;Grupo de clientes", *rows]), "cp1252")
    page = open_page("admin", "/settings/import")
    page.get_by_role("group", name="The file holds").get_by_role("button", name="Contacts").click()
    page.set_input_files("#import-file", file)
    number = page.get_by_label("Número means")
    expect(number).to_have_value("")
    number.select_option("phone")
    figure = page.locator(".figure")
    expect(figure.filter(has_text="New")).to_contain_text("2")
    expect(figure.filter(has_text="Unusable")).to_contain_text("1")
    expect(page.get_by_role("cell", name="+34600111222")).to_be_visible()
    page.get_by_role("button", name="Bring in 2").click()
    expect(figure.filter(has_text="Added")).to_contain_text("2", timeout=15_000)
    expect(page.get_by_role("row", name="names neither an e-mail")).to_be_visible()
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Undo").click()
    expect(figure.filter(has_text="Taken back")).to_contain_text("2", timeout=15_000)
    page.get_by_role("button", name="All imports").click()
    expect(page.get_by_text(file.name).first).to_be_visible()
    assert not faults(page) and not sticks_out(page)
