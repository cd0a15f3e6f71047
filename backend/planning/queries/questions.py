"""Questions of the public: the list, one of them, and what minutes are made of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.planning.rules import questions as rules
from backend.scope import NotFound, Scope

DEMANDING = "planning.questions.read"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionLine:
    """One question of a list."""

    id: UUID
    number: int
    committee_id: UUID
    committee: str
    meeting_id: UUID | None
    meeting: str | None
    meeting_on: date | None
    asked_at: datetime
    late: bool
    text: str
    state: rules.QuestionState
    owner: str | None
    answer_due_on: date

    @property
    def reference(self) -> str:
        return f"Q-{self.number}"

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def open(self) -> bool:
        return self.state in rules.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView(QuestionLine):
    """One question with whoever asked. `name`, `email` and `contact` are `None` once they are kept no longer."""

    route: rules.Route
    name: str | None
    email: str | None
    contact: str | None
    name_public: bool
    owner_person_id: UUID | None
    decided_at: datetime | None
    decided_by_name: str | None
    ground: str | None
    ground_note: str | None
    answer: str | None
    answered_at: datetime | None
    answered_by_name: str | None
    at_meeting: bool
    forget_on: date | None
    forgotten_at: datetime | None
    meeting_cancelled: bool
    meeting_starts_at: datetime | None
    prepared: str | None
    prepared_at: datetime | None
    prepared_by_name: str | None

    def to_prepare(self, now: datetime) -> bool:
        """Whether its answer is only prepared now: it was chosen for a meeting that has not begun."""
        chosen = self.state is rules.QuestionState.CHOSEN and self.route is not rules.Route.AT_MEETING
        return chosen and self.meeting_starts_at is not None and now < self.meeting_starts_at

    @property
    def route_in_words(self) -> str:
        return rules.ROUTE_IN_WORDS[self.route]

    @property
    def shown_name(self) -> str:
        return rules.shown_name(self.name, consents=self.name_public)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingQuestion:
    """A question as the minutes may hold it: the name only of whoever agreed to that."""

    id: UUID
    number: int
    name: str
    text: str
    state: rules.QuestionState
    ground: str | None
    answer: str | None
    at_meeting: bool

    @property
    def reference(self) -> str:
        return f"Q-{self.number}"


_QUESTIONS = """
SELECT q.*, c.name AS committee, m.title AS meeting, m.starts_at, m.state AS meeting_state, p.name AS owner
FROM planning_question q
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = q.committee_id
LEFT JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = q.meeting_id
LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = q.owner_person_id
WHERE q.tenant_id = $1
"""


async def questions_of(
    scope: Scope, *, meeting_id: UUID | None = None, only_open: bool = False
) -> tuple[QuestionLine, ...]:
    """The questions of a meeting, or all, newest first, as far as the reader answers for their committees."""
    rows = await fetch(
        f"{_QUESTIONS} AND ($2::uuid IS NULL OR q.meeting_id = $2) "
        "AND (NOT $3 OR q.state IN ('received', 'chosen', 'written')) ORDER BY q.number DESC",
        scope.tenant.id,
        meeting_id,
        only_open,
    )
    return tuple(
        QuestionLine(**_line(scope, row)) for row in rows if may_read(scope, committee_id=row["committee_id"])
    )


async def question(scope: Scope, *, question_id: UUID) -> QuestionView:
    """One question. Raises NotFound, for whoever may not read it too."""
    rows = await fetch(f"{_QUESTIONS} AND q.id = $2", scope.tenant.id, question_id)
    if not rows or not may_read(scope, committee_id=rows[0]["committee_id"]):
        raise NotFound("question")
    row = rows[0]
    return QuestionView(
        **_line(scope, row),
        route=rules.Route(row["route"]),
        name=row["name"],
        email=row["email"],
        contact=row["contact"],
        name_public=row["name_public"],
        owner_person_id=row["owner_person_id"],
        decided_at=row["decided_at"],
        decided_by_name=row["decided_by_name"],
        ground=row["ground"],
        ground_note=row["ground_note"],
        answer=row["answer"],
        answered_at=row["answered_at"],
        answered_by_name=row["answered_by_name"],
        at_meeting=row["at_meeting"],
        forget_on=row["forget_on"],
        forgotten_at=row["forgotten_at"],
        meeting_cancelled=row["meeting_state"] == meeting_rules.MeetingState.CANCELLED,
        meeting_starts_at=row["starts_at"],
        prepared=row["prepared"],
        prepared_at=row["prepared_at"],
        prepared_by_name=row["prepared_by_name"],
    )


async def questions_for(scope: Scope, meeting_id: UUID) -> tuple[MeetingQuestion, ...]:
    """What the minutes of a meeting say of questions, in the order in which they came.

    Those chosen for the meeting or answered at it, and those refused; a name stands here only where its owner agreed.
    """
    rows = await fetch(
        "SELECT id, number, name, name_public, text, state, ground, answer, at_meeting FROM planning_question "
        "WHERE tenant_id = $1 AND meeting_id = $2 "
        "AND (state IN ('chosen', 'refused') OR (state = 'answered' AND at_meeting)) ORDER BY number",
        scope.tenant.id,
        meeting_id,
    )
    return tuple(
        MeetingQuestion(
            id=row["id"],
            number=row["number"],
            name=rules.shown_name(row["name"], consents=row["name_public"]),
            text=row["text"],
            state=rules.QuestionState(row["state"]),
            ground=row["ground"],
            answer=row["answer"],
            at_meeting=row["at_meeting"],
        )
        for row in rows
    )


async def asked_for(scope: Scope, *, meeting_id: UUID, email: str | None, name: str | None) -> rules.Asked:
    """How many were asked for a meeting by the same person, and how many are chosen."""
    (row,) = await fetch(
        "SELECT count(*) FILTER (WHERE state <> 'withdrawn' AND (lower(email) = lower($3) OR "
        "($3::text IS NULL AND lower(name) = lower($4)))) AS same, "
        "count(*) FILTER (WHERE state = 'chosen' OR (state = 'answered' AND at_meeting)) AS chosen "
        "FROM planning_question WHERE tenant_id = $1 AND meeting_id = $2",
        scope.tenant.id,
        meeting_id,
        email,
        name,
    )
    return rules.Asked(by_same_person=row["same"], chosen=row["chosen"])


async def same_words(scope: Scope, *, text: str, since: datetime, but: UUID) -> tuple[int, ...]:
    """The numbers of other questions in exactly the same words, letter case and spaces apart: a hint, no more."""
    rows = await fetch(
        r"""
        SELECT number FROM planning_question WHERE tenant_id = $1 AND id <> $2 AND asked_at >= $3
          AND lower(regexp_replace(text, '\W+', ' ', 'g')) = lower(regexp_replace($4, '\W+', ' ', 'g'))
        ORDER BY number""",
        scope.tenant.id,
        but,
        since,
        text,
    )
    return tuple(row["number"] for row in rows)


def may_read(scope: Scope, *, committee_id: UUID) -> bool:
    """Officers and internal audit; a chair or vice-chair for their own committee."""
    if scope.actor.chore is not None:
        return True
    if not scope.may(DEMANDING):
        return False
    everywhere = bool(scope.roles & {"governance-officer", "internal-audit"})
    return everywhere or bool(scope.offices_on(committee_id) & {"chair", "vice-chair"})


def _line(scope: Scope, row: Any) -> dict[str, Any]:
    return {
        "id": row["id"],
        "number": row["number"],
        "committee_id": row["committee_id"],
        "committee": row["committee"],
        "meeting_id": row["meeting_id"],
        "meeting": row["meeting"],
        "meeting_on": meeting_rules.day_of(scope, row["starts_at"]) if row["starts_at"] else None,
        "asked_at": row["asked_at"],
        "late": row["late"],
        "text": row["text"],
        "state": rules.QuestionState(row["state"]),
        "owner": row["owner"],
        "answer_due_on": row["answer_due_on"],
    }
