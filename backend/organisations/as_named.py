"""Adding many organisations at once by their names alone, as a spreadsheet brings them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.catalogue.organisations import OrganisationType
from backend.kit.calendar import in_words
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.organisations import rules
from backend.scope import Scope

_INSERT = """
INSERT INTO organisations_organisation
  (tenant_id, id, slug, name, type, other_names, former_names, folded_names, ods_code, source, demonstration)
SELECT $1, new.id, new.slug, new.name, new.type, '{}', '{}', ARRAY[new.folded], new.ods_code, $2::jsonb, $3
FROM unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
  AS new (id, slug, name, folded, ods_code, type)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """An organisation of which the name is known, and perhaps its ODS code and its type, in the type's own code."""

    name: str
    ods_code: str | None = None
    kind: str | None = None

    @property
    def type(self) -> OrganisationType:
        return OrganisationType(self.kind) if self.kind else OrganisationType.OTHER


async def add_many_as_named(
    scope: Scope, *, organisations: Sequence[NewOrganisation], source: str
) -> tuple[UUID, ...]:
    """Add what somebody named in a spreadsheet; an officer completes it later. Returns the ids, in the same order.

    `source` says where the names come from. Raises UnableToKeepOrganisation where a name is that of another.
    """
    if not organisations:
        return ()
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended('organisations/' || $1::text, 0))",
        str(scope.tenant.id),
    )
    rows = await fetch(
        "SELECT slug, name, retired_on FROM organisations_organisation WHERE tenant_id = $1", scope.tenant.id
    )
    living = [row["name"] for row in rows if row["retired_on"] is None]
    taken = {row["slug"] for row in rows}
    names = {rules.folded(name) for name in living}
    slugs, folded = [], []
    for each in organisations:
        name = rules.folded(each.name)
        if name in names:
            rules.check_name_is_free(each.name, [each.name])
        names.add(name)
        slug = rules.free_slug(each.name, taken)
        taken.add(slug)
        slugs.append(slug)
        folded.append(name)
    provenance = rules.entered(scope.actor.name, in_words(scope.today))
    where = {
        **provenance.model_dump(mode="json", exclude_none=True),
        "note": f"{source}, by {scope.actor.name}.",
    }
    ids = [new_id() for _ in organisations]
    await execute(
        _INSERT,
        scope.tenant.id,
        canonical(where),
        scope.tenant.demonstration,
        ids,
        slugs,
        [each.name for each in organisations],
        folded,
        [each.ods_code for each in organisations],
        [each.type.value for each in organisations],
    )
    lines = [
        ledger.Line(
            subject=Record(room="organisations", kind="organisation", id=organisation_id, title=each.name),
            after={"id": slug, "name": each.name, "type": each.type, **where},
        )
        for organisation_id, slug, each in zip(ids, slugs, organisations, strict=True)
    ]
    await ledger.record_many(scope, "organisations.organisation.added", lines)
    return tuple(ids)
