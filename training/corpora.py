"""Which texts may the shipped models learn from? Only sets whose licence allows it; see README.md for the card."""

from functools import cache
from pathlib import Path

import pandas as pd

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@cache
def rows(name: str, part: str = "dev") -> pd.DataFrame:
    """One set as a table, as it lies in ../shared/data."""
    return pd.read_parquet(DATA / name / f"{part}.parquet")


def lingua() -> pd.DataFrame:
    """The part of `langid` that comes from lingua (Apache-2.0): text and label, ten languages, whole sentences, word
    pairs and single words. The Arabizi and Spanish-English rows of that set are for measuring only."""
    table = rows("langid")
    return table[table.kind.isin(["sentences", "single-words", "word-pairs"])]


def english() -> list[str]:
    """English texts beyond lingua: support requests, questions, tweets."""
    tweets = rows("umsab_sentiment")
    return [
        *rows("bitext_support").utterance[::4],
        *rows("banking77_en").text[::4],
        *rows("clinc150").text[::5],
        *rows("email_intent").text[::2],
        *tweets[tweets.lang == "en"].text,
        *_passages("en"),
    ]


def spanish() -> list[str]:
    """Spanish texts beyond lingua: tweets, encyclopedia passages and questions, phrases with dates and amounts."""
    tweets, phrases = rows("umsab_sentiment"), rows("recognizers_specs")
    return [*tweets[tweets.lang == "es"].text, *phrases[phrases.lang == "Spanish"].input.unique(), *_passages("es")]


def arabic() -> list[str]:
    """Arabic texts, dialects first: what the made-up Arabizi is written from."""
    tweets, bank = rows("umsab_sentiment"), rows("banking77_ar")
    dialects = bank[bank.variety != "msa_pal"]
    return [
        *tweets[tweets.lang == "ar"].text,
        *rows("ar_ajgt").text,
        *dialects.text,
        *bank[bank.variety == "msa_pal"].text[::8],
    ]


def further() -> list[str]:
    """Polish and Swedish questions and answers, so that "other" is more than its five large languages."""
    faq = rows("kb_covid_faq")
    chosen = faq[faq.lang.isin(["pl", "sv"])]
    return [*chosen.question, *chosen.answer]


def _passages(lang: str) -> list[str]:
    passages, questions = rows("kb_xquad", "docs"), rows("kb_xquad")
    return [*passages[passages.lang == lang].text, *questions[questions.lang == lang].question]
