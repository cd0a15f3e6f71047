"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.procurement.pages import deciding, declaring, lists, opening, panel, publishing, record

ROUTES: list[Any] = [
    *lists.ROUTES,
    *opening.ROUTES,
    *declaring.ROUTES,
    *deciding.ROUTES,
    *panel.ROUTES,
    *publishing.ROUTES,
    *record.ROUTES,
]
