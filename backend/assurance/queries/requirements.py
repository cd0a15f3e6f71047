"""What editions ask, domain by domain."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.catalogue.shapes import MARK_IN_WORDS, Mark
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainView:
    id: UUID
    edition_id: UUID
    ref: str
    name: str
    about: str | None
    position: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementView:
    """One requirement, with its domain's words. `rule` is the rule over facts as its shape has it, `None` without one.

    `source` holds `document` (an id of the edition's documents), `page` and `also`.
    """

    id: UUID
    edition_id: UUID
    domain_id: UUID
    domain_ref: str
    domain_name: str
    ref: str
    position: int
    heading: str | None
    text: str
    quoted: bool
    answered: str
    guidance: str | None
    scale: str
    expects: tuple[str, ...]
    rule: dict[str, Any] | None
    source: dict[str, Any] | None
    mark: str
    note: str | None
    version: int
    changed_at: datetime
    changed_by_name: str

    @property
    def provenance_in_words(self) -> str:
        """`read in the source, page 73`; `from memory, not verified`; `our own words`."""
        if self.mark == "own":
            return "our own words"
        pages = sorted(
            {
                page
                for page in (
                    (self.source or {}).get("page"),
                    *(self.source or {}).get("also", ()),
                )
                if page
            }
        )
        if not pages:
            return MARK_IN_WORDS[Mark(self.mark)]
        where = (
            f"page {pages[0]}"
            if len(pages) == 1
            else f"pages {', '.join(map(str, pages[:-1]))} and {pages[-1]}"
        )
        return f"{MARK_IN_WORDS[Mark(self.mark)]}, {where}"


async def domains_of(scope: Scope, *, edition_id: UUID) -> tuple[DomainView, ...]:
    """The domains of an edition, in order. One statement."""
    rows = await fetch(
        "SELECT id, edition_id, reference AS ref, name, about, position, version FROM assurance_domain"
        " WHERE tenant_id = $1 AND edition_id = $2 AND left_out_at IS NULL ORDER BY position, id",
        scope.tenant.id,
        edition_id,
    )
    return tuple(DomainView(**row) for row in rows)


async def requirements_of(scope: Scope, *, edition_id: UUID) -> tuple[RequirementView, ...]:
    """Everything that an edition asks, in its own order. One statement."""
    rows = await fetch(
        f"{_REQUIREMENTS} WHERE r.tenant_id = $1 AND r.edition_id = $2 AND r.left_out_at IS NULL"
        " ORDER BY d.position, d.id, r.position, r.id",
        scope.tenant.id,
        edition_id,
    )
    return tuple(map(_view, rows))


async def requirements_of_several(
    scope: Scope, *, edition_ids: Iterable[UUID]
) -> dict[UUID, tuple[RequirementView, ...]]:
    """Everything that several editions ask, by edition, each in its own order. One statement."""
    rows = await fetch(
        f"{_REQUIREMENTS} WHERE r.tenant_id = $1 AND r.edition_id = ANY($2) AND r.left_out_at IS NULL"
        " ORDER BY d.position, d.id, r.position, r.id",
        scope.tenant.id,
        list(edition_ids),
    )
    found: dict[UUID, list[RequirementView]] = {}
    for row in rows:
        found.setdefault(row["edition_id"], []).append(_view(row))
    return {edition_id: tuple(several) for edition_id, several in found.items()}


async def requirement_of(scope: Scope, *, requirement_id: UUID) -> RequirementView:
    """One requirement. Raises NotFound, also for one that was left out of a draft."""
    found = await requirements_by_id(scope, requirement_ids=[requirement_id])
    if requirement_id not in found:
        raise NotFound("requirement")
    return found[requirement_id]


async def requirements_by_id(scope: Scope, *, requirement_ids: Iterable[UUID]) -> dict[UUID, RequirementView]:
    """Several requirements, of any editions; those of another tenant or left out are missing. One statement."""
    rows = await fetch(
        f"{_REQUIREMENTS} WHERE r.tenant_id = $1 AND r.id = ANY($2) AND r.left_out_at IS NULL",
        scope.tenant.id,
        list(requirement_ids),
    )
    return {row["id"]: _view(row) for row in rows}


async def counts_by_edition(scope: Scope) -> dict[UUID, int]:
    """How much each edition asks. One statement."""
    rows = await fetch(
        "SELECT edition_id, count(*) AS asked FROM assurance_requirement"
        " WHERE tenant_id = $1 AND left_out_at IS NULL GROUP BY edition_id",
        scope.tenant.id,
    )
    return {row["edition_id"]: row["asked"] for row in rows}


async def counts_by_domain(scope: Scope, *, edition_id: UUID) -> dict[UUID, int]:
    """How much each domain of an edition asks. One statement."""
    rows = await fetch(
        "SELECT domain_id, count(*) AS asked FROM assurance_requirement"
        " WHERE tenant_id = $1 AND edition_id = $2 AND left_out_at IS NULL GROUP BY domain_id",
        scope.tenant.id,
        edition_id,
    )
    return {row["domain_id"]: row["asked"] for row in rows}


async def edition_of_domain(scope: Scope, *, domain_id: UUID) -> UUID:
    """The edition that a domain stands in. Raises NotFound, also for one that was left out."""
    rows = await fetch(
        "SELECT edition_id FROM assurance_domain WHERE tenant_id = $1 AND id = $2 AND left_out_at IS NULL",
        scope.tenant.id,
        domain_id,
    )
    if not rows:
        raise NotFound("domain")
    edition_id: UUID = rows[0]["edition_id"]
    return edition_id


_REQUIREMENTS = """
SELECT r.id, r.edition_id, r.domain_id, d.reference AS domain_ref, d.name AS domain_name, r.reference AS ref,
  r.position, r.heading,
  r.text, r.quoted, r.answered, r.guidance, r.scale, r.expects, r.rule,
  r.source, r.mark, r.note, r.version, r.changed_at, r.changed_by_name
FROM assurance_requirement r
JOIN assurance_domain d ON d.tenant_id = $1 AND d.id = r.domain_id
"""


def _view(row: Any) -> RequirementView:
    return RequirementView(
        **{
            **row,
            "expects": tuple(json.loads(row["expects"])),
            "rule": json.loads(row["rule"]) if row["rule"] else None,
            "source": json.loads(row["source"]) if row["source"] else None,
        }
    )
