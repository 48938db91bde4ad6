"""How alike are two names, whatever their script, order, spelling or short form? Pure."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

from crm_app.language.fold import fold

LETTERS = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ف": "f",
    "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "پ": "p", "چ": "ch",
    "ڤ": "v", "گ": "g",
}  # fmt: skip
"""Arabic letters as most people spell them in Latin ones, after folding."""

NICKNAMES = {
    short: whole
    for whole, shorts in {
        "william": "bill billy will willy liam", "robert": "bob bobby rob robbie", "richard": "dick rick ricky",
        "elizabeth": "liz lizzie beth betty eliza", "katherine": "kate katie kathy cathy catherine kathryn katharine",
        "margaret": "maggie meg peggy", "james": "jim jimmy jamie", "john": "jack johnny jon", "thomas": "tom tommy",
        "michael": "mike mick mickey", "edward": "ed eddie ted", "charles": "charlie chuck", "joseph": "joe joey",
        "alexander": "alex sandy", "alexandra": "alex", "samuel": "sam sammy", "benjamin": "ben benny",
        "anthony": "tony", "andrew": "andy drew", "daniel": "dan danny", "david": "dave", "matthew": "matt",
        "christopher": "chris", "nicholas": "nick", "patricia": "pat patty trish", "jennifer": "jen jenny",
        "susan": "sue susie", "rebecca": "becky", "stephen": "steve steven", "henry": "harry hank",
        "francis": "frank", "frederick": "fred freddy", "george": "georgie", "philip": "phil phillip",
        "jose": "pepe", "francisco": "paco pancho curro", "ignacio": "nacho", "manuel": "manolo",
        "enrique": "quique", "dolores": "lola", "concepcion": "concha", "guadalupe": "lupe", "rosario": "charo",
        "mohammed": "mohamed mohammad muhammad mohamad muhammed mehmet",
    }.items()
    for short in shorts.split()
}  # fmt: skip
TITLES = frozenset("mr mrs ms miss mx dr prof sir sr sra srta don dona السيد السيده سيد د دكتور استاذ مهندس".split())
FORMS = frozenset(
    "inc incorporated llc llp ltd limited corp corporation co company plc gmbh ag sa sl sas srl slu sc bv spa pty the "
    "of and for de la el los las y e al bin ibn bint شركه مؤسسه موسسه محدوده ذمم".split()
)
"""Words that tell nobody apart: left out unless nothing else is there."""

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’`´](?=\w)")
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph|v", "f"), ("kh|x", "x"), ("sch|sh|ch|ç", "s"), ("gh|dj|j", "g"), ("th|tt", "t"), ("dh", "d"),
        ("ck|q", "k"), ("c(?=[eiy])", "s"), ("c", "k"), ("p", "b"), ("z", "s"), ("[aeiou]|(?<=.)[wy]", ""),
        (r"(?<=.)h$", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@lru_cache(maxsize=200_000)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in Latin letters, without titles, company forms and articles; `عبد الرحمن` is one word."""
    folded = _APOSTROPHES.sub("", fold(name))
    found = [_bare(word) for word in _WORD.findall(folded) if word not in TITLES]
    kept = [word for word in found if word not in FORMS and word] or found
    return tuple(_joined([_latin(word) for word in kept]))


def _bare(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _latin(word: str) -> str:
    return "".join(LETTERS.get(letter, letter) for letter in word)


def _joined(words: list[str]) -> list[str]:
    """`abd` and its kin belong to the word behind them."""
    found: list[str] = []
    for word in words:
        if found and found[-1] in ("abd", "abdul", "abdel", "abdal", "abu", "bd"):
            found[-1] = f"abd{word}" if found[-1] != "abu" else f"abu{word}"
        else:
            found.append(re.sub("^abd[aeu]l(?=...)", "abd", word))
    return found


@lru_cache(maxsize=200_000)
def sound(word: str) -> str:
    """A key that spellings of one name share across scripts: its consonants, those that are mistaken made equal."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


@lru_cache(maxsize=400_000)
def word_likeness(a: str, b: str) -> float:
    """0..1: equal, short for, sounding or spelt alike."""
    if a == b or NICKNAMES.get(a, a) == NICKNAMES.get(b, b):
        return 1.0
    if len(a) == 1 or len(b) == 1:
        return 0.8 if a[0] == b[0] else 0.0
    spelt = max(OSA.normalized_similarity(a, b), JaroWinkler.similarity(a, b) - 0.06)
    if any(len(heard) > 1 for heard in _heard(a) & _heard(b)):
        return max(spelt, 0.92)
    return spelt


def _heard(word: str) -> set[str]:
    """How a word sounds, and how without the article that Arabic names keep in Latin letters: Alghamdi, Ghamdi."""
    return {sound(word), sound(word[2:])} if word[:2] in ("al", "el") and len(word) > 5 else {sound(word)}


def likeness(a: str, b: str) -> float:
    """0..1: how alike two names are, in any order of their words; what one of them leaves out counts little."""
    return words_likeness(tokens(a), tokens(b))


def words_likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    if (len(a), a) > (len(b), b):
        a, b = b, a
    return max(_aligned(a, b), _run_together(a, b))


def _aligned(few: tuple[str, ...], many: tuple[str, ...]) -> float:
    """Each word of the shorter name with the one of the longer that is most like it, longer words counting more."""
    left, met, weight = list(many), 0.0, 0.0
    for word in sorted(few, key=len, reverse=True):
        best = max(left, key=lambda other: word_likeness(word, other))
        left.remove(best)
        heft = max(2, min(len(word), len(best)))
        met += word_likeness(word, best) * heft
        weight += heft
    missing = sum(len(word) for word in left) * 0.12
    one_of_many = 0.25 if len(few) == 1 and left else 0.0  # a first name alone names many people
    return met / (weight + missing) * (1 - one_of_many)


def clash(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two names have as many words and one of them is another word altogether: Ana Ruiz and Luis Ruiz."""
    if len(a) != len(b) or len(a) < 2:
        return False
    left = list(b)
    for word in sorted(a, key=len, reverse=True):
        best = max(left, key=lambda other: word_likeness(word, other))
        if word_likeness(word, best) < 0.55:
            return True
        left.remove(best)
    return False


def _run_together(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    return OSA.normalized_similarity("".join(sorted(a)), "".join(sorted(b)))
