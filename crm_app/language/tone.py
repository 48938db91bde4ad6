"""What tone do single words, emoji and punctuation give a text? Facts only; `sentiment` weighs them."""

import re
from dataclasses import dataclass

import numpy as np

from crm_app.language.fold import fold, words
from crm_app.language.lexicon import Lexicon
from crm_app.language.linear import Numbers

_NOT_TEXT = re.compile(r"https?\S*|www\.\S+|[^\s@]{1,64}@\S+|@\w+|\brt\b")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_PIECE = re.compile(r"[^\W_]+|[^\w\s]")
# Whole verbs, since "want", "rent" and "excellent" end on the same letters.
_NOT = re.compile(r"\b(do|does|did|wo|ca|could|would|should|is|was|are|were|has|have|had|ai|must|need|might)n['’]?t\b")
_ENDS_NEGATION = frozenset(".!?;,،؛؟\n")
_NEGATIONS = frozenset(
    word
    for line in (
        "no not never cannot without nothing nobody hardly barely neither nor cant wont dont",
        "no nunca ni sin nada tampoco jamas",
        "لا ما مش مو ليس ليست لم لن بدون غير مافي ماكو مب",
        "mish mesh mosh mouch mech ma la",
    )
    for word in words(line)
)
_STRENGTHENERS = frozenset(
    words(
        "very so really too extremely absolutely totally completely muy tan super demasiado جدا كتير كثير مره اوي awy"
    )
)
_GOOD_EMOJI = frozenset(
    "😀😃😄😁😆😅😂🤣😊😇🙂😉😍😘😗😙😚🥰😋😛😜🤗🤩😎🥳👍👏🙌💪❤💕💖💗💓💙💚💛💜🧡💘🎉🎊✨🌟⭐🌹🌸💐🙏😻💯🔥✌👌♥"
)
_BAD_EMOJI = frozenset("😞😔😟😕🙁☹😣😖😫😩😢😭😤😠😡🤬😒😑😐🙄😰😨😱💔👎🤮🤢😷😓😥😪🖕💀😈")
_GOOD_FACE = re.compile(r"[:;=]-?[)DpP]|<3|\^\^")
_BAD_FACE = re.compile(r"[:;=]'?-?[(|\\]|:/(?!/)")

_NEGATION_REACH = 3
_NEGATED_GOOD, _NEGATED_BAD, _STRENGTHENED = -0.6, -0.4, 1.4


@dataclass(frozen=True)
class Tone:
    """Numbers that a model weighs, and the words that carry feeling with their value after negation."""

    facts: Numbers
    words: tuple[tuple[str, float], ...]


def pieces(text: str) -> list[str]:
    """Folded words and punctuation marks in order; links, addresses and mentions left out, drawn-out letters cut."""
    plain = _NOT_TEXT.sub(" ", _NOT.sub(r"\1 not", fold(text)))
    return _PIECE.findall(_DRAWN_OUT.sub(r"\1\1", plain))


def tone(text: str, lexicon: Lexicon) -> Tone:
    """The tone of a text by one language's lexicon."""
    read = pieces(text)
    felt = tuple(_felt_words(read, lexicon))
    values = np.array([value for _, value in felt] or [0.0], dtype=np.float32)
    total = float(values.sum())
    good = sum(letter in _GOOD_EMOJI for letter in text) + len(_GOOD_FACE.findall(text))
    bad = sum(letter in _BAD_EMOJI for letter in text) + len(_BAD_FACE.findall(text))
    shouted = sum(word.isupper() and len(word) > 2 for word in text.split())
    facts = [
        total,
        float(values[values > 0].sum()),
        float(values[values < 0].sum()),
        float(values.max()),
        float(values.min()),
        float((values > 0).sum()),
        float((values < 0).sum()),
        float(np.sign(total) * np.log1p(abs(total))),
        float(values[-1]),
        min(good, 3),
        min(bad, 3),
        min(text.count("!"), 4),
        min(text.count("?") + text.count("؟"), 3),
        min(shouted, 5),
        float(np.log(max(len(read), 1))),
        float(not felt),
    ]
    return Tone(np.clip(np.array(facts, dtype=np.float32), -12, 12), felt)


def _felt_words(read: list[str], lexicon: Lexicon) -> list[tuple[str, float]]:
    felt: list[tuple[str, float]] = []
    negated, strength = 0, 1.0
    for piece in read:
        if not piece.isalnum():
            negated = 0 if piece in _ENDS_NEGATION else negated
            continue
        word = (words(piece) or [piece])[0]
        if word in _NEGATIONS:
            negated = _NEGATION_REACH + 1
        elif word in _STRENGTHENERS:
            strength = _STRENGTHENED
        elif value := lexicon.value(word):
            turned = (_NEGATED_GOOD if value > 0 else _NEGATED_BAD) if negated else 1.0
            felt.append((piece, value * turned * strength))
            strength = 1.0
        negated = max(0, negated - 1)
    return felt
