"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.audits.pages import engaging, keeping, lists, recommending, sampling

ROUTES: list[Any] = [
    *keeping.FIXED,
    *lists.ROUTES,
    *keeping.ROUTES,
    *recommending.ROUTES,
    *engaging.ROUTES,
    *sampling.ROUTES,
]
