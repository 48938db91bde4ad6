"""The reply to the open conversation: the draft as it is read, edited, confirmed and sent."""

from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

import reflex as rx

from crm_app.accounts import queries as accounts
from crm_app.conversations import queries
from crm_app.conversations.limits import reply_limits
from crm_app.drafts import actions
from crm_app.drafts import queries as drafts
from crm_app.drafts.queries import DraftView
from crm_app.kit.errors import AppError
from crm_app.kit.settings import settings
from crm_app.kit.transaction import Transaction, reading, transaction
from crm_app.ui.inbox import pieces, room
from crm_app.ui.inbox.pieces import Doubt, Paragraph
from crm_app.ui.session import actor_of, id_of, language_of, needs, tell
from crm_app.ui.words import say


class Reply(rx.State):
    """What stands in the panel. `stage`: empty, writing, ready or editing; `tab`: reply or note (see `noting`).

    `room`: what the channel allows of the text, in a line; `barred`: nothing at all may leave by it.
    """

    conversation: int = 0
    stage: str = "empty"
    tab: str = "reply"
    text: str = ""
    version: int = 0
    written: bool = False
    changed: bool = False
    about: str = ""
    checks: str = ""
    paragraphs: list[Paragraph] = []
    doubts: list[Doubt] = []
    rests_on: str = ""
    keep_open: bool = False
    moved_on: str = ""
    sending: bool = False
    room: str = ""
    barred: bool = False
    undo_id: int = 0
    undo_number: int = 0
    undo_seconds: int = 0
    _seen: int = 0
    _came: int = 0

    def _show(self, draft: DraftView | None, language: str) -> None:
        self.written, self.changed = bool(draft and draft.original), bool(draft and draft.content != draft.original)
        self.paragraphs = pieces.paragraphs(draft) if draft else []
        self.doubts = pieces.doubts(draft, language) if draft else []
        self.about = pieces.about(draft, language) if draft else ""
        self.checks = pieces.checks(draft, language) if draft else ""
        self.rests_on = ", ".join(draft.rests_on) if draft else ""
        if draft is None or (draft.state == "ready" and not draft.content.strip()):
            self.stage = "empty"
        else:
            self.stage = "writing" if draft.state == "writing" else "ready"

    @rx.event
    @needs("inbox.reply")
    async def edit(self):
        """Turn the draft into text that can be typed into."""
        if self.conversation and self.stage != "writing":
            self.tab, self.stage, self.version = "reply", "editing", self.version + 1

    @rx.event
    @needs("inbox.reply")
    async def finish(self):
        """Show the text as it was kept, with what was checked."""
        await self._reread()

    @rx.event
    @needs("inbox.reply")
    async def turn(self, tab: str):
        """Write a reply, or an internal note."""
        self.tab = "note" if tab == "note" else "reply"

    @rx.event
    @needs("inbox.reply")
    async def keep(self, conversation_id: int, content: str):
        """Keep what was typed, where it was typed: by now another conversation may be on screen."""
        await self._keep(conversation_id, str(content))

    async def _keep(self, conversation_id: int, content: str) -> None:
        conversation_id = id_of(conversation_id)
        here = conversation_id == self.conversation
        if not conversation_id or (here and content == self.text and (self.paragraphs or not content)):
            return  # without paragraphs nothing is stored: a colleague's reply has used the draft up
        async with transaction(await actor_of(self)) as tx:
            await actions.edit(tx, conversation_id, content)
            draft = await drafts.current(tx, conversation_id)
            line = await measured(tx, conversation_id, content, await language_of(self))
        if not here:
            return
        stage, self.room = self.stage, line
        self.text = content
        self._show(draft, await language_of(self))
        self.stage = "editing" if stage in ("editing", "empty") else stage

    async def _reread(self) -> None:
        async with reading(await actor_of(self)) as tx:
            draft = await drafts.current(tx, self.conversation)
            self.text = draft.content if draft else ""
            self.room = await measured(tx, self.conversation, self.text, await language_of(self))
        self.version += 1
        self._show(draft, await language_of(self))

    @rx.event
    @needs("inbox.reply")
    async def confirm(self, text: str):
        """Vouch for something that stands in no record."""
        async with transaction(await actor_of(self)) as tx:
            await actions.confirm(tx, self.conversation, str(text))
            draft = await drafts.current(tx, self.conversation)
        stage = self.stage
        self._show(draft, await language_of(self))
        self.stage = stage

    @rx.event
    @needs("inbox.reply")
    async def another(self, variant: str):
        """Have it written another way, or shorter."""
        async with transaction(await actor_of(self)) as tx:
            await actions.request(tx, self.conversation, str(variant))
        self.stage, self.changed = "writing", False

    @rx.event
    @needs("inbox.reply")
    async def drop(self):
        """Throw the draft away and write oneself; for a while it can be taken up again."""
        async with transaction(await actor_of(self)) as tx:
            dropped = await actions.drop(tx, self.conversation)
        await self._reread()
        language = await language_of(self)
        label = say(language, "Undo")
        await tell(self, say(language, "Draft dropped."), action=f"take_up:{dropped.id}", label=label, seconds=8)

    @rx.event
    @needs("inbox.reply")
    async def take_up(self, draft_id: int):
        """Bring a dropped draft back, unless there is another one by now."""
        from crm_app.ui.inbox.opened import Opened  # it fills both states

        async with transaction(await actor_of(self)) as tx:
            conversation_id = await actions.take_up(tx, id_of(draft_id))
        self.stage = "ready"
        return Opened.open(conversation_id)

    @rx.event
    @needs("inbox.reply")
    async def original(self):
        """Put the written text back in place of the edited one."""
        async with transaction(await actor_of(self)) as tx:
            await actions.use_original(tx, self.conversation)
        await self._reread()

    @rx.event
    @needs("inbox.reply")
    async def leave_open(self, kept: bool):
        """Whether the conversation stays open once the reply is sent."""
        self.keep_open = bool(kept)

    @rx.event
    @needs("inbox.reply")
    async def submit(self, conversation_id: int, content: str):
        """Keep what stands in the editor, and send it."""
        await self._keep(conversation_id, str(content))
        return Reply.send(conversation_id)

    @rx.event
    @needs("inbox.reply")
    async def send(self, conversation_id: int):
        """Send what was shown for a conversation; it leaves when the time to undo it has passed."""
        if not conversation_id or self.sending:
            return
        if conversation_id != self.conversation:
            await self._not_sent(conversation_id)
            return
        if self.stage == "writing" or self.tab == "note":
            return
        self.sending = True
        try:
            async with self._telling():
                async with transaction(await actor_of(self)) as tx:
                    message = await actions.send(
                        tx,
                        self.conversation,
                        self.text,
                        seen_message_id=self._seen,
                        keep_open=self.keep_open,
                        undo_seconds=settings().undo_seconds,
                    )
                await self._sent(message.id)
        finally:
            self.sending = False

    async def _not_sent(self, conversation_id: int) -> None:
        language = await language_of(self)
        text = say(language, "Not sent: another conversation was opened meanwhile.")
        await tell(self, text, "warn", action=f"open:{conversation_id}", label=say(language, "Open"), seconds=12)

    @asynccontextmanager
    async def _telling(self):
        """What keeps a reply from leaving is told where it is read; the text stays."""
        from crm_app.ui.inbox.opened import show

        try:
            yield
        except AppError as error:
            if error.code not in ("thread_moved_on", "unconfirmed"):
                raise
            language = await language_of(self)
            await show(self, self.conversation, afresh=False)
            if error.code == "thread_moved_on":
                self._seen = self._came  # it is on screen now
                text = say(language, "This conversation moved on. Read what came in, then send; your text is kept.")
                self.moved_on = text
            else:
                text = say(language, "Confirm or change what stands in no record, then send.")
            await tell(self, text, "warn")

    async def _sent(self, message_id: int) -> None:
        """Offer to call it back."""
        from crm_app.ui.inbox.opened import show

        self.undo_id, self.undo_seconds = message_id, settings().undo_seconds
        self.undo_number += 1
        await show(self, self.conversation, afresh=True)

    @rx.event
    @needs("inbox.reply")
    async def undo(self, message_id: int):
        """Call a reply back, and put its text into the editor again."""
        from crm_app.ui.inbox.opened import Opened

        if not id_of(message_id):
            return
        async with transaction(await actor_of(self)) as tx:
            conversation_id = await actions.undo(tx, id_of(message_id))
        self.undo_id, self.undo_number = 0, 0
        await tell(self, say(await language_of(self), "Called back. Nothing was sent."), "good")
        self.stage = "ready"
        return Opened.open(conversation_id)

    @rx.event
    @needs("inbox.read")
    async def read_it(self):
        """The reader has seen what came in meanwhile."""
        async with reading(await actor_of(self)) as tx:
            self._seen = await queries.last_message_id(tx, self.conversation)
        self.moved_on = ""


