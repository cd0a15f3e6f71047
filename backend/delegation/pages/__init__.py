"""The room's pages: programmes and plans, one programme, one milestone, what is judged."""

from backend.delegation.pages import (
    at_gate,
    authoring,
    changes,
    gates,
    judging,
    making,
    milestones,
    printing,
    programme,
    reviews,
)

ROUTES = [
    *programme.ROUTES,
    *printing.ROUTES,
    *making.ROUTES,
    *authoring.ROUTES,
    *milestones.ROUTES,
    *changes.ROUTES,
    *reviews.ROUTES,
    *judging.ROUTES,
    *gates.ROUTES,
    *at_gate.ROUTES,
]
