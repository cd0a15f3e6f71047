"""The pages of sittings: the live page, the minutes, the registers."""

from typing import Any

from backend.sittings.pages import live, minutes, registers

ROUTES: list[Any] = [*live.ROUTES, *minutes.ROUTES, *registers.ROUTES]
