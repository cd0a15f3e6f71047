"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.between.pages import asking, lists, one, recording

ROUTES: list[Any] = [*lists.ROUTES, *recording.ROUTES, *asking.ROUTES, *one.ROUTES]
