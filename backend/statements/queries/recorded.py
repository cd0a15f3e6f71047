"""What is recorded of our committees in a year, in a number of statements that does not grow with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.committees import CommitteeKind
from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.scope import Scope
from backend.statements.rules.years import FinancialYear


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCommittee:
    """A committee of ours that lived in the year."""

    id: UUID
    name: str
    kind: CommitteeKind
    purpose: str


async def committees_in(scope: Scope, *, year: FinancialYear) -> tuple[OwnCommittee, ...]:
    """The committees of ours that lived on any day of a year, governing bodies first, then by name."""
    rows = await fetch(
        """
        SELECT id, name, kind, purpose FROM committees_committee
        WHERE tenant_id = $1 AND held_by IS NULL AND formed_on <= $3 AND (retired_on IS NULL OR retired_on > $2)
        ORDER BY kind NOT IN ('governing-body', 'board'), lower(name), id""",
        scope.tenant.id,
        year.since,
        year.until,
    )
    return tuple(OwnCommittee(**{**row, "kind": CommitteeKind(row["kind"])}) for row in rows)


async def terms_of(
    scope: Scope, ids: Sequence[UUID], since: date, until: date
) -> dict[UUID, list[dict[str, Any]]]:
    """Every term that lies in the days, by committee: voting seats first, then by seat and time."""
    rows = await fetch(
        """
        SELECT t.id, t.committee_id, t.person_id, s.name AS seat_name, s.capacity, s.voting, t.from_on, t.last_on,
          coalesce(s.office, t.office) AS office
        FROM committees_term t JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
        WHERE t.tenant_id = $1 AND t.committee_id = ANY($2) AND t.withdrawn_because IS NULL
          AND t.from_on <= $4 AND (t.last_on IS NULL OR t.last_on >= $3)
        ORDER BY NOT s.voting, coalesce(s.office, t.office) IS NULL, s.id, t.from_on, t.id""",
        scope.tenant.id,
        list(ids),
        since,
        until,
    )
    names = await committees.people_named(scope, [row["person_id"] for row in rows])
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        name = names.get(row["person_id"], "Somebody who is no longer known here")
        found.setdefault(row["committee_id"], []).append({**row, "name": name})
    return found


async def items_of(scope: Scope, meeting_ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    rows = await fetch(
        "SELECT meeting_id, title, part FROM meetings_item WHERE tenant_id = $1 AND meeting_id = ANY($2) "
        "AND withdrawn_at IS NULL ORDER BY meeting_id, under_id IS NOT NULL, position, id",
        scope.tenant.id,
        list(meeting_ids),
    )
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row["meeting_id"], []).append(row)
    return found


async def decisions_of(
    scope: Scope, ids: Sequence[UUID], year: FinancialYear
) -> dict[UUID, list[dict[str, Any]]]:
    """Decisions on public items of the year's meetings that stand, oldest first, by committee."""
    rows = await fetch(
        """
        SELECT d.id, d.item_id, d.outcome, d.text, d.decided_at, m.committee_id, m.starts_at, i.label, i.title,
          h.marked, h.words
        FROM meetings_meeting m
        JOIN meetings_item i ON i.tenant_id = $1 AND i.meeting_id = m.id AND i.part = 'public'
        JOIN meetings_decision d ON d.tenant_id = $1 AND d.item_id = i.id
        LEFT JOIN statements_highlight h ON h.tenant_id = $1 AND h.decision_id = d.id
        WHERE m.tenant_id = $1 AND m.committee_id = ANY($2) AND NOT EXISTS (SELECT 1 FROM meetings_struck_decision k
          WHERE k.tenant_id = $1 AND k.decision_id = d.id)
        ORDER BY m.starts_at, d.decided_at, d.id""",
        scope.tenant.id,
        list(ids),
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in rows:
        day = meeting_rules.day_of(scope, row["starts_at"])
        if year.holds(day):
            found.setdefault(row["committee_id"], []).append({**row, "day": day})
    return found
