"""The pages of the action log."""

from typing import Any

from backend.actions.pages import answering, keeping, log, one, rule, settling

ROUTES: list[Any] = [
    *log.ROUTES,
    *rule.ROUTES,
    *one.ROUTES,
    *keeping.ROUTES,
    *settling.ROUTES,
    *answering.ROUTES,
]
