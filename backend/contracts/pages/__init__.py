"""The pages of the room."""

from typing import Any

from backend.contracts.pages import contract, keeping, lists, mine, partners

ROUTES: list[Any] = [
    *lists.ROUTES,
    *keeping.ROUTES,
    *mine.ROUTES,
    *contract.ROUTES,
    *partners.ROUTES,
]
