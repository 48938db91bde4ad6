"""May a free text be sent on WhatsApp now? Within a day of the customer's last message, three after an ad. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

DAY, AFTER_AD = timedelta(hours=24), timedelta(hours=72)

CLOSED = "window_closed"
NEVER = "never_wrote"


@dataclass(frozen=True)
class Window:
    """Whether free text may leave, until when, and the problem that is why not. Always open elsewhere."""

    open: bool
    until: datetime | None = None
    reason: str = ""


def window(kind: str, now: datetime, last_written: datetime | None, last_ad_click: datetime | None = None) -> Window:
    """The window of a conversation.

    Args:
        kind: of the channel account.
        last_written: the customer's newest message, by the provider's clock.
        last_ad_click: their newest message that came from an advertisement.
    """
    if not kind.endswith("whatsapp"):
        return Window(True)
    ends = [last_written + DAY] if last_written else []
    if last_ad_click:
        ends.append(last_ad_click + AFTER_AD)
    if not ends:
        return Window(False, None, NEVER)
    until = max(ends)
    return Window(now < until, until, "" if now < until else CLOSED)
