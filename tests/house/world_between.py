"""Acts between meetings, in the two worlds of the sweep: being recorded, asked, waiting for a meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from backend.between import operations, queries, rules
from backend.between.operations import Said
from backend.kit.clock import real_now
from backend.meetings import operations as meetings
from backend.meetings.rules import Outcome
from backend.tenancy import transactions

if TYPE_CHECKING:
    from tests.house.world import Ids, World


def _who(world: World, role: str) -> UUID:
    person_id = world.scopes[role].actor.person_id
    assert person_id is not None
    return person_id


async def _begun(world: World, kind: rules.ActKind) -> UUID:
    return await operations.begin_act(
        world.officer,
        committee_id=world.committee_id,
        kind=kind,
        title=world.word("act"),
        words=world.word("words"),
        because=world.word("because"),
    )


async def _recorded(world: World) -> Ids:
    """One that is being recorded, with somebody who acted."""
    scope = world.officer
    async with transactions.scope_tx(scope):
        act_id = await _begun(world, rules.ActKind.CHAIR_ACTION)
        line_id = await operations.add_person(
            scope,
            act_id=act_id,
            part=rules.Part.ACTED,
            said=Said(person_id=_who(world, "chair"), interest=world.word("interest")),
        )
    return {
        "act_id": str(act_id),
        "line_id": str(line_id),
        "committee_id": str(world.committee_id),
        "person_id": str(_who(world, "member")),
    }


async def _question(world: World) -> Ids:
    """One that is to be put to members."""
    async with transactions.scope_tx(world.officer):
        act_id = await _begun(world, rules.ActKind.CORRESPONDENCE)
    return {
        "act_id": str(act_id),
        "committee_id": str(world.committee_id),
        "person_id": str(_who(world, "member")),
    }


async def _asked(world: World) -> Ids:
    """One that was put to a member and to the officer, who declared an interest."""
    ids = await _question(world)
    scope = world.officer
    assert scope.actor.person_id is not None
    asked = [UUID(ids["person_id"]), scope.actor.person_id]
    async with transactions.scope_tx(scope):
        await operations.ask_members(scope, act_id=UUID(ids["act_id"]), person_ids=asked, by_letter=False)
    member = replace(world.scopes["member"], now=real_now())
    async with transactions.scope_tx(member):
        await operations.reply(
            member,
            act_id=UUID(ids["act_id"]),
            answer=rules.Answer.AGREE,
            words=world.word("reply"),
            interest=world.word("interest"),
        )
        view = await queries.act(member, act_id=UUID(ids["act_id"]))
    line = next(each for each in view.asked if each.person_id == UUID(ids["person_id"]))
    return {**ids, "line_id": str(line.id)}


async def _waiting(world: World) -> Ids:
    """One that stands on an agenda, with a decision there that could settle it, and another meeting to come."""
    ids = await _recorded(world)
    scope = world.officer
    coming: list[UUID] = []
    async with transactions.scope_tx(scope):
        for days in (400, 430):
            given: dict[str, Any] = {
                "committee_id": world.committee_id,
                "title": world.word("meeting"),
                "starts_at": scope.now + timedelta(days=days),
                "ends_at": scope.now + timedelta(days=days, hours=2),
                "venue": world.word("venue"),
                "in_public": True,
            }
            coming.append(await meetings.arrange_meeting(scope, **given))
        done = await operations.finish_act(scope, act_id=UUID(ids["act_id"]))
        assert done.item_id is not None
    later = world.officer
    async with transactions.scope_tx(later):
        decision_id = await meetings.record_decision(
            later, item_id=done.item_id, text=world.word("decision"), outcome=Outcome.AGREED
        )
    return {**ids, "decision_id": str(decision_id), "meeting_id": str(coming[1])}


async def _struck(world: World) -> Ids:
    """One that was struck out before it was finished."""
    ids = await _recorded(world)
    async with transactions.scope_tx(world.officer):
        await operations.strike_act(world.officer, act_id=UUID(ids["act_id"]), because=world.word("struck"))
    return ids


MAKERS = {
    "act_recorded": _recorded,
    "act_question": _question,
    "act_asked": _asked,
    "act_waiting": _waiting,
    "act_struck": _struck,
}
