"""What is owed to reviewing bodies, with where each of it stands on a day."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.functions import queries as functions
from backend.functions.queries import ReportDue
from backend.kit.database import fetch
from backend.reporting import rules
from backend.reporting.queries.views import (
    ConditionLine,
    IssueLine,
    OutcomeView,
    Parent,
    QuestionView,
    ReturnView,
    issue_line,
)
from backend.reporting.rules import What
from backend.scope import NotFound, Scope
from backend.together import queries as together
from backend.together.rules import Subject, Verdict

_RETURNS = """
SELECT r.*, owner.name AS owner FROM reporting_return r
LEFT JOIN people_person owner ON owner.tenant_id = $1 AND owner.id = r.owner_person_id
WHERE r.tenant_id = $1 AND ($2::uuid IS NULL OR r.id = $2)
"""
_QUESTIONS = """
SELECT q.*, owner.name AS owner FROM reporting_question q
LEFT JOIN people_person owner ON owner.tenant_id = $1 AND owner.id = q.owner_person_id
WHERE q.tenant_id = $1 AND q.return_id = ANY ($2) ORDER BY q.arrived_at, q.number, q.id
"""
_ISSUES = """
SELECT i.* FROM reporting_issue i WHERE i.tenant_id = $1
  AND (i.return_id = ANY ($2) OR i.question_id = ANY ($2) OR i.letter_id = ANY ($2)) ORDER BY i.number
