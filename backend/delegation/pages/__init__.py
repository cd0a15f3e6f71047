"""The room's pages: the programme, one milestone, what is judged."""

from backend.delegation.pages import changes, judging, milestones, programme

ROUTES = [*programme.ROUTES, *milestones.ROUTES, *changes.ROUTES, *judging.ROUTES]
