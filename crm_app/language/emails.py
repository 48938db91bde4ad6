"""Which e-mail addresses does a text give, written or spoken?"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 20
"""Addresses read of one text."""

_LOCAL = r"[A-Za-z0-9][A-Za-z0-9_%+'-]{0,63}(?:\.[A-Za-z0-9_%+'-]{1,63}){0,8}"
_DOMAIN = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24}"
_WRITTEN = re.compile(
    rf"(?<![A-Za-z0-9._%+'-])(?P<local>{_LOCAL})@(?P<domain>{_DOMAIN}|\[\d{{1,3}}(?:\.\d{{1,3}}){{3}}\])(?![A-Za-z0-9-]|\.[A-Za-z0-9])"
)
_DOT = r"(?: ?\(dot\) ?| ?\[dot\] ?| dot | punto | نقطة | دوت )"
_AT = r"(?: ?\(at\) ?| ?\[at\] ?| ?\(arroba\) ?| at | arroba | ات | آت | @ ?|@)"
_WORD = r"[A-Za-z0-9][A-Za-z0-9_+-]{0,40}"
_SPOKEN = re.compile(
    rf"(?<![A-Za-z0-9._%+@-])(?P<local>{_WORD}(?:(?:\.|{_DOT}){_WORD}){{0,3}})(?P<at>{_AT})"
    rf"(?P<domain>{_WORD}(?:(?:\.|{_DOT}){_WORD}){{1,3}})(?![A-Za-z0-9@])",
    re.IGNORECASE,
)
_SAYS_DOT, _SAYS_AT = re.compile(_DOT, re.IGNORECASE), re.compile(r"[(\[]|arroba|ات|آت", re.IGNORECASE)
_MAIL_HOSTS = re.compile(
    r"^(?:gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|live|msn|aol|proton(?:mail)?|gmx|me)\.", re.IGNORECASE
)
_CALLED = re.compile(
    r"(?:e-?mails?|mail|correo(?: electr[óo]nico)?|إيميل\w*|ايميل\w*|بريد\w*)[^\n@]{0,20}$", re.IGNORECASE
)
_NO_NAME = frozenset(
    "me us you him her them it look arrive be is meet call here am are stay live was were found".split()
)


@dataclass(frozen=True, slots=True)
class Email:
    """An address; `text` are the words as they stand ("ana at gmail dot com")."""

    address: str
    start: int
    end: int
    text: str


def emails(text: str, *, asked: str | None = None) -> tuple[Email, ...]:
    """Every address in `text`, in order, 20 at most. A spoken one counts when nothing else can be meant: it says "dot"
    or "arroba", names a mail provider, is called an e-mail, or is the whole message or the answer to the question."""
    found = [_email(match, match["local"], match["domain"]) for match in _WRITTEN.finditer(text)][:MOST]
    found += [
        mail
        for mail in _spoken(text, asked)
        if all(mail.end <= other.start or other.end <= mail.start for other in found)
    ]
    return tuple(sorted(found, key=lambda mail: mail.start)[:MOST])


def _spoken(text: str, asked: str | None) -> Iterator[Email]:
    for match in _SPOKEN.finditer(text):
        domain = _undotted(match["domain"])
        if match["local"].lower() in _NO_NAME or not re.fullmatch(_DOMAIN, domain):
            continue
        if (
            _SAYS_DOT.search(match["domain"])
            or _SAYS_AT.search(match["at"])
            or _MAIL_HOSTS.match(domain)
            or asked == "email"
            or _CALLED.search(text[max(0, match.start() - 40) : match.start()])
            or match[0].strip() == text.strip()
        ):
            yield _email(match, _undotted(match["local"]), domain)


def _undotted(said: str) -> str:
    return _SAYS_DOT.sub(".", said)


def _email(match: re.Match[str], local: str, domain: str) -> Email:
    return Email(f"{local}@{domain.lower()}", match.start(), match.end(), match[0])
