"""Mapping requirements of one framework to those of another, so that one answer serves several."""

from collections.abc import Mapping as MappingOf
from uuid import UUID

from backend.assurance.operations.provenance import said_of
from backend.assurance.queries import editions, mappings, requirements, shipped
from backend.assurance.queries.requirements import RequirementView
from backend.assurance.rules.editions import Origin, State, UnableToKeepFramework
from backend.assurance.rules.mapping import RELATION_IN_WORDS, Pair, Relation, check_fits, fitting
from backend.assurance.tables.relating import Mapping
from backend.catalogue.shapes import Provenance
from backend.kit.database import as_json, execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, OvertakenByAnother, Scope


async def map_requirement(
    scope: Scope,
    *,
    from_id: UUID,
    to_id: UUID,
    relation: Relation,
    note: str | None = None,
    source: Provenance | None = None,
) -> UUID:
    """Say what one requirement is to another, of another framework. Returns the mapping's id.

    Raises NotFound, UnableToKeepFramework where the mapping can't be true beside those that stand.
    """
    await _one_at_a_time(scope)
    pairs = await mappings.pairs_of(scope)
    named = {from_id, to_id}.union(*({pair.from_id, pair.to_id} for pair in pairs))
    found = await requirements.requirements_by_id(scope, requirement_ids=named)
    for each in (from_id, to_id):
        if each not in found:
            raise NotFound("requirement")
    names = await _names(scope, found)
    one, other = found[from_id], found[to_id]
    if one.edition_id == other.edition_id and from_id != to_id:
        raise UnableToKeepFramework(
            f"{one.ref} and {other.ref} are of the same framework. Mappings lead from one framework to another.",
            field="other",
        )
    check_fits(
        Pair(from_id=from_id, to_id=to_id, relation=relation),
        [pair for pair in pairs if pair.from_id in names and pair.to_id in names],
        names=names,
    )
    mapping_id: UUID = await Mapping.add(
        scope,
        from_id=from_id,
        to_id=to_id,
        relation=relation,
        note=note,
        origin=Origin.OWN,
        source=said_of(source),
        made_at=scope.now,
        made_by_name=scope.actor.name,
    )
    title = f"{names[from_id]} {RELATION_IN_WORDS[relation]} {names[to_id]}"
    subject = Record(room="assurance", kind="mapping", id=mapping_id, title=title)
    await ledger.record(scope, "assurance.mapping.made", subject, after={"relation": relation, "note": note})
    return mapping_id


async def end_mapping(scope: Scope, *, mapping_id: UUID, because: str) -> None:
    """End a mapping that isn't right, or no longer. Raises NotFound, OvertakenByAnother."""
    rows = await fetch(
        "SELECT from_id, to_id, relation, ended_by_name FROM assurance_mapping WHERE tenant_id = $1 AND id = $2"
        " FOR UPDATE",
        scope.tenant.id,
        mapping_id,
    )
    if not rows:
        raise NotFound("mapping")
    if rows[0]["ended_by_name"] is not None:
        raise OvertakenByAnother(f"{rows[0]['ended_by_name']} has ended this mapping already.")
    ids = (rows[0]["from_id"], rows[0]["to_id"])
    names = await _names(scope, await requirements.requirements_by_id(scope, requirement_ids=ids))
    await Mapping.change(
        scope, ended_at=scope.now, ended_by_name=scope.actor.name, ended_because=because
    ).where(Mapping.id == mapping_id)
    one, other = (names.get(each, "a requirement that is left out") for each in ids)
    title = f"{one} {RELATION_IN_WORDS[Relation(rows[0]['relation'])]} {other}"
    subject = Record(room="assurance", kind="mapping", id=mapping_id, title=title)
    await ledger.record(scope, "assurance.mapping.ended", subject, after={"because": because})


async def take_shipped(scope: Scope) -> int:
    """Write the shipped mappings between editions that are in use, those that were never written here before.

    A shipped mapping that an officer ended stays ended, and one that the organisation's own contradict is left out:
    what officers said stands. Returns how many were written.
    """
    await _one_at_a_time(scope)
    running = {
        f"{each.framework}/{each.label}": each.id
        for each in await editions.editions_of(scope)
        if each.origin is Origin.SHIPPED and each.state is State.IN_USE
    }
    wanted = list(shipped.mappings_between(frozenset(running)))
    if not wanted:
        return 0
    ids = await _ids_by_ref(scope, [running[key] for file in wanted for key in (file.first, file.second)])
    offered = [
        (Pair(from_id=first, to_id=second, relation=pair.relation), pair.note)
        for file in wanted
        for pair in file.pairs
        for first in (ids.get((running[file.first], pair.first)),)
        for second in (ids.get((running[file.second], pair.second)),)
        if first is not None and second is not None
    ]
    rows = [
        {
            "id": str(new_id()),
            "from_id": str(pair.from_id),
            "to_id": str(pair.to_id),
            "relation": pair.relation.value,
            "note": note,
        }
        for pair, note in fitting(offered, await mappings.pairs_of(scope))
    ]
    written = await execute(
        """
        INSERT INTO assurance_mapping (tenant_id, id, from_id, to_id, relation, note, origin, made_at, made_by_name)
        SELECT $1, m.id, m.from_id, m.to_id, m.relation, m.note, 'shipped', $2, $3
        FROM json_to_recordset($4::text::json) AS m (id uuid, from_id uuid, to_id uuid, relation text, note text)
        WHERE NOT EXISTS (SELECT FROM assurance_mapping k WHERE k.tenant_id = $1
          AND ((k.from_id, k.to_id) = (m.from_id, m.to_id) OR (k.from_id, k.to_id) = (m.to_id, m.from_id)))
        """,
        scope.tenant.id,
        scope.now,
        scope.actor.name,
        as_json(rows),
    )
    return int(written.split()[-1])


async def _one_at_a_time(scope: Scope) -> None:
    """Two who map at once could each fit and together close a circle: the second waits for the first."""
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"assurance/mapping/{scope.tenant.id}"
    )


async def _ids_by_ref(scope: Scope, edition_ids: list[UUID]) -> MappingOf[tuple[UUID, str], UUID]:
    rows = await fetch(
        "SELECT id, edition_id, reference FROM assurance_requirement"
        " WHERE tenant_id = $1 AND edition_id = ANY($2) AND left_out_at IS NULL",
        scope.tenant.id,
        edition_ids,
    )
    return {(row["edition_id"], row["reference"]): row["id"] for row in rows}


async def _names(scope: Scope, found: MappingOf[UUID, RequirementView]) -> dict[UUID, str]:
    """Requirements as sentences name them: `2.1 of Managing conflicts of interest (2017-06)`."""
    known = await editions.editions_by_id(scope, edition_ids={each.edition_id for each in found.values()})
    return {each.id: f"{each.ref} of {known[each.edition_id].name}" for each in found.values()}
