"""The area: its levels, and the localities with what belongs to what."""

from typing import Any
from uuid import UUID

from backend.catalogue import organisations as catalogued
from backend.kit.database import fetch
from backend.organisations import keeping, queries, rules
from backend.organisations.tables import Level, Locality
from backend.scope import Scope


async def put_level(scope: Scope, *, level: catalogued.Level) -> UUID:
    """Add a level, change the one of the same slug, or bring it back. Returns its id.

    Raises UnableToKeepOrganisation for levels that would lie within one another in a circle.
    """
    await keeping.one_at_a_time(scope)
    others = {each.id: each for each in (await queries.catalogued_levels(scope)).values()}
    rules.check_place(level.id, catalogued.level_faults({**others, level.id: level}.values()))
    values = {
        "name": level.name,
        "within_id": await _id_of(scope, Level, level.within),
        "people": level.people,
        "source": keeping.dump(rules.provenance_of(level)),
        "retired_on": None,
    }
    return await keeping.put(scope, Level, "level", level.id, level.name, values)


async def retire_level(scope: Scope, *, slug: str) -> None:
    """Take a level out of use. Raises UnableToKeepOrganisation while anything is of it or within it, NotFound."""
    await keeping.one_at_a_time(scope)
    held = [each.name for each in (await queries.catalogued_localities(scope)).values() if each.level == slug]
    held += [each.name for each in (await queries.catalogued_levels(scope)).values() if each.within == slug]
    if held:
        raise rules.UnableToKeepOrganisation(
            f"The level “{slug}” can’t be retired while “{held[0]}” is of it or lies within it."
        )
    await keeping.retire(scope, Level, "level", slug)


async def put_locality(scope: Scope, *, locality: catalogued.Locality) -> UUID:
    """Add a locality, change the one of the same slug, or bring it back. Returns its id.

    Raises UnableToKeepOrganisation where it would belong to itself, or to what is of no wider level.
    """
    await keeping.one_at_a_time(scope)
    levels = await queries.catalogued_levels(scope)
    others = {**await queries.catalogued_localities(scope), locality.id: locality}
    rules.check_place(locality.id, catalogued.locality_faults(levels.values(), others.values()))
    values = {
        "name": locality.name,
        "level_id": await _id_of(scope, Level, locality.level),
        "part_of": await _id_of(scope, Locality, locality.part_of),
        "source": keeping.dump(rules.provenance_of(locality)),
        "retired_on": None,
    }
    return await keeping.put(scope, Locality, "locality", locality.id, locality.name, values)


async def retire_locality(scope: Scope, *, slug: str) -> None:
    """Take a locality out of use. Raises UnableToKeepOrganisation while anything lies in it, NotFound."""
    lying = await fetch(
        """
        SELECT o.name FROM organisations_organisation o JOIN organisations_locality l
          ON l.tenant_id = $1 AND l.id = o.locality_id
        WHERE o.tenant_id = $1 AND l.slug = $2 AND o.retired_on IS NULL
        UNION ALL
        SELECT p.name FROM organisations_locality p JOIN organisations_locality l
          ON l.tenant_id = $1 AND l.id = p.part_of
        WHERE p.tenant_id = $1 AND l.slug = $2 AND p.retired_on IS NULL
        ORDER BY name LIMIT 1""",
        scope.tenant.id,
        slug,
    )
    if lying:
        raise rules.UnableToKeepOrganisation(
            f"The locality “{slug}” can’t be retired while “{lying[0]['name']}” lies in it."
        )
    await keeping.retire(scope, Locality, "locality", slug)


async def _id_of(scope: Scope, table: Any, slug: str | None) -> UUID | None:
    """The id of a level or a locality whose slug was checked to be there."""
    if slug is None:
        return None
    (row,) = await table.within(scope, table.id).where(table.slug == slug).where(table.retired_on.is_null())
    found: UUID = row["id"]
    return found
