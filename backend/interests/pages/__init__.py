"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.interests.pages import declarants, declaring, register, reviewing

ROUTES: list[Any] = [*declarants.ROUTES, *declaring.ROUTES, *reviewing.ROUTES, *register.ROUTES]
