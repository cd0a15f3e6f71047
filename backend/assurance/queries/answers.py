"""The requirements of an assessment with how each stands: a page of them as of today, and all of them as at any day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.assurance.queries.assessments import AssessmentView
from backend.assurance.queries.outcomes import outcomes_of
from backend.assurance.queries.said import NOTHING_SAID, judgement_of, said_by
from backend.assurance.rules import standing
from backend.assurance.rules.judging import Outcome
from backend.assurance.rules.standing import (
    BY_IN_WORDS,
    GAPS,
    STANDS_IN_WORDS,
    By,
    Effective,
    Judgement,
    Stands,
)
from backend.kit.database import fetch
from backend.scope import Scope

PAGE = 50
NOBODY = "nobody"
"""What stands in a filter for requirements without an owner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list of requirements is narrowed to. `state` is a value of `Stands`, or `review`, `differs`, `waits`."""

    state: str = ""
    domain_id: UUID | None = None
    owner: UUID | str | None = None
    text: str = ""

    def __bool__(self) -> bool:
        return bool(self.state or self.domain_id or self.owner or self.text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One requirement of an assessment, and how it stands on the day of the list."""

    id: UUID
    requirement_id: UUID
    domain_id: UUID
    position: int
    ref: str
    heading: str | None
    text: str
    scale: str
    has_rule: bool
    level: str | None
    words: str | None
    valid_until: date | None
    overruled_because: str | None
    answered_at: datetime | None
    answered_by_name: str | None
    review: str | None
    waits: bool
    outcome: Outcome | None
    stands: Stands
    by: By
    differs: bool
    note: str | None
    owner_person_id: UUID | None
    owner: str | None
    due_on: date | None

    @property
    def stands_in_words(self) -> str:
        return STANDS_IN_WORDS[self.stands]

    @property
    def by_in_words(self) -> str:
        return BY_IN_WORDS[self.by]

    @property
    def to_review(self) -> bool:
        return self.level is not None and not self.waits and self.review is None

    @property
    def is_gap(self) -> bool:
        return self.stands in GAPS


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    lines: tuple[AnswerLine, ...]
    total: int
    number: int
    size: int = PAGE

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))


LINES = """
SELECT a.id, a.assessment_id, a.requirement_id, a.domain_id, a.position, r.reference AS ref, r.heading, r.text, r.scale,
  r.rule IS NOT NULL AS has_rule, a.level, a.counts_as, a.words, a.valid_until, a.overruled_because, a.answered_at,
  a.answered_by_name, a.review, a.waits, a.outcome, a.owner_person_id, p.name AS owner, a.due_on
FROM assurance_answer a
JOIN assurance_requirement r ON r.tenant_id = $1 AND r.id = a.requirement_id
LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = a.owner_person_id
WHERE a.tenant_id = $1
"""
OF_ONE = f"{LINES} AND a.assessment_id = $2"

_NOW = "CASE WHEN a.stands_until < $3 THEN a.stands_after ELSE a.stands END"

_NARROWED = f"""
  AND CASE $4 WHEN '' THEN true
    WHEN 'review' THEN a.level IS NOT NULL AND NOT a.waits AND a.review IS NULL
    WHEN 'differs' THEN a.differs AND (a.stands_until IS NULL OR a.stands_until >= $3)
    WHEN 'waits' THEN a.waits
    ELSE {_NOW} = $4 END
  AND ($5::uuid IS NULL OR a.domain_id = $5)
  AND ($6::uuid IS NULL OR a.owner_person_id = $6) AND (NOT $7::boolean OR a.owner_person_id IS NULL)
  AND ($8 = '' OR strpos(lower(concat_ws(' ', r.reference, r.heading, r.text, a.words)), $8) > 0)
"""

_COUNT = f"""
SELECT count(*) AS n FROM assurance_answer a
JOIN assurance_requirement r ON r.tenant_id = $1 AND r.id = a.requirement_id
WHERE a.tenant_id = $1 AND a.assessment_id = $2 {_NARROWED}
"""  # noqa: S608 - _NARROWED is a text of this file


