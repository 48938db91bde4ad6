"""The reply: the loudest thing on the page, with the one filled button."""

import reflex as rx

from crm_app.ui.components import states
from crm_app.ui.components.browser import announce
from crm_app.ui.components.native import key as kbd
from crm_app.ui.inbox.approved import ByTemplate
from crm_app.ui.inbox.approved_text import approved_text
from crm_app.ui.inbox.browser import Countdown, Editor
from crm_app.ui.inbox.noting import Noting
from crm_app.ui.inbox.pieces import Doubt, Paragraph, Piece
from crm_app.ui.inbox.reply import Reply
from crm_app.ui.words import t


def reply_panel() -> rx.Component:
    """The draft, or the editor, or an internal note."""
    return rx.el.section(
        rx.cond(Reply.tab == "note", _note(), _reply()),
        class_name=rx.cond(Reply.tab == "note", "draft internal", "draft"),
        aria_label=rx.cond(Reply.tab == "note", t("Internal note"), t("Reply")),
    )


def undo_bar() -> rx.Component:
    """The seconds in which the last reply can be called back."""
    undo = rx.el.button(
        t("Undo"), kbd("U"), type="button", class_name="b", aria_keyshortcuts="U", on_click=Reply.undo(Reply.undo_id)
    )
    return Countdown.create(undo, seconds=Reply.undo_seconds, started=Reply.undo_number, text=t("Sent in {n} s"))


def _reply() -> rx.Component:
    free = ByTemplate.shut == ""
    return rx.fragment(
        rx.el.div(
            rx.el.b(rx.cond(Reply.written & free, t("Draft"), t("Reply"))),
            rx.cond(free, rx.el.span(Reply.about)),
            rx.cond(Reply.changed & Reply.written & free, rx.el.span(t("edited"))),
            _tab_button(t("Internal note"), "note", "N"),
            rx.cond((Reply.stage != "writing") & free, rx.el.span(Reply.checks, class_name="push")),
            class_name="dh",
        ),
        rx.cond(
            Reply.moved_on != "",
            rx.el.div(
                rx.el.span(Reply.moved_on, dir="auto"),
                rx.el.button(t("I have read it"), type="button", class_name="small", on_click=Reply.read_it),
                class_name="alert warn",
                role="alert",
            ),
        ),
        rx.cond(free, _free(), approved_text()),
    )


def _free() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.match(
                Reply.stage,
                ("writing", _writing()),
                ("ready", rx.el.div(rx.foreach(Reply.paragraphs, _paragraph), dir="auto")),
                _editor(),
            ),
            class_name="db",
        ),
        rx.cond(Reply.stage != "writing", rx.foreach(Reply.doubts, _doubt)),
        rx.cond((Reply.room != "") & (Reply.stage != "writing"), rx.el.p(Reply.room, class_name="room", dir="auto")),
        _foot(),
    )


def _tab_button(label: rx.Var[str], tab: str, key: str) -> rx.Component:
    return rx.el.button(label, type="button", class_name="small", aria_keyshortcuts=key, on_click=Reply.turn(tab))


def _writing() -> rx.Component:
    return rx.el.div(
        rx.cond(
            Reply.paragraphs.length() > 0,
            rx.foreach(Reply.paragraphs, _paragraph),
            states.loading("", "", "short", label="The reply is being written"),
        ),
        dir="auto",
        aria_busy="true",
    )


def _paragraph(paragraph: rx.Var[Paragraph]) -> rx.Component:
    return rx.el.p(rx.foreach(paragraph.pieces, _piece))


def _piece(piece: rx.Var[Piece]) -> rx.Component:
    return rx.match(
        piece.kind,
        ("ok", rx.el.span(piece.text, class_name="ok", title=piece.why)),
        ("un", rx.el.mark(piece.text, class_name="un", title=piece.why)),
        rx.fragment(piece.text),
    )


def _doubt(doubt: rx.Var[Doubt]) -> rx.Component:
    return rx.el.div(
        rx.el.span(doubt.sentence, dir="auto"),
        rx.el.button(
            t("Confirm"),
            type="button",
            class_name="small",
            aria_label=t("Confirm “{text}”", text=doubt.text),
            on_click=Reply.confirm(doubt.text),
        ),
        class_name="claim",
    )


def _editor() -> rx.Component:
    return Editor.create(
        key=f"reply-{Reply.conversation}",
        text=Reply.text,
        version=Reply.version.to_string(),
        label=t("Reply"),
        placeholder=t("Write a reply…"),
        submit_on="ui-send",
        focused=Reply.stage == "editing",
        on_save=lambda text: Reply.keep(Reply.conversation, text),
        on_submit=lambda text: Reply.submit(Reply.conversation, text),
    )


def _foot() -> rx.Component:
    ready, editing = Reply.stage == "ready", Reply.stage == "editing"
    return rx.el.div(
        rx.cond(ready, _send(Reply.send(Reply.conversation)), _send(announce("ui-send"))),
        rx.cond(ready, _button(t("Edit"), Reply.edit, "b", "R")),
        rx.cond(editing & Reply.written, _button(t("Done"), Reply.finish, "b", "Esc")),
        rx.cond(
            ready & Reply.written,
            rx.fragment(
                _button(t("Another way"), Reply.another("another")), _button(t("Shorter"), Reply.another("shorter"))
            ),
        ),
        rx.cond(editing & Reply.written & Reply.changed, _button(t("As written"), Reply.original)),
        rx.cond((ready | editing) & Reply.written, _button(t("Drop"), Reply.drop)),
        rx.el.label(
            rx.el.input(type="checkbox", checked=Reply.keep_open, on_change=Reply.leave_open),
            t("Keep open"),
            class_name="check push",
        ),
        class_name="df",
    )


def _send(act: rx.event.EventSpec | rx.EventHandler) -> rx.Component:
    return rx.el.button(
        t("Send"),
        kbd("Ctrl ↵"),
        type="button",
        class_name="b p",
        disabled=Reply.sending | Reply.barred | (Reply.stage == "writing"),
        aria_keyshortcuts="Control+Enter Meta+Enter",
        on_click=act,
    )


def _button(
    label: rx.Var[str], act: rx.event.EventSpec | rx.EventHandler, style: str = "b q", key: str = ""
) -> rx.Component:
    keys = [kbd(key)] if key else []
    return rx.el.button(label, *keys, type="button", class_name=style, on_click=act)


def _note() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            rx.el.b(t("Internal note")),
            rx.el.span(t("Only your team sees it. @name calls a colleague.")),
            _tab_button(t("Reply"), "reply", "Escape"),
            class_name="dh",
        ),
        rx.el.div(
            Editor.create(
                key=f"note-{Reply.conversation}-{Noting.number}",
                text="",
                version=Noting.number.to_string(),
                label=t("Internal note"),
                placeholder=t("Write a note…"),
                submit_on="ui-note",
                focused=True,
                on_submit=lambda text: Noting.leave(Reply.conversation, text),
            ),
            class_name="db",
        ),
        rx.el.div(
            rx.el.button(t("Add note"), kbd("Ctrl ↵"), type="button", class_name="b p", on_click=announce("ui-note")),
            _button(t("Cancel"), Reply.turn("reply")),
            class_name="df",
        ),
    )
