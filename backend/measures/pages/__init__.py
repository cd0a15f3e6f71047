"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.measures.pages import keeping, lists, stating

ROUTES: list[Any] = [*keeping.FIXED, *lists.ROUTES, *stating.ROUTES, *keeping.ROUTES]
