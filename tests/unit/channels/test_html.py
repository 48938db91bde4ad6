"""HTML from outside is made harmless, stays readable, and cannot make the reader slow."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels.html import MAX_DEPTH, html_to_text, safe_html
from crm_app.channels.quotes import split_reply

SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\tscript:alert(1)">x</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<iframe src=https://evil.example></iframe>",
    "<p onclick=alert(1) style='background:url(https://evil.example)'>x</p>",
    "<form action=https://evil.example><input><button>x</button></form>",
    "<base href=https://evil.example><meta http-equiv=refresh content=0>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<b <script>alert(1)</script>>",
    '<td background="https://evil.example/x.png">x</td><link rel=stylesheet href=https://evil.example>',
]


@pytest.mark.parametrize("page", SCRIPTS)
def test_nothing_runs_and_nothing_is_loaded(page: str) -> None:
    shown = safe_html(f"<div>before {page} after</div>")
    tags = re.findall(r"<[^>]*>", shown)
    assert not any(re.search(r"(?i)<(script|img|svg|iframe|form|input|style|link|meta|base)\b", tag) for tag in tags)
    assert not any(re.search(r"(?i)\bon\w+\s*=|javascript:|background|src=|style=", tag) for tag in tags)
    assert "before" in shown


def test_links_leave_safely_and_only_for_the_web_and_mail() -> None:
    shown = safe_html(
        '<a href="https://x.example/?a=1&b=2" onclick=x>a</a><a href="/admin">b</a><a href="ftp://x">c</a>'
    )
    assert shown.count("href") == 1
    assert 'href="https://x.example/?a=1&amp;b=2"' in shown
    assert shown.count('rel="noopener noreferrer nofollow"') == 3


def test_the_shape_of_a_mail_stays() -> None:
    page = "<p dir=rtl>مرحبا <b>bold</b></p><ul><li>one<li>two</ul><table><tr><td colspan=2>1<td>2</table>"
    shown = safe_html(page)
    assert '<p dir="rtl">' in shown and "<b>bold</b>" in shown
    assert shown.count("<li>") == 2 and 'colspan="2"' in shown


HOSTILE = {
    "nested": "<div>" * 50_000 + "hello",
    "formatting": "".join(f"<b id={i}><p>" for i in range(50_000)) + "hello",
    "links": '<a href="https://x.example">' * 30_000 + "hello",
    "tables": "<table><tr><td>" * 50_000 + "hello",
    "quotations": "<blockquote type=cite>" * 30_000 + "hello",
    "items": "<li>" * 100_000 + "hello",
    "opened": "hello " + "<" * 500_000,
    "half tags": "hello " + "<a" * 300_000,
    "comments": "hello " + "<!--" * 200_000,
    "attributes": "<a " + "x=1 " * 200_000 + ">hello",
    "closings": "</b>" * 200_000 + "hello",
    "scripts": "hello " + "<script>" * 100_000,
    "word": "hello" + "x" * 1_000_000,
    "ampersands": "hello " + "&" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_end_and_keep_their_text(name: str) -> None:
    assert "hello" in safe_html(HOSTILE[name])
    assert "hello" in html_to_text(HOSTILE[name]).text


def test_depth_is_capped() -> None:
    shown = safe_html("<div>" * 500 + "deep" + "</div>" * 500 + "<p>after</p>")
    assert shown.count("<div>") == MAX_DEPTH
    assert "deep" in shown and "<p>after</p>" in shown


@given(st.text(alphabet="<>/ab !-=\"'&;pdiv script", max_size=200))
def test_any_text_can_be_cleaned_twice_alike(page: str) -> None:
    once = safe_html(page)
    assert "<script" not in once
    assert html_to_text(once).text.split() == html_to_text(safe_html(once)).text.split()


def test_page_as_lines() -> None:
    page = (
        "<style>p{}</style><p>One<br>two &amp; three</p><ul><li>a<li>b</ul><table><tr><td>1</td><td>2</td></tr></table>"
    )
    assert html_to_text(page).text == "One\ntwo & three\n\n- a\n- b\n\n1 2"


def test_gmail_quotation_is_folded() -> None:
    page = (
        '<div dir="ltr">Yes please.</div><br><div class="gmail_quote"><div class="gmail_attr">On Mon, Nov 16, 2026 at '
        '9:02 AM Sofia &lt;<a href="mailto:s@crm.example">s@crm.example</a>&gt; wrote:<br></div>'
        '<blockquote class="gmail_quote">Tuesday?<div>Or Friday?</div></blockquote></div>'
    )
    reply = split_reply(html_to_text(page).text)
    assert reply.reply == "Yes please."
    assert "> Tuesday?" in reply.quoted and "> Or Friday?" in reply.quoted


@pytest.mark.parametrize("mark", ['id="divRplyFwdMsg"', "id=appendonsend", 'id="x_divRplyFwdMsg"'])
def test_what_outlook_puts_below_is_history(mark: str) -> None:
    page = html_to_text(f"<div>Yes please.</div><div {mark}></div><hr><b>Von:</b> Sofia<p>Tuesday?</p>")
    assert page.text == "Yes please."
    assert "Tuesday?" in page.history


def test_apple_mail_quotation_is_marked() -> None:
    page = html_to_text('<div>Yes</div><blockquote type="cite"><div>Tuesday?</div></blockquote><div>Bye</div>')
    assert page.text.split("\n\n")[0] == "Yes" and "> Tuesday?" in page.text and page.text.endswith("Bye")
