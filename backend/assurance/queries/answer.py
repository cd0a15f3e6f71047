"""One requirement in one assessment: what it asks, what was judged and worked out, and all that was ever said."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.assurance.queries import answers
from backend.assurance.queries import assessments as assessments_queries
from backend.assurance.queries.answers import AnswerLine
from backend.assurance.queries.assessments import AssessmentView
from backend.assurance.queries.editions import EditionView, edition_of
from backend.assurance.queries.outcomes import outcomes_of
from backend.assurance.queries.requirements import RequirementView, requirement_of
from backend.assurance.queries.said import NOTHING_SAID, judgement_of, plain
from backend.assurance.rules.editions import Level, Scale
from backend.assurance.rules.judging import Outcome
from backend.assurance.rules.standing import can_review
from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.scope import NotFound, Scope

DID_IN_WORDS: Mapping[str, str] = {
    "answered": "Answered",
    "agreed": "Reviewed: agreed",
    "returned": "Reviewed: given back",
    "taken-back": "Taken back",
    "carried": "Carried over",
    "confirmed": "Confirmed",
}
UNDOING_IN_WORDS: Mapping[str, str] = {
    "answered": "Take the answer back",
    "agreed": "Take the review back",
    "returned": "Take the review back",
    "taken-back": "Take back one more",
    "carried": "Take back what was carried over",
    "confirmed": "Take the confirmation back",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """What was done to an answer at a moment, and what stood from then on."""

    number: int
    did: str
    said: Mapping[str, Any]
    level: str | None
    words: str | None
    valid_until: date | None
    overruled_because: str | None
    review_words: str | None
    back_to: int | None
    made_at: datetime
    made_by_person_id: UUID | None
    made_by_name: str

    @property
    def did_in_words(self) -> str:
        return DID_IN_WORDS[self.did]

    @property
    def undoing_in_words(self) -> str:
        return UNDOING_IN_WORDS[self.did]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """A requirement in an assessment as at a day. `line` says how it stands; `version` is that of the row today."""

    assessment: AssessmentView
    edition: EditionView
    requirement: RequirementView
    line: AnswerLine
    day: date
    answered_by_person_id: UUID | None
    review_words: str | None
    reviewed_at: datetime | None
    reviewed_by_name: str | None
    carried_from_id: UUID | None
    carried_words: str | None
    version: int
    before: tuple[UUID, str] | None
    after: tuple[UUID, str] | None

    @property
    def path(self) -> str:
        return f"{self.assessment.path}/requirements/{self.requirement.id}"

    @property
    def scale(self) -> Scale | None:
        return self.edition.scale(self.requirement.scale)

    @property
    def level(self) -> Level | None:
        return self.scale.level(self.line.level or "") if self.scale else None

    @property
    def record(self) -> Record:
        title = f"{self.requirement.ref} of {self.assessment.title}"
        return Record(room="assurance", kind="answer", id=self.line.id, title=title)

    def reviewable_by(self, person_id: UUID | None) -> bool:
        return can_review(
            answered_by=self.answered_by_person_id or self.line.answered_by_name,
            reviewer=person_id,
            reviewed_by=self.reviewed_by_name,
            waits=self.line.waits,
        )


_MORE = (
    "answered_by_person_id",
    "review_words",
    "reviewed_at",
    "reviewed_by_name",
    "carried_from_id",
    "carried_words",
    "version",
)
_ONE = f"""
SELECT lines.*, {", ".join(f"more.{name}" for name in _MORE)}
FROM ({answers.OF_ONE} AND a.requirement_id = $3) AS lines
JOIN assurance_answer more ON more.tenant_id = $1 AND more.id = lines.id
"""  # noqa: S608 - texts of this room
_BESIDE = """
SELECT a.requirement_id, r.reference AS ref, a.position FROM assurance_answer a
JOIN assurance_requirement r ON r.tenant_id = $1 AND r.id = a.requirement_id
WHERE a.tenant_id = $1 AND a.assessment_id = $2 AND a.position IN ($3 - 1, $3 + 1)
"""


async def answer_of(scope: Scope, *, assessment_id: UUID, requirement_id: UUID, on: date) -> AnswerView:
    """A requirement in an assessment, with what was known of it by the end of a day. Raises NotFound."""
    assessment = await assessments_queries.assessment_of(scope, assessment_id=assessment_id)
    rows = await fetch(_ONE, scope.tenant.id, assessment_id, requirement_id)
    if not rows:
        raise NotFound("requirement")
    row = dict(rows[0])
    outcome = Outcome(row["outcome"]) if row["outcome"] else None
    day = assessment.day(scope, on)
    if on < scope.today:
        history = await history_of(scope, answer_id=row["id"], until=scope.end_of(on))
        row |= history[0].said if history else NOTHING_SAID
        if day == on:
            known = await outcomes_of(scope, requirement_ids=[requirement_id], on=on)
            outcome = known.get(requirement_id)
    beside = {
        each["position"]: (each["requirement_id"], each["ref"])
        for each in await fetch(_BESIDE, scope.tenant.id, assessment_id, row["position"])
    }
    return AnswerView(
        assessment=assessment,
        edition=await edition_of(scope, edition_id=assessment.edition_id),
        requirement=await requirement_of(scope, requirement_id=requirement_id),
        line=answers.line_of(row, judgement_of(row), outcome, day),
        day=day,
        before=beside.get(row["position"] - 1),
        after=beside.get(row["position"] + 1),
        **{name: row[name] for name in _MORE},
    )


async def history_of(
    scope: Scope, *, answer_id: UUID, until: datetime | None = None
) -> tuple[VersionLine, ...]:
    """Everything that was done to an answer, newest first; what was done by a moment where one is given."""
    rows = await fetch(
        "SELECT number, did, said, back_to, made_at, made_by_person_id, made_by_name FROM assurance_answer_version"
        " WHERE tenant_id = $1 AND answer_id = $2 AND ($3::timestamptz IS NULL OR made_at <= $3) ORDER BY number DESC",
        scope.tenant.id,
        answer_id,
        until,
    )
    return tuple(_version(row) for row in rows)


def in_words(lines: tuple[VersionLine, ...], scale: Scale | None) -> tuple[VersionLine, ...]:
    """The same with the scale's own words for each level."""
    levels = {each.key: each.words for each in scale.levels} if scale else {}
    return tuple(
        replace(each, level=levels.get(each.level, each.level) if each.level else None) for each in lines
    )


def _version(row: Any) -> VersionLine:
    said = plain(json.loads(row["said"]))
    return VersionLine(
        number=row["number"],
        did=row["did"],
        said=said,
        level=said["level"],
        words=said["words"],
        valid_until=said["valid_until"],
        overruled_because=said["overruled_because"],
        review_words=said["review_words"] if row["did"] in ("agreed", "returned") else None,
        back_to=row["back_to"],
        made_at=row["made_at"],
        made_by_person_id=row["made_by_person_id"],
        made_by_name=row["made_by_name"],
    )
