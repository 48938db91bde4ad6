"""Who is the same, who is not, and the reasons given."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.contacts.matching import Known, judge
from tests.benchmarks import measure_matching as measuring

JANE = Known(1, "Jane Rivera", ("jane@rivera.example",), ("+14155550101",), "18 Alder Street, Reno 89501")
ALPHABET = st.characters(codec="utf-8", exclude_categories=("Cs",))
TEXT = st.text(ALPHABET, max_size=30)
KNOWN = st.builds(
    Known, st.integers(1, 9), TEXT, st.tuples(st.emails()), st.tuples(TEXT), TEXT, st.dates().map(str)
)  # fmt: skip


def kinds(a: Known, b: Known) -> list[str]:
    return [reason.kind for reason in judge(a, b).reasons]


@pytest.mark.parametrize(
    "other",
    [
        Known(2, "RIVERA Jane", (), ("415-555-0101",)),
        Known(2, "J. Rivera", ("JANE@rivera.example",)),
        Known(2, "Jane Riveira", (), (), "18 Alder St, Reno 89501"),
        Known(2, "جين ريفيرا", ("jane@rivera.example",)),
        Known(2, "", ("jane@rivera.example",)),
    ],
)
def test_the_same_person_written_another_way(other):
    assert judge(JANE, other).same


@pytest.mark.parametrize(
    "other",
    [
        Known(2, "Jane Rivera"),  # a namesake
        Known(2, "Luis Rivera", (), ("+14155550101",), "18 Alder Street, Reno 89501"),  # a relative
        Known(2, "Tom Baker", (), ("+14155550101",)),  # the same telephone, and nothing else
        Known(2, "", (), (), "18 Alder Street, Reno 89501"),
        Known(2),
    ],
)
def test_another_person(other):
    assert not judge(JANE, other).same


def test_a_companys_switchboard_or_mailbox_joins_nobody():
    ana, luis = Known(1, "Ana Ruiz", ("info@acme.example",), ("+34910000000",)), Known(2, "Luis Gil")
    luis = replace(luis, emails=ana.emails, phones=ana.phones)
    common = frozenset({"910000000", "info@acme.example"})
    assert not judge(ana, luis).same
    colleagues = [replace(one, shared=common) for one in (ana, luis)]
    assert not judge(*colleagues).same and judge(*colleagues).score < judge(ana, luis).score
    assert "shared phone" in kinds(*colleagues) and "shared e-mail" in kinds(*colleagues)


def test_an_organisation_goes_by_another_name_at_the_same_door_and_phone():
    school = Known(1, "Better Boys Foundation - Family Service", (), ("2779582",), "1512 S Pulaski St")
    again = Known(2, "BBF FAMILY SERVICES", (), ("2779582",), "1512 S. PULASKI RD, 60623")
    assert judge(school, again).same
    assert kinds(school, again)[0] == "same address"


def test_reasons_are_the_strongest_first_and_carry_the_likeness():
    verdict = judge(JANE, Known(2, "Jane Riviera", (), ("4155550101",), "9 Elm Road, Boston 02101"))
    weights = [reason.weight for reason in verdict.reasons]
    assert weights == sorted(weights, reverse=True)
    assert {reason.kind: reason.figure for reason in verdict.reasons}["names alike"] > 90


@given(KNOWN, KNOWN)
def test_judging_has_no_order(a, b):
    assert judge(a, b) == judge(b, a)


@given(KNOWN, st.sampled_from(["name", "emails", "phones"]))
def test_knowing_more_that_agrees_never_makes_two_less_alike(a, blank):
    poorer = replace(a, id=99, **{blank: "" if blank == "name" else ()})
    assert judge(a, replace(a, id=99)).score >= judge(a, poorer).score


@pytest.mark.skipif(not (measuring.DATA / "er_febrl").is_dir(), reason="the data sets are not beside the project")
@pytest.mark.parametrize("read", [measuring.febrl, measuring.organisations])
def test_nine_in_ten_on_records_that_no_rule_was_made_for(read):
    everybody, truth = read()
    figures = measuring.measure([known for known in everybody if measuring.is_aside(truth[known.id])], truth)
    assert figures["F1"] >= 0.90
