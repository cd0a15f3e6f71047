"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.challenge.pages import lists, one, report

ROUTES: list[Any] = [*lists.ROUTES, *report.ROUTES, *one.ROUTES]
