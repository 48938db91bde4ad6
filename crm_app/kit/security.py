"""Secrets: tokens that are stored as hashes, signatures, encryption at rest, passwords."""

import asyncio
import base64
import hashlib
import hmac
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet, InvalidToken

from crm_app.kit.settings import settings

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _hasher.hash(secrets.token_hex(8))


def new_token(prefix: str = "") -> str:
    """A random token of 256 bits, optionally with a readable prefix."""
    return prefix + secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """SHA-256 of a token, hex: what the database keeps instead of it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def same(a: str, b: str) -> bool:
    """Compare two secrets in constant time; any characters."""
    return hmac.compare_digest(a.encode("utf-8", "replace"), b.encode("utf-8", "replace"))


def derived_key(purpose: str) -> bytes:
    """A 32-byte key for one purpose, derived from SECRET_KEY."""
    return hmac.digest(settings().secret_key.get_secret_value().encode(), purpose.encode(), "sha256")


def encrypt(secret: str) -> str:
    """Encrypt a secret for storage."""
    return _box().encrypt(secret.encode()).decode()


def decrypt(stored: str) -> str:
    """Undo `encrypt`; empty when SECRET_KEY has changed since."""
    try:
        return _box().decrypt(stored.encode()).decode()
    except InvalidToken:
        return ""


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived_key("at-rest")))


async def hash_password(password: str) -> str:
    """argon2id, in a thread: it is slow on purpose."""
    return await asyncio.to_thread(_hasher.hash, password)


async def password_fits(stored: str | None, password: str) -> bool:
    """Check a password; takes as long when there is no such member, so that nobody learns who exists."""
    return await asyncio.to_thread(_fits, stored or _NOBODY, password) and stored is not None


def _fits(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
