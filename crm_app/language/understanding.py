"""What does a message say, all in all? The one call that the product makes when a message arrives."""

from dataclasses import dataclass

from crm_app.language.category import Category, categorise
from crm_app.language.clean import clean
from crm_app.language.detect import Detected, detect
from crm_app.language.difficulty import Difficulty, difficulty
from crm_app.language.priority import Priority, priority
from crm_app.language.sentiment import Sentiment, sentiment

CHARACTERS_READ = 8_000


@dataclass(frozen=True)
class Understanding:
    """Every judgement about one message, each with its reasons."""

    language: Detected
    sentiment: Sentiment
    category: Category
    priority: Priority
    difficulty: Difficulty


def understand(text: str) -> Understanding:
    """Judges a message by its first 8,000 characters. Takes any text, also empty; no network, no clock, no state."""
    read = clean(text[:CHARACTERS_READ])
    language = detect(read)
    feeling = sentiment(read, language.main)
    about = categorise(read, language.main)
    return Understanding(language, feeling, about, priority(read, feeling, about), difficulty(read, about))
