"""The frameworks in use and own mappings as a tenant's folder writes them, rebuilt from the rows."""

from uuid import UUID

from backend.assurance.queries.editions import running
from backend.catalogue.in_use import FrameworkInUse, OwnMapping
from backend.catalogue.mappings import Relation
from backend.catalogue.shapes import Mark, Provenance
from backend.kit.database import fetch
from backend.scope import Scope

_HERE = Provenance(mark=Mark.OURS)


async def catalogued_frameworks(scope: Scope) -> dict[str, FrameworkInUse]:
    """The shipped editions in use, by the framework's id. One statement."""
    found: dict[str, FrameworkInUse] = {}
    for view in await running(scope):
        if view.content is None or view.in_use_from is None:
            continue
        said = view.taken_source or _HERE
        found[view.framework] = FrameworkInUse(
            edition=f"{view.framework}/{view.label}",
            since=view.in_use_from,
            source=said.source,
            mark=said.mark,
            note=said.note,
        )
    return found


async def catalogued_mappings(scope: Scope) -> dict[str, OwnMapping]:
    """The organisation's own mappings between shipped editions in use, by their key. One statement."""
    return {mapping.key: mapping for mapping, _ in await _rows(scope)}


async def ids_of_mappings(scope: Scope) -> dict[str, UUID]:
    """The ids of `catalogued_mappings`. One statement."""
    return {mapping.key: mapping_id for mapping, mapping_id in await _rows(scope)}


async def _rows(scope: Scope) -> list[tuple[OwnMapping, UUID]]:
    rows = await fetch(
        """
        SELECT m.id, e.framework || '/' || e.label AS first, f.reference AS first_ref, m.relation,
          g.framework || '/' || g.label AS second, t.reference AS second_ref, m.note, m.source
        FROM assurance_mapping m
        JOIN assurance_requirement f ON f.tenant_id = $1 AND f.id = m.from_id
        JOIN assurance_requirement t ON t.tenant_id = $1 AND t.id = m.to_id
        JOIN assurance_edition e ON e.tenant_id = $1 AND e.id = f.edition_id
        JOIN assurance_edition g ON g.tenant_id = $1 AND g.id = t.edition_id
        WHERE m.tenant_id = $1 AND m.ended_at IS NULL AND m.origin = 'own'
          AND e.origin = 'shipped' AND g.origin = 'shipped' AND e.state = 'in-use' AND g.state = 'in-use'
        ORDER BY m.made_at, m.id
        """,
        scope.tenant.id,
    )
    found = []
    for row in rows:
        said = Provenance.model_validate_json(row["source"]) if row["source"] else _HERE
        found.append(
            (
                OwnMapping(
                    first=row["first"],
                    first_ref=row["first_ref"],
                    relation=Relation(row["relation"]),
                    second=row["second"],
                    second_ref=row["second_ref"],
                    source=said.source,
                    mark=said.mark,
                    note=row["note"] or said.note,
                ),
                row["id"],
            )
        )
    return found
