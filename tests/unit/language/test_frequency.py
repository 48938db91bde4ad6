"""The shipped list of common words: whole, and right about words that everybody knows."""

import numpy as np
import pytest

from crm_app.language import frequency, linear


def test_the_list_fits_together_and_to_the_letters_model() -> None:
    known = frequency.load("words_latin")
    assert known.levels.shape == (len(known.places), len(known.classes))
    assert known.levels.dtype == np.uint8
    assert known.classes == linear.load("language_latin").classes


@pytest.mark.parametrize(
    ("word", "language"), [("the", "en"), ("pedido", "es"), ("encomenda", "pt"), ("commande", "fr"), ("nicht", "de")]
)
def test_a_word_is_most_common_in_its_own_language(word: str, language: str) -> None:
    known = frequency.load("words_latin")
    logs = known.logs(word)
    assert logs is not None
    assert known.classes[int(logs.argmax())] == language


def test_a_word_that_no_language_knows_has_no_level() -> None:
    assert frequency.load("words_latin").logs("qzxvkjw") is None
