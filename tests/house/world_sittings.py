"""Meetings that sit: who came, what was decided irregularly, minutes on their way; for the sweep of every route."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from backend.kit.clock import real_now
from backend.meetings import operations as meetings
from backend.meetings.rules import Outcome
from backend.packs import minuted
from backend.sittings import operations, queries, rules
from backend.tenancy import transactions

if TYPE_CHECKING:
    from backend.scope import Scope
    from tests.house.world import Ids, World


def makers(
    held_item: Callable[[World], Awaitable[Ids]], interest: Callable[[World], Awaitable[Ids]]
) -> dict[str, Callable[[World], Awaitable[Ids]]]:
    """`held_item` makes an item of a meeting that has begun, `interest` one of the member's on the register."""

    async def sitting(world: World) -> Ids:
        ids = await held_item(world)
        scope = world.officer
        async with transactions.scope_tx(scope):
            event_id = await operations.record_presence(
                scope,
                meeting_id=UUID(ids["meeting_id"]),
                kind=rules.Kind.ARRIVED,
                name=world.word("guest"),
                note=world.word("note"),
            )
            await operations.record_turn(scope, meeting_id=UUID(ids["meeting_id"]), turn=rules.Turn.CLOSED)
        return {**ids, "event_id": str(event_id)}

    async def irregular_decision(world: World) -> Ids:
        """One without a function, and a later one about the meeting's own business."""
        ids = await sitting(world)
        scope = world.officer
        async with transactions.scope_tx(scope):
            decision_id = await _decide(world, ids, scope, procedural=False)
            later = replace(scope, now=real_now())
            by = await _decide(world, ids, later, procedural=True)
            (found,) = [
                fault
                for line in await queries.decision_register(later, committee_id=world.committee_id)
                for fault in line.decision.faults
                if line.decision.meeting_id == UUID(ids["meeting_id"])
            ]
        return {
            **ids,
            "irregularity_id": str(found.id),
            "by_id": str(by),
            "decision_id": str(decision_id),
        }

    async def drafted_minutes(world: World) -> Ids:
        ids = await sitting(world)
        return {**ids, "sha256": await _sha256(world.officer, ids)}

    async def approved_minutes(world: World) -> Ids:
        ids = await drafted_minutes(world)
        meeting_id, chair = UUID(ids["meeting_id"]), replace(world.scopes["chair"], now=real_now())
        async with transactions.scope_tx(chair):
            await operations.take_step(
                chair, meeting_id=meeting_id, step=rules.Step.AGREED, sha256=ids["sha256"]
            )
        scope = world.officer
        async with transactions.scope_tx(scope):
            later_id = await meetings.arrange_meeting(
                scope,
                committee_id=world.committee_id,
                title=world.word("meeting"),
                starts_at=scope.now - timedelta(minutes=5),
                ends_at=scope.now + timedelta(hours=1),
                venue=world.word("venue"),
                in_public=True,
            )
            await operations.take_step(
                scope,
                meeting_id=meeting_id,
                step=rules.Step.APPROVED,
                sha256=ids["sha256"],
                at_meeting_id=later_id,
            )
        return ids

    async def signed_minutes(world: World) -> Ids:
        ids = await approved_minutes(world)
        chair = replace(world.scopes["chair"], now=real_now())
        async with transactions.scope_tx(chair):
            await operations.take_step(
                chair,
                meeting_id=UUID(ids["meeting_id"]),
                step=rules.Step.SIGNED,
                sha256=ids["sha256"],
                proved_by="A test",
            )
        return ids

    async def public_minutes(world: World) -> Ids:
        ids = await signed_minutes(world)
        async with transactions.scope_tx(world.officer):
            await minuted.publish_minutes(
                world.officer, meeting_id=UUID(ids["meeting_id"]), sha256=ids["sha256"]
            )
        return ids

    async def followed_declaration(world: World) -> Ids:
        ids = await sitting(world)
        async with transactions.scope_tx(world.officer):
            declaration_id = await operations.record_declaration(
                world.officer,
                meeting_id=UUID(ids["meeting_id"]),
                person_id=UUID(ids["member_id"]),
                nature=world.word("nature"),
                is_new=True,
            )
        entered = await interest(world)
        return {**ids, "declaration_id": str(declaration_id), "interest_id": entered["interest_id"]}

    return {
        "sitting": sitting,
        "irregular_decision": irregular_decision,
        "drafted_minutes": drafted_minutes,
        "approved_minutes": approved_minutes,
        "signed_minutes": signed_minutes,
        "public_minutes": public_minutes,
        "followed_declaration": followed_declaration,
    }


async def _decide(world: World, ids: Ids, scope: Scope, *, procedural: bool) -> UUID:
    recorded = await operations.take_decision(
        scope,
        meeting_id=UUID(ids["meeting_id"]),
        item_id=UUID(ids["item_id"]),
        outcome=Outcome.AGREED,
        text=world.word("decision"),
        procedural=procedural,
    )
    return recorded.decision_id


async def _sha256(scope: Scope, ids: Ids) -> str:
    async with transactions.scope_tx(scope, readonly=True):
        return (await queries.minutes_of(scope, meeting_id=UUID(ids["meeting_id"]))).sha256
