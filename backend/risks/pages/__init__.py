"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.risks.pages import framework, opening, partforms, register, risk, scoring

ROUTES: list[Any] = [
    *register.ROUTES,
    *framework.ROUTES,
    *opening.ROUTES,
    *scoring.ROUTES,
    *risk.ROUTES,
    *partforms.ROUTES,
]
