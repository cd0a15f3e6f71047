"""The pages of the room: board packs, assurance packs, how a person wants theirs, and what not everybody can read."""

from typing import Any

from backend.packs.pages import (
    accessibility,
    assurance,
    board,
    brief,
    cancelling,
    minuted,
    notice,
    preference,
    preparing,
    public,
    publishing,
    signing,
    verifier,
)

ROUTES: list[Any] = [
    *board.ROUTES,
    *assurance.ROUTES,
    *preparing.ROUTES,
    *signing.ROUTES,
    *cancelling.ROUTES,
    *preference.ROUTES,
    *accessibility.ROUTES,
    *notice.ROUTES,
    *publishing.ROUTES,
    *public.ROUTES,
    *brief.ROUTES,
    *minuted.ROUTES,
    *verifier.ROUTES,
]
