"""Evidence in the two worlds of the sweep: a statement, a file, withdrawn, held, proposed for disposal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from backend.assurance.operations import evidence as operations
from backend.assurance.operations import evidence_retention
from backend.assurance.queries import evidence as queries
from backend.assurance.rules import evidence as rules
from backend.ledger.records import Record
from backend.registers.rules.retention import HoldKind
from backend.tenancy import transactions

if TYPE_CHECKING:
    from backend.scope import Scope
    from tests.house.world import Ids, World

_LONG_AGO = timedelta(days=8 * 366)


def _who(world: World, role: str) -> UUID:
    person_id = world.scopes[role].actor.person_id
    assert person_id is not None
    return person_id


async def _added(world: World, scope: Scope, *, filed: bool = False) -> Ids:
    content: operations.Content = operations.Stated(
        words=world.word("statement"), on=scope.today, by_name=f"{world.word('witness')} Invented"
    )
    if filed:
        content = operations.HandedIn(
            filename=f"{world.word('report')}.md", data=f"# {world.word('report')}\n\nA test.\n".encode()
        )
    evidence_id = await operations.add_evidence(
        scope,
        title=world.word("evidence"),
        content=content,
        traits=rules.Traits(
            shows=world.word("shows"),
            limits=world.word("limits"),
            line=rules.Line.FIRST,
            independence=rules.Independence.OWN,
            level=rules.Level.LIMITED,
            effective_from=scope.today,
        ),
        owner_person_id=_who(world, "chair"),
        review_on=scope.today + timedelta(days=90),
    )
    return {"evidence_id": str(evidence_id), "person_id": str(_who(world, "member"))}


async def _evidence(world: World) -> Ids:
    """A statement on which something rests."""
    async with transactions.scope_tx(world.officer):
        ids = await _added(world, world.officer)
        await operations.rely(
            world.officer,
            evidence_id=UUID(ids["evidence_id"]),
            by=Record(
                room="committees", kind="committee", id=world.committee_id, title=world.word("reliance")
            ),
            path=f"/committees/{world.committee_id}",
        )
    return ids


async def _filed(world: World) -> Ids:
    async with transactions.scope_tx(world.officer):
        ids = await _added(world, world.officer, filed=True)
        item = await queries.evidence(world.officer, evidence_id=UUID(ids["evidence_id"]))
    return {**ids, "file_id": str(item.file_id)}


async def _withdrawn(world: World) -> Ids:
    ids = await _evidence(world)
    async with transactions.scope_tx(world.officer):
        await operations.withdraw(
            world.officer, evidence_id=UUID(ids["evidence_id"]), version=1, reason=world.word("reason")
        )
    return ids


async def _held(world: World) -> Ids:
    ids = await _evidence(world)
    async with transactions.scope_tx(world.officer):
        hold_id = await evidence_retention.place_hold(
            world.officer,
            evidence_id=UUID(ids["evidence_id"]),
            kind=HoldKind.LEGAL,
            reason=world.word("claim"),
        )
    return {**ids, "hold_id": str(hold_id)}


async def _old(world: World) -> Ids:
    """Withdrawn so long ago that it may be disposed of."""
    then = replace(world.officer, now=world.officer.now - _LONG_AGO)
    async with transactions.scope_tx(then):
        ids = await _added(world, then)
        await operations.withdraw(
            then, evidence_id=UUID(ids["evidence_id"]), version=1, reason=world.word("reason")
        )
    return ids


async def _proposed(world: World) -> Ids:
    """Proposed for disposal by another officer."""
    ids = await _old(world)
    other = replace(
        world.officer, actor=replace(world.officer.actor, name=f"{world.word('officer')} Invented")
    )
    async with transactions.scope_tx(other):
        disposal_id = await evidence_retention.propose_disposal(other, evidence_id=UUID(ids["evidence_id"]))
    return {**ids, "disposal_id": str(disposal_id)}


async def _approved(world: World) -> Ids:
    ids = await _proposed(world)
    async with transactions.scope_tx(world.officer):
        await evidence_retention.decide_disposal(
            world.officer, disposal_id=UUID(ids["disposal_id"]), approve=True, reason=world.word("reason")
        )
    return ids


MAKERS = {
    "evidence_item": _evidence,
    "evidence_filed": _filed,
    "evidence_withdrawn": _withdrawn,
    "evidence_held": _held,
    "evidence_old": _old,
    "evidence_proposed": _proposed,
    "evidence_approved": _approved,
}
