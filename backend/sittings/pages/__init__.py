"""The pages of sittings: the live page, the minutes, the registers, what is followed up."""

from typing import Any

from backend.sittings.pages import attendance, decisions, following, live, minutes

ROUTES: list[Any] = [
    *live.ROUTES,
    *minutes.ROUTES,
    *decisions.ROUTES,
    *attendance.ROUTES,
    *following.ROUTES,
]
