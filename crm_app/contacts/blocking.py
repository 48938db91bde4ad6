"""Which contacts are worth comparing? Those that share a key. Pure.

100,000 contacts have five thousand million pairs; by keys, each is compared with a handful. A key that very many share
(a common name, a switchboard) tells nothing and is passed over: other keys find those pairs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from crm_app.contacts.matching import MAILBOXES, Known
from crm_app.contacts.names import sound

TOO_COMMON = 80
"""So many contacts under one key are passed over."""

SHARED_BY = 3
"""A phone or mailbox of more contacts than these is a company's, and no evidence that two of them are one."""

MOST_KEYS = 24
LONGEST = 40


def keys(known: Known) -> frozenset[str]:
    """The keys under which a contact is looked up, at most `MOST_KEYS`."""
    sounds = sorted({sound(word) or word for word in known.words})[:6]
    place = known.place
    found = [f"p:{number}" for number in sorted(known.numbers)]
    found += [f"m:{mail}" for mail in sorted(known.mails)]
    found += [f"l:{mail.split('@')[0]}" for mail in sorted(known.mails) if mail.split("@")[0] not in MAILBOXES]
    if len(known.birthday) >= 6:
        found.append(f"b:{known.birthday}")
    found += [f"n:{a}.{b}" for a, b in combinations(sounds, 2)] or [f"n:{one}" for one in sounds if len(one) > 1]
    if place.number:
        found += [f"a:{place.number}.{word[:4]}" for word in place.words[:3]]
    if place.code:
        found += [f"c:{place.code}.{one}" for one in sounds[:3]]
    return frozenset(key[:LONGEST] for key in found[:MOST_KEYS])


def candidates(everybody: Iterable[Known]) -> Iterator[tuple[Known, Known]]:
    """Each pair of a list that shares a key, once. For what fits into memory; the database keeps the same keys."""
    people = [*everybody]
    sharing: dict[str, list[int]] = defaultdict(list)
    for place, known in enumerate(people):
        for key in keys(known):
            sharing[key].append(place)
    pairs = {pair for found in sharing.values() if len(found) <= TOO_COMMON for pair in combinations(found, 2)}
    for a, b in sorted(pairs):
        yield people[a], people[b]


def shared(key: str, holders: int) -> str | None:
    """The phone or mailbox of a key, as `Known.shared` holds it, when too many contacts have it to be one person's."""
    return key[2:] if key[:2] in ("p:", "m:") and holders > SHARED_BY else None
