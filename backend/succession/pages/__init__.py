"""The pages of the room: plans, their mapping and report, consents to others' plans, and what is offered."""

from typing import Any

from backend.succession.pages import answering, mapping, plans

ROUTES: list[Any] = [*plans.ROUTES, *mapping.ROUTES, *answering.ROUTES]
