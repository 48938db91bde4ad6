"""What do texts in one language, and in two, look like? Made-up samples from texts in one language each."""

import math
import random

from crm_app.language.letters import Word

OTHERS = ("fr", "de", "it", "pt", "tr")
Words = list[Word]


class Writer:
    """Writes labelled samples; the same texts and seed give the same samples."""

    def __init__(self, texts: dict[str, list[Words]], seed: int = 7) -> None:
        self._texts = texts
        self._chance = random.Random(seed)

    def samples(self, each: int) -> list[tuple[Words, str]]:
        """`each` samples of every outcome, with its label, and half as many again of Arabizi, which varies most."""
        written: list[tuple[Words, str]] = []
        for turn in range(each):
            if turn % 2:
                written.append((self._arabizi(), "arabizi"))
            written += [
                (self._piece("en", 1, 25), "en"),
                (self._piece("es", 1, 25), "es"),
                (self._arabizi(), "arabizi"),
                (self._mixed(), "mixed"),
                (self._piece(self._chance.choice(OTHERS), 1, 25), "other"),
            ]
        return written

    def _piece(self, language: str, least: int, most: int) -> Words:
        """Up to `most` words in a row, short pieces as likely as long ones."""
        text = self._chance.choice(self._texts[language])
        size = min(len(text), round(math.exp(self._chance.uniform(math.log(least), math.log(most)))))
        start = self._chance.randint(0, len(text) - size)
        return text[start : start + size]

    def _inserted(self, into: Words, piece: Words) -> Words:
        place = self._chance.randint(0, len(into))
        return into[:place] + piece + into[place:]

    def _arabizi(self) -> Words:
        """Maghrebi writers borrow French freely, and everyone borrows an English word: still Arabizi."""
        text = self._piece("arabizi", 1, 25)
        if self._chance.random() < 0.4:
            for _ in range(self._chance.randint(1, 3)):
                text = self._inserted(text, self._piece("fr", 1, 3))
        if self._chance.random() < 0.15:
            text = self._inserted(text, self._piece("en", 1, 1))
        return text

    def _mixed(self) -> Words:
        pair = ["en", "es"] if self._chance.random() < 0.7 else ["en", "arabizi"]
        self._chance.shuffle(pair)
        one, other = pair
        way = self._chance.random()
        if way < 0.45:
            return self._inserted(self._piece(one, 3, 25), self._piece(other, 1, 4))
        if way < 0.75:
            return self._piece(one, 2, 15) + self._piece(other, 2, 15)
        parts = [self._piece(name, 1, 6) for _ in range(self._chance.randint(1, 3)) for name in (one, other)]
        return [word for part in parts for word in part]
