"""How would people type this Arabic text with Latin letters and digits? Made-up training text, because the known
Arabizi sets state no licence."""

import random
import re

_SPELLINGS = """
ا a|a|e   أ a|a|2a|o   إ e|i   آ a|aa|2a   ء 2|   ؤ 2|o2   ئ 2|y|2   ى a|aa   ة a|a|ah|eh|e   ب b
ت t   ث th|s|t   ج g|j|j   ح 7|7|7|h   خ 5|kh|5|7'|kh   د d   ذ z|th|d|dh   ر r   ز z   س s|s|s|c
ش sh|ch|sh|4   ص s|s|9   ض d|d|dh   ط t|6|t   ظ z|th|dh   ع 3|3|3|a   غ gh|8|gh|3'   ف f
ق 2|9|q|k|9|g   ك k   ل l   م m   ن n   ه h   و w|o|ou|u|oo   ي y|i|ee|i   چ g   ڤ v   پ p   گ g
"""
_LETTERS: dict[str, tuple[str, ...]] = {
    entry.split(" ")[0]: tuple(entry.split(" ")[1].split("|")) for entry in re.split(r"\s{2,}|\n", _SPELLINGS.strip())
}
_VOWEL_LETTERS = set("اأإآىةويؤئ")
_WORD = re.compile("[ء-يچڤپگ]+")
_MARKS = re.compile("[ً-ْٰـ]")


def write(text: str, chance: random.Random) -> str:
    """The Arabic words of a text in Latin letters, one writer's habits for the whole text; the rest is dropped."""
    habits = {letter: chance.choice(forms) for letter, forms in _LETTERS.items()}
    return " ".join(_word(word, habits, chance) for word in _WORD.findall(_MARKS.sub("", text)))


def _word(word: str, habits: dict[str, str], chance: random.Random) -> str:
    article = ""
    if word.startswith("ال") and len(word) > 4:
        article, word = chance.choice(["el ", "el", "al", "l", "el "]), word[2:]
    parts: list[str] = []
    for place, letter in enumerate(word):
        forms = _LETTERS.get(letter, ("",))
        form = habits.get(letter, "") if chance.random() < 0.8 else chance.choice(forms)
        if letter in "وي" and place == 0:
            form = "w" if letter == "و" else "y"
        parts.append(form)
        following = word[place + 1 : place + 2]
        if letter not in _VOWEL_LETTERS and following and following not in _VOWEL_LETTERS and chance.random() < 0.55:
            parts.append(chance.choice("aaeeiou"))
    latin = article + "".join(parts)
    return latin + latin[-1:] * chance.randint(1, 4) if chance.random() < 0.03 else latin
