"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.setup.pages import (
    assessment,
    branding,
    checklist,
    drift,
    founding,
    invitations,
    people,
    privacy,
    settings,
    settling,
)

ROUTES: list[Any] = [*checklist.ROUTES, *founding.ROUTES, *people.ROUTES, *invitations.ROUTES]
ROUTES += [*privacy.ROUTES, *assessment.ROUTES, *branding.ROUTES]
ROUTES += [*drift.ROUTES, *settings.ROUTES, *settling.ROUTES]
