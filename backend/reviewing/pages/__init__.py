"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.reviewing.pages import acting, commissioners, first, letters, lists, one, team

ROUTES: list[Any] = [
    *first.ROUTES,
    *lists.ROUTES,
    *team.ROUTES,
    *commissioners.ROUTES,
    *letters.ROUTES,
    *one.ROUTES,
    *acting.ROUTES,
]
