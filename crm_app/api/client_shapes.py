"""What a workspace looks like from outside. The API calls it client."""

from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from crm_app.accounts.queries import WorkspaceView
from crm_app.ai.actions import MOST_MONEY, MOST_TOKENS
from crm_app.ai.budget import MICROS, Limits
from crm_app.ai.queries import MonthView
from crm_app.channels.policy import CHANNELS
from crm_app.conversations.escalation import HIGH_BUDGET, HIGH_VALUE
from crm_app.conversations.hours import DAYS
from crm_app.language.clean import clean
from crm_app.leads.autonomy import Mode, mode
from crm_app.leads.governing import BOUNDS, PLACES
from crm_app.leads.models import FactName
from crm_app.leads.qualification import ASKED_FOR, HOT_FROM, MOST_QUESTIONS, Rules

Line = Annotated[str, Field(max_length=200), AfterValidator(lambda v: " ".join(clean(v).split()))]
Name = Annotated[Line, Field(min_length=1)]
Industry = Annotated[Line, Field(max_length=60)]
Language = Literal["en", "ar", "es"]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Voice = Annotated[str, Field(max_length=2000), AfterValidator(clean)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$")]


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is no time zone, as Asia/Riyadh is one")
    return value


Zone = Annotated[str, AfterValidator(_zone)]


def _week(value: dict[str, list[tuple[str, str]]]) -> dict[str, list[list[str]]]:
    if unknown := sorted(value.keys() - set(DAYS)):
        raise ValueError(f"{unknown[0][:20]} is no day; they are {', '.join(DAYS)}")
    for spans in value.values():
        ends = [end for span in spans for end in span]
        if ends != sorted(set(ends)):
            raise ValueError("spans of a day come in order, each from an earlier to a later time")
    return {day: [list(span) for span in spans] for day, spans in value.items() if spans}


Week = Annotated[dict[str, Annotated[list[tuple[Clock, Clock]], Field(max_length=6)]], AfterValidator(_week)]


def _places(value: dict[str, Mode]) -> dict[str, Mode]:
    if unknown := sorted(value.keys() - set(PLACES)):
        raise ValueError(f"{unknown[0][:20]} is no channel; they are {', '.join(PLACES)}")
    return value


Autonomy = Annotated[dict[str, Mode], Field(max_length=len(PLACES)), AfterValidator(_places)]


def _asked_for(value: FactName) -> FactName:
    if value not in ASKED_FOR:
        raise ValueError("shows in the words, and is never asked for")
    return value


Asked = Annotated[FactName, AfterValidator(_asked_for)]


class NewAdmin(BaseModel):
    """Who signs in first."""

    email: str = Field(min_length=3, max_length=254)
    name: Line = ""
    password: str = Field(min_length=12, max_length=256)


class NewClient(BaseModel):
    model_config = ConfigDict(extra="ignore")

    slug: str = Field(min_length=2, max_length=59, description="lower-case letters, digits and dashes")
    name: Name
    industry: Industry = ""
    language: Language = "en"
    time_zone: Zone = "UTC"
    currency: Currency = "USD"
    voice: Voice = ""
    business_hours: Week = Field(default_factory=dict, description='as {"sun": [["09:00", "17:00"]]}; none: always')
    admin: NewAdmin


class Budget(BaseModel):
    """The most that the models may use in a calendar month (UTC); null is no limit. Money in US dollars."""

    tokens: int | None = Field(default=None, ge=0, le=MOST_TOKENS)
    money: float | None = Field(default=None, ge=0, le=float(MOST_MONEY), allow_inf_nan=False)

    @classmethod
    def of(cls, limits: Limits) -> "Budget":
        return cls(tokens=limits.tokens, money=None if limits.micros is None else limits.micros / MICROS)


def _number(name: str, default: float, about: str) -> Any:
    least, most = BOUNDS[name]
    return Field(default=default, ge=least, le=most, description=about)


class Qualification(BaseModel):
    """What a lead is asked, and what calls a person. Amounts are in the workspace's currency."""

    on: bool = False
    facts: list[Asked] = Field(
        default=["budget"], min_length=1, max_length=len(ASKED_FOR), description="in the order of the questions"
    )
    most_questions: int = _number("most_questions", MOST_QUESTIONS, "asked of one lead")
    hot_from: float = _number("hot_from", HOT_FROM, "the score, 0 to 1, from which a lead is hot")
    high_value: float = _number("high_value", HIGH_VALUE, "a customer who has bought for so much gets a person")
    high_budget: float = _number("high_budget", HIGH_BUDGET, "a lead who would spend so much gets a person")

    @classmethod
    def of(cls, rules: Rules) -> "Qualification":
        numbers = {name: getattr(rules, name) for name in BOUNDS}
        return cls.model_construct(on=rules.on, facts=list(rules.wanted), **numbers)


class ClientChange(BaseModel):
    """What is not named stays as it is."""

    model_config = ConfigDict(extra="ignore")

    name: Name = ""
    industry: Industry = ""
    language: Language = "en"
    time_zone: Zone = "UTC"
    currency: Currency = "USD"
    voice: Voice = ""
    business_hours: Week = Field(default_factory=dict)
    budget: Budget = Field(default_factory=Budget)
    autonomy: Autonomy = Field(default_factory=dict, description="by channel, and `default` for the others")
    qualification: Qualification = Field(default_factory=Qualification)

    def changes(self) -> dict[str, Any]:
        """The workspace's own traits of those that were sent."""
        besides = {"budget", "autonomy", "qualification"}
        return {name: getattr(self, name) for name in self.model_fields_set - besides}

    def rules(self) -> dict[str, Any]:
        """Of autonomy and qualification what was sent."""
        return self.model_dump(mode="json", include={"autonomy", "qualification"}, exclude_unset=True)


class Client(BaseModel):
    """`status`: active, or paused (nothing leaves; what comes in is still taken in)."""

    id: int
    slug: str
    name: str
    industry: str
    language: str
    time_zone: str
    currency: str
    voice: str
    business_hours: dict[str, list[list[str]]]
    status: Literal["active", "paused"]
    paused_at: datetime | None
    budget: Budget
    autonomy: dict[str, Mode] = Field(description="how far the software goes by itself on each channel")
    qualification: Qualification
    created_at: datetime

    @classmethod
    def of(cls, workspace: WorkspaceView) -> "Client":
        same = {name: getattr(workspace, name) for name in cls.model_fields if hasattr(workspace, name)}
        budget = Budget.of(Limits.read(workspace.settings))
        return cls(
            **same,
            status="paused" if workspace.paused_at else "active",
            budget=budget,
            autonomy={channel: mode(workspace.settings, channel) for channel in CHANNELS},
            qualification=Qualification.of(Rules.read(workspace.settings, workspace.industry)),
        )


class OpenedClient(Client):
    """`api_key` is shown this once."""

    api_key: str
    admin_id: int


class ClientList(BaseModel):
    clients: list[Client]


class Rotation(BaseModel):
    """Without `key_id`: the key that the call was made with, else the newest one."""

    key_id: int | None = Field(default=None, ge=1, lt=2**63)
    overlap_hours: float | None = Field(
        default=None, ge=0, le=720, description="how long the older key still works; the KEY_OVERLAP_HOURS setting"
    )


class OlderKey(BaseModel):
    id: int
    prefix: str
    expires_at: datetime


class RotatedKey(BaseModel):
    """`api_key` is shown this once; `previous` works until it expires."""

    id: int
    name: str
    prefix: str
    api_key: str
    created_at: datetime
    previous: OlderKey | None


class UsageLine(BaseModel):
    """`calls` counts those that left the house, `cached` those that an answer was kept for."""

    task: str
    provider: str
    model: str
    calls: int
    answered: int
    cached: int
    tokens_in: int
    tokens_out: int
    cost: float


class UsageReport(BaseModel):
    """A month's use of models. `share` of the tighter limit; `status`: open, warned (from 80 %) or spent, when the
    offline engine goes on alone. Money in US dollars."""

    month: str
    tokens: int
    cost: float
    budget: Budget
    share: float
    status: Literal["open", "warned", "spent"]
    reason: str
    by: list[UsageLine]

    @classmethod
    def of(cls, view: MonthView) -> "UsageReport":
        lines = [UsageLine(**{name: getattr(line, name) for name in UsageLine.model_fields}) for line in view.lines]
        return cls(
            month=view.month, tokens=view.tokens, cost=float(view.cost),
            budget=Budget.of(view.limits), share=view.verdict.share,
            status="spent" if view.spent else view.verdict.level, reason=view.verdict.reason, by=lines,
        )  # fmt: skip
