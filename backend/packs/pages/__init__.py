"""The pages of the room: board packs, and assurance packs."""

from typing import Any

from backend.packs.pages import assurance, board

ROUTES: list[Any] = [*board.ROUTES, *assurance.ROUTES]
