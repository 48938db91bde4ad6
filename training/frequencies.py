"""How common is each word in each language? Counts from the training texts, and from subtitles where a list exists."""

from collections import Counter

import numpy as np
from spellchecker import SpellChecker

from crm_app.language.frequency import FLOOR, LEVELS, WordLevels
from crm_app.language.letters import read_words

# pyspellchecker (MIT) counts words of OpenSubtitles 2018; a count of 50 there means "added by hand, never counted".
LISTED = {**{name: (name,) for name in ("en", "es", "de", "fr", "it", "pt")}, "rest": ("nl", "lv")}
LISTED_WORDS = 30_000
NEVER_COUNTED = 50
Texts = dict[str, list[str]]
Shares = dict[str, dict[str, float]]


def word_counts(texts: Texts) -> dict[str, Counter[str]]:
    """How often each word stands in the texts of each language."""
    return {name: Counter(word.text for line in lines for word in read_words(line)) for name, lines in texts.items()}


def word_shares(counted: dict[str, Counter[str]]) -> Shares:
    """Each word's share of all words of its language."""
    totals = {name: counts.total() for name, counts in counted.items()}
    return {name: {word: n / totals[name] for word, n in counts.items()} for name, counts in counted.items()}


def borrowed(word: str, name: str, shares: Shares, count: int) -> bool:
    """Spanish tweets hold English words and the other way round, and made-up Arabizi falls on English words by chance;
    none of those may teach that the word is both."""
    if name == "arabizi":
        return shares["en"].get(word, 0) > shares[name][word]
    if name not in ("en", "es"):
        return False
    other = shares["es" if name == "en" else "en"]
    return other.get(word, 0) > 4 * shares[name][word] and count <= 10


def levels(texts: Texts, listed: Shares) -> WordLevels:
    """The words of texts and lists, each language's texts weighing as much as its list."""
    counted = word_counts(texts)
    shares, classes = word_shares(counted), sorted(texts)
    table: dict[str, np.ndarray] = {}
    for place, name in enumerate(classes):
        weight = 0.5 if name in listed else 1.0
        own = {
            word: share
            for word, share in shares[name].items()
            if not borrowed(word, name, shares, counted[name][word]) and (counted[name][word] > 1 or name != "arabizi")
        }
        for source in (own, listed.get(name, {})):
            for word, share in source.items():
                table.setdefault(word, np.zeros(len(classes)))[place] += weight * share
    words = sorted(table)
    logs = np.log1p(np.array([table[word] for word in words]) / FLOOR)
    rounded = np.clip(np.round(logs * LEVELS), 0, 255).astype(np.uint8)
    return WordLevels(tuple(classes), {word: place for place, word in enumerate(words)}, rounded)


def subtitles() -> Shares:
    """The most common words of subtitles and their share there; nothing is listed for Turkish and Arabizi."""
    return {name: _of_lists(lists) for name, lists in LISTED.items()}


def _of_lists(names: tuple[str, ...]) -> dict[str, float]:
    shares: Counter[str] = Counter()
    for name in names:
        counts = Counter(dict(SpellChecker(language=name).word_frequency.dictionary))
        total = counts.total()
        for word, count in counts.most_common(LISTED_WORDS // len(names)):
            if count > NEVER_COUNTED and word.isalpha():
                shares[word] += count / total / len(names)
    return dict(shares)