async def measured(tx: Transaction, conversation_id: int, text: str, language: str) -> str:
    """What the conversation's channel makes of a text, in a line."""
    zone = ZoneInfo((await accounts.workspace(tx)).time_zone)
    return room.line(await reply_limits(tx, conversation_id), text, tx.now, zone, language)


def begin(reply: Reply, conversation_id: int, last: int) -> None:
    """A conversation is opened up to its `last` message: nothing is typed yet."""
    reply.conversation, reply._seen, reply._came, reply.moved_on = conversation_id, last, last, ""
    reply.tab, reply.keep_open, reply.stage = "reply", False, "empty"


def meanwhile(reply: Reply, last: int, author: str, language: str) -> None:
    """Say that something came in after the conversation was opened here."""
    reply._came = last
    if last > reply._seen:
        reply.moved_on = say(
            language, "{name} wrote while you had this open. Read it before you send.", name=author or "?"
        )


def take(reply: Reply, draft: DraftView | None, language: str) -> None:
    """Show a draft; what is being typed here stays. A text that nobody touched was written for what came in."""
    editing = reply.stage == "editing"
    reply._show(draft, language)
    if editing:
        reply.stage = "editing"
        return
    reply.text = draft.content if draft else ""
    reply.version += 1
    if draft and draft.state == "ready" and not reply.changed:
        reply._seen, reply.moved_on = reply._came, ""


def stream(reply: Reply, content: str) -> None:
    """Show a text as far as it is written."""
    if reply.stage == "writing" or (reply.stage == "empty" and not reply.text):
        reply.stage = "writing"
        reply.paragraphs = [Paragraph([pieces.Piece(block, "", "")]) for block in content.split("\n\n")]
