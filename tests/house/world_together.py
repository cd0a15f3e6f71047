"""Agreements with a neighbour of its own for each of the two worlds of the sweep, in that world's words."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.catalogue.demonstrations import Part
from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.meetings import operations as meetings
from backend.meetings.rules import Outcome
from backend.powers.queries import joint_power_lines
from backend.provision import lifetime
from backend.scope import Tenant
from backend.tenancy import transactions
from backend.together import operations, queries, rules
from backend.together.rules import Kind
from tests.house.world_powers import a_power
from tests.scopes import a_scope, a_tenant
from tests.together.stage import Side, a_body, a_meeting, a_pack, agreed, proposed

Ids = dict[str, str]


async def _found(**traits: Any) -> Tenant:
    tenant = a_tenant(**traits)
    scope = a_scope(tenant, now=real_now())
    async with transactions.scope_tx(scope):
        await lifetime.found_tenant(scope)
    return tenant


async def _neighbour(world: Any) -> Side:
    """Another tenant, that has to do with this world alone."""
    name = f"{world.word('neighbour')} CCG (invented)"
    return await a_body(_found, name, now=real_now(), name=world.word("their committee"))


async def _ours(world: Any, committee_id: str | None = None) -> tuple[Side, Ids]:
    from tests.house.world import MAKERS

    ids = {**await MAKERS["committee"](world), **await MAKERS["person"](world)}
    if committee_id is not None:
        ids["committee_id"] = committee_id
    side = Side(scope=world.officer, committee_id=UUID(ids["committee_id"]), signer_id=UUID(ids["person_id"]))
    return side, ids


def _words(world: Any) -> dict[str, Any]:
    return {"name": world.word("agreement"), "terms": world.word("terms"), "authority": world.word("minute")}


async def _proposal(world: Any) -> Ids:
    """One that a neighbour proposes to us."""
    side, ids = await _ours(world)
    agreement_id = await proposed(await _neighbour(world), side, **_words(world))
    return {**ids, "agreement_id": str(agreement_id)}


async def _agreement(world: Any) -> Ids:
    """One that we proposed and that is in force, with a meeting that we host, its agenda sent and a pack ready."""
    side, ids = await _ours(world)
    neighbour = await _neighbour(world)
    agreement_id = await agreed(side, neighbour, **_words(world))
    meeting_id, _ = await a_meeting(side, items=((world.word("item"), Part.PUBLIC),))
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    await side.act(operations.mark_in_common, **given)
    message_id = await side.act(operations.share_agenda, **given)
    pack_id = await a_pack(side, meeting_id, "public")
    await side.post()
    waiting_id = await side.act(operations.share_agenda, **given)
    found = {
        **given,
        "waiting_id": waiting_id,
        "message_id": message_id,
        "pack_id": pack_id,
        "neighbour": neighbour.scope.tenant.slug,
    }
    return {**ids, **{name: str(value) for name, value in found.items()}}


async def _waiting(world: Any) -> Ids:
    """A message of ours that nobody has carried over yet."""
    ids = await _agreement(world)
    return {**ids, "message_id": ids["waiting_id"]}


async def _offered(world: Any) -> Ids:
    """An agenda and a pack that a neighbour shared with us, the agenda not taken up."""
    side, ids = await _ours(world)
    neighbour = await _neighbour(world)
    agreement_id = await agreed(neighbour, side, **_words(world))
    meeting_id, _ = await a_meeting(neighbour, items=((world.word("item"), Part.PUBLIC),))
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    await neighbour.act(operations.mark_in_common, **given)
    received_id = await neighbour.act(operations.share_agenda, **given)
    pack_id = await a_pack(neighbour, meeting_id, "public", word=world.word("pack"))
    sent_id = await neighbour.act(operations.share_pack, **given, pack_id=pack_id)
    await neighbour.post()
    return {
        **ids,
        "agreement_id": str(agreement_id),
        "received_id": str(received_id),
        "message_id": str(received_id),
        "shared_id": str(sent_id),
    }


async def _shared_pack(world: Any) -> Ids:
    """A pack that a neighbour shared, for a meeting of ours that was made of its agenda."""
    ids = await _offered(world)
    async with transactions.scope_tx(world.officer):
        meeting_id = await operations.take_up_agenda(world.officer, received_id=UUID(ids["received_id"]))
    return {**ids, "meeting_id": str(meeting_id), "received_id": ids["shared_id"]}


async def _joint(world: Any) -> Ids:
    """A joint committee that we keep: the other body stated a function by a name of its own, a meeting decided."""
    power = await a_power(world)
    side, ids = await _ours(world, power["committee_id"])
    neighbour = await _neighbour(world)
    agreement_id = await agreed(side, neighbour, kind=Kind.JOINT, **_words(world))
    line = rules.PowerLine(
        function=world.word("their function"),
        function_slug=None,
        authority=world.word("statute"),
        limit_pence=None,
        conditions=None,
        consent_from=None,
        clause=world.word("clause"),
        effective_from=side.scope.today,
        effective_until=None,
    )
    await neighbour.act(operations.state_powers, agreement_id=agreement_id, lines=[line])
    await neighbour.post()
    meeting_id, (item_id,) = await a_meeting(side, items=((world.word("item"), Part.PUBLIC),), in_days=-1)
    async with transactions.scope_tx(world.officer):
        await meetings.record_decision(
            world.officer,
            item_id=item_id,
            text=world.word("decision"),
            outcome=Outcome.NOTED,
            decided_at=world.officer.now - timedelta(hours=23),
            decision_id=new_id(),
        )
        (stated,) = await joint_power_lines(world.officer, agreement_id=agreement_id)
    return {
        **ids,
        **power,
        "agreement_id": str(agreement_id),
        "meeting_id": str(meeting_id),
        "power_id": str(stated.id),
    }


async def _joint_guest(world: Any) -> Ids:
    """A joint committee that a neighbour keeps, to which we delegate one function."""
    power = await a_power(world)
    side, ids = await _ours(world)
    agreement_id = await agreed(await _neighbour(world), side, kind=Kind.JOINT, **_words(world))
    line = rules.PowerLine(
        function=world.word("function"),
        function_slug=None,
        authority=world.word("statute"),
        limit_pence=None,
        conditions=None,
        consent_from=None,
        clause=world.word("clause"),
        effective_from=side.scope.today,
        effective_until=None,
    )
    await side.act(operations.state_powers, agreement_id=agreement_id, lines=[line])
    await side.post()
    assert await side.act(queries.stated_powers, agreement_id=agreement_id)
    return {**ids, "function_id": power["function_id"], "agreement_id": str(agreement_id)}


async def _joint_record(world: Any) -> Ids:
    """The decisions of a joint committee that a neighbour keeps, as they came to us."""
    side, ids = await _ours(world)
    neighbour = await _neighbour(world)
    agreement_id = await agreed(neighbour, side, kind=Kind.JOINT, **_words(world))
    items = ((world.word("item"), Part.PUBLIC),)
    meeting_id, (item_id,) = await a_meeting(neighbour, items=items, in_days=-1)
    await neighbour.act(
        meetings.record_decision,
        item_id=item_id,
        text=world.word("decision"),
        outcome=Outcome.NOTED,
        decided_at=neighbour.scope.now - timedelta(hours=23),
        decision_id=new_id(),
    )
    given = {"meeting_id": meeting_id, "agreement_id": agreement_id}
    record_id = await neighbour.act(operations.share_decisions, **given)
    await neighbour.post()
    return {**ids, "agreement_id": str(agreement_id), "record_id": str(record_id)}


MAKERS = {
    "proposed_agreement": _proposal,
    "agreement": _agreement,
    "waiting_message": _waiting,
    "offered_agenda": _offered,
    "shared_pack": _shared_pack,
    "joint_committee": _joint,
    "joint_guest": _joint_guest,
    "joint_record": _joint_record,
}
