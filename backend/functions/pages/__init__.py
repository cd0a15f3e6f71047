"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.functions.pages import agreements, functions, holdings, plans, register, terms

ROUTES: list[Any] = [
    *register.ROUTES,
    *functions.FIXED,
    *plans.ROUTES,
    *functions.ROUTES,
    *holdings.ROUTES,
    *agreements.ROUTES,
    *terms.ROUTES,
]
