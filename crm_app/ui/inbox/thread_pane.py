"""The thread: who writes and since when, what can be done, the messages; below it the reply."""

import reflex as rx

from crm_app.ui.components import states
from crm_app.ui.components.native import key as kbd
from crm_app.ui.inbox.brought import FileLine
from crm_app.ui.inbox.browser import ScrollToEnd
from crm_app.ui.inbox.messages import Entry
from crm_app.ui.inbox.opened import Opened
from crm_app.ui.inbox.reply import Reply
from crm_app.ui.inbox.reply_panel import reply_panel, undo_bar
from crm_app.ui.session import Session
from crm_app.ui.words import t


def thread_pane() -> rx.Component:
    """The middle of the page; it says what to do where nothing is open."""
    return rx.el.section(
        rx.match(
            Opened.stage,
            ("ready", rx.fragment(_head(), _tabs(), _messages(), undo_bar(), reply_panel())),
            ("missing", _missing()),
            rx.cond(rx.State.is_hydrated, _nothing(), _loading()),
        ),
        class_name="thread",
        aria_label=t("Conversation"),
    )


def _head() -> rx.Component:
    return rx.el.header(
        rx.el.button(
            rx.icon("arrow-left", class_name="icon turns", aria_hidden="true"),
            type="button",
            class_name="ib only-phone",
            aria_label=t("Back to the list"),
            on_click=Opened.look(""),
        ),
        rx.el.span(Opened.initials, class_name="av", aria_hidden="true"),
        rx.el.div(
            rx.el.h2(Opened.subject, dir="auto"),
            rx.el.p(Opened.under),
            rx.cond(Opened.others != "", rx.el.p(Opened.others, class_name="others", dir="auto")),
            class_name="what",
        ),
        rx.el.div(_assign(), _snooze(), _resolve(), class_name="btns"),
        class_name="thead",
    )


def _menu(name: str, label: str, key: str, *lines: rx.Component) -> rx.Component:
    shown = Opened.menu == name
    return rx.el.div(
        rx.el.button(
            t(label),
            id=f"menu-{name}",
            type="button",
            class_name="b q",
            aria_expanded=shown.to_string(),
            aria_keyshortcuts=key,
            on_click=Opened.menu_of(name),
        ),
        rx.cond(
            shown,
            rx.fragment(
                rx.el.div(class_name="aside", on_click=Opened.menu_of(""), aria_hidden="true"),
                rx.el.div(*lines, class_name="menu", role="group", aria_label=t(label)),
            ),
        ),
        class_name="opens",
    )


def _assign() -> rx.Component:
    return _menu(
        "assign",
        "Assign",
        "A",
        rx.foreach(
            Opened.people,
            lambda person, i: rx.el.button(
                rx.el.span(person["name"].to(str), dir="auto"),
                rx.cond(person["name"].to(str) == Opened.assignee, rx.icon("check", class_name="icon push")),
                type="button",
                auto_focus=i == 0,
                on_click=Opened.assign(person["id"].to(int)),
            ),
        ),
        rx.el.button(t("Nobody"), type="button", on_click=Opened.assign(0)),
    )


def _snooze() -> rx.Component:
    return _menu(
        "snooze",
        "Snooze",
        "S",
        rx.cond(
            Opened.later != "",
            rx.el.button(t("Later today, {time}", time=Opened.later), type="button", on_click=Opened.snooze("later")),
        ),
        rx.el.button(t("Tomorrow, 09:00"), type="button", auto_focus=True, on_click=Opened.snooze("tomorrow")),
        rx.el.button(t("Next week, Monday 09:00"), type="button", on_click=Opened.snooze("week")),
        rx.el.form(
            rx.el.input(type="datetime-local", name="until", class_name="input", aria_label=t("Pick a time")),
            rx.el.button(t("Snooze"), type="submit", class_name="b"),
            on_submit=Opened.snooze_until,
            class_name="pick",
        ),
    )


def _resolve() -> rx.Component:
    return rx.el.button(
        rx.cond(Opened.status == "closed", t("Open again"), t("Resolve")),
        kbd("E"),
        type="button",
        class_name="b",
        aria_keyshortcuts="E",
        on_click=Opened.resolve,
    )


def _tabs() -> rx.Component:
    def tab(label: str, pane: str) -> rx.Component:
        on = (Opened.pane == "show-context") == (pane == "show-context")
        return rx.el.button(t(label), type="button", aria_pressed=on.to_string(), on_click=Opened.look(pane))

    return rx.el.div(tab("Thread", "show-thread"), tab("Context", "show-context"), class_name="tabs")


def _messages() -> rx.Component:
    return ScrollToEnd.create(
        rx.foreach(Opened.entries, _entry),
        conversation=Opened.id,
        last=Opened.entries.length(),
        label=t("Messages"),
    )


