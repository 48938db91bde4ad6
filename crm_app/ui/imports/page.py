"""How an import looks: a place for the file, a look at it before anything is written, progress, result."""

import reflex as rx

from crm_app.imports.kinds import KINDS
from crm_app.ui.components import forms, states
from crm_app.ui.imports.routes import LARGEST_MB, TOO_LARGE
from crm_app.ui.imports.state import Imports
from crm_app.ui.imports.told import Column, Line, Sample
from crm_app.ui.settings.stages import confirm, section
from crm_app.ui.words import t

HOLDS = {key: kind.label for key, kind in KINDS.items()}
EXISTING = {"fill": "Fill in what is missing", "overwrite": "Take the file's word", "leave": "Leave as it is"}


class Upload(rx.Component):
    """A place for a file; `on_stored` gets the import's id, `on_refused` a sentence."""

    library = f"$/public{rx.asset('upload.jsx', shared=True)}"
    tag = "Upload"

    kind: rx.Var[str]
    words: rx.Var[dict[str, str]]
    largest: rx.Var[int]

    on_stored: rx.EventHandler[rx.event.passthrough_event_spec(int)]
    on_refused: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def imports() -> rx.Component:
    """The section."""
    return section(
        "Import",
        "Bring contacts, orders and conversations from a spreadsheet, another helpdesk or a mailbox. Nothing is "
        "written before you have seen what would come in, and each import can be taken back.",
        Imports.stage,
        Imports.load,
        rx.cond(Imports.opened != 0, _opened(), _overview()),
    )


def _overview() -> rx.Component:
    words = {
        "drop": t("Drop a file here, or choose one."),
        "choose": t("Choose a file"),
        "sending": t("On its way:"),
        "hint": t("CSV, JSON lines or mbox, up to {n} MB.", n=LARGEST_MB),
        "large": t(TOO_LARGE),
        "lost": t("The file did not arrive. Try again."),
    }
    return rx.fragment(
        _choice("The file holds", HOLDS, Imports.kind, Imports.choose),
        Upload.create(
            kind=Imports.kind,
            words=rx.Var.create(words).to(dict[str, str]),
            largest=LARGEST_MB * 1024 * 1024,
            on_stored=Imports.open,
            on_refused=Imports.refuse,
        ),
        rx.cond(
            Imports.lines.length() > 0,
            rx.el.div(
                rx.el.h3(t("Imports so far"), class_name="part"),
                rx.el.div(rx.foreach(Imports.lines, _line), class_name="accounts"),
            ),
        ),
    )


def _choice(label: str, options: dict[str, str], chosen: rx.Var[str], act: rx.EventHandler) -> rx.Component:
    buttons = [
        rx.el.button(t(text), type="button", aria_pressed=(chosen == key).to_string(), on_click=act(key))
        for key, text in options.items()
    ]
    return rx.el.div(
        rx.el.span(t(label), class_name="label"),
        rx.el.div(*buttons, class_name="choice", role="group", aria_label=t(label)),
        class_name="field",
    )


def _line(line: rx.Var[Line]) -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.el.b(line.name, dir="auto"), rx.el.p(line.what, class_name="second cut"), class_name="what"),
        rx.el.span(line.at, class_name="second num"),
        rx.el.span(line.state, class_name=f"state {line.tone}"),
        rx.el.button(
            t("Look"), type="button", class_name="b", aria_label=t("Look at {name}", name=line.name),
            on_click=Imports.open(line.id),
        ),
        class_name="account",
    )  # fmt: skip


def _opened() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.button(t("All imports"), type="button", class_name="b q", on_click=Imports.close),
            rx.el.b(Imports.name, dir="auto"),
            rx.el.span(Imports.state_text, class_name=f"state {Imports.tone}", role="status"),
            class_name="acts",
        ),
        rx.cond(Imports.problem != "", rx.el.p(Imports.problem, class_name="alert", role="alert")),
        rx.match(
            Imports.state,
            ("counting", _arranging()),
            ("ready", _arranging()),
            ("running", _progress()),
            ("undoing", _result()),
            _result(),
        ),
        class_name="form",
    )


