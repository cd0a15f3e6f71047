"""Keeping the directory."""

from typing import Any
from uuid import UUID

from backend.catalogue import organisations as catalogued
from backend.catalogue.shapes import SourceDocument
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.organisations import keeping, queries, rules
from backend.organisations.searching import search_ahead
from backend.organisations.tables import Document, Locality, Organisation
from backend.scope import NotFound, Scope


async def add_organisation(
    scope: Scope, *, organisation: catalogued.Organisation, demonstration: bool = False
) -> UUID:
    """Add an organisation to the directory, or bring back the retired one of the same slug. Returns its id.

    `locality` and `part_of` are slugs of this tenant. `demonstration` marks what an invented cast brings along.
    Raises UnableToKeepOrganisation.
    """
    await keeping.one_at_a_time(scope)
    known = await _row(scope, "o.slug = $2", organisation.id)
    if known is not None and known["retired_on"] is None:
        raise rules.UnableToKeepOrganisation(
            f"There is an organisation with the short name “{organisation.id}” already.", field="name"
        )
    if known is not None and known["merged_into"] is not None:
        raise rules.UnableToKeepOrganisation(
            f"“{known['name']}” was merged into another organisation. Undo that first.", field="name"
        )
    values = await _checked_values(scope, organisation)
    organisation_id: UUID = known["id"] if known is not None else new_id()
    if known is not None:
        await Organisation.change(scope, **values, demonstration=demonstration, retired_on=None).where(
            Organisation.id == organisation_id
        )
    else:
        await Organisation.add(
            scope, id=organisation_id, slug=organisation.id, demonstration=demonstration, **values
        )
    search_ahead(scope)
    await ledger.record(
        scope,
        "organisations.organisation.restored" if known is not None else "organisations.organisation.added",
        keeping.record_of(organisation_id, organisation.name),
        after=_plain(organisation),
    )
    return organisation_id


async def add_as_named(scope: Scope, *, name: str, demonstration: bool = False) -> UUID:
    """Add what somebody named in a declaration or an agenda; an officer completes it. Returns the id.

    Raises UnableToKeepOrganisation where the name is that of another.
    """
    provenance = rules.entered(scope.actor.name, in_words(scope.today))
    named = catalogued.Organisation(
        id=await queries.free_slug(scope, name=name),
        name=name,
        type=catalogued.OrganisationType.OTHER,
        **provenance.model_dump(exclude_none=True),
    )
    return await add_organisation(scope, organisation=named, demonstration=demonstration)


async def change_organisation(
    scope: Scope, *, organisation_id: UUID, organisation: catalogued.Organisation
) -> None:
    """Make the organisation what `organisation` says; its slug stays. Raises UnableToKeepOrganisation, NotFound."""
    await keeping.one_at_a_time(scope)
    row = await _row(scope, "o.id = $2", organisation_id)
    if row is None or row["retired_on"] is not None:
        raise NotFound("organisation")
    wanted = organisation.model_copy(update={"id": row["slug"]})
    before = _plain(queries.as_catalogued(row))
    after = _plain(wanted)
    if before == after:
        return
    values = await _checked_values(scope, wanted)
    await Organisation.change(scope, **values).where(Organisation.id == organisation_id)
    changed = {key for key in before | after if before.get(key) != after.get(key)}
    search_ahead(scope)
    await ledger.record(
        scope,
        "organisations.organisation.changed",
        keeping.record_of(organisation_id, wanted.name),
        before={key: before.get(key) for key in changed},
        after={key: after.get(key) for key in changed},
    )


async def retire_organisation(scope: Scope, *, organisation_id: UUID) -> None:
    """Take the organisation out of use; everything that names it keeps its name.

    Raises UnableToRetireOrganisation where others are part of it, NotFound.
    """
    await keeping.one_at_a_time(scope)
    detail = await queries.organisation(scope, organisation_id=organisation_id)
    if detail.line.retired_on is not None:
        return
    rules.check_can_retire(detail.line.name, [part.name for part in detail.parts])
    await Organisation.change(scope, retired_on=scope.today).where(Organisation.id == organisation_id)
    search_ahead(scope)
    await ledger.record(
        scope,
        "organisations.organisation.retired",
        keeping.record_of(organisation_id, detail.line.name),
        after={"retired_on": scope.today},
    )


