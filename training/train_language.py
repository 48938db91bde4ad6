"""Trains the language models. Run: python -m training.train_language"""

import json
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from crm_app.language import mixture
from crm_app.language.detect import languages_of, word_support
from crm_app.language.frequency import WordLevels
from crm_app.language.letters import Word, letter_groups, read_words
from crm_app.language.linear import LinearModel
from training import arabizi, corpora, export, frequencies
from training.code_switching import Writer

LATIN = ("en", "es", "arabizi", "de", "fr", "it", "pt", "tr", "rest")
ARABIC = ("ar", "fa", "ur")
PHRASES = Path(__file__).parent / "phrases"
PHRASE_REPEATS = 4
Texts = dict[str, list[str]]


def latin_texts(lingua_rows: object = None) -> Texts:
    """What each language in Latin letters is learned from; `lingua_rows` stands in for all of lingua."""
    table = corpora.lingua() if lingua_rows is None else lingua_rows
    texts = {name: table.text[table.label == name].tolist() for name in LATIN}
    chance = random.Random(7)
    texts["en"] += corpora.english()
    texts["es"] += corpora.spanish()
    texts["arabizi"] = [arabizi.write(text, chance) for _ in range(3) for text in corpora.arabic()]
    texts["rest"] = corpora.further()
    for name in LATIN:
        chance.shuffle(texts[name])
    for name in ("en", "es", "arabizi", "rest"):
        texts[name] += (PHRASES / f"{name}.txt").read_text().splitlines() * PHRASE_REPEATS
    return texts


def arabic_texts(lingua_rows: object = None) -> Texts:
    """What Arabic, Persian and Urdu are learned from."""
    table = corpora.lingua() if lingua_rows is None else lingua_rows
    texts = {name: table.text[table.label == name].tolist() for name in ARABIC}
    texts["ar"] += corpora.arabic()[::2]
    return texts


def word_model(texts: Texts, keep: int) -> LinearModel:
    """A model that gives each word its languages. All languages weigh the same, frequent words more than rare ones."""
    words, labels, weights = _weighed_words(texts)
    every = TfidfVectorizer(analyzer=letter_groups, min_df=2, sublinear_tf=True, dtype=np.float32)
    first = LogisticRegression(C=50, max_iter=100).fit(every.fit_transform(words), labels, sample_weight=weights)
    kept = export.strongest(list(every.get_feature_names_out()), first.coef_, every.idf_, keep)
    fewer = TfidfVectorizer(analyzer=letter_groups, vocabulary=kept, sublinear_tf=True, dtype=np.float32)
    last = LogisticRegression(C=50, max_iter=100).fit(fewer.fit_transform(words), labels, sample_weight=weights)
    vocabulary = {feature: place for place, feature in enumerate(kept)}
    coefficients = np.ascontiguousarray(last.coef_.T, dtype=np.float32)
    classes = tuple(last.classes_.tolist())
    return LinearModel(
        classes, vocabulary, fewer.idf_.astype(np.float32), coefficients, last.intercept_.astype(np.float32)
    )


def _weighed_words(texts: Texts) -> tuple[list[str], list[str], list[float]]:
    counted = frequencies.word_counts(texts)
    shares = frequencies.word_shares(counted)
    words, labels, weights = [], [], []
    for name, counts in counted.items():
        made_up = name == "arabizi"
        own = {word: n for word, n in counts.items() if not frequencies.borrowed(word, name, shares, n)}
        kept = {word: min(count**0.75, 20) for word, count in own.items() if count > 1 or not made_up}
        scale = (16_000 if made_up else 12_000) / sum(kept.values())
        words += kept
        labels += [name] * len(kept)
        weights += [weight * scale for weight in kept.values()]
    return words, labels, weights


@dataclass(frozen=True)
class LatinModels:
    """All that judges a text in Latin letters."""

    letters: LinearModel
    known: WordLevels
    weights: np.ndarray
    bias: np.ndarray


def latin_models(texts: Texts) -> LatinModels:
    """Learns letters and known words from all texts; what to make of them from words that a half has not seen."""
    listed = frequencies.subtitles()
    seen, unseen = ({name: lines[start::2] for name, lines in texts.items()} for start in (0, 1))
    half = word_model(seen, keep=45_000)
    weights, bias = decision(half, frequencies.levels(seen, listed), unseen)
    return LatinModels(word_model(texts, keep=60_000), frequencies.levels(texts, listed), weights, bias)


def decision(model: LinearModel, known: WordLevels, unseen: Texts) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias over mixture.facts, learned from made-up mixtures of texts that nothing was counted in."""
    writer = Writer({name: [words for words in map(read_words, lines) if words] for name, lines in unseen.items()})
    samples = writer.samples(4_000)
    found = np.array([facts_of(model, known, words) for words, _ in samples])
    scaler = StandardScaler().fit(found)
    chosen = LogisticRegression(C=1, max_iter=500).fit(scaler.transform(found), [label for _, label in samples])
    assert tuple(chosen.classes_) == mixture.OUTCOMES
    scale = np.where(scaler.scale_ > 0, scaler.scale_, 1)
    weights = chosen.coef_ / scale
    return weights.T, chosen.intercept_ - weights @ scaler.mean_


def facts_of(model: LinearModel, known: WordLevels, words: list[Word]) -> np.ndarray:
    """The facts that a text is judged by, under these models."""
    names = np.array([word.is_name for word in words], dtype=np.float32)
    return mixture.facts(languages_of(model, word_support(model, known, words)), names)


def main() -> None:
    """Trains and writes language_latin.npz, words_latin.npz, language_arabic.npz and mixture.json."""
    latin = latin_models(latin_texts())
    rounded = {"weights": np.round(latin.weights, 4).tolist(), "bias": np.round(latin.bias, 4).tolist()}
    (export.WEIGHTS / "mixture.json").write_text(json.dumps(rounded) + "\n")
    size = export.save_levels("words_latin", latin.known)
    print(f"words_latin: {len(latin.known.places)} words, {size / 1e6:.2f} MB")
    for name, model in (
        ("language_latin", latin.letters),
        ("language_arabic", word_model(arabic_texts(), keep=20_000)),
    ):
        size = export.save(name, list(model.classes), list(model.vocabulary), model.rarity, model.weights.T, model.bias)
        print(f"{name}: {len(model.vocabulary)} features, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