def _arranging() -> rx.Component:
    start = rx.el.button(
        t("Bring in {n}", n=Imports.new + rx.cond(Imports.existing == "leave", 0, Imports.here)),
        type="button",
        class_name="b p",
        disabled=(Imports.state != "ready") | (Imports.new + Imports.here == 0),
        on_click=Imports.start,
    )
    return rx.fragment(
        rx.cond(
            Imports.form != "mbox",
            _choice("The file holds", HOLDS, Imports.file_kind, Imports.take_for),
        ),
        _figures(("New", Imports.new), ("Already here", Imports.here), ("Unusable", Imports.unusable)),
        rx.cond(Imports.file_kind == "conversations", _history()),
        rx.cond(Imports.form == "mbox", _own_addresses()),
        rx.cond(Imports.columns.length() > 0, _mapping()),
        rx.cond(
            Imports.file_kind != "conversations",
            _choice("Those that are already here", EXISTING, Imports.existing, Imports.treat),
        ),
        rx.cond(Imports.rows.length() > 0, _preview()),
        rx.cond((Imports.rows.length() == 0) & (Imports.state == "counting"), states.loading("tall", "tall")),
        rx.el.div(
            start,
            rx.el.button(t("Put the file away"), type="button", class_name="b q", on_click=Imports.remove),
            class_name="acts",
        ),
    )  # fmt: skip


def _history() -> rx.Component:
    return rx.el.p(
        t("They come in as history: nothing is sent and no drafts are written. Where the file names no state, those "
          "whose last message is older than 30 days come in closed, answered ones pending, the others open."),
        class_name="second",
    )  # fmt: skip


def _own_addresses() -> rx.Component:
    return rx.el.form(
        forms.field("own", "Our own addresses", forms.text("own", Imports.own, dir="ltr"),
                    hint="Mail from these is shown as ours. Separate them by commas.", whole=True),
        rx.el.div(forms.submit("Count again"), class_name="acts"),
        key=Imports.own, on_submit=Imports.save_own, class_name="form",
    )  # fmt: skip


def _mapping() -> rx.Component:
    first, second = ("true", "Day first: 31/12"), ("false", "Month first: 12/31")
    dates = [
        rx.el.button(
            t(text), type="button", aria_pressed=(Imports.day_first.to_string() == key).to_string(),
            on_click=Imports.read_dates(key == "true"),
        )
        for key, text in (first, second)
    ]  # fmt: skip
    heads = [rx.el.th(t(label), scope="col") for label in ("Column", "For example", "Means")]
    return rx.fragment(
        rx.el.h3(t("What the columns mean")),
        rx.el.div(
            rx.el.table(rx.el.thead(rx.el.tr(*heads)), rx.el.tbody(rx.foreach(Imports.columns, _column))),
            class_name="table",
        ),
        rx.el.div(
            rx.el.span(t("Dates are written"), class_name="label"),
            rx.el.div(*dates, class_name="choice", role="group", aria_label=t("Dates are written")),
            class_name="field",
        ),
    )


def _column(column: rx.Var[Column]) -> rx.Component:
    return rx.el.tr(
        rx.el.th(rx.el.bdi(column.heading), scope="row"),
        rx.el.td(rx.el.bdi(column.sample), class_name="second"),
        rx.el.td(
            rx.match(
                Imports.file_kind,
                *[(key, _fields(kind.labels(), column)) for key, kind in KINDS.items()],
                rx.fragment(),
            )
        ),
    )


def _fields(labels: dict[str, str], column: rx.Var[Column]) -> rx.Component:
    items = [rx.el.option(t("Nothing"), value=""), *[rx.el.option(t(text), value=key) for key, text in labels.items()]]
    return rx.el.select(
        *items,
        key=column.number.to_string() + column.field,
        default_value=column.field,
        aria_label=t("{column} means", column=column.heading),
        class_name="input",
        on_change=lambda chosen: Imports.map_column(column.number, chosen),
    )


