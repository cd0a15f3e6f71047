"""How requirements stand, wherever they are assessed: for pages of mapped requirements and of statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.assurance.queries.assessments import AssessmentView, assessments_by_id
from backend.assurance.queries.outcomes import outcomes_of
from backend.assurance.queries.said import NOTHING_SAID, judgement_of, said_by
from backend.assurance.rules import standing
from backend.assurance.rules.judging import Outcome
from backend.assurance.rules.standing import BY_IN_WORDS, STANDS_IN_WORDS, By, Stands
from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingView:
    """How a requirement stands on a day in the newest assessment of it; `path` lies in the tenant."""

    requirement_id: UUID
    assessment_id: UUID
    assessment_name: str
    stands: Stands
    by: By
    differs: bool
    level: str | None
    words: str | None
    note: str | None
    path: str

    @property
    def stands_in_words(self) -> str:
        return STANDS_IN_WORDS[self.stands]

    @property
    def by_in_words(self) -> str:
        return BY_IN_WORDS[self.by]


_NEWEST = """
SELECT DISTINCT ON (a.requirement_id) a.id, a.assessment_id, a.requirement_id, a.level, a.counts_as, a.words,
  a.valid_until, a.overruled_because, a.waits, a.outcome
FROM assurance_answer a JOIN assurance_assessment s ON s.tenant_id = $1 AND s.id = a.assessment_id
WHERE a.tenant_id = $1 AND a.requirement_id = ANY($2) AND s.opened_at <= $3
ORDER BY a.requirement_id, s.state = 'open' DESC, s.opened_at DESC, s.id
"""


async def standings_of(
    scope: Scope, *, requirement_ids: Iterable[UUID], on: date | None = None
) -> Mapping[UUID, StandingView]:
    """How each requirement stands on a day (today); those that no assessment holds are left out."""
    day = on or scope.today
    rows = await fetch(_NEWEST, scope.tenant.id, list(requirement_ids), scope.end_of(day))
    if not rows:
        return {}
    assessments = await assessments_by_id(scope, assessment_ids={row["assessment_id"] for row in rows})
    said: Mapping[UUID, Mapping[str, Any]] = {}
    outcomes: Mapping[UUID, Outcome] = {}
    if day < scope.today:
        said = await said_by(scope, answer_ids=[row["id"] for row in rows], day=day)
        outcomes = await outcomes_of(scope, requirement_ids=[row["requirement_id"] for row in rows], on=day)
    found = {}
    for row in rows:
        assessment = assessments[row["assessment_id"]]
        kept = Outcome(row["outcome"]) if row["outcome"] else None
        if day < scope.today:
            past = assessment.day(scope, day) == day
            says = said.get(row["id"], NOTHING_SAID)
            found[row["requirement_id"]] = _view(
                row, says, outcomes.get(row["requirement_id"]) if past else kept, assessment, scope, day
            )
        else:
            found[row["requirement_id"]] = _view(row, row, kept, assessment, scope, day)
    return found


def _view(
    row: Any, said: Any, outcome: Outcome | None, assessment: AssessmentView, scope: Scope, on: date
) -> StandingView:
    found = standing.effective(judgement_of(said), outcome, on=assessment.day(scope, on))
    return StandingView(
        requirement_id=row["requirement_id"],
        assessment_id=assessment.id,
        assessment_name=assessment.name,
        stands=found.stands,
        by=found.by,
        differs=found.differs,
        level=said["level"],
        words=said["words"],
        note=found.note,
        path=f"{assessment.path}/requirements/{row['requirement_id']}",
    )
