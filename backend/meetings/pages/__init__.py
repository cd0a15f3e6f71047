"""The pages of the room: meetings, agenda items, papers, sign-off, withholding."""

from typing import Any

from backend.meetings.pages import items, meetings, papers, signing, withholding

ROUTES: list[Any] = [*meetings.ROUTES, *items.ROUTES, *papers.ROUTES, *signing.ROUTES, *withholding.ROUTES]
