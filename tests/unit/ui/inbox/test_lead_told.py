"""A lead in the reader's language, and a person's correction on its way back."""

import pytest

from crm_app.kit.errors import Invalid
from crm_app.leads.knowing import checked
from crm_app.leads.models import FactName, Lifecycle, Temperature
from crm_app.ui.inbox.lead_card import value_in
from crm_app.ui.inbox.lead_told import LABELS, STATES, TEMPERATURES, value_of
from crm_app.ui.words import catalogue


@pytest.mark.parametrize(
    ("name", "value", "language", "said"),
    [
        ("budget", {"low": 700000, "high": 1200000, "currency": "AED"}, "en", "AED700,000 – AED1,200,000"),
        ("budget", {"low": None, "high": 900000, "currency": ""}, "en", "up to $900,000"),
        ("budget", {"low": 200000, "high": None, "currency": "EUR"}, "es", "desde 200.000\xa0€"),
        ("budget", {"low": 5, "high": 5, "currency": "USD"}, "en", "$5"),
        ("timeline", {"start": "2026-12-01", "end": "2026-12-31"}, "en", "1 Dec 2026 – 31 Dec 2026"),
        ("timeline", {"start": None, "end": "2026-12-31"}, "es", "31 dic 2026"),
        ("timeline", {"start": None, "end": None, "text": "no rush"}, "es", "no rush"),
        ("decision_maker", {"who": "joint"}, "en", "Decides with somebody"),
        ("urgency", {"level": "high"}, "ar", "مستعجل"),
        ("location", {"text": "حي النرجس"}, "en", "حي النرجس"),
    ],
)
def test_a_value_in_words(name, value, language, said):
    assert value_of(name, value, language, "USD") == said


def test_every_fact_state_and_temperature_has_words_in_every_language():
    assert set(LABELS) == set(FactName)
    assert set(STATES) == set(Lifecycle)
    assert set(TEMPERATURES) == set(Temperature)
    for language in ("ar", "es"):
        said = {*LABELS.values(), *STATES.values(), *TEMPERATURES.values()}
        assert not said - set(catalogue(language).texts)


@pytest.mark.parametrize(
    ("name", "form", "value"),
    [
        (
            "budget",
            {"low": "700,000", "high": "", "currency": "aed"},
            {"low": 700000, "high": None, "currency": "AED", "confirmed": True},
        ),
        ("timeline", {"start": "2026-12-01", "end": ""}, {"start": "2026-12-01", "end": None, "text": ""}),
        ("decision_maker", {"choice": "self"}, {"who": "self"}),
        ("location", {"text": " Marina "}, {"text": "Marina"}),
    ],
)  # fmt: skip
def test_a_correction_has_the_form_that_is_stored(name, form, value):
    assert checked(FactName(name), value_in(name, form)) == value


@pytest.mark.parametrize("name", ["budget", "timeline", "urgency", "location"])
def test_an_emptied_form_takes_the_fact_away(name):
    assert value_in(name, {"low": "", "high": " ", "text": " ", "start": "", "choice": ""}) is None


def test_a_sum_that_is_none_is_refused_beside_its_input():
    with pytest.raises(Invalid) as refused:
        value_in("budget", {"low": "a lot"})
    assert refused.value.field == "budget"
