"""Actions in the two worlds of the sweep: open, claimed, asked about, waiting; with their links and evidence."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from backend.actions import links, operations
from backend.actions.operations import Source, SourceKind
from backend.actions.rules.rag import Setting
from backend.evidence import operations as evidence
from backend.tenancy import transactions

if TYPE_CHECKING:
    from tests.house.world import Ids, World


def _who(world: World, role: str) -> UUID:
    person_id = world.scopes[role].actor.person_id
    assert person_id is not None
    return person_id


async def _undertaken(world: World) -> UUID:
    return await operations.undertake(
        world.officer,
        source=Source(kind=SourceKind.AUDIT, title=world.word("audit"), committee_id=world.committee_id),
        words=world.word("action"),
        owner_person_id=_who(world, "member"),
        due_on=world.officer.today + timedelta(days=40),
    )


async def _action(world: World) -> Ids:
    """One of the member's, with a file that was shown for it, beside another; and the member's link."""
    scope = world.officer
    async with transactions.scope_tx(scope):
        action_id = await _undertaken(world)
        other_id = await _undertaken(world)
        file_id = await evidence.keep_file(
            scope,
            name=f"{world.word('file')}.txt",
            media_type="text/plain",
            data=world.word("letter").encode(),
        )
        step_id = await operations.show_evidence(
            scope, action_id=action_id, words=world.word("evidence"), file_id=file_id
        )
    return {
        "action_id": str(action_id),
        "other_id": str(other_id),
        "step_id": str(step_id),
        "committee_id": str(world.committee_id),
        "person_id": str(_who(world, "chair")),
        "deputy_id": str(_who(world, "officer")),
        "token": links.token_of(scope, action_id=action_id, holder_id=_who(world, "member")),
    }


async def _claimed(world: World) -> Ids:
    ids = await _action(world)
    member = world.scopes["member"]
    async with transactions.scope_tx(member):
        await operations.claim_done(member, action_id=UUID(ids["action_id"]), words=world.word("done"))
    return ids


async def _asked(world: World) -> Ids:
    ids = await _action(world)
    async with transactions.scope_tx(world.officer):
        await operations.say_not_mine(
            world.officer, action_id=UUID(ids["action_id"]), words=world.word("why")
        )
    return ids


async def _waiting(world: World) -> Ids:
    ids = await _action(world)
    async with transactions.scope_tx(world.officer):
        await operations.wait_for(
            world.officer, action_id=UUID(ids["action_id"]), for_action_id=UUID(ids["other_id"])
        )
    return ids


async def _rule(world: World) -> Ids:
    scope = world.officer
    setting = Setting(effective_from=scope.today, source=world.word("source"))
    async with transactions.scope_tx(scope):
        await operations.set_rule(scope, setting)
    return {}


async def _committee_rule(world: World) -> Ids:
    scope = world.officer
    setting = Setting(
        effective_from=scope.today, committee_id=world.committee_id, source=world.word("source")
    )
    async with transactions.scope_tx(scope):
        await operations.set_rule(scope, setting)
    return {"committee_id": str(world.committee_id), "effective_from": scope.today.isoformat()}


MAKERS = {
    "action": _action,
    "claimed_action": _claimed,
    "asked_action": _asked,
    "waiting_action": _waiting,
    "action_rule": _rule,
    "committee_rule": _committee_rule,
}
