"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.risks.pages import (
    deep_dive,
    framework,
    opening,
    partforms,
    pictured,
    register,
    reports,
    resting,
    risk,
    rounds,
    scoring,
    settings,
)

ROUTES: list[Any] = [
    *register.ROUTES,
    *framework.ROUTES,
    *pictured.ROUTES,
    *reports.ROUTES,
    *settings.ROUTES,
    *rounds.ROUTES,
    *opening.ROUTES,
    *scoring.ROUTES,
    *resting.ROUTES,
    *risk.ROUTES,
    *deep_dive.ROUTES,
    *partforms.ROUTES,
]
