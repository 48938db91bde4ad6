"""Which language is a text in?"""

import re
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from crm_app.language import frequency, linear, mixture
from crm_app.language.letters import Word, letter_groups, read_words
from crm_app.language.linear import Numbers

Language = Literal["ar", "en", "es", "arabizi", "mixed", "other"]

SPREAD = 9.0
# What letters say counts less where the word itself is known.
_LETTERS_OF_KNOWN = 0.8
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
# Letters that English, Spanish, Arabizi and the French inside it never use.
_FOREIGN = re.compile("[ãåæøðþßąćčďđęěğıłńňőøřśšşţțťůűźżžăạ-ỹ]")
_FOREIGN_SHARE = 0.15
_NAMES = {"ar": "Arabic", "en": "English", "es": "Spanish", "arabizi": "Arabizi", "fa": "Persian", "ur": "Urdu"}
_MIXED_SHARE = 0.25
_GREETINGS = dict.fromkeys(("hi", "hii", "hey", "heyy", "hiya"), "hello")
"""English where they open a text, although "hi" is also how Arabizi writes "she"."""


@dataclass(frozen=True)
class Detected:
    """A language, how sure that is (0..1), and a plain sentence saying why. `main` is the language to answer in: for a
    mixed text the one that most of its words are in, else the language itself."""

    language: Language
    confidence: float
    reason: str
    main: Language


def detect(text: str) -> Detected:
    """The language of a text: "mixed" when two of Arabic, English, Spanish and Arabizi (Arabic in Latin letters) share
    it, "other" for any further language or no words at all."""
    read = read_words(text)
    if read and read[0].text in _GREETINGS:
        read[0] = replace(read[0], text=_GREETINGS[read[0].text])
    arabic = [word for word in read if _ARABIC.search(word.text)]
    latin = [word for word in read if not _ARABIC.search(word.text) and _LATIN.search(word.text)]
    if arabic and len(latin) < _MIXED_SHARE * len(read):
        return _in_arabic_letters(arabic)
    if not latin:
        return Detected("other", 1.0, "No words in Arabic or Latin letters." if read else "No words.", "other")
    found = _in_latin_letters(latin)
    beside = _in_arabic_letters(arabic) if arabic else None
    if beside is None:
        return found
    if beside.language == "ar" and (found.language != "other" or len(arabic) > len(latin)):
        reason = f"Arabic letters ({arabic[0].text}) beside Latin ones ({latin[0].text})."
        return Detected("mixed", 0.9, reason, "ar" if len(arabic) >= len(latin) else found.main)
    return beside if len(arabic) > len(latin) else found


def word_support(model: linear.LinearModel, known: frequency.WordLevels | None, read: list[Word]) -> Numbers:
    """A row a word, a column a class of `model`: log of its share there, 0 for the best class and never under -SPREAD.
    By the word's letters, and by how common it is in each language where `known` holds it (same classes)."""
    scores = {word: _scores(model, known, word) for word in {word.text for word in read}}
    support = np.array([scores[word.text] for word in read])
    return np.maximum(support - support.max(axis=1, keepdims=True), -SPREAD).astype(np.float32)


def _scores(model: linear.LinearModel, known: frequency.WordLevels | None, word: str) -> Numbers:
    letters = model.logits(letter_groups(word))
    logs = known.logs(word) if known else None
    return letters if logs is None else _LETTERS_OF_KNOWN * letters + logs


def languages_of(model: linear.LinearModel, support: Numbers) -> Numbers:
    """The columns of `support` in the order of mixture.LANGUAGES, mixture.BESIDE and the rest."""
    named = [model.classes.index(name) for name in (*mixture.LANGUAGES, mixture.BESIDE)]
    return support[:, named + [place for place in range(len(model.classes)) if place not in named]]


def _in_arabic_letters(read: list[Word]) -> Detected:
    model = linear.load("language_arabic")
    support = word_support(model, None, read)
    shares = linear.softmax(support.sum(axis=0))
    name = model.classes[int(shares.argmax())]
    reason = f"Arabic letters, {_NAMES[name]} spelling ({_strongest(support, model.classes.index(name), read)})."
    language: Language = "ar" if name == "ar" else "other"
    return Detected(language, round(float(shares.max()), 3), reason, language)


def _in_latin_letters(read: list[Word]) -> Detected:
    foreign = [word.text for word in read if not word.is_name and _FOREIGN.search(word.text)]
    if len(foreign) >= _FOREIGN_SHARE * len(read) and foreign:
        return Detected("other", 0.95, f"Letters that Arabic, English and Spanish do not have ({foreign[0]}).", "other")
    model = linear.load("language_latin")
    support = languages_of(model, word_support(model, frequency.load("words_latin"), read))
    names = np.array([word.is_name for word in read], dtype=np.float32)
    shares = mixture.outcome(mixture.facts(support, names))
    language: Language = mixture.OUTCOMES[int(shares.argmax())]
    most = mixture.LANGUAGES[int(support[:, : len(mixture.LANGUAGES)].sum(axis=0).argmax())]
    main: Language = most if language == "mixed" else language
    return Detected(language, round(float(shares.max()), 3), _why(language, support, read), main)


def _why(language: str, support: Numbers, read: list[Word]) -> str:
    if language == "other":
        return "The words fit another language better than Arabic, English or Spanish."
    if language == "mixed":
        strong = [place for place in np.argsort(-_margins(support).sum(axis=0)) if place < len(mixture.LANGUAGES)][:2]
        parts = [f"{_NAMES[mixture.LANGUAGES[place]]} ({_strongest(support, place, read)})" for place in strong]
        return f"Words of two languages: {' and '.join(parts)}."
    return f"Words that are {_NAMES[language]}: {_strongest(support, mixture.LANGUAGES.index(language), read)}."


def _margins(support: Numbers) -> Numbers:
    ordered = np.sort(support, axis=1)
    return np.where(support == ordered[:, -1:], ordered[:, -1:] - ordered[:, -2:-1], 0.0)


def _strongest(support: Numbers, column: int, read: list[Word], most: int = 3) -> str:
    order = np.argsort(-_margins(support)[:, column], kind="stable")
    return ", ".join(dict.fromkeys(read[place].text for place in order[: most * 2]))[:60]