def _preview() -> rx.Component:
    heads = [rx.el.th(t("Line"), scope="col"), rx.el.th(t("State"), scope="col")]
    return rx.fragment(
        rx.el.h3(t("The first rows, as they were understood")),
        rx.el.div(
            rx.el.table(
                rx.el.thead(rx.el.tr(*heads, rx.foreach(Imports.heads, lambda head: rx.el.th(head, scope="col")))),
                rx.el.tbody(rx.foreach(Imports.rows, _row)),
            ),
            class_name="table wide", tab_index=0, role="region",
            aria_label=t("The first rows, as they were understood"),
        ),
    )  # fmt: skip


def _row(row: rx.Var[Sample]) -> rx.Component:
    refused = rx.el.td(
        rx.el.span(row.reason, class_name="wrong", dir="auto"), rx.el.p(row.cells[0], class_name="second", dir="auto"),
        col_span=rx.cond(Imports.heads.length() > 0, Imports.heads.length(), 1),
    )  # fmt: skip
    return rx.el.tr(
        rx.el.td(row.line, class_name="num second"),
        rx.el.td(rx.el.span(row.verdict, class_name=f"state {row.tone}")),
        rx.cond(row.reason != "", refused, rx.foreach(row.cells, lambda cell: rx.el.td(rx.el.bdi(cell)))),
    )


def _figures(*figures: tuple[str, rx.Var[int]]) -> rx.Component:
    return rx.el.div(
        *[
            rx.el.div(rx.el.span(t(label), class_name="second"), rx.el.b(number, class_name="num"), class_name="figure")
            for label, number in figures
        ],
        class_name="figures",
    )


def _progress() -> rx.Component:
    return rx.fragment(
        rx.el.progress(value=Imports.done, max=Imports.total, aria_label=t("Coming in")),
        rx.el.p(
            t("{done} of {total} rows, {percent} %", done=Imports.done, total=Imports.total, percent=Imports.percent)
        ),
        rx.el.p(t("It goes on when you leave this page, and after a restart."), class_name="second"),
    )  # fmt: skip


def _result() -> rx.Component:
    acts = [
        rx.cond(Imports.can_go_on, rx.el.button(t("Go on"), type="button", class_name="b p", on_click=Imports.start)),
        rx.cond(Imports.can_undo, rx.el.button(t("Undo"), type="button", class_name="b danger", on_click=Imports.ask)),
    ]
    return rx.fragment(
        _figures(("Added", Imports.added), ("Filled in", Imports.changed), ("Already here", Imports.skipped),
                 ("Refused", Imports.refused)),
        rx.cond(Imports.undone + Imports.kept > 0, _figures(("Taken back", Imports.undone), ("Left", Imports.kept))),
        rx.el.div(*acts, class_name="acts"),
        _reasons("What was left, and why", "Number", Imports.keepings),
        _reasons("Refused lines", "Line", Imports.refusals),
        confirm(
            Imports.asking,
            t("Take back {name}?", name=Imports.name),
            t("What this import added goes, and what it filled in becomes as it was. What somebody has changed or "
              "answered since stays, and you are told which."),
            "Undo",
            Imports.undo,
            Imports.keep,
        ),
    )  # fmt: skip


def _reasons(title: str, first: str, lines: rx.Var[list[tuple[int, str]]]) -> rx.Component:
    heads = [rx.el.th(t(label), scope="col") for label in (first, "Reason")]
    body = rx.foreach(lines, lambda line: rx.el.tr(rx.el.td(line[0], class_name="num"), rx.el.td(rx.el.bdi(line[1]))))
    table = rx.el.table(rx.el.thead(rx.el.tr(*heads)), rx.el.tbody(body))
    return rx.cond(lines.length() > 0, rx.fragment(rx.el.h3(t(title)), rx.el.div(table, class_name="table")))
