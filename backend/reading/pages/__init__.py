"""The pages of the room: notes on a paper, one's own notes, and the search in papers."""

from typing import Any

from backend.reading.pages import notes, own, search

ROUTES: list[Any] = [*notes.ROUTES, *own.ROUTES, *search.ROUTES]
