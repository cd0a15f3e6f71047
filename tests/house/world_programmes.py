"""Programmes in the two worlds of the sweep: a milestone of which something was said, and one made in the app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from backend.delegation import operations
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


async def _said(world: Any) -> dict[str, str]:
    """A milestone that the officer marked as at risk, which is the second thing said of it."""
    from tests.house.world import MAKERS

    ids = await MAKERS["milestone"](world)
    async with transactions.scope_tx(world.officer):
        await operations.mark_at_risk(
            world.officer,
            milestone_id=UUID(ids["milestone_id"]),
            at_risk=True,
            reason=world.word("risk"),
        )
    return {**ids, "milestone_version": "2"}


MAKERS: dict[str, Maker] = {"said_milestone": _said}
