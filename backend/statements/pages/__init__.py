"""The pages of annual statements."""

from typing import Any

from backend.statements.pages import adding, freezes, highlights, places, signing, statements, years

ROUTES: list[Any] = [
    *years.ROUTES,
    *highlights.ROUTES,
    *freezes.ROUTES,
    *statements.ROUTES,
    *places.ROUTES,
    *signing.ROUTES,
    *adding.ROUTES,
]
