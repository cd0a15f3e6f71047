"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

ROUTES: list[Any] = []
