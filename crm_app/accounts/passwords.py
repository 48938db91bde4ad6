"""Is this password good enough? 12 to 256 characters, not easily guessed, not the person's own name."""

from dataclasses import dataclass

SHORTEST, LONGEST = 12, 256
JUDGED = 72
"""Characters that are looked at: whatever follows makes no password worse."""

GOOD = 3
"""Of 4: more than a hundred million guesses."""

_USUAL = frozenset(
    ("contraseña", "contrasena", "bienvenido", "administrador", "qwerty", "كلمة السر", "كلمة المرور", "مرحبا")
)
"""With nothing but digits and signs around them; beside the many thousand that the library knows."""


@dataclass(frozen=True)
class PasswordVerdict:
    ok: bool
    reason: str = ""


def judge(password: str, email: str = "", name: str = "") -> PasswordVerdict:
    """Judge a new password; the reason is a sentence for the person, with places for SHORTEST and LONGEST."""
    if not SHORTEST <= len(password) <= LONGEST:
        return PasswordVerdict(False, "Use {shortest} to {longest} characters.")
    plain = password.casefold()
    own = [part for part in (email.split("@")[0].casefold(), name.casefold()) if len(part) > 3]
    if any(part in plain and len(plain) - len(part) < 6 for part in own):
        return PasswordVerdict(False, "That one contains your own name. Choose something else.")
    core = plain.strip("0123456789!.?*#@$ _-")
    if plain.isdigit() or core in _USUAL or _strength(password, own) < GOOD:
        return PasswordVerdict(False, "That one is too easy to guess. A few unrelated words make a good password.")
    return PasswordVerdict(True)


def _strength(password: str, own: list[str]) -> int:
    from zxcvbn import zxcvbn  # 14 MB of word lists, wanted only when somebody chooses a password

    return zxcvbn(password[:JUDGED], user_inputs=[*_USUAL, *own])["score"]  # type: ignore[no-any-return]
