"""Do the three phrase tables say the same things, with the same blanks, and promise nothing?"""

import re

import pytest

from crm_app.drafts.claims import check
from crm_app.drafts.offline.speech import TABLES
from tests.unit.drafts.stories import jane


def blanks(phrase: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", phrase))


@pytest.mark.parametrize("language", ["es", "ar"])
def test_every_phrase_stands_in_every_language_with_the_same_blanks(language: str) -> None:
    english, other = TABLES["en"][0], TABLES[language][0]
    assert english.keys() == other.keys()
    assert TABLES["en"][1].keys() == TABLES[language][1].keys()
    for name, phrases in english.items():
        for phrase in (*phrases, *other[name]):
            assert blanks(phrase) == blanks(phrases[0]), (name, phrase)


# What the records must say before these may be said: they are tried with records in test_writing.
NEED_RECORDS = {
    "on_the_way",
    "on_the_way_with",
    "delivered",
    "delivered_on",
    "cancelled",
    "refunded",
    "step_cancel_sent",
    "step_address_sent",
}


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_no_phrase_promises_anything(language: str) -> None:
    bare = jane(order=None, passages=(), messages=(), subject="")
    for name, phrases in TABLES[language][0].items():
        if name.removesuffix("_short") in NEED_RECORDS:
            continue
        for phrase in phrases:
            text = re.sub(r"\{\w+\}", "", phrase)
            promised = [claim.text for claim in check(text, bare).claims if claim.kind == "promise"]
            assert promised == [], (name, phrase)
