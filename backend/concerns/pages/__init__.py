"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.concerns.pages import breaches, handling, public, raising

ROUTES: list[Any] = [*raising.ROUTES, *breaches.ROUTES, *public.ROUTES, *handling.ROUTES]
