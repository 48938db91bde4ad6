"""How good is the offline engine? Prints figures from ../shared/data. Run: python -m tests.benchmarks.measure_language

Every figure of a trained model is from rows that it did not learn from: the models are trained anew on the other folds.
`--shipped` measures the shipped models instead, on the sets that they never saw. Needs scikit-learn and pandas."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold

from crm_app.language import frequency, linear, mixture
from crm_app.language.category import OTHER, categorise
from crm_app.language.detect import detect
from crm_app.language.sentiment import FEELINGS, TRAINED, sentiment
from crm_app.language.understanding import understand
from training import corpora, train_category, train_language, train_sentiment

FRESH = Path(__file__).with_name("unseen_shop_sentences.txt")
FOLDS = 5
SENTIMENT_FOLDS = 5
SIX = ("ar", "arabizi", "en", "es", "mixed", "other")
# Sets that no model learned from: text column, label column, label to ours, language.
UNSEEN_SENTIMENT = (
    ("airline_tweets", "text", "airline_sentiment", {name: name for name in FEELINGS}, "en"),
    ("ar_reviews", "text", "polarity", {-1: "negative", 0: "neutral", 1: "positive"}, "ar"),
    ("ar_astd", "text", "label", {"NEG": "negative", "OBJ": "neutral", "NEUTRAL": "neutral", "POS": "positive"}, "ar"),
    ("ar_ajgt", "text", "label", {"Negative": "negative", "Positive": "positive"}, "ar"),
    ("arabizi_tunizi", "text", "label", {"-1": "negative", "1": "positive"}, "arabizi"),
)


def six(label: str) -> str:
    """One of SIX for a label of `langid`."""
    return "mixed" if "+" in label else label if label in SIX else "other"


def language() -> Iterator[str]:
    """Macro-F1 over the six languages. lingua rows are judged by models that saw only the other fold; Arabizi and
    Spanish-English rows were never learned from."""
    table, trained = corpora.rows("langid"), corpora.lingua()
    fold = np.random.default_rng(0).integers(0, FOLDS, len(trained))
    never = table.index.difference(trained.index)
    truth, found = [], []
    for turn in range(FOLDS):
        with_rows = trained[fold != turn]
        latin = train_language.latin_models(train_language.latin_texts(with_rows))
        models = {
            "language_latin": latin.letters,
            "language_arabic": train_language.word_model(train_language.arabic_texts(with_rows), 20_000),
        }
        linear.load = models.__getitem__  # type: ignore[assignment]
        frequency.load = lambda _, known=latin.known: known  # type: ignore[assignment]
        mixture._weights = lambda latin=latin: (latin.weights, latin.bias)  # type: ignore[assignment]
        for row in [*trained.index[fold == turn], *never[turn::FOLDS]]:
            truth.append(six(table.label[row]))
            found.append(detect(table.text[row]).language)
    yield f"{FOLDS}-fold macro-F1 {f1_score(truth, found, average='macro'):.3f} (n {len(truth)})"
    parts = f1_score(truth, found, average=None, labels=SIX)
    yield "  ".join(f"{name} {part:.3f}" for name, part in zip(SIX, parts, strict=True))


def feelings() -> Iterator[str]:
    """Macro-F1 over negative, neutral and positive, each language by itself."""
    for name in TRAINED:
        texts, labels = train_sentiment.samples(name)
        found = np.empty(len(labels), dtype=object)
        folds = StratifiedKFold(SENTIMENT_FOLDS, shuffle=True, random_state=1)
        for seen, unseen in folds.split(texts, labels):
            made = train_sentiment.train(name, [texts[row] for row in seen], [labels[row] for row in seen])
            for row in unseen:
                found[row] = FEELINGS[int(made.shares_of(texts[row], name).argmax())]
        yield f"{name} {SENTIMENT_FOLDS}-fold macro-F1 {f1_score(labels, found.astype(str), average='macro'):.3f}"


def categories() -> Iterator[str]:
    """Accuracy on shop utterances held out, and how often a question of an unseen kind is taken for one."""
    shop, away = train_category.shop(), train_category.elsewhere()
    intents = sorted({intent for _, _, intent in away})
    fold = np.random.default_rng(0).integers(0, 3, len(shop))
    right, taken = [], []
    for turn in range(3):
        held = set(intents[turn::3])
        seen = [row for row, each in zip(shop, fold, strict=True) if each != turn]
        rest = [(text, name) for text, name, intent in away if intent not in held]
        model = train_category.train(seen + train_category.phrases() + rest)
        linear.load = lambda _, model=model: model  # type: ignore[assignment]
        unseen = [row for row, each in zip(shop, fold, strict=True) if each == turn]
        right += [categorise(text, "en").name == name for text, name in unseen]
        strangers = [text for text, name, intent in away if intent in held and name == OTHER]
        taken += [categorise(text, "en").name != OTHER for text in strangers]
    yield f"3-fold accuracy {np.mean(right):.3f} (n {len(right)})"
    yield f"questions that fit no category, of unseen kinds, taken for one: {np.mean(taken):.3f} (n {len(taken)})"


def unseen_feelings() -> Iterator[str]:
    """The shipped sentiment on sets from elsewhere, none of them learned from."""
    for name, text, label, ours, spoken in UNSEEN_SENTIMENT:
        table = corpora.rows(name)
        truth = [ours[each] for each in table[label]]
        found = [sentiment(each, spoken).label for each in table[text]]
        kinds = sorted(set(ours.values()))
        yield f"{name}: macro-F1 {f1_score(truth, found, average='macro', labels=kinds):.3f} (n {len(truth)})"


def fresh_sentences() -> Iterator[str]:
    """The shipped category on free sentences that no training set phrased, unlike the shop utterances."""
    lines = [line.split("|") for line in FRESH.read_text().splitlines() if not line.startswith("#")]
    found = [(name, categorise(text, "en").name) for name, text in lines]
    shop = [name == got for name, got in found if name != OTHER]
    others = [name == got for name, got in found if name == OTHER]
    yield f"shop sentences named rightly {sum(shop)} of {len(shop)}; others left alone {sum(others)} of {len(others)}"
    yield f"named wrongly (not just left as other): {sum(got not in (name, OTHER) for name, got in found)}"


def unseen_english() -> Iterator[str]:
    """How often English support tweets are taken for another language."""
    found = [detect(text) for text in corpora.rows("airline_tweets").text]
    yield f"airline_tweets: English {np.mean([each.language == 'en' for each in found]):.3f}, " + (
        f"main language English {np.mean([each.main == 'en' for each in found]):.3f}"
    )


def speed() -> Iterator[str]:
    """Milliseconds a message, all judgements together, on one core."""
    messages = list(corpora.rows("airline_tweets").text[:1_000])
    understand(messages[0])
    begun = time.perf_counter()
    for message in messages:
        understand(message)
    yield f"{(time.perf_counter() - begun):.2f} ms a message"


def main() -> None:
    """Prints every figure; a set that is absent is skipped with a sentence."""
    shipped = (
        ("sentiment elsewhere", unseen_feelings),
        ("English elsewhere", unseen_english),
        ("category, fresh sentences", fresh_sentences),
        ("speed", speed),
    )
    retrained = (("sentiment", feelings), ("category", categories), ("language", language))
    for title, measure in shipped if "--shipped" in sys.argv else (*shipped, *retrained):
        print(f"== {title}", flush=True)
        try:
            for line in measure():
                print("  ", line, flush=True)
        except FileNotFoundError as error:
            print(f"   skipped: {error.filename} is not here")


if __name__ == "__main__":
    main()
