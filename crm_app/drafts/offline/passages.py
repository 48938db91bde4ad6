"""Which sentence of the knowledge base answers this message?"""

import re
from dataclasses import dataclass

from crm_app.drafts.checking.evidence import stems
from crm_app.drafts.facts import DraftContext, Passage
from crm_app.language.detect import detect
from crm_app.language.traced import words

_SENTENCE = re.compile(r"[^.!?؟\n]+(?:[.!?؟](?!\s|$)[^.!?؟\n]+)*[.!?؟]?")
_LONGEST = 220
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """One sentence, word for word, and the passage it stands in."""

    sentence: str
    passage: Passage


def best_quote(context: DraftContext, said: str, topic_words: str, language: str) -> Quote | None:
    """The sentence nearest to what was said and to the topic, in the draft's language; None when none is near."""
    asked, topic = stems(words(said)), stems(words(topic_words))
    best, score = None, _ENOUGH - 1
    for passage in context.passages:
        near = len(stems(words(passage.title)) & (asked | topic))
        for match in _SENTENCE.finditer(passage.text[:4000]):
            sentence = match[0].strip()
            if not 20 <= len(sentence) <= _LONGEST or sentence.endswith(("?", "؟", ":")):
                continue
            about = stems(words(sentence))
            worth = min(near, 1) + 2 * len(about & topic) + len(about & asked)
            if about & topic | about & asked and worth > score and detect(sentence).language in (language, "mixed"):
                best, score = Quote(sentence, passage), worth
    return best
