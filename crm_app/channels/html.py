"""HTML from outside: what may be shown of it, and what it says as plain text.

Both read the page once: no page can make them slow. The standard parser and every HTML library
measured need quadratic time on some page (nh3: 28 s on 50,000 nested tags), so pages are balanced and capped first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

import nh3

MAX_CHARS = 1_000_000
MAX_DEPTH = 40
MAX_TAG = 4_096

_ALLOWED = frozenset(
    "a abbr b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i ins li ol p pre q s small span strong sub "
    "sup table tbody td tfoot th thead tr u ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNSEEN = frozenset("script style title template noscript textarea svg math iframe object xmp noembed".split())
_BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav "
    "ol p pre section table tr ul".split()
)
_SPACED = frozenset("blockquote h1 h2 h3 h4 h5 h6 ol p pre table ul".split())
_REPEATS = frozenset("p li tr td th dt dd".split())
_ATTRIBUTES = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}, "*": {"dir", "lang"}}
_NAME = re.compile(r"/?([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")

# What Gmail, Apple Mail, Thunderbird, Yahoo and Proton wrap around older mail; and where Outlook's older mail begins.
# Gmail's outer div is no box: people answer inside it, between its block quotations.
_QUOTE_BOXES = {
    "blockquote": re.compile(
        r"""\bgmail_quote\b|\btype\s{0,3}=\s{0,3}["']?cite\b|\bprotonmail_quote\b""", re.IGNORECASE
    ),
    "div": re.compile(r"\b(?:yahoo_quoted|protonmail_quote|zmail_extra)\b", re.IGNORECASE),
}
_HISTORY_BELOW = re.compile(
    r"""\bid\s{0,3}=\s{0,3}["']?(?:x_){0,9}(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container)\b"""
    r"""|\bclass\s{0,3}=\s{0,3}["']?OutlookMessageHeader\b""",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class HtmlText:
    """A page as plain text. Quoted boxes have "> " before each line; `history` is what Outlook put below its rule."""

    text: str
    history: str = ""


@dataclass(frozen=True)
class _Token:
    """A piece of a page: text when `name` is "", else an opening or closing tag with its raw attributes."""

    name: str
    raw: str
    closing: bool = False


def _tokens(html: str) -> Iterator[_Token]:
    """Walk through the page once. Comments and what a reader never sees are left out."""
    at = 0
    while (start := html.find("<", at)) >= 0:
        match = _NAME.match(html, start + 1)
        special = html.startswith(("<!", "<?"), start)
        if not match and not special:
            yield _Token("", html[at : start + 1])
            at = start + 1
            continue
        yield _Token("", html[at:start])
        end = html.find("-->", start) + 2 if html.startswith("<!--", start) else html.find(">", start)
        if end < start + 2:  # never closed
            yield _Token("", "" if special else html[start:])
            return
        at = end + 1
        if match:
            name, closing = match[1].lower(), html[start + 1] == "/"
            if name in _UNSEEN and not closing:
                shown = re.compile(f"</{name}", re.IGNORECASE).search(html, at)
                if not shown:
                    return
                at = shown.start()
            elif name not in _UNSEEN:
                yield _Token(name, html[match.end() : end] if end - start <= MAX_TAG else "", closing)
    yield _Token("", html[at:])


def safe_html(html: str) -> str:
    """The page as it may be shown: no script, style, form, picture or frame; links to http, https and mailto only.

    At most MAX_CHARS of it are read. Show it in a sandboxed frame all the same.
    """
    return nh3.clean(
        _balanced(html[:MAX_CHARS]),
        tags=set(_ALLOWED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        generic_attribute_prefixes=set(),
    )


def _balanced(html: str) -> str:
    """The same page of allowed tags only, each closed, none deeper than MAX_DEPTH. Text stays, whatever the depth."""
    out: list[str] = []
    open_tags: list[str] = []
    for token in _tokens(html):
        if not token.name:
            out.append(token.raw.replace("<", "&lt;"))
        elif token.name not in _ALLOWED:
            out.append(" " if token.name in _BLOCKS else "")
        elif token.name in _VOID:
            out.append(f"<{token.name}>")
        elif token.closing:
            if token.name in open_tags:
                _close(out, open_tags, token.name)
        else:
            if token.name in _REPEATS and open_tags and open_tags[-1] == token.name:
                _close(out, open_tags, token.name)
            if len(open_tags) < MAX_DEPTH:
                open_tags.append(token.name)
                out.append(f"<{token.name} {token.raw.rstrip('/')}>")
    while open_tags:
        out.append(f"</{open_tags.pop()}>")
    return "".join(out)


def _close(out: list[str], open_tags: list[str], name: str) -> None:
    while open_tags:
        last = open_tags.pop()
        out.append(f"</{last}>")
        if last == name:
            return


def html_to_text(html: str) -> HtmlText:
    """What the page says, line by line. At most MAX_CHARS of it are read."""
    writer = _Writer()
    for token in _tokens(html[:MAX_CHARS]):
        writer.take(token)
    return HtmlText(writer.page(writer.text), writer.page(writer.history))


class _Writer:
    """Puts the pieces of a page into lines."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.history: list[str] = []
        self.lines = self.text
        self.line: list[str] = []
        self.boxes: list[tuple[str, int]] = []  # open quotations: tag, and how many of the same tag are open inside
        self.pre = 0

    def take(self, token: _Token) -> None:
        """Add one piece."""
        if not token.name:
            text = unescape(token.raw)
            self.line.append(text if self.pre else _SPACES.sub(" ", text))
            return
        if token.name in _BLOCKS or token.name == "br":
            self._end_line(blank=token.name in _SPACED and not self.pre)
        elif token.name in ("td", "th") and not token.closing:
            self.line.append(" ")
        if token.name == "li" and not token.closing:
            self.line.append("- ")
        if token.name == "pre":
            self.pre = max(0, self.pre + (-1 if token.closing else 1))
        self._follow_boxes(token)

    def _follow_boxes(self, token: _Token) -> None:
        if not token.closing and _HISTORY_BELOW.search(token.raw):
            self._end_line()
            self.lines = self.history
        if not token.closing and token.name in _QUOTE_BOXES and _QUOTE_BOXES[token.name].search(token.raw):
            if len(self.boxes) < MAX_DEPTH:
                self.boxes.append((token.name, 0))
        elif self.boxes and token.name == self.boxes[-1][0]:
            name, inside = self.boxes.pop()
            inside += -1 if token.closing else 1
            if inside >= 0:
                self.boxes.append((name, inside))

    def _end_line(self, blank: bool = False) -> None:
        text = "".join(self.line)
        self.line = []
        mark = "> " if self.boxes else ""
        parts = text.split("\n") if self.pre else [text.strip()]
        if any(part.strip() for part in parts):
            self.lines.extend(mark + part.rstrip() for part in parts)
        if (blank or not text.strip()) and self.lines and self.lines[-1].strip("> "):
            self.lines.append(mark.rstrip())

    def page(self, lines: list[str]) -> str:
        """The finished text of one of the two lists."""
        if self.line:
            self._end_line()
        return "\n".join(lines).strip("\n")
