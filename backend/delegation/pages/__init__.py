"""The room's pages: the programme, one milestone, what is judged."""

from backend.delegation.pages import at_gate, changes, gates, judging, milestones, programme, reviews

ROUTES = [
    *programme.ROUTES,
    *milestones.ROUTES,
    *changes.ROUTES,
    *reviews.ROUTES,
    *judging.ROUTES,
    *gates.ROUTES,
    *at_gate.ROUTES,
]
