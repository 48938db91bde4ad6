"""Trains the sentiment models. Run: python -m training.train_sentiment"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.preprocessing import StandardScaler

from crm_app.language import lexicon
from crm_app.language.linear import LinearModel
from crm_app.language.sentiment import FEELINGS, TRAINED, features
from crm_app.language.tone import pieces, tone
from training import corpora, export

PHRASES = Path(__file__).parent / "phrases"
PHRASE_REPEATS = 2
KEPT = 40_000


@dataclass(frozen=True)
class Trained:
    """A model over words and letter groups, and the weights that join its logits with the tone of single words."""

    model: LinearModel
    weights: np.ndarray
    bias: np.ndarray

    def shares_of(self, text: str, language: str) -> np.ndarray:
        """Logits a feeling, for one text."""
        logits = self.model.logits(features(pieces(text)))
        return np.concatenate([logits, tone(text, lexicon.load(language)).facts]) @ self.weights + self.bias


def samples(language: str) -> tuple[list[str], list[str]]:
    """The labelled tweets of one language: texts and labels."""
    tweets = corpora.rows("umsab_sentiment")
    tweets = tweets[tweets.lang == language]
    return list(tweets.text), list(tweets.label)


def phrases(language: str) -> tuple[list[str], list[str]]:
    """Support sentences with their feeling, written for this product."""
    lines = (PHRASES / f"sentiment_{language}.tsv").read_text(encoding="utf-8").splitlines() * PHRASE_REPEATS
    labels, texts = zip(*(line.split("\t") for line in lines), strict=True)
    return list(texts), list(labels)


def train(language: str, texts: list[str], labels: list[str]) -> Trained:
    """Trains on these tweets and the support sentences. The joining weights learn from logits on unseen folds."""
    extra_texts, extra_labels = phrases(language)
    texts, labels = texts + extra_texts, labels + extra_labels
    read = [features(pieces(text)) for text in texts]
    first = TfidfVectorizer(analyzer=list, min_df=2, sublinear_tf=True, dtype=np.float32)
    learner = LogisticRegression(C=0.5, max_iter=300)
    rough = learner.fit(first.fit_transform(read), labels)
    kept = export.strongest(list(first.get_feature_names_out()), rough.coef_, first.idf_, KEPT)
    vectorizer = TfidfVectorizer(analyzer=list, vocabulary=kept, sublinear_tf=True, dtype=np.float32)
    vectors = vectorizer.fit_transform(read)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    unseen = cross_val_predict(learner, vectors, labels, cv=folds, method="decision_function")
    heard = np.array([tone(text, lexicon.load(language)).facts for text in texts])
    joined = np.hstack([unseen, heard])
    scaler = StandardScaler().fit(joined)
    last = LogisticRegression(C=0.3, max_iter=500).fit(scaler.transform(joined), labels)
    fitted = learner.fit(vectors, labels)
    assert tuple(fitted.classes_) == tuple(last.classes_) == FEELINGS
    weights = last.coef_ / scaler.scale_.clip(1e-6)
    model = LinearModel(
        FEELINGS,
        {feature: place for place, feature in enumerate(kept)},
        vectorizer.idf_.astype(np.float32),
        np.ascontiguousarray(fitted.coef_.T, dtype=np.float32),
        fitted.intercept_.astype(np.float32),
    )
    return Trained(model, weights.T, last.intercept_ - weights @ scaler.mean_)


def main() -> None:
    """Trains and writes sentiment_en.npz, sentiment_es.npz, sentiment_ar.npz and sentiment.json."""
    joining = {}
    for language in TRAINED:
        made = train(language, *samples(language))
        model = made.model
        name = f"sentiment_{language}"
        size = export.save(name, list(FEELINGS), list(model.vocabulary), model.rarity, model.weights.T, model.bias)
        joining[language] = {"weights": np.round(made.weights, 4).tolist(), "bias": np.round(made.bias, 4).tolist()}
        print(f"{name}: {len(model.vocabulary)} features, {size / 1e6:.2f} MB")
    (export.WEIGHTS / "sentiment.json").write_text(json.dumps(joining) + "\n")


if __name__ == "__main__":
    main()
