"""Which words is a conversation found by? Its subject, its messages, the contact's name; kept folded.

Words of the name are marked: a search finds them, a topic alert must not (a team that watches for "rose" does not
mean Rose).
"""

from sqlmodel import select

from crm_app.contacts.models import Contact
from crm_app.conversations.models import Conversation, Delivery, Direction, Message, SearchText
from crm_app.kit.fulltext import body, workspace_facet
from crm_app.kit.transaction import Transaction
from crm_app.language.fold import words

NEWEST = 60
"""Only so many of the newest messages of a thread are searched."""


NAME_MARK = "0n"


def status_facet(status: str) -> str:
    return f"0{status}"


def channel_facet(channel: str) -> str:
    """One word, whatever the channel is called: an index would part it at "_"."""
    return f"0c{''.join(words(channel))}"


async def index(tx: Transaction, conversation: Conversation) -> None:
    """Write anew what a conversation is found by. Notes are internal: neither searched nor matched by topic alerts."""
    query = (
        select(Message.text)
        .where(Message.conversation_id == conversation.id, Message.state != Delivery.UNDONE)
        .where(Message.direction != Direction.NOTE)
        .order_by(Message.id.desc())
        .limit(NEWEST)
    )
    texts = [*(await tx.session.exec(query)).all()]
    name = (await tx.session.exec(select(Contact.name).where(Contact.id == conversation.contact_id))).one()
    content = search_body(tx.workspace_id, conversation.status, conversation.channel, conversation.subject, name, texts)
    row = (await tx.session.exec(select(SearchText).where(SearchText.id == conversation.id))).first()
    if row is None:
        tx.session.add(SearchText(id=conversation.id, body=content))
    else:
        row.body = content
    await tx.session.flush()


def search_body(workspace_id: int, status: str, channel: str, subject: str, name: str, texts: list[str]) -> str:
    """The folded words of one conversation, facets first."""
    facets = (workspace_facet(workspace_id), status_facet(status), channel_facet(channel))
    named = [NAME_MARK + word for word in words(name)]
    return body(facets, [words(subject), named, *(words(text) for text in texts)])
