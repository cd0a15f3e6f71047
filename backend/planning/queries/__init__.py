"""Reading plans, agendas in the making, and questions of the public."""

from backend.planning.queries.agendas import AgendaSetting, setting_of
from backend.planning.queries.lines import BusinessView
from backend.planning.queries.plans import PlanView, business, plan_of
from backend.planning.queries.questions import (
    MeetingQuestion,
    QuestionLine,
    QuestionView,
    question,
    questions_for,
    questions_of,
)
from backend.planning.queries.rows import RowView
from backend.planning.queries.settings import Settings, SettledLine, every_setting, settings_on
from backend.planning.queries.steps import StepLine, steps_of

__all__ = [
    "AgendaSetting",
    "BusinessView",
    "MeetingQuestion",
    "PlanView",
    "QuestionLine",
    "QuestionView",
    "RowView",
    "Settings",
    "SettledLine",
    "StepLine",
    "business",
    "every_setting",
    "plan_of",
    "question",
    "questions_for",
    "questions_of",
    "setting_of",
    "settings_on",
    "steps_of",
]
