"""What the providers' error codes lead to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels import vendor_errors
from crm_app.channels.problems import sentence
from crm_app.channels.vendor_errors import meta, telegram, twilio
from crm_app.kit.coded import decoded


@pytest.mark.parametrize(
    ("code", "action", "marks"),
    [
        (20003, "down", ""), (20429, "retry", ""), (21211, "final", "wrong_number"), (21408, "final", ""),
        (21614, "final", "wrong_number"), (21610, "final", "opted_out"), (21617, "final", ""), (30003, "final", ""),
        (30005, "final", "wrong_number"), (30006, "final", "wrong_number"), (30007, "final", ""), (30008, "retry", ""),
        ("63016", "template", ""), (63018, "retry", ""), (63038, "retry", ""), (99999, "final", ""),
    ],
)  # fmt: skip
def test_twilio(code, action, marks):
    assert (twilio(code).action, twilio(code).marks) == (action, marks)


@pytest.mark.parametrize(
    ("codes", "action"),
    [
        ((0, 190, 3, 10, 200, 299, 131031, 368), "down"),
        ((4, 80007, 130429, 131056, 1, 2, 131000, 131016, 133004, 131052), "retry"),
        ((131047,), "template"),
        ((131026, 131048, 131049, 131050, 131051, 131053, 131062, 131064, 132000, 132001, 132005), "final"),
        ((132007, 132012, 132015, 132016, 424242), "final"),
    ],
)
def test_meta(codes, action):
    assert {code: meta(code).action for code in codes} == dict.fromkeys(codes, action)


def test_a_pair_waits_six_seconds_and_holds_nobody_else():
    assert (meta(131056).retry_after_s, meta(131056).holds) == (6, False)
    assert meta(130429).holds and meta(131050).marks == "opted_out"


def test_telegram():
    assert telegram(429, "Too Many Requests: retry after 7", 7).retry_after_s == 7 and telegram(429).holds
    assert telegram(403, "Forbidden: bot was blocked by the user").marks == "blocked"
    assert telegram(401, "Unauthorized").action == telegram(404, "Not Found").action == "down"
    assert telegram(400, "Bad Request: chat not found").marks == "wrong_number"
    assert telegram(400, "Bad Request: something new").action == "final"
    assert telegram(502).action == telegram(409).action == "retry"


@given(st.one_of(st.integers(), st.text(), st.none()), st.integers(100, 599))
def test_any_answer_has_a_sentence_and_a_way_on(code, status):
    for verdict in (twilio(code, status), meta(code, status), telegram(status, str(code), code)):
        assert sentence(verdict.problem).endswith(".") and sentence(verdict.problem) != verdict.problem
        assert (verdict.action == "retry") == (verdict.retry_after_s is not None)


def test_every_verdict_has_a_sentence_and_fits_the_column_that_keeps_it():
    tables = (vendor_errors._TWILIO, vendor_errors._META)
    for problem in {verdict.problem for table in tables for verdict in table.values()}:
        assert 0 < len(problem) < 200 and sentence(problem).endswith(".") and "{" not in sentence(problem)
        assert " " not in decoded(problem)[0]


def test_a_fault_of_the_account_says_who_looks_after_it():
    assert sentence(twilio(30002).problem) == ("The Twilio account is suspended. An admin looks at Settings, Channels.")
    assert sentence(meta(777777).problem) == "WhatsApp refuses this message (777777)."
