"""The pages of the room: meetings, agenda items, papers, sign-off."""

from typing import Any

from backend.meetings.pages import items, meetings, papers, signing

ROUTES: list[Any] = [*meetings.ROUTES, *items.ROUTES, *papers.ROUTES, *signing.ROUTES]
