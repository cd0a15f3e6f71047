"""Reading the directory. No function makes more than two statements, however many organisations there are."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue import organisations as catalogued
from backend.catalogue.organisations import OrganisationType
from backend.catalogue.shapes import Provenance, SourceDocument
from backend.kit.database import fetch
from backend.organisations import rules
from backend.organisations.tables import Document, Organisation
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationLine:
    """One line of the directory. `demonstration`: it belongs to a demonstration's invented cast."""

    id: UUID
    slug: str
    name: str
    type: OrganisationType
    number: str | None
    other_names: tuple[str, ...]
    ods_code: str | None
    locality_id: UUID | None
    locality: str | None
    list_size: int | None
    part_of: UUID | None
    part_of_name: str | None
    provenance: Provenance
    demonstration: bool
    retired_on: date | None
    company_number: str | None
    charity_number: str | None
    former_names: tuple[str, ...]
    started_on: date | None
    ended_on: date | None
    merged_into: UUID | None

    @property
    def type_in_words(self) -> str:
        return rules.TYPE_IN_WORDS[self.type]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetail:
    """One organisation with its parts. `list_size` keeps its own source and date as the source says it."""

    line: OrganisationLine
    list_size: catalogued.ListSize | None
    parts: tuple[OrganisationLine, ...]

    @property
    def can_retire(self) -> bool:
        return self.line.retired_on is None and rules.can_retire(
            self.line.name, [part.name for part in self.parts]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalityLine:
    """A part of the area. `within` names the wider parts that it belongs to, from the next to the widest."""

    id: UUID
    slug: str
    name: str
    provenance: Provenance
    level: str | None = None
    level_slug: str | None = None
    part_of: UUID | None = None
    part_of_slug: str | None = None
    within: tuple[str, ...] = ()

    @property
    def in_words(self) -> str:
        """`Marple (neighbourhood), in the Werneth (locality)` comes out as name, level and what it lies in."""
        own = f"{self.name} ({self.level.lower()})" if self.level else self.name
        return ", in ".join((own, *self.within))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A locality as the directory shows it: how deep it lies, and how many organisations lie in it or below."""

    locality: LocalityLine
    depth: int
    organisations: int


_LINES = """
SELECT o.id, o.slug, o.name, o.type, o.number, o.other_names, o.ods_code, o.locality_id, l.name AS locality,
  o.list_size, o.list_size_source, o.part_of, w.name AS part_of_name, o.source, o.demonstration, o.retired_on,
  o.company_number, o.charity_number, o.former_names, o.started_on, o.ended_on, o.merged_into
FROM organisations_organisation o
LEFT JOIN organisations_locality l ON l.tenant_id = $1 AND l.id = o.locality_id
LEFT JOIN organisations_organisation w ON w.tenant_id = $1 AND w.id = o.part_of
WHERE o.tenant_id = $1
"""


async def organisations_of(
    scope: Scope,
    *,
    type: OrganisationType | None = None,
    locality_id: UUID | None = None,
    text: str = "",
    include_retired: bool = False,
) -> tuple[OrganisationLine, ...]:
    """The directory by name. A locality takes in what lies in the parts of it.

    `text` is looked for in every name (spaces and case aside) and in the ODS code.
    """
    rows = await fetch(
        _LINES  # noqa: S608 - _LINES is a text of this file
        + """
        AND ($2::text IS NULL OR o.type = $2) AND ($3::uuid IS NULL OR o.locality_id IN (
          WITH RECURSIVE down AS (
            SELECT id FROM organisations_locality WHERE tenant_id = $1 AND id = $3
            UNION
            SELECT p.id FROM organisations_locality p JOIN down ON p.part_of = down.id WHERE p.tenant_id = $1)
          SELECT id FROM down))
        AND ($4 = '' OR strpos(array_to_string(o.folded_names, E'\\n'), $4) > 0 OR lower(o.ods_code) = $4
          OR lower(o.company_number) = $4 OR lower(o.charity_number) = $4)
        AND ($5 OR o.retired_on IS NULL) AND o.merged_into IS NULL
        ORDER BY lower(o.name), o.id""",
        scope.tenant.id,
        None if type is None else type.value,
        locality_id,
        rules.folded(text),
        include_retired,
    )
    return tuple(map(_line, rows))


async def organisation(scope: Scope, *, organisation_id: UUID) -> OrganisationDetail:
    """One organisation, retired or not, and what is part of it. Raises NotFound."""
    rows = await fetch(
        _LINES + " AND (o.id = $2 OR (o.part_of = $2 AND o.retired_on IS NULL)) ORDER BY lower(o.name), o.id",
        scope.tenant.id,
        organisation_id,
    )
    own = next((row for row in rows if row["id"] == organisation_id), None)
    if own is None:
        raise NotFound("organisation")
    return OrganisationDetail(
        line=_line(own),
        list_size=_list_size(own),
        parts=tuple(_line(row) for row in rows if row["id"] != organisation_id),
    )


async def organisations_by_id(scope: Scope, *, ids: Iterable[UUID]) -> dict[UUID, OrganisationLine]:
    """The lines of these ids, retired ones too; an id of nobody is left out."""
    rows = await fetch(_LINES + " AND o.id = ANY($2)", scope.tenant.id, list(set(ids)))
    return {row["id"]: _line(row) for row in rows}


async def organisations_named(
    scope: Scope, *, names: Collection[str]
) -> dict[str, tuple[OrganisationLine, ...]]:
    """For each of `names`, the living organisations that have exactly this name, or have it as another name.

    Case, kinds of space, apostrophe and dash make no difference; nothing else is forgiven. An ambiguous name has
    several answers, an unknown one an empty tuple.
    """
    sought = {name: rules.folded(name) for name in names}
    rows = await fetch(
        _LINES.replace("o.slug,", "o.slug, o.folded_names,", 1)
        + " AND o.retired_on IS NULL AND o.folded_names && $2 ORDER BY lower(o.name), o.id",
        scope.tenant.id,
        list(set(sought.values())),
    )
    return {
        name: tuple(_line(row) for row in rows if folded in row["folded_names"])
        for name, folded in sought.items()
    }


async def ids_of_slugs(scope: Scope, *, slugs: Iterable[str]) -> dict[str, UUID]:
    """The ids of living organisations by their short names; an unknown one is left out."""
    rows = await (
        Organisation.within(scope, Organisation.id, Organisation.slug)
        .where(Organisation.slug.is_in(list(set(slugs)) or [""]))
        .where(Organisation.retired_on.is_null())
    )
    return {row["slug"]: row["id"] for row in rows}


async def slugs_of_ids(scope: Scope, *, ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The short names of organisations by id; no statement is made for no id."""
    sought = [each for each in set(ids) if each is not None]
    if not sought:
        return {}
    rows = await Organisation.within(scope, Organisation.id, Organisation.slug).where(
        Organisation.id.is_in(sought)
    )
    return {row["id"]: row["slug"] for row in rows}


async def localities_of(scope: Scope) -> tuple[LocalityLine, ...]:
    """The tenant's localities, by name."""
    rows = await fetch(
        """
        SELECT l.id, l.slug, l.name, l.source, l.part_of, w.slug AS part_of_slug, v.name AS level, v.slug AS level_slug
        FROM organisations_locality l
        LEFT JOIN organisations_level v ON v.tenant_id = $1 AND v.id = l.level_id
        LEFT JOIN organisations_locality w ON w.tenant_id = $1 AND w.id = l.part_of
        WHERE l.tenant_id = $1 AND l.retired_on IS NULL ORDER BY l.name, l.id""",
        scope.tenant.id,
    )
    by_id = {row["id"]: row for row in rows}
    return tuple(
        LocalityLine(
            **{**{name: row[name] for name in row if name != "source"}},
            provenance=_provenance(row["source"]),
            within=tuple(each["name"] for each in _wider(row, by_id)),
        )
        for row in map(dict, rows)
    )


def _wider(row: Any, by_id: Mapping[UUID, Any]) -> list[Any]:
    found: list[Any] = []
    here = by_id.get(row["part_of"])
    while here is not None and here not in found:
        found.append(here)
        here = by_id.get(here["part_of"])
    return found


async def places_of(scope: Scope) -> tuple[PlaceLine, ...]:
    """The localities from the widest down, each with what lies in it, by name; counted with all that lies below."""
    lines = await localities_of(scope)
    rows = await fetch(
        "SELECT locality_id, count(*)::int AS found FROM organisations_organisation "
        "WHERE tenant_id = $1 AND locality_id IS NOT NULL AND retired_on IS NULL AND merged_into IS NULL "
        "GROUP BY locality_id",
        scope.tenant.id,
    )
    own = {row["locality_id"]: row["found"] for row in rows}
    below: dict[UUID | None, list[LocalityLine]] = {}
    known = {line.id for line in lines}
    for line in lines:
        below.setdefault(line.part_of if line.part_of in known else None, []).append(line)

    def walked(parent: UUID | None, depth: int) -> list[PlaceLine]:
        found: list[PlaceLine] = []
        for line in below.get(parent, []):
            inner = walked(line.id, depth + 1)
            there = own.get(line.id, 0) + sum(each.organisations for each in inner if each.depth == depth + 1)
            found += [PlaceLine(locality=line, depth=depth, organisations=there), *inner]
        return found

    return tuple(walked(None, 0))


async def catalogued_levels(scope: Scope) -> dict[str, catalogued.Level]:
    """The living levels as a tenant's folder writes them."""
    rows = await fetch(
        """
        SELECT v.slug, v.name, v.people, v.source, w.slug AS within FROM organisations_level v
        LEFT JOIN organisations_level w ON w.tenant_id = $1 AND w.id = v.within_id
        WHERE v.tenant_id = $1 AND v.retired_on IS NULL ORDER BY v.id""",
        scope.tenant.id,
    )
    return {
        row["slug"]: catalogued.Level(
            id=row["slug"],
            name=row["name"],
            within=row["within"],
            people=row["people"],
            **_sourced(_provenance(row["source"])),
        )
        for row in rows
    }


async def documents_of(scope: Scope) -> dict[str, SourceDocument]:
    """The documents that the tenant's facts were read in, retired ones too, by the name that sources use."""
    return {row["slug"]: _document(row) for row in await Document.within(scope).order_by(Document.slug)}


async def free_slug(scope: Scope, *, name: str) -> str:
    """A name for addresses that no organisation of the tenant has or had."""
    rows = await Organisation.within(scope, Organisation.slug)
    return rules.free_slug(name, {row["slug"] for row in rows})


async def catalogued_documents(scope: Scope) -> dict[str, SourceDocument]:
    """The living documents as a tenant's folder writes them."""
    rows = await Document.within(scope).where(Document.retired_on.is_null()).order_by(Document.slug)
    return {row["slug"]: _document(row) for row in rows}


async def catalogued_localities(scope: Scope) -> dict[str, catalogued.Locality]:
    """The living localities as a tenant's folder writes them."""
    return {
        line.slug: catalogued.Locality(
            id=line.slug,
            name=line.name,
            level=line.level_slug,
            part_of=line.part_of_slug,
            **_sourced(line.provenance),
        )
        for line in await localities_of(scope)
    }


async def catalogued_organisations(
    scope: Scope, *, demonstration: bool | None = False
) -> dict[str, catalogued.Organisation]:
    """The living organisations as a tenant's folder writes them; `None` takes the cast's along."""
    rows = await fetch(
        """
        SELECT o.*, l.slug AS locality_slug, w.slug AS part_of_slug FROM organisations_organisation o
        LEFT JOIN organisations_locality l ON l.tenant_id = $1 AND l.id = o.locality_id
        LEFT JOIN organisations_organisation w ON w.tenant_id = $1 AND w.id = o.part_of
        WHERE o.tenant_id = $1 AND o.retired_on IS NULL AND ($2::boolean IS NULL OR o.demonstration = $2)
        ORDER BY o.id""",
        scope.tenant.id,
        demonstration,
    )
    return {row["slug"]: as_catalogued(row) for row in rows}


def as_catalogued(row: Any) -> catalogued.Organisation:
    """A row with `locality_slug` and `part_of_slug` as the catalogue's model."""
    return catalogued.Organisation(
        id=row["slug"],
        name=row["name"],
        type=OrganisationType(row["type"]),
        number=row["number"],
        locality=row["locality_slug"],
        part_of=row["part_of_slug"],
        ods_code=row["ods_code"],
        also_known_as=tuple(row["other_names"]),
        formerly=tuple(row["former_names"]),
        company_number=row["company_number"],
        charity_number=row["charity_number"],
        started_on=row["started_on"],
        ended_on=row["ended_on"],
        list_size=_list_size(row),
        **_sourced(_provenance(row["source"])),
    )


def _line(row: Any) -> OrganisationLine:
    return OrganisationLine(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        type=OrganisationType(row["type"]),
        number=row["number"],
        other_names=tuple(row["other_names"]),
        ods_code=row["ods_code"],
        locality_id=row["locality_id"],
        locality=row["locality"],
        list_size=row["list_size"],
        part_of=row["part_of"],
        part_of_name=row["part_of_name"],
        provenance=_provenance(row["source"]),
        demonstration=row["demonstration"],
        retired_on=row["retired_on"],
        company_number=row["company_number"],
        charity_number=row["charity_number"],
        former_names=tuple(row["former_names"]),
        started_on=row["started_on"],
        ended_on=row["ended_on"],
        merged_into=row["merged_into"],
    )


def _list_size(row: Any) -> catalogued.ListSize | None:
    if row["list_size"] is None:
        return None
    return catalogued.ListSize(patients=row["list_size"], **json.loads(row["list_size_source"]))


def _document(row: Any) -> SourceDocument:
    return SourceDocument(
        id=row["slug"],
        title=row["title"],
        publisher=row["publisher"],
        published=row["published"],
        address=row["address"],
        note=row["note"],
    )


def _provenance(text: str) -> Provenance:
    return Provenance.model_validate_json(text)


def _sourced(provenance: Provenance) -> dict[str, Any]:
    return {"source": provenance.source, "mark": provenance.mark, "note": provenance.note}
