"""Does a conversation hold a watched word? Whole words and phrases, any case, any accents. Pure."""

from collections.abc import Iterable

from crm_app.kit.errors import Invalid
from crm_app.kit.fulltext import GAP, WORD_LIMIT
from crm_app.language.fold import words

MOST_WORDS, LONGEST = 50, 100


def phrases(typed: str) -> dict[tuple[str, ...], str]:
    """What an agent typed, by commas: the folded words of each phrase, and how it was typed.

    Raises Invalid when there are more than 50 phrases or one is over 100 characters, as typed or folded.
    """
    parts = [p.strip() for p in typed.replace("،", ",").split(",")]
    found = {tuple(word[:WORD_LIMIT] for word in words(part)): part for part in parts}  # words as they are indexed
    if len(parts) > MOST_WORDS or any(len(each) > LONGEST for each in (*parts, *map(" ".join, found))):
        raise Invalid(
            "topic_alerts",
            "Watch at most {most} words or phrases of {longest} characters each.",
            most=MOST_WORDS,
            longest=LONGEST,
        )
    return {folded: part for folded, part in found.items() if folded}


def matching(wanted: Iterable[tuple[str, ...]], body: str) -> list[tuple[str, ...]]:
    """Which phrases stand in an indexed body (`kit.fulltext.body`: folded words, texts parted by gaps)."""
    haystack = f" {body} "
    return [phrase for phrase in wanted if f" {' '.join(phrase)} " in haystack and GAP not in phrase]
