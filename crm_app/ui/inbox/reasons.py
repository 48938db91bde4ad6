"""Why does a conversation stand where it stands, in plain words? Pure."""

from dataclasses import asdict, dataclass
from datetime import datetime

from crm_app.inbox.queries import Row
from crm_app.inbox.scoring import Parts, compare
from crm_app.ui.inbox import told
from crm_app.ui.words import say

KINDS = {
    "churn_risk": "churn",
    "customer_value": "value",
    "urgency": "urgency",
    "age": "age",
    "overdue": "overdue",
    "difficulty": "difficulty",
    "sentiment": "sentiment",
    "topic_alert": "alert",
}
"""The colour that each part of the score has everywhere."""

NAMES = {
    "churn_risk": "risk of leaving",
    "customer_value": "customer value",
    "urgency": "urgency",
    "age": "waiting",
    "overdue": "reply target",
    "difficulty": "difficulty",
    "sentiment": "mood",
    "topic_alert": "watched word",
}
PRIORITIES = {"urgent": "Urgent", "high": "High priority", "normal": "Normal priority", "low": "Low priority"}
DIFFICULTIES = {"easy": "Quick win", "complex": "Complex"}
LIKELY_TO_LEAVE, WORTH_SAYING = 0.5, 1000
FELT = 0.5
"""So much of a score must come from a missed target before the row says so."""
MOST_REASONS = 2


@dataclass
class Part:
    """One part of a score as it is shown: `share` is its width in the bar, 0 where it takes away, `place` its place."""

    kind: str
    label: str
    value: str
    share: float
    place: int


def chips(row: Row, currency: str, language: str) -> list[tuple[str, str]]:
    """At most two reasons, the most telling first: (colour, words)."""
    vip = row.vip or row.lifetime_value >= 3 * WORTH_SAYING
    value = told.money(row.lifetime_value, currency, language, short=True)
    found = [
        (row.parts.topic_alert > 0, "alert", row.alerts[0] if row.alerts else ""),
        (vip, "value", say(language, "VIP, {value}", value=value) if row.vip else value),
        (row.parts.overdue >= FELT, "overdue", say(language, "past its reply target")),
        (row.churn_risk >= LIKELY_TO_LEAVE, "churn", say(language, "may leave")),
        (row.parts.sentiment > 0, "sentiment", say(language, "frustrated")),
        (row.priority == "urgent", "urgency", say(language, "urgent")),
        (row.priority == "high", "urgency", say(language, "high")),
        (row.difficulty == "easy", "difficulty", say(language, "quick win")),
        (row.lifetime_value >= WORTH_SAYING and not vip, "value", value),
    ]
    return [(kind, words) for true, kind, words in found if true][:MOST_REASONS]


def bar(parts: Parts) -> list[tuple[str, float]]:
    """What the small bar shows: (colour, width) of every part that adds something."""
    return [(KINDS[name], round(value, 2)) for name, value in asdict(parts).items() if value >= 0.05]


def breakdown(row: Row, now: datetime, language: str) -> list[Part]:
    """Every part that counts, largest first; the rounded values add up to the rounded total."""
    labels = _labels(row, now, language)
    values = asdict(row.parts)
    tenths = add_up([*values.values()], row.score)
    found = [
        Part(KINDS[name], labels[name], signed(tenth / 10, language), max(0.0, round(values[name], 2)), place)
        for place, (name, tenth) in enumerate(zip(values, tenths, strict=True))
        if tenth
    ]
    order = {KINDS[name]: -abs(value) for name, value in values.items()}
    return sorted(found, key=lambda part: order[part.kind])


def _labels(row: Row, now: datetime, language: str) -> dict[str, str]:
    waited = told.span(now - row.waiting_since, language) if row.waiting_since else ""
    return {
        "churn_risk": say(language, "May leave, {n}%", n=round(row.churn_risk * 100)),
        "customer_value": say(language, "Customer value"),
        "urgency": say(language, PRIORITIES[row.priority]),
        "age": say(language, "Waiting {time}", time=waited),
        "overdue": say(language, "Past its reply target"),
        "difficulty": say(language, DIFFICULTIES.get(row.difficulty, "Difficulty")),
        "sentiment": say(language, "Frustrated"),
        "topic_alert": say(language, "Watched: {word}", word=told.listed(row.alerts, language)),
    }


def add_up(values: list[float], total: float) -> list[int]:
    """Tenths of the values, rounded so that their sum is the rounded total."""
    floors = [int(value * 10 // 1) for value in values]
    missing = round(total * 10) - sum(floors)
    nearest = sorted(range(len(values)), key=lambda i: -(values[i] * 10 - floors[i]))
    for i in nearest[:missing]:
        floors[i] += 1
    return floors


def against(above: Row, row: Row, language: str) -> str:
    """What the row above has more of: "+2.1 customer value, −1.0 waiting"."""
    telling = compare(above.parts, row.parts).differences[:4]
    return told.listed((f"{signed(gap, language)} {say(language, NAMES[name])}" for name, gap in telling), language)


def signed(value: float, language: str) -> str:
    """One decimal with its sign, a real minus; in Arabic, too, the sign stands on the left."""
    return f"{told.LEFT_TO_RIGHT if language == 'ar' else ''}{'−' if value < 0 else '+'}{abs(value):.1f}"


def line(row: Row, currency: str, language: str) -> dict[str, object]:
    """A row as the list in the browser shows it; times in seconds since 1970."""
    return {
        "id": row.id,
        "v": row.version,
        "name": row.contact_name or row.contact_email or say(language, "Unknown"),
        "initials": told.initials(row.contact_name or row.contact_email or ""),
        "channel": row.channel,
        "since": row.waiting_since.timestamp() if row.waiting_since else None,
        "score": f"{row.score:.1f}",
        "text": row.subject or row.preview,
        "bar": bar(row.parts),
        "why": chips(row, currency, language),
        "status": "snoozed" if row.snoozed_until else row.status,
        "assignee": row.assignee,
    }
