"""Reading what is kept of a committee beside its seats: versions of its terms, deputies, reviews of effectiveness."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.committees import rules
from backend.committees.queries import people_named
from backend.kit.database import fetch
from backend.scope import Scope

CHASE_TERMS = "committees.chase_terms"
"""Under this name it is written down when reviews of terms of reference are next looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsLine:
    """One version of terms of reference. `withdrawn_because` is set for one that was adopted by mistake."""

    id: UUID
    number: int
    text: str
    in_force_from: date
    review_by: date
    approved_by: str
    changes: str
    made_at: datetime
    made_by_name: str
    withdrawn_because: str | None
    withdrawn_by_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeputyLine:
    """Who may come in the place of whoever holds a seat, on days that include both ends."""

    id: UUID
    committee_id: UUID
    seat_id: UUID
    seat: str
    person_id: UUID
    name: str
    from_on: date
    last_on: date | None
    may_vote: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectivenessLine:
    """One review of a committee's own work."""

    id: UUID
    period: str
    reviewed_on: date
    answered: int | None
    asked: int | None
    went_well: str
    to_change: str
    recorded_at: datetime
    recorded_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsDue:
    """Terms of reference that are to be reviewed by a day."""

    committee_id: UUID
    committee: str
    due_on: date


async def terms_of(scope: Scope, *, committee_id: UUID) -> tuple[TermsLine, ...]:
    """Every version of a committee's terms of reference, newest first."""
    rows = await fetch(
        "SELECT id, number, text, in_force_from, review_by, approved_by, changes, made_at, made_by_name, "
        "withdrawn_because, withdrawn_by_name FROM committees_terms_version "
        "WHERE tenant_id = $1 AND committee_id = $2 ORDER BY number DESC",
        scope.tenant.id,
        committee_id,
    )
    return tuple(TermsLine(**row) for row in rows)


async def terms_to_review(scope: Scope) -> Sequence[Mapping[str, Any]]:
    """The newest version of each committee of our own that is not retired, with the day of its review."""
    rows: Sequence[Mapping[str, Any]] = await fetch(
        """
        SELECT DISTINCT ON (v.committee_id) v.id, v.committee_id, v.in_force_from, v.review_by, c.name AS committee
        FROM committees_terms_version v
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = v.committee_id
        WHERE v.tenant_id = $1 AND v.withdrawn_at IS NULL AND c.held_by IS NULL
          AND (c.retired_on IS NULL OR c.retired_on > $2)
        ORDER BY v.committee_id, v.number DESC""",
        scope.tenant.id,
        scope.today,
    )
    return rows


async def terms_in_force(scope: Scope, *, committee_id: UUID, on: date | None = None) -> TermsLine | None:
    """The version in force on a day (today where none is given)."""
    day = on or scope.today
    found = [
        each
        for each in await terms_of(scope, committee_id=committee_id)
        if each.withdrawn_because is None and each.in_force_from <= day
    ]
    return max(found, key=lambda each: (each.in_force_from, each.number), default=None)


async def deputies_on(scope: Scope, *, committee_id: UUID, on: date) -> tuple[DeputyLine, ...]:
    """Who may come in whose place on a day, by seat."""
    return await _deputies(
        scope,
        "AND d.committee_id = $2 AND d.from_on <= $3 AND (d.last_on IS NULL OR d.last_on >= $3)",
        committee_id,
        on,
    )


async def deputies_of_seat(scope: Scope, *, seat_id: UUID) -> tuple[DeputyLine, ...]:
    """Every deputy of a seat, those of old too."""
    return await _deputies(scope, "AND d.seat_id = $2", seat_id)


async def effectiveness_of(scope: Scope, *, committee_id: UUID) -> tuple[EffectivenessLine, ...]:
    """The reviews of a committee's own work, newest first."""
    rows = await fetch(
        "SELECT id, period, reviewed_on, answered, asked, went_well, to_change, recorded_at, recorded_by_name "
        "FROM committees_effectiveness WHERE tenant_id = $1 AND committee_id = $2 "
        "ORDER BY reviewed_on DESC, recorded_at DESC",
        scope.tenant.id,
        committee_id,
    )
    return tuple(EffectivenessLine(**row) for row in rows)


async def terms_due(scope: Scope, *, until: date) -> tuple[TermsDue, ...]:
    """The committees whose terms of reference are to be reviewed by a day, what is overdue too, soonest first.

    The day is that of the version in force; where none was adopted here, so many months after the last review.
    """
    rows = await fetch(
        """
        SELECT c.id AS committee_id, c.name AS committee, c.terms_reviewed_on, c.formed_on, c.terms_review_months,
          v.review_by
        FROM committees_committee c LEFT JOIN LATERAL (
          SELECT review_by FROM committees_terms_version WHERE tenant_id = $1 AND committee_id = c.id
            AND withdrawn_because IS NULL AND in_force_from <= $2
          ORDER BY in_force_from DESC, number DESC LIMIT 1) v ON true
        WHERE c.tenant_id = $1 AND (c.retired_on IS NULL OR c.retired_on > $2)""",
        scope.tenant.id,
        scope.today,
    )
    found = []
    for row in rows:
        due_on = row["review_by"]
        if due_on is None and row["terms_review_months"]:
            due_on = rules.months_after(
                row["terms_reviewed_on"] or row["formed_on"], row["terms_review_months"]
            )
        if due_on is not None and due_on <= until:
            found.append(
                TermsDue(committee_id=row["committee_id"], committee=row["committee"], due_on=due_on)
            )
    return tuple(sorted(found, key=lambda each: (each.due_on, each.committee)))


_DEPUTIES = """
SELECT d.id, d.committee_id, d.seat_id, s.name AS seat, d.person_id, d.from_on, d.last_on, d.may_vote
FROM committees_deputy d JOIN committees_seat s ON s.tenant_id = $1 AND s.id = d.seat_id
WHERE d.tenant_id = $1 AND d.withdrawn_because IS NULL
"""


async def _deputies(scope: Scope, where: str, *arguments: Any) -> tuple[DeputyLine, ...]:
    rows = await fetch(
        f"{_DEPUTIES} {where} ORDER BY s.id, d.from_on, d.id",
        scope.tenant.id,
        *arguments,
    )
    names = await people_named(scope, [row["person_id"] for row in rows])
    return tuple(
        DeputyLine(**row, name=names.get(row["person_id"], "Somebody who is no longer known here"))
        for row in rows
    )
