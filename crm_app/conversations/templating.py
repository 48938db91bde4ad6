"""A text that WhatsApp has approved, sent in place of free text: the only way once the window has closed."""

from crm_app.accounts.permissions import require
from crm_app.channels import templates
from crm_app.conversations import replying, ways_out
from crm_app.conversations.changing import load
from crm_app.conversations.models import Message
from crm_app.kit.errors import NotFound
from crm_app.kit.transaction import Transaction


async def send_template(
    tx: Transaction,
    conversation_id: int,
    name: str,
    language: str,
    values: list[str],
    *,
    seen_message_id: int,
    keep_open: bool,
    undo_seconds: int,
) -> Message:
    """Put a template of the conversation's account on its way, with its values.

    Raises Invalid when the values do not fit, NotFound when the account has no such template, and what
    `replying.queue_reply` raises.
    """
    require(tx.actor, "inbox.reply")
    conversation = await load(tx, conversation_id)
    out = await ways_out.way_out(tx, conversation, conversation.channel)
    known = templates.stored(out.account.settings) if out.account else ()
    template = next((row for row in known if (row.name, row.language) == (name, language)), None)
    if template is None:
        raise NotFound("template")
    text, tidy = templates.filled(template, values)
    told = {"name": template.name, "language": template.language, "values": [*tidy], "reference": template.reference}
    return await replying.queue_reply(
        tx,
        conversation_id,
        text,
        seen_message_id=seen_message_id,
        keep_open=keep_open,
        undo_seconds=undo_seconds,
        details={"template": told},
    )
