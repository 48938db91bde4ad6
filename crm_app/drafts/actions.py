"""Every write to drafts, up to the reply that is sent."""

from dataclasses import asdict, dataclass, field

from sqlmodel import select

from crm_app.accounts.actions import record
from crm_app.accounts.permissions import require
from crm_app.conversations import queries, replying
from crm_app.conversations.models import Message
from crm_app.drafts import claims, edits
from crm_app.drafts.context import gather
from crm_app.drafts.events import DraftChanged, DraftRequested
from crm_app.drafts.models import Draft, DraftState
from crm_app.kit.errors import Conflict, Invalid, NotFound
from crm_app.kit.transaction import Transaction

LONGEST = 20_000
NEWEST = 2**63 - 1
VARIANTS = ("another", "shorter")


@dataclass(frozen=True)
class Written:
    """What a writer made: the offline engine, or a model."""

    content: str
    tone: str
    reasoning: str
    engine: str
    personalization: dict[str, bool] = field(default_factory=dict)
    rests_on: tuple[str, ...] = ()


async def store(tx: Transaction, conversation_id: int, message_id: int, number: int, written: Written) -> Draft | None:
    """Keep a finished draft. A text that someone has edited is left standing; the new one waits beside it.

    Returns None when it comes too late: the customer has written again, a person has used or dropped the draft for
    this message, or a newer one was asked for.
    """
    draft = await _for_message(tx, conversation_id, message_id)
    if draft and (draft.state in (DraftState.SENT, DraftState.DROPPED) or draft.variant > number):
        return None
    newest = await queries.last_inbound(tx, conversation_id)
    if newest is not None and newest.id > message_id:
        await give_back(tx, conversation_id, message_id, number)
        return None
    gathered = await gather(tx, conversation_id)
    if draft is None:
        typed = await _typed_so_far(tx, conversation_id)
        draft = Draft(conversation_id=conversation_id, for_message_id=message_id, created_at=tx.now, updated_at=tx.now)
        tx.session.add(draft)
        draft.content = typed
    kept = draft.content if draft.content and draft.content != draft.original else ""
    draft.state, draft.variant = DraftState.READY, number
    draft.original, draft.content = written.content, kept or written.content
    draft.channel, draft.language = gathered.facts.channel, gathered.facts.language
    draft.tone, draft.reasoning, draft.engine = written.tone[:60], written.reasoning, written.engine[:60]
    draft.personalization, draft.rests_on = dict(written.personalization), list(written.rests_on)
    draft.confirmed, draft.updated_at = [], tx.now
    draft.claims = [asdict(c) for c in claims.check(draft.content, gathered.facts).claims]
    await _changed(tx, draft)
    return draft


async def _typed_so_far(tx: Transaction, conversation_id: int) -> str:
    """What someone had typed for an earlier message and not sent: it is never lost."""
    older = await current(tx, conversation_id)
    if older is None:
        return ""
    older.state = DraftState.DROPPED
    return older.content if older.content != older.original else ""


async def request(tx: Transaction, conversation_id: int, variant: str) -> None:
    """Ask for another draft; it takes the place of this one, edits and all, because the person asked."""
    require(tx.actor, "inbox.reply")
    if variant not in VARIANTS:
        raise Invalid("variant", "A draft can be written another way, or shorter.")
    draft = await current(tx, conversation_id)
    if draft is None:
        raise NotFound("draft")
    draft.state, draft.variant, draft.content = DraftState.WRITING, draft.variant + 1, draft.original
    tx.emit(DraftRequested(conversation_id, draft.for_message_id, draft.variant, variant))
    await _changed(tx, draft)


async def give_back(tx: Transaction, conversation_id: int, message_id: int, number: int) -> None:
    """Another draft, the one of this number, will not be written: the one that was there stands again."""
    draft = await _for_message(tx, conversation_id, message_id)
    if draft is not None and draft.state == DraftState.WRITING and draft.variant == number:
        draft.state = DraftState.READY
        await _changed(tx, draft)


async def use_original(tx: Transaction, conversation_id: int) -> Draft:
    """Put the written text back in place of the edited one."""
    require(tx.actor, "inbox.reply")
    draft = await _current(tx, conversation_id)
    return await edit(tx, conversation_id, draft.original)


async def edit(tx: Transaction, conversation_id: int, content: str) -> Draft:
    """Keep what a person typed, and check it anew."""
    require(tx.actor, "inbox.reply")
    if len(content) > LONGEST:
        raise Invalid("text", "A reply has at most {longest} characters.", longest=LONGEST)
    draft = await current(tx, conversation_id)
    if draft is None:
        draft = await _begin(tx, conversation_id)
    gathered = await gather(tx, conversation_id)
    draft.state, draft.content, draft.updated_at = DraftState.READY, content, tx.now
    draft.claims = [asdict(c) for c in claims.check(content, gathered.facts).claims]
    said = {c["text"] for c in draft.claims}
    draft.confirmed = [text for text in draft.confirmed if text in said]
    await _changed(tx, draft)
    return draft


