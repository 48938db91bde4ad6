"""Settings, Web chat: what was typed wrong is told in the member's language, with what they typed."""

import pytest

from crm_app.ui.session import Session
from crm_app.ui.settings.chat_window import MOST_SITES, ChatWindow
from crm_app.ui.words import Words, speak
from tests.states.test_session_settings import run, signed, wrong  # noqa: F401  (a fixture)

MANY = "\n".join(f"{n}.example" for n in range(MOST_SITES + 1))


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [
        ("en", "ftp://x", "ftp://x is no site. It looks like https://www.example.com."),
        ("es", "ftp://x", "No es un sitio: ftp://x. Tiene la forma https://www.example.com."),
        ("es", "{word}{most}", "No es un sitio: {word}{most}. Tiene la forma https://www.example.com."),
        ("es", MANY, "Indica como máximo 20 sitios."),
        ("ar", "ftp://x", "لا يصلح \u2068ftp://x\u2069 موقعًا. يكون الموقع مثل https://www.example.com."),
    ],
)
async def test_a_wrong_site_is_told_in_the_members_language(signed, language, typed, told):  # noqa: F811
    page = await signed("admin", ChatWindow)
    speak(await page.get_state(Words), language)
    await run(page, "save", {"on": "on", "sites": typed})
    assert await wrong(page) == {"sites": told}
    assert (await page.get_state(Session)).notice["text"] == told
