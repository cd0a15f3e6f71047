"""Reading risks as at a day, what was said of them, and how they are settled."""

from backend.risks.queries.history import StepView, history_of, scores_of
from backend.risks.queries.risks import objectives_as_at, risk_of, risks_as_at
from backend.risks.queries.settings import EverySetting, SettledLine, every_setting, settings_on
from backend.risks.queries.views import (
    AssuranceView,
    ControlView,
    GapView,
    LinkedRisk,
    MoveView,
    ObjectiveView,
    PointView,
    RiskView,
    ScoreView,
)

__all__ = [
    "AssuranceView",
    "ControlView",
    "EverySetting",
    "GapView",
    "LinkedRisk",
    "MoveView",
    "ObjectiveView",
    "PointView",
    "RiskView",
    "ScoreView",
    "SettledLine",
    "StepView",
    "every_setting",
    "history_of",
    "objectives_as_at",
    "risk_of",
    "risks_as_at",
    "scores_of",
    "settings_on",
]
