"""The pages of the room: meetings, agenda items, papers with their cover sheets, sign-off, withholding, interests."""

from typing import Any

from backend.meetings.pages import (
    cover_sheet,
    covering,
    disclosing,
    effects,
    every_paper,
    handing_in,
    hidden,
    item_form,
    items,
    meetings,
    papers,
    previewing,
    progress,
    signing,
    tabling,
    treating,
    withholding,
)

ROUTES: list[Any] = [
    *meetings.ROUTES,
    *item_form.ROUTES,
    *items.ROUTES,
    *every_paper.ROUTES,
    *handing_in.ROUTES,
    *previewing.ROUTES,
    *papers.ROUTES,
    *covering.ROUTES,
    *cover_sheet.ROUTES,
    *hidden.ROUTES,
    *progress.ROUTES,
    *tabling.ROUTES,
    *signing.ROUTES,
    *disclosing.ROUTES,
    *withholding.ROUTES,
    *treating.ROUTES,
    *effects.ROUTES,
]
