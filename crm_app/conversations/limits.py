"""What may a reply be like right now, and may it leave at all? For whoever writes one."""

from dataclasses import dataclass
from datetime import datetime

from crm_app.accounts.permissions import require
from crm_app.channels import lengths, templates
from crm_app.channels.segments import Segments, segments
from crm_app.channels.templates import StoredTemplate
from crm_app.conversations import ways_out
from crm_app.conversations.changing import load
from crm_app.kit.transaction import Transaction


@dataclass(frozen=True)
class Counted:
    """A text as it would leave: in so many `messages`, of so many `characters` as the provider counts them.
    `segments` is what a phone network makes of it, for SMS alone."""

    characters: int
    messages: int
    segments: Segments | None = None


@dataclass(frozen=True)
class ReplyLimits:
    """The limits of a conversation's way out.

    `longest`: characters of one message; a longer text leaves in several; None where there is no limit.
    `window_until`: when free text is taken no more (WhatsApp); None where that never ends.
    `refusal`: why nothing can leave, `free_text_refusal` why only a template can, `held` why replies wait.
    """

    channel: str
    kind: str = ""
    longest: int | None = None
    window_until: datetime | None = None
    refusal: str = ""
    free_text_refusal: str = ""
    held: str = ""
    templates: tuple[StoredTemplate, ...] = ()

    def count(self, text: str) -> Counted:
        """What becomes of a text that is being written."""
        text = text.strip()
        pieces = lengths.split(text, self.longest) if self.longest else [text] if text else []
        told = segments(text) if self.channel == "sms" else None
        return Counted(lengths.units(text), len(pieces), told)


async def reply_limits(tx: Transaction, conversation_id: int) -> ReplyLimits:
    """The limits of a reply in this conversation; raises NotFound."""
    require(tx.actor, "inbox.read")
    conversation = await load(tx, conversation_id)
    if conversation.channel not in ways_out.MESSENGERS:
        return ReplyLimits(conversation.channel, refusal=await ways_out.telephone_refusal(tx, conversation))
    out = await ways_out.way_out(tx, conversation, conversation.channel)
    kind = out.account.kind if out.account else ""
    return ReplyLimits(
        conversation.channel,
        kind,
        lengths.LONGEST.get(kind),
        out.window.until,
        out.refusal,
        out.refuses(template=False),
        out.held,
        templates.stored(out.account.settings) if out.account else (),
    )
