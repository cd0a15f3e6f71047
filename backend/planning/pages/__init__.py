"""The pages of planning: the forward plan, setting an agenda, moving items, questions of the public."""

from typing import Any

from backend.planning.pages import agenda, business, calling, passage, plan, public, questions, settings

ROUTES: list[Any] = [
    *plan.ROUTES,
    *business.ROUTES,
    *agenda.ROUTES,
    *calling.ROUTES,
    *passage.ROUTES,
    *questions.ROUTES,
    *public.ROUTES,
    *settings.ROUTES,
]
