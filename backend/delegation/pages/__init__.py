"""The room's pages: the programme, one milestone, what is judged."""

from backend.delegation.pages import changes, judging, milestones, programme, reviews

ROUTES = [
    *programme.ROUTES,
    *milestones.ROUTES,
    *changes.ROUTES,
    *reviews.ROUTES,
    *judging.ROUTES,
]
