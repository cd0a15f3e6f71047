"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.reporting.pages import figures, issues, letters, lists, milestones, returns

ROUTES: list[Any] = [
    *lists.ROUTES,
    *milestones.ROUTES,
    *issues.ROUTES,
    *figures.ROUTES,
    *letters.ROUTES,
    *returns.ROUTES,
]
