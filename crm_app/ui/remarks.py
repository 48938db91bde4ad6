"""How is a remark of the product (`conversations/remarks.py`) said in the reader's language? Pure."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from crm_app.conversations.remarks import SENTENCES
from crm_app.kit.coded import told
from crm_app.ui.inbox.told import moment, money
from crm_app.ui.words import apart, count, say


def remark(language: str, stored: str, currency: str = "") -> str:
    """The sentence; words that are no remark of ours stand as they are. Amounts are in `currency` (ISO 4217)."""

    def fill(text: str, values: Mapping[str, str]) -> str:
        return say(language, text, **values)

    def show(name: str, value: str) -> str:
        if name == "amount":
            return money(float(value), currency, language) if currency else f"{float(value):,.0f}"
        if name == "share":
            return f"{float(value):.0%}"
        if name == "days":
            return count(language, "{n} day", "{n} days", round(float(value)))
        if name == "when":
            at = datetime.fromisoformat(value).replace(tzinfo=UTC)  # it is the workspace's time already
            return moment(at, ZoneInfo("UTC"), language, weekday=True)
        return value

    return told(stored, SENTENCES, fill, show)


def with_words(language: str, stored: str, words: str, currency: str = "") -> str:
    """A remark and the words that it quotes; the words alone where there is no remark."""
    if not stored:
        return words
    quote = say(language, "“{words}”", words=apart(words, language)) if words else ""
    return f"{remark(language, stored, currency)} {quote}".strip()
