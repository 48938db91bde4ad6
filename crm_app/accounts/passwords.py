"""Is this password good enough? 12 to 256 characters, none of the usual ones, not the person's own name."""

from dataclasses import dataclass

SHORTEST, LONGEST = 12, 256
_USUAL = {
    "password", "qwerty", "letmein", "welcome", "admin", "iloveyou", "monkey", "dragon", "football", "baseball",
    "sunshine", "princess", "trustno", "superman", "starwars", "whatever", "contraseña", "123456", "abc123", "passw0rd",
}  # fmt: skip


@dataclass(frozen=True)
class PasswordVerdict:
    ok: bool
    reason: str = ""


def judge(password: str, email: str = "", name: str = "") -> PasswordVerdict:
    """Judge a new password; the reason is a sentence for the person."""
    if not SHORTEST <= len(password) <= LONGEST:
        return PasswordVerdict(False, f"Use {SHORTEST} to {LONGEST} characters.")
    plain = password.casefold()
    core = plain.strip("0123456789!.?*#@$ _-")
    if core in _USUAL or len(set(plain)) < 5 or plain.isdigit():
        return PasswordVerdict(False, "That one is too easy to guess. A few unrelated words make a good password.")
    own = [part for part in (email.split("@")[0].casefold(), name.casefold()) if len(part) > 3]
    if any(part in plain and len(plain) - len(part) < 6 for part in own):
        return PasswordVerdict(False, "That one contains your own name. Choose something else.")
    return PasswordVerdict(True)
