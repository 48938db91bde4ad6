"""How does a message read in one line of a list? Pure."""

LENGTH = 160


def preview_of(text: str) -> str:
    """The beginning of a text, on one line."""
    return " ".join(text[: LENGTH * 2].split())[:LENGTH]
