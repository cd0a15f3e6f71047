"""The pages of the room: what others let us see, what we grant, and clusters. Fixed addresses come first."""

from typing import Any

from backend.systems.pages import clusters, granting, seeing

ROUTES: list[Any] = [*seeing.ROUTES, *granting.ROUTES, *clusters.ROUTES]
