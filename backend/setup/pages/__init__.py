"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.setup.pages import founding

ROUTES: list[Any] = [*founding.ROUTES]