def _entry(entry: rx.Var[Entry]) -> rx.Component:
    return rx.match(
        entry.kind,
        ("day", rx.el.div(entry.text, class_name="note", key=entry.key)),
        ("mark", rx.el.div(entry.text, class_name="note", key=entry.key)),
        ("out", _message(entry, "msg me")),
        ("internal", _message(entry, "msg internal")),
        _message(entry, "msg"),
    )


def _message(entry: rx.Var[Entry], style: str) -> rx.Component:
    internal = rx.el.span(t("Internal note"), class_name="state warn") if style == "msg internal" else rx.fragment()
    return rx.el.article(
        rx.el.div(
            rx.el.b(entry.author, dir="auto"),
            rx.el.time(entry.time),
            internal,
            rx.cond(entry.state != "", rx.el.span(entry.state, class_name=f"state {entry.state_kind}")),
            rx.cond(entry.marks != "", rx.el.span(entry.marks, dir="auto")),
            rx.cond(entry.can_undo, _small(t("Undo"), Reply.undo(entry.message_id))),
            rx.cond(entry.can_retry, _small(t("Send again"), Opened.retry(entry.message_id))),
            class_name="by",
        ),
        rx.el.div(entry.text, dir="auto", class_name=rx.cond(entry.gone, "gone", "")),
        rx.cond(entry.before.length() > 0, _before(entry)),
        rx.cond(
            (entry.call.summary != "") & (entry.call.summary != entry.text),
            rx.el.p(t("Summary: {text}", text=f"\u2068{entry.call.summary}\u2069"), class_name="second", dir="auto"),
        ),
        rx.cond(
            entry.quoted != "",
            rx.el.details(
                rx.cond(
                    entry.fold != "",
                    rx.el.summary(entry.fold, class_name="second"),
                    rx.el.summary("…", aria_label=t("Show the quoted history")),
                ),
                rx.el.div(entry.quoted, dir="auto", class_name="quoted"),
            ),
        ),
        rx.cond(entry.files.length() > 0, rx.el.ul(rx.foreach(entry.files, _file), class_name="files")),
        rx.cond(entry.place.url != "", _place(entry)),
        rx.cond(entry.call.recording != "", _recording(entry)),
        rx.cond(entry.reactions != "", rx.el.p(entry.reactions, class_name="reactions", aria_label=t("Reactions"))),
        rx.cond(entry.problem != "", rx.el.p(entry.problem, class_name="problem", dir="auto")),
        class_name=style,
        key=entry.key,
    )


def _small(label: rx.Var[str], act: rx.event.EventSpec) -> rx.Component:
    return rx.el.button(label, type="button", class_name="small", on_click=act)


def _file(file: rx.Var[FileLine]) -> rx.Component:
    return rx.el.li(
        rx.icon("paperclip", class_name="icon", aria_hidden="true"),
        rx.cond(
            file.url != "",
            rx.el.a(file.name, href=file.url, target="_blank", rel="noopener", dir="auto"),
            rx.el.span(file.name, dir="auto"),
        ),
        rx.el.span(file.size, file.note, class_name="second", dir="auto"),
    )


def _place(entry: rx.Var[Entry]) -> rx.Component:
    link = rx.el.a(
        t("Show {point} on a map", point=entry.place.point),
        href=entry.place.url,
        target="_blank",
        rel="noopener noreferrer",
    )
    return rx.el.ul(
        rx.el.li(rx.icon("map-pin", class_name="icon", aria_hidden="true"), link, class_name="place"),
        class_name="files",
    )


def _recording(entry: rx.Var[Entry]) -> rx.Component:
    link = rx.el.a(t("Listen to the call"), href=entry.call.recording, target="_blank", rel="noopener noreferrer")
    icon = rx.icon("phone", class_name="icon", aria_hidden="true")
    return rx.el.ul(rx.el.li(icon, link, class_name="place"), class_name="files")


def _before(entry: rx.Var[Entry]) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Before the edit"), class_name="second"),
        rx.foreach(entry.before, lambda text: rx.el.p(text, dir="auto", class_name="quoted")),
    )


def _missing() -> rx.Component:
    return states.empty(
        t("This conversation is not here"), t("It does not exist, or it was removed. Choose another from the list.")
    )


def _nothing() -> rx.Component:
    choose = t("Choose a conversation from the list, or press J. Its reply is drafted already.")
    how = t("Messages come in by what is connected under Settings: E-mail, Channels, Web chat.")
    return rx.cond(
        Session.inbox_open == 0, states.empty(t("Nothing waits"), how), states.empty(t("Nothing is open"), choose)
    )


def _loading() -> rx.Component:
    return rx.el.div(states.loading("title", "short", "tall", "tall", "", "", "short"), class_name="msgs")