async def put_document(scope: Scope, *, document: SourceDocument) -> UUID:
    """Add a source document, change the one of the same slug, or bring it back. Returns its id."""
    values = {
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "address": document.address,
        "note": document.note,
        "retired_on": None,
    }
    return await keeping.put(scope, Document, "document", document.id, document.title, values)


async def retire_document(scope: Scope, *, slug: str) -> None:
    """Leave a source document out of new folders; facts that name it keep naming it. Raises NotFound."""
    await keeping.retire(scope, Document, "document", slug)


async def _row(scope: Scope, where: str, value: object) -> Any:
    rows = await fetch(
        f"""
        SELECT o.*, l.slug AS locality_slug, w.slug AS part_of_slug FROM organisations_organisation o
        LEFT JOIN organisations_locality l ON l.tenant_id = $1 AND l.id = o.locality_id
        LEFT JOIN organisations_organisation w ON w.tenant_id = $1 AND w.id = o.part_of
        WHERE o.tenant_id = $1 AND {where}""",  # noqa: S608 - `where` is one of two texts of this file
        scope.tenant.id,
        value,
    )
    return rows[0] if rows else None


async def _checked_values(scope: Scope, organisation: catalogued.Organisation) -> dict[str, Any]:
    """The columns of an organisation, after the checks that need to know the others."""
    folded = rules.folded_names(organisation)
    namesakes = await fetch(
        """
        SELECT name FROM organisations_organisation
        WHERE tenant_id = $1 AND folded_names[1] = $2 AND slug <> $3 AND retired_on IS NULL""",
        scope.tenant.id,
        folded[0],
        organisation.id,
    )
    rules.check_name_is_free(organisation.name, [row["name"] for row in namesakes])
    size = organisation.list_size
    return {
        "name": organisation.name,
        "type": organisation.type.value,
        "number": organisation.number,
        "other_names": list(organisation.also_known_as),
        "folded_names": folded,
        "ods_code": organisation.ods_code,
        "locality_id": await _locality_id(scope, organisation.locality),
        "former_names": list(organisation.formerly),
        "company_number": organisation.company_number,
        "charity_number": organisation.charity_number,
        "started_on": organisation.started_on,
        "ended_on": organisation.ended_on,
        "list_size": size.patients if size else None,
        "list_size_source": keeping.dump(size, exclude={"patients"}) if size else None,
        "part_of": await _part_of_id(scope, organisation),
        "source": keeping.dump(rules.provenance_of(organisation)),
    }


async def _locality_id(scope: Scope, slug: str | None) -> UUID | None:
    if slug is None:
        return None
    rows = await (
        Locality.within(scope, Locality.id).where(Locality.slug == slug).where(Locality.retired_on.is_null())
    )
    if not rows:
        raise rules.UnableToKeepOrganisation("Choose a locality from the list.", field="locality")
    found: UUID = rows[0]["id"]
    return found


async def _part_of_id(scope: Scope, organisation: catalogued.Organisation) -> UUID | None:
    """The id of what the organisation is part of, after following the way up from there."""
    if organisation.part_of is None:
        return None
    way = await fetch(
        """
        WITH RECURSIVE up AS (
          SELECT id, slug, part_of, 1 AS step FROM organisations_organisation
          WHERE tenant_id = $1 AND slug = $2 AND retired_on IS NULL
          UNION ALL
          SELECT o.id, o.slug, o.part_of, up.step + 1 FROM organisations_organisation o JOIN up ON o.id = up.part_of
          WHERE o.tenant_id = $1 AND up.step < 50)
        SELECT id, slug, part_of FROM up ORDER BY step""",
        scope.tenant.id,
        organisation.part_of,
    )
    if not way:
        raise rules.UnableToKeepOrganisation(
            "Choose the organisation that it is part of from the list.", field="part_of"
        )
    slugs = {row["id"]: row["slug"] for row in way}
    rules.check_part_of(
        organisation.id, organisation.part_of, {row["slug"]: slugs.get(row["part_of"]) for row in way}
    )
    found: UUID = way[0]["id"]
    return found


def _plain(organisation: catalogued.Organisation) -> dict[str, Any]:
    return organisation.model_dump(mode="json", exclude_none=True)