"""
_OUTCOMES = """
SELECT o.*, i.number AS issue FROM reporting_outcome o
JOIN reporting_issue i ON i.tenant_id = $1 AND i.id = o.issue_id
WHERE o.tenant_id = $1 AND o.return_id = ANY ($2) ORDER BY o.arrived_at, o.id
"""

LOOKS_BACK = 183
LOOKS_AHEAD = 92
"""Days before and after a day in which what agreements ask for is listed although nobody has taken it up."""


async def returns_of(
    scope: Scope, *, on: date | None = None, milestone_id: UUID | None = None
) -> tuple[ReturnView, ...]:
    """Everything owed as it stood on a day, what is due first; what was added later is left out. Six statements."""
    rows = await fetch(_RETURNS + " ORDER BY r.due_on NULLS LAST, r.title, r.id", scope.tenant.id, None)
    day = on or scope.today
    end = scope.end_of(day)
    known = [
        row
        for row in rows
        if row["added_at"] <= end and (milestone_id is None or row["milestone_id"] == milestone_id)
    ]
    return await _whole(scope, known, day)


async def return_of(scope: Scope, *, return_id: UUID, on: date | None = None) -> ReturnView:
    """One of them, as it stood on a day. Raises NotFound."""
    rows = await fetch(_RETURNS, scope.tenant.id, return_id)
    if not rows:
        raise NotFound("return")
    (found,) = await _whole(scope, rows, on or scope.today)
    return found


async def return_of_question(scope: Scope, *, question_id: UUID) -> UUID:
    """The id of the return that a question is about. Raises NotFound."""
    rows = await fetch(
        "SELECT return_id FROM reporting_question WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        question_id,
    )
    if not rows:
        raise NotFound("question")
    return UUID(str(rows[0]["return_id"]))


async def not_taken_up(scope: Scope, *, on: date | None = None) -> tuple[ReportDue, ...]:
    """What the agreements in force ask for around a day and nobody has taken up yet, what is due first."""
    day = on or scope.today
    rows = await fetch(
        "SELECT report_id, until_on FROM reporting_return WHERE tenant_id = $1 AND report_id IS NOT NULL",
        scope.tenant.id,
    )
    taken = {(row["report_id"], row["until_on"]) for row in rows}
    asked = await functions.reports_due(
        scope, since=day - timedelta(days=LOOKS_BACK), until=day + timedelta(days=LOOKS_AHEAD)
    )
    return tuple(each for each in asked if (each.report_id, each.period_until) not in taken)


async def issues_of(scope: Scope, parent_ids: Sequence[UUID]) -> dict[UUID, tuple[IssueLine, ...]]:
    """The issues of returns, questions or letters, by the id of what they are issues of. Two statements."""
    rows = await fetch(_ISSUES, scope.tenant.id, list(parent_ids))
    sent = [row["message_id"] for row in rows if row["message_id"]]
    fates = await together.fates_of(scope, message_ids=sent) if sent else {}
    found: dict[UUID, list[IssueLine]] = defaultdict(list)
    for row in rows:
        line = issue_line(row, fates)
        found[line.return_id or line.question_id or line.letter_id].append(line)  # type: ignore[index]  # one is there
    return {key: tuple(lines) for key, lines in found.items()}


def parent_of_return(row: Mapping[str, Any]) -> Parent:
    return Parent(
        what=What.RETURN,
        id=row["id"],
        return_id=row["id"],
        title=f"{row['title']}, {row['period']}" if row["period"] else row["title"],
        body=row["body"],
        agreement_id=row["agreement_id"],
        path=f"/reporting/{row['id']}",
        owner_person_id=row["owner_person_id"],
        action_id=row["action_id"],
        due_on=row["due_on"],
        ended=row["withdrawn_at"] is not None,
        subject=Subject(row["subject"]),
        definition_key=row["definition"],
        milestone_id=row["milestone_id"],
        period=row["period"],
        from_on=row["from_on"],
        until_on=row["until_on"],
    )


async def _whole(scope: Scope, rows: Sequence[Mapping[str, Any]], day: date) -> tuple[ReturnView, ...]:
    ids = [row["id"] for row in rows]
    asked = await fetch(_QUESTIONS, scope.tenant.id, ids)
    outcomes: dict[UUID, list[OutcomeView]] = defaultdict(list)
    for row in await fetch(_OUTCOMES, scope.tenant.id, ids):
        outcomes[row["return_id"]].append(_outcome(row))
    issues = await issues_of(scope, [*ids, *(row["id"] for row in asked)])
    questions: dict[UUID, list[QuestionView]] = defaultdict(list)
    for row in asked:
        questions[row["return_id"]].append(_question(row, issues.get(row["id"], ()), day))
    return tuple(
        _view(
            scope,
            row,
            day,
            issues.get(row["id"], ()),
            tuple(questions[row["id"]]),
            tuple(outcomes[row["id"]]),
        )
        for row in rows
    )


def _view(
    scope: Scope,
    row: Mapping[str, Any],
    day: date,
    issues: tuple[IssueLine, ...],
    questions: tuple[QuestionView, ...],
    outcomes: tuple[OutcomeView, ...],
) -> ReturnView:
    return ReturnView(
        parent=parent_of_return(row),
        owner=row["owner"],
        stands=rules.stands_at(
            scope.end_of(day),
            day,
            due_on=row["due_on"],
            withdrawn_at=row["withdrawn_at"],
            issues=[each.times for each in issues],
            questions=[each.times for each in questions],
            outcomes=[each.times for each in outcomes],
        ),
        issues=issues,
        questions=questions,
        outcomes=outcomes,
        withdrawn_because=row["withdrawn_because"],
        withdrawn_by_name=row["withdrawn_by_name"],
        version=row["version"],
    )


_QUESTION = frozenset(QuestionView.__dataclass_fields__) - {"answers", "overdue"}
_OUTCOME = frozenset(OutcomeView.__dataclass_fields__) - {"verdict", "conditions"}


def _question(row: Mapping[str, Any], answers: tuple[IssueLine, ...], day: date) -> QuestionView:
    return QuestionView(
        **{name: row[name] for name in _QUESTION},
        answers=answers,
        overdue=row["due_on"] is not None and row["due_on"] < day,
    )


def _outcome(row: Mapping[str, Any]) -> OutcomeView:
    return OutcomeView(
        **{name: row[name] for name in _OUTCOME},
        verdict=Verdict(row["verdict"]),
        conditions=tuple(
            ConditionLine(
                number=each["number"],
                words=each["words"],
                due_on=date.fromisoformat(each["due_on"]) if each["due_on"] else None,
                action_id=UUID(each["action_id"]) if each["action_id"] else None,
            )
            for each in json.loads(row["conditions"])
        ),
    )
