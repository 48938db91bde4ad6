"""The vendors' own vectors, and that no header, secret or body makes a check fall over."""

import base64
import hmac
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_app.channels import signatures
from launch.steps import ROOT

VECTORS = ROOT.parent / "shared" / "wire" / "vectors.json"
anything = st.text() | st.none()
NOW = datetime.now(UTC)
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
    for name in ("meta", "shopify", "easypost", "calcom"):
        one = vectors[name]
        assert getattr(signatures, name)(one["secret"], one["body"].encode(), one["expect"])


STANDARD = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OFFICIAL = {
    "id_": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "sent": "1614265330",
    "body": b'{"test": 2432232314}',
    "given": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
"""The example of Standard Webhooks itself."""


def standard(secret: str = STANDARD, late_s: float = 0, **changed) -> bool:
    return signatures.standard(secret, **(OFFICIAL | changed), now=datetime.fromtimestamp(1614265330 + late_s, UTC))


def test_standard_webhooks_fit_within_five_minutes_and_beside_other_signatures():
    assert standard()
    assert standard(STANDARD.removeprefix("whsec_"))
    assert standard(given=f"v1,AAAA v1a,x {OFFICIAL['given']} v2,y")
    assert standard(late_s=300) and standard(late_s=-300)
    assert not standard(late_s=301) and not standard(late_s=-301)
    for changed in (
        {"body": b"{}"}, {"id_": "msg_1"}, {"id_": ""}, {"sent": "1614265331"}, {"given": OFFICIAL["given"][3:]},
        {"sent": "٣"}, {"sent": "9" * 400}, {"sent": "-1"}, {"given": "garbage"}, {"given": "v1,a,b"}, {"given": None},
    ):  # fmt: skip
        assert not standard(**changed), changed
    for secret in ("", "whsec_", "whsec_not base64!", "whsec_" + "A" * 32):
        assert not standard(secret), secret


def test_calcom_without_a_secret_is_refused():
    assert not signatures.calcom("cal-secret", b"{}", "no-secret-provided")
    assert not signatures.calcom("", b"{}", "no-secret-provided")


def hubspot(vector, late_s: float = 0, **changed) -> bool:
    own = {name: vector[name] for name in ("secret", "method", "url")}
    own |= {"body": vector["body"].encode(), "sent": vector["timestamp"], "given": vector["expect"]}
    return signatures.hubspot(**(own | changed), now=datetime.fromtimestamp(1_795_000_000 + late_s, UTC))


def test_hubspots_signature_holds_five_minutes_in_either_direction(vectors):
    vector = vectors["hubspot_v3"]
    assert hubspot(vector) and hubspot(vector, 299) and hubspot(vector, -299)
    assert not hubspot(vector, 301) and not hubspot(vector, -301)
    for changed in (
        {"url": vector["url"] + "?x=1"}, {"method": "PUT"}, {"body": b"[]"}, {"secret": "other"}, {"secret": ""},
        {"sent": "1795000000"}, {"sent": ""}, {"sent": "x"}, {"given": None}, {"given": "é"},
    ):  # fmt: skip
        assert not hubspot(vector, **changed), changed


def test_hubspot_signs_some_signs_of_the_address_unencoded(vectors):
    vector = vectors["hubspot_v3"]
    signed = f"POST{vector['url']}?to=/a:b@c{vector['body']}{vector['timestamp']}"
    given = base64.b64encode(hmac.digest(vector["secret"].encode(), signed.encode(), "sha256")).decode()
    assert hubspot(vector, url=vector["url"] + "?to=%2Fa%3ab%40c", given=given)


def test_what_was_changed_fits_no_more(vectors):
    form, body = vectors["twilio_form"], vectors["twilio_json"]
    assert not signatures.twilio(form["token"], form["url"] + "x", form["params"].items(), form["expect"])
    assert not signatures.twilio("other", form["url"], form["params"].items(), form["expect"])
    assert not signatures.twilio_json(body["token"], body["url"], b"{}", body["expect"])
    for name in ("meta", "shopify", "easypost", "calcom"):
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
    assert not signatures.calcom(secret, body, given_)
    assert not signatures.hubspot(secret, url, url, body, url, given_, NOW)
    assert not signatures.hubspot("x", "POST", url, body, str(int(NOW.timestamp() * 1000)), given_, NOW)
    assert not signatures.standard(secret, url, url, body, given_, NOW)
    assert not signatures.standard(STANDARD, "msg_1", str(int(NOW.timestamp())), body, given_, NOW)


@given(anything)
def test_a_secret_that_is_not_set_fits_nothing(given_):
    assert not signatures.same(given_, "")
    assert not signatures.meta("", b"", given_)
