"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.portal.pages import acting, comparing, lists, one

ROUTES: list[Any] = [*lists.ROUTES, *acting.ROUTES, *comparing.ROUTES, *one.ROUTES]