async def _begin(tx: Transaction, conversation_id: int) -> Draft:
    """An empty draft for the newest message; one that was dropped for it is taken up again."""
    message_id = await queries.last_message_id(tx, conversation_id)
    draft = await _for_message(tx, conversation_id, message_id)
    if draft is None:
        draft = Draft(conversation_id=conversation_id, for_message_id=message_id, created_at=tx.now, updated_at=tx.now)
        tx.session.add(draft)
    draft.original = ""
    return draft


async def confirm(tx: Transaction, conversation_id: int, text: str) -> None:
    """A person vouches for something that stands in no record."""
    require(tx.actor, "inbox.reply")
    draft = await _current(tx, conversation_id)
    if text in {c["text"] for c in draft.claims} and text not in draft.confirmed:
        draft.confirmed = [*draft.confirmed, text]
        record(tx, "claim.confirmed", "conversation", conversation_id, draft_id=draft.id)
    await _changed(tx, draft)


async def drop(tx: Transaction, conversation_id: int) -> Draft:
    """Throw the draft away; returns it, as `take_up` may bring it back."""
    require(tx.actor, "inbox.reply")
    draft = await _current(tx, conversation_id)
    draft.state = DraftState.DROPPED
    record(tx, "draft.dropped", "conversation", conversation_id, draft_id=draft.id)
    await _changed(tx, draft)
    return draft


async def take_up(tx: Transaction, draft_id: int) -> int:
    """Bring a dropped draft back where no other has come since; returns its conversation's id. Raises NotFound."""
    require(tx.actor, "inbox.reply")
    draft = (await tx.session.exec(select(Draft).where(Draft.id == draft_id))).first()
    if draft is None:
        raise NotFound("draft")
    if draft.state == DraftState.DROPPED and await current(tx, draft.conversation_id) is None:
        draft.state = DraftState.READY
        await _changed(tx, draft)
    return draft.conversation_id


async def send(
    tx: Transaction, conversation_id: int, content: str, *, seen_message_id: int, keep_open: bool, undo_seconds: int
) -> Message:
    """Send what stands in the editor. Raises Conflict `thread_moved_on`, and `unconfirmed` when something in the text
    stands in no record and nobody has vouched for it."""
    require(tx.actor, "inbox.reply")
    draft = await edit(tx, conversation_id, content)
    open_claims = [c["text"] for c in draft.claims if not c["supported"] and c["text"] not in draft.confirmed]
    message = await replying.queue_reply(
        tx, conversation_id, content, seen_message_id=seen_message_id, keep_open=keep_open, undo_seconds=undo_seconds
    )
    if open_claims:
        quoted = ", ".join(f"“{text}”" for text in open_claims[:3])
        raise Conflict("unconfirmed", f"{quoted} stands in no record. Confirm it or change it before sending.")
    await _sent(tx, draft, content, message)
    return message


async def send_own(
    tx: Transaction, conversation_id: int, content: str, *, seen_message_id: int | None, keep_open: bool
) -> Message:
    """Send a text that its writer answers for, at once: a program's reply. The draft counts as used up.

    `seen_message_id`: the last message that the writer knew; None sends whatever came in since.
    """
    seen = NEWEST if seen_message_id is None else seen_message_id
    message = await replying.queue_reply(
        tx, conversation_id, content, seen_message_id=seen, keep_open=keep_open, undo_seconds=0
    )
    draft = await current(tx, conversation_id)
    if draft is not None:
        await _sent(tx, draft, content, message)
    return message


async def _sent(tx: Transaction, draft: Draft, content: str, message: Message) -> None:
    measured = edits.measure(draft.original, content)
    draft.state, draft.edit, draft.similarity = DraftState.SENT, measured.kind, measured.similarity
    draft.content, draft.sent_as = content, message.id
    await _changed(tx, draft)


async def undo(tx: Transaction, message_id: int) -> int:
    """Call the reply back and put its text into the editor again; returns the conversation's id. Where the customer
    has written meanwhile, it stands in the draft for that."""
    message = await replying.undo_reply(tx, message_id)
    query = select(Draft).where(Draft.sent_as == message.id)
    draft = (await tx.session.exec(query)).first()
    if draft is not None:
        newer = await current(tx, message.conversation_id)
        draft.state = DraftState.DROPPED if newer else DraftState.READY
        draft.edit, draft.similarity, draft.sent_as = "", None, None
        await _changed(tx, draft)
        if newer:
            await edit(tx, message.conversation_id, draft.content)
    return message.conversation_id


async def current(tx: Transaction, conversation_id: int) -> Draft | None:
    """The draft that is being worked on."""
    query = select(Draft).where(
        Draft.conversation_id == conversation_id, Draft.state.in_([DraftState.WRITING, DraftState.READY])
    )
    return (await tx.session.exec(query.order_by(Draft.id.desc()).limit(1))).first()


async def _current(tx: Transaction, conversation_id: int) -> Draft:
    draft = await current(tx, conversation_id)
    if draft is None:
        raise NotFound("draft")
    return draft


async def _for_message(tx: Transaction, conversation_id: int, message_id: int) -> Draft | None:
    query = select(Draft).where(Draft.conversation_id == conversation_id, Draft.for_message_id == message_id)
    return (await tx.session.exec(query)).first()


async def _changed(tx: Transaction, draft: Draft) -> None:
    await tx.session.flush()
    tx.emit(DraftChanged(draft.conversation_id, draft.id, str(draft.state), tx.actor.member_id))
