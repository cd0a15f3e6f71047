"""Writing an edition's domains and requirements in few statements, whether shipped or copied from the one before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.assurance.queries.requirements import DomainView, RequirementView
from backend.assurance.queries.shipped import ShippedView
from backend.catalogue.conditions import condition_as_data
from backend.kit.database import as_json, execute
from backend.kit.identity import new_id
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDomain:
    ref: str
    name: str
    about: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRequirement:
    """A requirement to write. `domain` is its domain's ref; `rule` and `source` are plain values."""

    domain: str
    ref: str
    heading: str | None
    text: str
    scale: str
    quoted: bool = False
    answered: str = "judged"
    guidance: str | None = None
    expects: tuple[str, ...] = ()
    rule: Mapping[str, Any] | None = None
    source: Mapping[str, Any] | None = None
    mark: str = "own"
    note: str | None = None


def as_shipped(shipped: ShippedView) -> tuple[list[NewDomain], list[NewRequirement]]:
    """What a shipped edition holds, as it is written here."""
    domains = [NewDomain(ref=each.ref, name=each.name, about=each.about) for each in shipped.reading.domains]
    requirements = [
        NewRequirement(
            domain=each.domain,
            ref=each.ref,
            heading=each.title,
            text=each.text,
            scale=each.scale,
            quoted=each.quoted,
            answered=each.answered.value,
            guidance=each.guidance,
            expects=each.expects,
            rule=condition_as_data(each.rule) if each.rule is not None else None,
            source=each.source.model_dump(mode="json", exclude_defaults=True) if each.source else None,
            mark=each.mark.value,
            note=each.note,
        )
        for each in shipped.requirements
    ]
    return domains, requirements


def as_kept(
    domains: Iterable[DomainView], requirements: Iterable[RequirementView]
) -> tuple[list[NewDomain], list[NewRequirement]]:
    """What an edition holds, to be copied into the next."""
    return (
        [NewDomain(ref=each.ref, name=each.name, about=each.about) for each in domains],
        [
            NewRequirement(
                domain=each.domain_ref,
                ref=each.ref,
                heading=each.heading,
                text=each.text,
                scale=each.scale,
                quoted=each.quoted,
                answered=each.answered,
                guidance=each.guidance,
                expects=each.expects,
                rule=each.rule,
                source=each.source,
                mark=each.mark,
                note=each.note,
            )
            for each in requirements
        ],
    )


async def write_domains(
    scope: Scope, *, edition_id: UUID, domains: Iterable[NewDomain], after: int = 0
) -> dict[str, UUID]:
    """Write domains behind position `after`. Returns their ids by ref. One statement."""
    rows = [
        {
            "id": str(new_id()),
            "ref": each.ref,
            "name": each.name,
            "about": each.about,
            "position": after + number,
        }
        for number, each in enumerate(domains, start=1)
    ]
    if rows:
        await execute(
            "INSERT INTO assurance_domain (tenant_id, id, edition_id, reference, name, about, position, version)"
            " SELECT $1, d.id, $2, d.ref, d.name, d.about, d.position, 1"
            " FROM json_to_recordset($3::text::json) AS d (id uuid, ref text, name text, about text, position integer)",
            scope.tenant.id,
            edition_id,
            as_json(rows),
        )
    return {str(row["ref"]): UUID(str(row["id"])) for row in rows}


async def write_requirements(
    scope: Scope,
    *,
    edition_id: UUID,
    domain_ids: Mapping[str, UUID],
    requirements: Iterable[NewRequirement],
    after: int = 0,
) -> dict[str, UUID]:
    """Write requirements behind position `after`. Returns their ids by ref. One statement."""
    rows = [
        {
            "id": str(new_id()),
            "domain_id": str(domain_ids[each.domain]),
            "ref": each.ref,
            "position": after + number,
            "heading": each.heading,
            "text": each.text,
            "quoted": each.quoted,
            "answered": each.answered,
            "guidance": each.guidance,
            "scale": each.scale,
            "expects": json.dumps(each.expects),
            "rule": json.dumps(each.rule) if each.rule is not None else None,
            "source": json.dumps(each.source) if each.source is not None else None,
            "mark": each.mark,
            "note": each.note,
        }
        for number, each in enumerate(requirements, start=1)
    ]
    if rows:
        await execute(
            """
            INSERT INTO assurance_requirement (tenant_id, id, edition_id, domain_id, reference, position, heading, text,
              quoted, answered, guidance, scale, expects, rule, source, mark, note, version, changed_at,
              changed_by_name)
            SELECT $1, r.id, $2, r.domain_id, r.ref, r.position, r.heading, r.text, r.quoted, r.answered, r.guidance,
              r.scale, r.expects::jsonb, r.rule::jsonb, r.source::jsonb, r.mark, r.note, 1, $3, $4
            FROM json_to_recordset($5::text::json) AS r (id uuid, domain_id uuid, ref text, position integer,
              heading text, text text, quoted boolean, answered text, guidance text, scale text, expects text,
              rule text, source text, mark text, note text)
            """,
            scope.tenant.id,
            edition_id,
            scope.now,
            scope.actor.name,
            as_json(rows),
        )
    return {str(row["ref"]): UUID(str(row["id"])) for row in rows}
