"""Assessments, the tallies of each, and how many answers stand on an edition."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from backend.assurance.rules.assessing import COLUMN, NAMES, STATE_IN_WORDS, AssessmentState, Tally, added
from backend.assurance.rules.editions import Scale, scales_of
from backend.assurance.rules.standing import Stands
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentView:
    """An edition gone through for a period."""

    id: UUID
    edition_id: UUID
    edition_title: str
    edition_label: str
    title: str
    period_from: date
    period_until: date
    state: AssessmentState
    opened_at: datetime
    opened_by_name: str
    closed_at: datetime | None
    closed_by_name: str | None
    signed_at: datetime | None
    signed_by_name: str | None
    signed_words: str | None
    signed_tally: Tally | None
    carried_from_id: UUID | None
    version: int
    scales: tuple[Scale, ...]

    @property
    def name(self) -> str:
        return f"{self.edition_title} ({self.edition_label}), {self.title}"

    @property
    def open(self) -> bool:
        return self.state is AssessmentState.OPEN

    @property
    def state_in_words(self) -> str:
        return STATE_IN_WORDS[self.state]

    @property
    def path(self) -> str:
        return f"/assurance/assessments/{self.id}"

    def day(self, scope: Scope, on: date) -> date:
        """The day as at which it stands, looked at from `on`: the one on which it was closed, once that has passed."""
        return on if self.closed_at is None else min(on, scope.day_of(self.closed_at))


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainTally:
    """How the requirements of a domain stand."""

    id: UUID
    ref: str
    name: str
    tally: Tally


_VIEWS = """
SELECT s.id, s.edition_id, e.title AS edition_title, e.label AS edition_label, s.title, s.period_from, s.period_until,
  s.state, s.opened_at, s.opened_by_name, s.closed_at, s.closed_by_name, s.signed_at, s.signed_by_name, s.signed_words,
  s.signed_tally, s.carried_from_id, s.version, s.scales
FROM assurance_assessment s JOIN assurance_edition e ON e.tenant_id = $1 AND e.id = s.edition_id
"""


async def assessments_of(scope: Scope, *, edition_id: UUID | None = None) -> tuple[AssessmentView, ...]:
    """Every assessment, or those of an edition: by framework, the newest first. One statement."""
    rows = await fetch(
        f"{_VIEWS} WHERE s.tenant_id = $1 AND ($2::uuid IS NULL OR s.edition_id = $2)"
        " ORDER BY lower(e.title), e.framework, s.opened_at DESC, s.id",
        scope.tenant.id,
        edition_id,
    )
    return tuple(map(_view, rows))


async def assessments_by_id(scope: Scope, *, assessment_ids: Iterable[UUID]) -> dict[UUID, AssessmentView]:
    """Several assessments at once; those of another tenant are left out. One statement."""
    rows = await fetch(
        f"{_VIEWS} WHERE s.tenant_id = $1 AND s.id = ANY($2)", scope.tenant.id, list(assessment_ids)
    )
    return {row["id"]: _view(row) for row in rows}


async def assessment_of(scope: Scope, *, assessment_id: UUID) -> AssessmentView:
    """One assessment. Raises NotFound."""
    found = await assessments_by_id(scope, assessment_ids=[assessment_id])
    if assessment_id not in found:
        raise NotFound("assessment")
    return found[assessment_id]


_TALLIES = f"""
SELECT t.assessment_id, d.id, d.reference AS ref, d.name, t.holds_until, {", ".join(f"t.{name}" for name in NAMES)}
FROM assurance_tally t JOIN assurance_domain d ON d.tenant_id = $1 AND d.id = t.domain_id
WHERE t.tenant_id = $1 AND t.assessment_id = ANY($2) ORDER BY t.assessment_id, d.position, d.id
"""  # noqa: S608 - the names are those of this room's own dataclass

# What time alone has ended since it was tallied. A closed assessment stands as it stood when it was closed.
_ENDED = """
SELECT a.assessment_id, a.domain_id, a.stands, a.stands_after, a.differs, count(*) AS n
FROM assurance_answer a JOIN assurance_assessment s ON s.tenant_id = $1 AND s.id = a.assessment_id
WHERE a.tenant_id = $1 AND a.assessment_id = ANY($2)
  AND a.stands_until < least($3::date, (s.closed_at AT TIME ZONE $4)::date)
GROUP BY a.assessment_id, a.domain_id, a.stands, a.stands_after, a.differs
"""


async def tallies_of(
    scope: Scope, *, assessment_ids: Iterable[UUID]
) -> Mapping[UUID, tuple[DomainTally, ...]]:
    """How the requirements of each assessment stand today, domain by domain. Two statements at most."""
    asked = list(assessment_ids)
    rows = await fetch(_TALLIES, scope.tenant.id, asked)
    changes: dict[tuple[UUID, UUID], Tally] = {}
    if any(row["holds_until"] is not None and row["holds_until"] < scope.today for row in rows):
        for row in await fetch(_ENDED, scope.tenant.id, asked, scope.today, scope.tenant.time_zone):
            at = (row["assessment_id"], row["domain_id"])
            changes[at] = changes.get(at, Tally()) + _ended(row)
    found: dict[UUID, list[DomainTally]] = {each: [] for each in asked}
    for row in rows:
        kept = Tally(*(row[name] for name in NAMES))
        found[row["assessment_id"]].append(
            DomainTally(
                id=row["id"],
                ref=row["ref"],
                name=row["name"],
                tally=kept + changes.get((row["assessment_id"], row["id"]), Tally()),
            )
        )
    return {each: tuple(tallies) for each, tallies in found.items()}


def whole(tallies: Iterable[DomainTally]) -> Tally:
    """The tally of all domains together."""
    return added(each.tally for each in tallies)


def _ended(row: Any) -> Tally:
    """What the end of some answers' validity makes of the tally that they stand in."""
    number, differs = int(row["n"]), int(row["n"]) if row["differs"] else 0
    gone = Tally(**{COLUMN[Stands(row["stands"])]: number}, differing=differs)
    return Tally(**{COLUMN[Stands(row["stands_after"])]: number}) - gone


@lru_cache(maxsize=64)  # the same few frameworks are read again and again
def _scales(text: str) -> tuple[Scale, ...]:
    return scales_of(json.loads(text))


def _view(row: Any) -> AssessmentView:
    kept = json.loads(row["signed_tally"]) if row["signed_tally"] else None
    known = {field.name for field in fields(Tally)}
    return AssessmentView(
        **{
            **row,
            "state": AssessmentState(row["state"]),
            "scales": _scales(row["scales"]),
            "signed_tally": Tally(**{name: n for name, n in kept.items() if name in known}) if kept else None,
        }
    )
