"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.organisations.pages import directory, likenesses, lists, ties

ROUTES: list[Any] = [*likenesses.ROUTES, *lists.ROUTES, *directory.ROUTES, *ties.ROUTES]
