"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.requests.pages import answers, correcting, documents, handling, lists, public, searching

ROUTES: list[Any] = [
    *public.ROUTES,
    *correcting.ROUTES,
    *lists.ROUTES,
    *searching.FIXED,
    *handling.ROUTES,
    *searching.ROUTES,
    *documents.ROUTES,
    *answers.ROUTES,
]