async def page_of(
    scope: Scope,
    *,
    assessment_id: UUID,
    day: date,
    filters: Filters,
    number: int,
    total: int,
    size: int = PAGE,
) -> AnswerPage:
    """A page of an assessment's requirements as they stand on `day`, which is today or the day it was closed.

    `total` is how many there are without a filter. One statement, two where it is narrowed.
    """
    narrowed: tuple[Any, ...] = ()
    where = ""
    if filters:
        where = _NARROWED
        narrowed = (
            day,
            filters.state,
            filters.domain_id,
            filters.owner if isinstance(filters.owner, UUID) else None,
            filters.owner == NOBODY,
            filters.text.strip().lower(),
        )
        (counted,) = await fetch(_COUNT, scope.tenant.id, assessment_id, *narrowed)
        total = int(counted["n"])
    number = min(max(number, 1), max(1, -(-total // size)))
    # whole numbers of our own: a page is read from its place in the order rather than counted up to
    if filters:
        turn = f"ORDER BY a.position LIMIT {size} OFFSET {(number - 1) * size}"
    else:
        turn = f"AND a.position > {(number - 1) * size} ORDER BY a.position LIMIT {size}"
    rows = await fetch(f"{OF_ONE} {where} {turn}", scope.tenant.id, assessment_id, *narrowed)
    return AnswerPage(
        lines=tuple(
            line_of(row, judgement_of(row), Outcome(row["outcome"]) if row["outcome"] else None, day)
            for row in rows
        ),
        total=total,
        number=number,
        size=size,
    )


async def lines_of(
    scope: Scope, *, assessments: Collection[AssessmentView], on: date
) -> Mapping[UUID, tuple[AnswerLine, ...]]:
    """Every requirement of each assessment, in order, with what was kept of it and known by the end of a day.

    What was closed by then stands as it stood when it was closed. Owners and due days are those of today. Three
    statements at most, besides those that ask for verdicts.
    """
    days = {each.id: each.day(scope, on) for each in assessments}
    rows = await fetch(
        f"{LINES} AND a.assessment_id = ANY($2) ORDER BY a.assessment_id, a.position",
        scope.tenant.id,
        list(days),
    )
    said = await said_by(scope, assessment_ids=days, day=on)
    ruled = [row["requirement_id"] for row in rows if row["has_rule"] and days[row["assessment_id"]] == on]
    outcomes = await outcomes_of(scope, requirement_ids=ruled, on=on) if ruled and on < scope.today else None
    found: dict[UUID, list[AnswerLine]] = {each: [] for each in days}
    for row in rows:
        day = days[row["assessment_id"]]
        says = said.get(row["id"], NOTHING_SAID)
        kept = Outcome(row["outcome"]) if row["outcome"] else None
        outcome = kept if outcomes is None or day < on else outcomes.get(row["requirement_id"])
        found[row["assessment_id"]].append(line_of({**row, **says}, judgement_of(says), outcome, day))
    return {each: tuple(lines) for each, lines in found.items()}


async def owners_of(scope: Scope, *, assessment_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Who sees to requirements of an assessment, by name. One statement."""
    rows = await fetch(
        """
        SELECT p.id, p.name FROM people_person p WHERE p.tenant_id = $1 AND p.id IN (
          SELECT a.owner_person_id FROM assurance_answer a WHERE a.tenant_id = $1 AND a.assessment_id = $2)
        ORDER BY lower(p.name), p.id""",
        scope.tenant.id,
        assessment_id,
    )
    return tuple((row["id"], row["name"]) for row in rows)


def narrow(lines: Collection[AnswerLine], filters: Filters) -> tuple[AnswerLine, ...]:
    """`page_of`'s filter, for lines as at a past day."""
    wanted = filters.text.strip().lower()
    return tuple(
        line
        for line in lines
        if _has_state(line, filters.state)
        and (filters.domain_id is None or line.domain_id == filters.domain_id)
        and (
            filters.owner is None
            or (
                line.owner_person_id is None
                if filters.owner == NOBODY
                else line.owner_person_id == filters.owner
            )
        )
        and wanted in f"{line.ref} {line.heading or ''} {line.text} {line.words or ''}".lower()
    )


def _has_state(line: AnswerLine, state: str) -> bool:
    special = {"": True, "review": line.to_review, "differs": line.differs, "waits": line.waits}
    return special.get(state, line.stands.value == state)


def line_of(row: Any, judgement: Judgement | None, outcome: Outcome | None, day: date) -> AnswerLine:
    found: Effective = standing.effective(judgement, outcome, on=day)
    return AnswerLine(
        id=row["id"],
        requirement_id=row["requirement_id"],
        domain_id=row["domain_id"],
        position=row["position"],
        ref=row["ref"],
        heading=row["heading"],
        text=row["text"],
        scale=row["scale"],
        has_rule=row["has_rule"],
        level=row["level"],
        words=row["words"],
        valid_until=row["valid_until"],
        overruled_because=row["overruled_because"],
        answered_at=row["answered_at"],
        answered_by_name=row["answered_by_name"],
        review=row["review"],
        waits=row["waits"],
        outcome=outcome,
        stands=found.stands,
        by=found.by,
        differs=found.differs,
        note=found.note,
        owner_person_id=row["owner_person_id"],
        owner=row["owner"],
        due_on=row["due_on"],
    )
