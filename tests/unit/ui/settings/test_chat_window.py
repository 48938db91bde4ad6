"""Which sites may show the chat?"""

import pytest

from crm_app.kit.errors import Invalid
from crm_app.ui.settings.chat_window import sites_in


def test_sites_are_kept_as_the_origins_that_browsers_send():
    typed = "https://www.Example.com/villas?x=1\nshop.example, http://localhost:3000\nhttps://www.example.com"
    assert sites_in(typed) == ["https://www.example.com", "https://shop.example", "http://localhost:3000"]
    assert sites_in(" \n ") == []


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://example.com",
        "https://",
        "javascript:alert(1)",
        "\n".join(["a.example"] * 2 + [f"{n}.example" for n in range(30)]),
    ],
)
def test_what_is_no_site_is_refused(typed):
    with pytest.raises(Invalid) as refused:
        sites_in(typed)
    assert refused.value.field == "sites"
