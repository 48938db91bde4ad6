"""Trains the English category model. Run: python -m training.train_category"""

from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from crm_app.language.category import OTHER, features
from crm_app.language.linear import LinearModel
from crm_app.language.tone import pieces
from training import corpora, export

PHRASES = Path(__file__).parent / "phrases" / "category_en.tsv"
PHRASE_REPEATS = 8
KEPT = 40_000
# Questions to a bank or an assistant that a shop hears too.
SAME_IN_A_SHOP = {
    "Refund_not_showing_up": "refund",
    "request_refund": "refund",
    "transaction_charged_twice": "payment",
    "declined_card_payment": "payment",
    "terminate_account": "account",
    "passcode_forgotten": "account",
    "order_status": "order",
}
# Too near to a category to say that they fit none.
UNCLEAR = {"order", "cancel", "report_fraud", "edit_personal_details", "extra_charge_on_statement", "card_not_working"}
Rows = list[tuple[str, str]]


def shop() -> Rows:
    """Utterances of shop customers and their category."""
    table = corpora.rows("bitext_support")
    return list(zip(table.utterance, table.category.str.lower(), strict=True))


def elsewhere() -> list[tuple[str, str, str]]:
    """Questions to banks and assistants: text, category (mostly "other"), and their intent."""
    banking, assistant = corpora.rows("banking77_en"), corpora.rows("clinc150")
    asked = [*zip(banking.text, banking.category, strict=True), *zip(assistant.text, assistant.intent, strict=True)]
    return [(text, SAME_IN_A_SHOP.get(intent, OTHER), intent) for text, intent in asked if intent not in UNCLEAR]


def phrases() -> Rows:
    """Sentences from shop mails, written for this product."""
    lines = PHRASES.read_text(encoding="utf-8").splitlines() * PHRASE_REPEATS
    return [(text, category) for category, text in (line.split("\t") for line in lines)]


def train(rows: Rows) -> LinearModel:
    """A model over the categories and "other"."""
    read, labels = [features(pieces(text)) for text, _ in rows], [label for _, label in rows]
    first = TfidfVectorizer(analyzer=list, min_df=2, sublinear_tf=True, dtype=np.float32)
    rough = LogisticRegression(C=10, max_iter=60).fit(first.fit_transform(read), labels)
    kept = export.strongest(list(first.get_feature_names_out()), rough.coef_, first.idf_, KEPT)
    vectorizer = TfidfVectorizer(analyzer=list, vocabulary=kept, sublinear_tf=True, dtype=np.float32)
    fitted = LogisticRegression(C=10, max_iter=100).fit(vectorizer.fit_transform(read), labels)
    return LinearModel(
        tuple(fitted.classes_.tolist()),
        {feature: place for place, feature in enumerate(kept)},
        vectorizer.idf_.astype(np.float32),
        np.ascontiguousarray(fitted.coef_.T, dtype=np.float32),
        fitted.intercept_.astype(np.float32),
    )


def main() -> None:
    """Trains on everything and writes category_en.npz."""
    away = [(text, category) for text, category, _ in elsewhere()]
    model = train(shop() + phrases() + away)
    size = export.save(
        "category_en", list(model.classes), list(model.vocabulary), model.rarity, model.weights.T, model.bias
    )
    print(f"category_en: {len(model.vocabulary)} features, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
