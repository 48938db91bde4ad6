"""How an import is put into words and figures for the page. Pure."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from crm_app.imports.kinds import KINDS
from crm_app.imports.queries import ImportView
from crm_app.ui.inbox import told
from crm_app.ui.words import say

STATES = {
    "counting": ("Being counted", "warn"),
    "ready": ("Ready", ""),
    "running": ("Coming in", "warn"),
    "done": ("Done", "good"),
    "undoing": ("Being taken back", "warn"),
    "undone": ("Taken back", ""),
    "failed": ("Stopped", "bad"),
}
VERDICTS = {"new": ("New", "good"), "here": ("Already here", ""), "unusable": ("Unusable", "bad")}
SUBJECTS = {
    "contact": "Contact", "conversation": "Conversation", "shop_order": "Order", "handle": "Address of a contact",
}  # fmt: skip
SHOWN_REFUSALS = 200


@dataclass
class Line:
    """One import in the list."""

    id: int = 0
    name: str = ""
    what: str = ""
    state: str = ""
    tone: str = ""
    at: str = ""


@dataclass
class Column:
    """A column of the file: its heading, what stands below it, and what it is taken for."""

    number: int = 0
    heading: str = ""
    sample: str = ""
    field: str = ""


@dataclass
class Sample:
    """One row of the preview; `cells` in the order of the heads."""

    line: int = 0
    verdict: str = ""
    tone: str = ""
    reason: str = ""
    cells: list[str] = field(default_factory=list)


def line(view: ImportView, zone: ZoneInfo, language: str) -> Line:
    """An import as a line of the list."""
    state, tone = STATES[view.state]
    at = told.moment(view.created_at, zone, language)
    what = say(language, KINDS[view.kind].label)
    if view.started:
        what += " · " + say(language, "{n} added", n=view.added)
    if view.refused:
        what += " · " + say(language, "{n} refused", n=view.refused)
    return Line(view.id, view.file_name, what, say(language, state), tone, at)


def columns(view: ImportView) -> list[Column]:
    """The columns with the first cell that says something; none where the form names everything itself."""
    whole = view.kind == "conversations" and view.form == "jsonl" and "messages" in view.columns
    if view.form == "mbox" or whole:
        return []
    found = []
    for number, heading in enumerate(view.columns):
        sample = next((row[number] for row in view.samples if number < len(row) and row[number]), "")
        found.append(Column(number, heading, sample, view.mapping.get(str(number), "")))
    return found


def preview(view: ImportView, language: str) -> tuple[list[str], list[Sample]]:
    """Heads and rows of the preview, as they were understood."""
    order = [key for key in _keys(view) if any(row["cells"].get(key) for row in view.preview)]
    labels = {**KINDS[view.kind].labels(), "messages": "Messages"}
    rows = []
    for row in view.preview:
        text, tone = VERDICTS[row["verdict"]]
        cells = [row["cells"].get(key, "") for key in order] if not row["reason"] else [row["raw"]]
        rows.append(Sample(row["line"], say(language, text), tone, reason(row["reason"], view.kind, language), cells))
    return [say(language, labels.get(key, key)) for key in order], rows


def _keys(view: ImportView) -> list[str]:
    return list(dict.fromkeys(key for row in view.preview for key in row["cells"]))


def reason(text: str, kind: str, language: str) -> str:
    """Why a row is refused: `field: what is wrong`, in the member's language as far as it is known there."""
    key, mark, rest = text.partition(": ")
    label = KINDS[kind].labels().get(key)
    return f"{say(language, label)}: {say(language, rest)}" if mark and label else say(language, text)


def refusals(view: ImportView, language: str) -> list[tuple[int, str]]:
    """The refused lines with their reasons."""
    return [(number, reason(text, view.kind, language)) for number, text in view.refusals[:SHOWN_REFUSALS]]


def keepings(view: ImportView, language: str) -> list[tuple[int, str]]:
    """What an undo left, with the reason."""
    said = []
    for subject, subject_id, why in view.keepings[:SHOWN_REFUSALS]:
        text, mark, rest = why.partition(" (")
        said.append((subject_id, f"{say(language, SUBJECTS[subject])}: {say(language, text)}{mark}{rest}"))
    return said
