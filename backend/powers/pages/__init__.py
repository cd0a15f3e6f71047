"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.powers.pages import checking, entries, functions, saying, scheme

ROUTES: list[Any] = [
    *scheme.ROUTES,
    *checking.ROUTES,
    *functions.ROUTES,
    *saying.ROUTES,
    *entries.ROUTES,
]
