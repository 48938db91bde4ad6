"""The vendors' own vectors, and that no header, secret or body makes a check fall over."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels import signatures
from launch.steps import ROOT

VECTORS = ROOT.parent / "shared" / "wire" / "vectors.json"
anything = st.text() | st.none()
words = st.text(st.characters(), max_size=20)


@pytest.fixture
def vectors():
    if not VECTORS.exists():
        pytest.skip("The vendors' vectors are not here.")
    return json.loads(VECTORS.read_text())


def test_the_vendors_own_vectors_fit(vectors):
    form, multi, body = vectors["twilio_form"], vectors["twilio_multi"], vectors["twilio_json"]
    assert signatures.twilio(form["token"], form["url"], form["params"].items(), form["expect"])
    assert signatures.twilio(multi["token"], multi["url"], [tuple(pair) for pair in multi["pairs"]], multi["expect"])
    assert signatures.twilio_json(body["token"], body["url"], body["body"].encode(), body["expect"])
    for name in ("meta", "shopify", "easypost"):
        one = vectors[name]
        assert getattr(signatures, name)(one["secret"], one["body"].encode(), one["expect"])


def test_what_was_changed_fits_no_more(vectors):
    form, body = vectors["twilio_form"], vectors["twilio_json"]
    assert not signatures.twilio(form["token"], form["url"] + "x", form["params"].items(), form["expect"])
    assert not signatures.twilio("other", form["url"], form["params"].items(), form["expect"])
    assert not signatures.twilio_json(body["token"], body["url"], b"{}", body["expect"])
    for name in ("meta", "shopify", "easypost"):
        one = vectors[name]
        assert not getattr(signatures, name)(one["secret"], one["body"].encode() + b" ", one["expect"])
        assert not getattr(signatures, name)("other", one["body"].encode(), one["expect"])


@given(words, words, st.lists(st.tuples(words, words), max_size=5), st.binary(max_size=40), anything)
def test_no_check_ever_raises_and_nothing_fits_by_chance(secret, url, form, body, given_):
    assert not signatures.twilio(secret, "https://a.example/" + url, form, given_)
    assert not signatures.twilio_json(secret, url, body, given_)
    assert not signatures.meta(secret, body, given_)
    assert not signatures.shopify(secret, body, given_)
    assert not signatures.easypost(secret, body, given_)


@given(anything)
def test_a_secret_that_is_not_set_fits_nothing(given_):
    assert not signatures.same(given_, "")
    assert not signatures.meta("", b"", given_)
