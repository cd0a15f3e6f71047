"""Programmes in the two worlds of the sweep: a milestone of which something was said, and one made in the app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from backend.delegation import operations, queries
from backend.delegation.rules.making import MilestoneSaid
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


async def _made(world: Any) -> dict[str, str]:
    """A programme made in the app, with one milestone."""
    async with transactions.scope_tx(world.officer):
        programme_id = await operations.make_programme(
            world.officer,
            name=world.word("programme"),
            about=world.word("about"),
            reviewing_body=world.word("body"),
        )
        milestone_id = await operations.add_milestone(
            world.officer,
            programme_id=programme_id,
            version=1,
            said=MilestoneSaid(activity=world.word("activity"), section="phase-1"),
        )
    return {
        "programme_id": str(programme_id),
        "milestone_id": str(milestone_id),
        "programme_version": "2",
    }


async def _retired(world: Any) -> dict[str, str]:
    ids = await _made(world)
    async with transactions.scope_tx(world.officer):
        found = await queries.programme(world.officer, programme_id=UUID(ids["programme_id"]))
        await operations.retire_programme(world.officer, slug=found.line.slug)
    return ids


MAKERS: dict[str, Maker] = {
    "said_milestone": _said,
    "made_programme": _made,
    "retired_programme": _retired,
}
