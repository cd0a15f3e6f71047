"""The pages of the room: the reader of packs, notes on a paper, one's own notes, and the search in papers."""

from typing import Any

from backend.reading.pages import (
    comparing,
    notes,
    offline,
    own,
    preferences,
    printed,
    reader,
    reader_notes,
    search,
)

ROUTES: list[Any] = [
    *notes.ROUTES,
    *own.ROUTES,
    *search.ROUTES,
    *comparing.ROUTES,
    *reader.ROUTES,
    *reader_notes.ROUTES,
    *printed.ROUTES,
    *preferences.ROUTES,
    *offline.ROUTES,
]
