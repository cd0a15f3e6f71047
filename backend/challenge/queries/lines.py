"""Questions as lists show them, as far as the reader may see them, as they stood at the end of a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.challenge import rules
from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One question. `answered` is what was said last to it; `age_days` counts from the day on which it was asked."""

    id: UUID
    number: int
    topic_id: UUID
    topic: str
    kind: rules.Kind
    words: str
    asked_by_person_id: UUID | None
    asked_by_name: str
    of_name: str | None
    asked_on: date
    committee_id: UUID | None
    committee: str | None
    meeting_id: UUID | None
    meeting_title: str | None
    item_id: UUID | None
    item_title: str | None
    thread_id: UUID | None
    private: bool
    state: rules.State
    version: int
    answered: str | None
    answered_on: date | None
    age_days: int

    @property
    def reference(self) -> str:
        return rules.reference(self.number)

    @property
    def path(self) -> str:
        return f"/challenge/{self.id}"

    @property
    def open(self) -> bool:
        return rules.is_open(self.kind, self.state)

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def kind_in_words(self) -> str:
        return rules.KIND_IN_WORDS[self.kind]

    @property
    def where(self) -> str:
        """Where it was asked, in words."""
        return self.meeting_title or self.committee or "Entered by hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; `open_only` leaves what is still owed."""

    topic_id: UUID | None = None
    committee_id: UUID | None = None
    meeting_id: UUID | None = None
    kind: rules.Kind | None = None
    state: rules.State | None = None
    open_only: bool = False
    words: str = ""


# $1 tenant, $2 whether the reader sees every private one, $3 committees of the reader, $4 the reader, $5 end of the day
LINES = """
SELECT q.*, t.title AS topic, c.name AS committee, s.leads_to, a.words AS answered, a.said_on AS answered_on
FROM challenge_question q
JOIN challenge_topic t ON t.tenant_id = $1 AND t.id = q.topic_id
LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = q.committee_id
JOIN LATERAL (
  SELECT x.leads_to FROM challenge_step x
  WHERE x.tenant_id = $1 AND x.question_id = q.id AND x.leads_to IS NOT NULL AND x.made_at <= $5
  ORDER BY x.made_at DESC, x.id DESC LIMIT 1
) s ON true
LEFT JOIN LATERAL (
  SELECT x.words, x.said_on FROM challenge_step x
  WHERE x.tenant_id = $1 AND x.question_id = q.id AND x.made_at <= $5
    AND x.kind IN ('answered-in-part', 'answered', 'assurance-received')
  ORDER BY x.made_at DESC, x.id DESC LIMIT 1
) a ON true
WHERE q.tenant_id = $1
  AND (NOT q.private OR $2 OR q.committee_id = ANY ($3) OR q.asked_by_person_id = $4)
"""


def seen_by(scope: Scope, on: date | None = None) -> tuple[Any, ...]:
    """The arguments of `LINES`: the pair of `rules.may_see` in SQL, and the day."""
    return (
        scope.tenant.id,
        rules.sees_every(scope),
        [seat.committee_id for seat in scope.seats],
        scope.actor.person_id,
        scope.end_of(on or scope.today),
    )


async def questions_of(
    scope: Scope, filters: Filters | None = None, *, on: date | None = None
) -> tuple[QuestionLine, ...]:
    """The questions that the filters leave, as they stood on the day (today), what was asked last first."""
    wanted = filters or Filters()
    rows = await fetch(
        f"{LINES} AND ($6::uuid IS NULL OR q.topic_id = $6) AND ($7::uuid IS NULL OR q.committee_id = $7) "
        "AND ($8::uuid IS NULL OR q.meeting_id = $8) ORDER BY q.asked_on DESC, q.number DESC",
        *seen_by(scope, on),
        wanted.topic_id,
        wanted.committee_id,
        wanted.meeting_id,
    )
    return tuple(line for line in (line_of(row, on or scope.today) for row in rows) if _left(line, wanted))


def line_of(row: Any, day: date) -> QuestionLine:
    worked_out = ("kind", "state", "age_days")
    same = {name: row[name] for name in QuestionLine.__dataclass_fields__ if name not in worked_out}
    return QuestionLine(
        **same,
        kind=rules.Kind(row["kind"]),
        state=rules.State(row["leads_to"]),
        age_days=max(0, (day - row["asked_on"]).days),
    )


def _left(line: QuestionLine, wanted: Filters) -> bool:
    said = f"{line.reference} {line.topic} {line.words} {line.asked_by_name} {line.answered or ''}"
    return (
        (wanted.kind is None or line.kind is wanted.kind)
        and (wanted.state is None or line.state is wanted.state)
        and (not wanted.open_only or line.open)
        and wanted.words.strip().casefold() in said.casefold()
    )
