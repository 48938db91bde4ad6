"""Did this really come from the vendor? Their official algorithms over the raw bytes; none of them ever raises. Pure.

Headers are compared as bytes: comparing text raises for anything that is not ASCII. A secret that is not set fits
nothing. Where the time is signed too, it is the sender's, and may be five minutes off in either direction.
"""

import base64
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import parse_qs, urlsplit, urlunsplit

TOLERANCE_S = 300
MOST_SIGNATURES = 20


def same(given: str | None, wanted: str) -> bool:
    """Whether two secrets are one, in constant time; an empty `wanted` never is."""
    return bool(wanted) and hmac.compare_digest(_bytes(given or ""), _bytes(wanted))


def twilio(token: str, url: str, form: Iterable[tuple[str, str]], given: str | None) -> bool:
    """X-Twilio-Signature of a form: HMAC-SHA1 over the address and every distinct value, sorted by name.

    Twilio signs now with the port and now without it, so both are tried.
    """
    told = "".join(name + value for name, value in sorted(set(form)))
    return any(_fits_sha1(token, address + told, given) for address in _with_and_without_port(url))


def twilio_json(token: str, url: str, body: bytes, given: str | None) -> bool:
    """X-Twilio-Signature of a JSON body: over the address alone, whose query holds the SHA-256 of the body."""
    told = parse_qs(urlsplit(url).query).get("bodySHA256", [""])[0]
    signed = any(_fits_sha1(token, address, given) for address in _with_and_without_port(url))
    return signed and same(told.casefold(), hashlib.sha256(body).hexdigest())


def meta(app_secret: str, body: bytes, given: str | None) -> bool:
    """X-Hub-Signature-256: `sha256=` and the HMAC in hex."""
    return bool(app_secret) and same(given, "sha256=" + hmac.new(_bytes(app_secret), body, "sha256").hexdigest())


def shopify(secret: str, body: bytes, given: str | None) -> bool:
    """X-Shopify-Hmac-Sha256: the HMAC in base64."""
    return bool(secret) and same(given, base64.b64encode(hmac.digest(_bytes(secret), body, "sha256")).decode())


def easypost(secret: str, body: bytes, given: str | None) -> bool:
    """X-Hmac-Signature: `hmac-sha256-hex=` and the HMAC; the key is normalised (NFKD) first."""
    key = _bytes(unicodedata.normalize("NFKD", secret))
    return bool(secret) and same(given, "hmac-sha256-hex=" + hmac.new(key, body, "sha256").hexdigest())


def calcom(secret: str, body: bytes, given: str | None) -> bool:
    """X-Cal-Signature-256: the HMAC in hex; a webhook without a secret says `no-secret-provided` there."""
    return bool(secret) and same(given, hmac.new(_bytes(secret), body, "sha256").hexdigest())


def standard(secret: str, id_: str, sent: str, body: bytes, given: str | None, now: datetime) -> bool:
    """webhook-signature of Standard Webhooks: while a secret is being changed, several signatures stand in one header.

    Args:
        secret: `whsec_` and the key in base64.
        sent: webhook-timestamp, in seconds.
    """
    key = _key(secret)
    if not (key and id_ and _is_fresh(sent, now, unit_s=1)):
        return False
    signed = hmac.digest(key, b".".join((_bytes(id_), _bytes(sent), body)), "sha256")
    wanted = "v1," + base64.b64encode(signed).decode()
    return any([same(each, wanted) for each in (given or "").split()[:MOST_SIGNATURES]])


def hubspot(secret: str, method: str, url: str, body: bytes, sent: str, given: str | None, now: datetime) -> bool:
    """X-HubSpot-Signature-v3: HMAC in base64 over method, address, body and time.

    Args:
        sent: X-HubSpot-Request-Timestamp, in milliseconds.
    """
    if not (secret and _is_fresh(sent, now, unit_s=0.001)):
        return False
    signed = _bytes(method + _as_hubspot_writes(url)) + body + _bytes(sent)
    return same(given, base64.b64encode(hmac.digest(_bytes(secret), signed, "sha256")).decode())


_PLAIN = re.compile("%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)", re.IGNORECASE)


def _as_hubspot_writes(url: str) -> str:
    """The signs that HubSpot does not encode in the address that it signs."""
    return _PLAIN.sub(lambda found: chr(int(found[1], 16)), url)


def _key(secret: str) -> bytes:
    """The bytes of a secret of Standard Webhooks; none when it is not written as one."""
    try:
        return base64.b64decode(_bytes(secret.removeprefix("whsec_")), validate=True)
    except ValueError:
        return b""


def _is_fresh(sent: str, now: datetime, *, unit_s: float) -> bool:
    if not (sent.isascii() and sent.isdigit() and len(sent) < 20):
        return False
    return abs(int(sent) * unit_s - now.timestamp()) <= TOLERANCE_S


def _fits_sha1(token: str, text: str, given: str | None) -> bool:
    return bool(token) and same(given, base64.b64encode(hmac.digest(_bytes(token), _bytes(text), "sha1")).decode())


def _with_and_without_port(url: str) -> tuple[str, ...]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return (url,)
    rest, at, host = parts.netloc.rpartition("@")
    bare = host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host
    port = host[len(bare) :] or (":443" if parts.scheme == "https" else ":80")
    return url, *(urlunsplit(parts._replace(netloc=rest + at + each)) for each in (bare, bare + port))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
