"""Figures granted to a neighbour and by one, and a cluster with one, in each world's own words."""

from typing import Any
from uuid import UUID

from backend.systems import operations
from backend.systems.queries.clusters import offices_of
from backend.systems.rules.granting import Every, Figure
from tests.house.world_together import _neighbour, _ours
from tests.together.stage import Side, accepted

Ids = dict[str, str]


async def granted(one: Side, other: Side, **given: Any) -> UUID:
    """A grant of one to the other, accepted; nothing is delivered yet."""
    values = {
        "to_slug": other.scope.tenant.slug,
        "figures": list(Figure),
        "every": Every.MONTH,
        "words": "",
        "from_on": one.scope.today,
        "until_on": None,
        "signed_by_id": one.signer_id,
        "authority": "Board, 28 August 2014, minute 7",
        **given,
    }
    grant_id: UUID = await one.act(operations.grant, **values)
    await one.post()
    await accepted(other, await agreement_of(one, grant_id))
    return grant_id


async def agreement_of(side: Side, grant_id: UUID) -> UUID:
    rows = await side.rows(
        "SELECT agreement_id FROM systems_grant WHERE tenant_id = $1 AND id = $2", grant_id
    )
    agreement_id: UUID = rows[0]["agreement_id"]
    return agreement_id


async def clustered(one: Side, other: Side, **given: Any) -> UUID:
    """A cluster that one proposed and the other accepted; nobody has said yet who holds what."""
    values = {
        "to_slug": other.scope.tenant.slug,
        "name": "Two Rivers Cluster (invented)",
        "offices": ["Chair", "Chief executive"],
        "source": "Joint paper of both boards (invented)",
        "words": "",
        "from_on": one.scope.today,
        "signed_by_id": one.signer_id,
        "authority": "Board, 28 August 2014, minute 8",
        **given,
    }
    agreement_id: UUID = await one.act(operations.propose_cluster, **values)
    await one.post()
    await accepted(other, agreement_id)
    return agreement_id


async def _beside(world: Any) -> Ids:
    """A neighbour to which nothing is granted yet, and somebody of ours who authorises."""
    _, ids = await _ours(world)
    return {**ids, "neighbour": (await _neighbour(world)).scope.tenant.slug}


async def _grant(world: Any) -> Ids:
    """A grant of ours that is in force, with its first delivery gone."""
    side, ids = await _ours(world)
    neighbour = await _neighbour(world)
    grant_id = await granted(side, neighbour, authority=world.word("minute"), words=world.word("terms"))
    await side.act(operations.deliver, grant_id=grant_id)
    await side.post()
    return {**ids, "grant_id": str(grant_id)}


async def _body(world: Any) -> Ids:
    """A neighbour that grants us figures and delivered them."""
    side, ids = await _ours(world)
    neighbour = await _neighbour(world)
    grant_id = await granted(neighbour, side)
    await neighbour.act(operations.deliver, grant_id=grant_id)
    await neighbour.post()
    return {**ids, "agreement_id": str(await agreement_of(neighbour, grant_id))}


async def _cluster(world: Any) -> Ids:
    """A cluster with a neighbour; one of ours holds a shared office."""
    side, ids = await _ours(world)
    neighbour = await _neighbour(world)
    agreement_id = await clustered(
        side, neighbour, name=world.word("cluster"), authority=world.word("minute")
    )
    office_id = await side.act(
        operations.hold_office,
        agreement_id=agreement_id,
        office=world.word("office"),
        person_id=side.signer_id,
        since=side.scope.today,
        source="",
    )
    await side.post()
    assert await side.act(offices_of)
    return {**ids, "agreement_id": str(agreement_id), "office_id": str(office_id)}


MAKERS = {
    "system_neighbour": _beside,
    "system_grant": _grant,
    "system_body": _body,
    "cluster": _cluster,
}
