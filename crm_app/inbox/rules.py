"""By which weights, reply targets and hours does a workspace order its inbox? Pure."""

from dataclasses import dataclass
from datetime import datetime

from crm_app.accounts.queries import WorkspaceView
from crm_app.conversations.hours import BusinessHours
from crm_app.inbox.ordering import Clockwork
from crm_app.inbox.scoring import REPLY_TARGETS_H, Weights
from crm_app.kit.settings import settings


@dataclass(frozen=True)
class Rules:
    """One workspace's rules; `targets_h` are hours by priority."""

    weights: Weights
    targets_h: dict[str, float]
    hours: BusinessHours

    def clockwork(self, now: datetime) -> Clockwork:
        return Clockwork(now, self.hours, min(self.targets_h.values()))


def rules_of(workspace: WorkspaceView) -> Rules:
    """The workspace's own rules over the installation's."""
    s = settings()
    defaults = Weights(s.scoring_churn_weight, s.scoring_value_weight, s.scoring_urgency_weight, s.topic_alert_boost)
    targets = {**REPLY_TARGETS_H, **{k: float(v) for k, v in (workspace.settings.get("targets_h") or {}).items()}}
    hours = BusinessHours.read(workspace.business_hours, workspace.time_zone)
    return Rules(Weights.of(defaults, workspace.settings), targets, hours)
