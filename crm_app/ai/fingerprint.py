"""When are two questions the same, so that the first one's answer serves both?"""

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from typing import Any

from crm_app.ai.port import Question

VERSION = 1
"""Raised when kept answers may no longer be used."""


def fingerprint(workspace_id: int, models: Sequence[str], question: Question[Any]) -> str:
    """SHA-256, hex, over everything that may change the answer.

    Text that only differs in how its accents are composed is the same; so is text that only differs in the fence's
    random word. A workspace never meets another one's answers.
    """
    whole = [
        VERSION,
        workspace_id,
        list(models),
        question.task,
        _plain(question.system, question.boundary),
        _plain(question.user, question.boundary),
        question.schema,
        question.max_tokens,
    ]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


def _plain(text: str, boundary: str) -> str:
    return unicodedata.normalize("NFC", text.replace(boundary, "\0") if boundary else text)
