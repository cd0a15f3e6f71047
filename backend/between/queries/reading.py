"""The rows of acts, as far as the reader may see them: the one door to them for every query and operation."""

import json
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings.rules import sees_every_private_item
from backend.scope import NotFound, Scope

CURRENT = """
LEFT JOIN LATERAL (
  SELECT i.id AS item_id, i.label AS item_label, m.id AS meeting_id, m.title AS meeting, m.starts_at,
    m.committee_id AS at_committee_id
  FROM between_placement pl
  JOIN meetings_item i ON i.tenant_id = $1 AND (i.id = pl.item_id OR i.id IN (SELECT t.item_id
    FROM meetings_passage t WHERE t.tenant_id = $1 AND t.thread_id = pl.item_id))
  JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
  WHERE pl.tenant_id = $1 AND pl.act_id = a.id AND i.withdrawn_at IS NULL AND m.state <> 'cancelled'
  ORDER BY (m.committee_id = a.goes_to_id) DESC, m.starts_at DESC, i.id LIMIT 1
) here ON true
"""
"""Where an act stands on an agenda now: an item that went on elsewhere is followed along its thread."""

_SEEN = """
(a.private_reason IS NULL OR ($2 OR a.committee_id = ANY($3) OR a.goes_to_id = ANY($3)
  OR EXISTS (SELECT 1 FROM between_person b WHERE b.tenant_id = $1 AND b.act_id = a.id AND b.person_id = $4
    AND b.removed_at IS NULL))
 AND NOT EXISTS (SELECT 1 FROM between_person b WHERE b.tenant_id = $1 AND b.act_id = a.id AND b.person_id = $4
    AND b.handling = 'no-papers' AND b.removed_at IS NULL)
 AND NOT EXISTS (SELECT 1 FROM between_placement pl JOIN meetings_withholding w ON w.tenant_id = $1
    AND w.item_id = pl.item_id AND w.person_id = $4 AND w.ended_at IS NULL
    WHERE pl.tenant_id = $1 AND pl.act_id = a.id))
"""
"""A private act is for its committee, officers, audit and who took part, but for whoever is to see no paper of it."""


async def act_rows(scope: Scope, where: str, *arguments: object, order: str) -> Sequence[Any]:
    """Acts that the reader may see, with their committee's name and where they stand. `where` is our own text."""
    return await fetch(
        f"""
        SELECT a.*, c.name AS committee, c.slug AS committee_slug, g.name AS goes_to, here.*
        FROM between_act a
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = a.committee_id
        LEFT JOIN committees_committee g ON g.tenant_id = $1 AND g.id = a.goes_to_id
        {CURRENT}
        WHERE a.tenant_id = $1 AND {_SEEN} AND {where} ORDER BY {order}""",  # noqa: S608 - our own text
        *_reader(scope),
        *arguments,
    )


async def act_row(scope: Scope, act_id: UUID) -> Any:
    """One act. Raises NotFound for one that is not there, and for one that the reader may not see."""
    rows = await act_rows(scope, "a.id = $5", act_id, order="a.id")
    if not rows:
        raise NotFound("act")
    return rows[0]


async def people_rows(scope: Scope, act_ids: Collection[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Who took part in these acts, by act, in the order in which they were added; `found` is read."""
    rows = await fetch(
        "SELECT * FROM between_person WHERE tenant_id = $1 AND act_id = ANY($2) AND removed_at IS NULL "
        "ORDER BY part, added_at, name, id",
        scope.tenant.id,
        list(act_ids),
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["act_id"], []).append({**row, "found": json.loads(row["found"])})
    return found


async def fault_rows(scope: Scope, act_ids: Collection[UUID]) -> dict[UUID, list[Any]]:
    """What was irregular about these acts, by act."""
    rows = await fetch(
        "SELECT * FROM between_fault WHERE tenant_id = $1 AND act_id = ANY($2) ORDER BY id",
        scope.tenant.id,
        list(act_ids),
    )
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row["act_id"], []).append(row)
    return found


async def organisations_of_act(scope: Scope, act_id: UUID) -> dict[UUID, str]:
    """The organisations that an act touches: id and name."""
    rows = await fetch(
        "SELECT o.id, o.name FROM between_act_organisation t "
        "JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = t.organisation_id "
        "WHERE t.tenant_id = $1 AND t.act_id = $2 AND t.removed_at IS NULL ORDER BY lower(o.name), o.id",
        scope.tenant.id,
        act_id,
    )
    return {row["id"]: row["name"] for row in rows}


async def withheld_among(scope: Scope, interest_ids: Collection[UUID]) -> frozenset[UUID]:
    """Of these interests, those whose particulars are withheld from the public."""
    if not interest_ids:
        return frozenset()
    rows = await fetch(
        "SELECT record_id FROM interests_withholding WHERE tenant_id = $1 AND register = 'interests' "
        "AND lifted_at IS NULL AND record_id = ANY($2)",
        scope.tenant.id,
        list(interest_ids),
    )
    return frozenset(row["record_id"] for row in rows)


def _reader(scope: Scope) -> tuple[Any, ...]:
    return (
        scope.tenant.id,
        sees_every_private_item(scope),
        [seat.committee_id for seat in scope.seats],
        scope.actor.person_id,
    )
