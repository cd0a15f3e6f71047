"""Rules in use without a framework around them: an edition of the organisation's own, a requirement for each rule."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.assurance.operations import following
from backend.kit.database import as_json, execute
from backend.kit.identity import new_id
from backend.ledger.records import canonical
from backend.scope import Scope

_EDITION = """
INSERT INTO assurance_edition (tenant_id, id, framework, label, kind, origin, title, publisher, about, documents,
  scales, state, drafted_at, drafted_by_name, in_use_from, taken_at, taken_by_name, version)
VALUES ($1, $2, $4, '1', 'assurance', 'own', 'Rules (invented)', 'Invented', '', '[]', '[]', 'in-use', $3, 'Test',
  $3::timestamptz::date, $3, 'Test', 1)
"""
_DOMAIN = """
INSERT INTO assurance_domain (tenant_id, id, edition_id, reference, name, position, version)
VALUES ($1, $2, $3, '1', 'Rules', 1, 1)
"""
_REQUIREMENTS = """
INSERT INTO assurance_requirement (tenant_id, id, edition_id, domain_id, reference, position, text, quoted, answered,
  scale, expects, rule, mark, version, changed_at, changed_by_name)
SELECT $1, one.id, $2, $3, 'R' || one.position, one.position, 'An invented requirement', false, 'judged', 'one', '[]',
  one.rule::jsonb, 'own', 1, $5, 'Test'
FROM json_to_recordset($4::text::json) AS one (id uuid, position integer, rule text)
"""
_CHANGE = "UPDATE assurance_requirement SET rule = $3::jsonb WHERE tenant_id = $1 AND id = $2"


async def an_edition(
    scope: Scope, rules: Sequence[dict[str, Any]], *, take: bool = True
) -> tuple[UUID, list[UUID]]:
    """An edition in use whose requirements carry these rules; returns it and the requirements, in order."""
    edition_id, domain_id = new_id(), new_id()
    ids = [new_id() for _ in rules]
    await execute(_EDITION, scope.tenant.id, edition_id, scope.now, f"rules-{edition_id}")
    await execute(_DOMAIN, scope.tenant.id, domain_id, edition_id)
    rows = [
        {"id": str(each), "position": n, "rule": canonical(rule)}
        for n, (each, rule) in enumerate(zip(ids, rules, strict=True), 1)
    ]
    await execute(_REQUIREMENTS, scope.tenant.id, edition_id, domain_id, as_json(rows), scope.now)
    if take:
        await following.take_rules(scope, edition_id=edition_id)
    return edition_id, ids


async def change_rule(
    scope: Scope, *, edition_id: UUID, requirement_id: UUID, rule: dict[str, Any] | None
) -> None:
    """As if the organisation had written another rule for a requirement."""
    await execute(_CHANGE, scope.tenant.id, requirement_id, None if rule is None else canonical(rule))
    await following.take_rules(scope, edition_id=edition_id)
