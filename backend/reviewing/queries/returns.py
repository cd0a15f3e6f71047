"""One return with everything that hangs on it, for a reader who does not stand aside from its commissioner."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.reviewing import rules
from backend.reviewing.queries.conditions import conditions_under
from backend.reviewing.queries.front import RETURNS, Entry, entry_of
from backend.reviewing.queries.lines import (
    ConditionLine,
    FigureRow,
    FileLine,
    HoldingLine,
    IssueLine,
    NoteLine,
    OutcomeLine,
    QuestionLine,
    files_of,
    issue_line,
    outcome_line,
    question_line,
)
from backend.reviewing.queries.team import Team, team_of
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnView:
    """A return as at a moment. `acts`: the reader may ask and decide; `seconds`: agree to what another decided."""

    entry: Entry
    commissioner: str
    agreement_id: UUID | None
    second: str | None
    version: int
    issues: tuple[IssueLine, ...]
    issue: IssueLine
    figures: tuple[FigureRow, ...]
    questions: tuple[QuestionLine, ...]
    outcomes: tuple[OutcomeLine, ...]
    conditions: tuple[ConditionLine, ...]
    holdings: tuple[HoldingLine, ...]
    notes: tuple[NoteLine, ...]
    team: Team
    acts: bool
    seconds: bool
    seconder: str | None
    """Who is to agree today to the outcome that waits."""
    claimable: bool

    @property
    def newest(self) -> IssueLine:
        return self.issues[-1]

    @property
    def waiting(self) -> OutcomeLine | None:
        return next((each for each in self.outcomes if each.waits), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What an act on a return needs to know of it."""

    entry: Entry
    commissioner: str
    agreement_id: UUID | None
    second_person_id: UUID | None
    lead_person_id: UUID | None
    version: int
    issue_id: UUID
    submission_id: UUID
    subject_id: UUID
    team: Team


_HEAD = """
SELECT r.version, r.subject_id, c.name AS commissioner, c.agreement_id, c.second_person_id, c.lead_person_id,
  p.name AS second
FROM reviewing_return r JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = r.commissioner_id
LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = c.second_person_id
WHERE r.tenant_id = $1 AND r.id = $2
"""
_QUESTIONS = """
SELECT q.*, i.number AS issue FROM reviewing_question q
JOIN reviewing_issue i ON i.tenant_id = $1 AND i.id = q.issue_id
WHERE q.tenant_id = $1 AND q.return_id = $2 AND q.asked_at <= $3 ORDER BY q.number
"""
_ANSWERS = """
SELECT a.* FROM reviewing_answer a JOIN reviewing_question q ON q.tenant_id = $1 AND q.id = a.question_id
WHERE a.tenant_id = $1 AND q.return_id = $2 AND a.received_at <= $3 ORDER BY a.received_at, a.id
"""
_OUTCOMES = """
SELECT o.*, i.number AS issue FROM reviewing_outcome o
JOIN reviewing_issue i ON i.tenant_id = $1 AND i.id = o.issue_id
WHERE o.tenant_id = $1 AND o.return_id = $2 AND o.decided_at <= $3 ORDER BY o.decided_at, o.id
"""


async def held(scope: Scope, *, return_id: UUID) -> Held:
    """A return as an act finds it, and the row held against change. Raises rules.StoodAside, NotFound."""
    await fetch(
        "SELECT id FROM reviewing_return WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        return_id,
    )
    team = await team_of(scope)
    entry, head = await _entry(scope, team, return_id, scope.today)
    rows = await fetch(
        "SELECT id, submission_id FROM reviewing_issue WHERE tenant_id = $1 AND return_id = $2 "
        "ORDER BY number DESC LIMIT 1",
        scope.tenant.id,
        return_id,
    )
    return Held(
        entry=entry,
        commissioner=head["commissioner"],
        agreement_id=head["agreement_id"],
        second_person_id=head["second_person_id"],
        lead_person_id=head["lead_person_id"],
        version=head["version"],
        issue_id=rows[0]["id"],
        submission_id=rows[0]["submission_id"],
        subject_id=head["subject_id"],
        team=team,
    )


async def return_of(
    scope: Scope, *, return_id: UUID, on: date | None = None, issue: int | None = None
) -> ReturnView:
    """One return as at a day, with one of its issues (the newest unless named) beside the one before it.

    Raises rules.StoodAside for whoever stands aside from its commissioner, NotFound.
    """
    day = min(on or scope.today, scope.today)
    moment = scope.end_of(day)
    team = await team_of(scope)
    entry, head = await _entry(scope, team, return_id, day)
    tenant = scope.tenant.id
    issues = tuple(
        issue_line(row)
        for row in await fetch(
            "SELECT * FROM reviewing_issue WHERE tenant_id = $1 AND return_id = $2 AND received_at <= $3 "
            "ORDER BY number",
            tenant,
            return_id,
            moment,
        )
    )
    shown = next((each for each in issues if each.number == (issue or issues[-1].number)), None)
    if shown is None:
        raise NotFound("issue")
    before = max(
        (each for each in issues if each.number < shown.number), key=lambda each: each.number, default=None
    )
    answers = await fetch(_ANSWERS, tenant, return_id, moment)
    outcomes = tuple(map(outcome_line, await fetch(_OUTCOMES, tenant, return_id, moment)))
    waiting = next((each for each in outcomes if each.waits), None)
    acts = team.acts(held_by=entry.held_by, commissioner_id=entry.commissioner_id)
    second = waiting and team.seconder(
        second_id=head["second_person_id"],
        lead_id=head["lead_person_id"],
        decided_by=waiting.decided_by,
        commissioner_id=entry.commissioner_id,
    )
    return ReturnView(
        entry=entry,
        commissioner=head["commissioner"],
        agreement_id=head["agreement_id"],
        second=head["second"],
        version=head["version"],
        issues=issues,
        issue=shown,
        figures=_figures(shown, before),
        questions=tuple(
            question_line(row, [each for each in answers if each["question_id"] == row["id"]])
            for row in await fetch(_QUESTIONS, tenant, return_id, moment)
        ),
        outcomes=outcomes,
        conditions=await conditions_under(scope, return_id=return_id, moment=moment),
        holdings=tuple(
            HoldingLine(**row)
            for row in await fetch(
                "SELECT to_name, at, by_name, words FROM reviewing_holding "
                "WHERE tenant_id = $1 AND return_id = $2 ORDER BY at, id",
                tenant,
                return_id,
            )
        ),
        notes=await notes_of(scope, return_id=return_id),
        team=team,
        acts=acts,
        seconds=bool(second) and second == team.reader_id,
        seconder=team.name(second) if second else None,
        claimable=not acts and team.acting(entry.held_by, commissioner_id=entry.commissioner_id) is None,
    )


async def notes_of(scope: Scope, *, return_id: UUID) -> tuple[NoteLine, ...]:
    """The reader's own working notes on a return: the one statement that reads notes, and it reads no other's."""
    if scope.actor.person_id is None:
        return ()
    rows = await fetch(
        "SELECT id, words, written_at FROM reviewing_note WHERE tenant_id = $1 AND return_id = $2 AND person_id = $3 "
        "ORDER BY written_at, id",
        scope.tenant.id,
        return_id,
        scope.actor.person_id,
    )
    return tuple(NoteLine(**row) for row in rows)


async def file_of(scope: Scope, *, return_id: UUID, file_id: UUID) -> FileLine:
    """A file that came with an issue or an answer of a return. Raises rules.StoodAside, NotFound."""
    team = await team_of(scope)
    await _entry(scope, team, return_id, scope.today)
    rows = await fetch(
        "SELECT files FROM reviewing_issue WHERE tenant_id = $1 AND return_id = $2 UNION ALL "
        "SELECT a.files FROM reviewing_answer a JOIN reviewing_question q ON q.tenant_id = $1 AND q.id = a.question_id "
        "WHERE a.tenant_id = $1 AND q.return_id = $2",
        scope.tenant.id,
        return_id,
    )
    for row in rows:
        for each in files_of(row["files"]):
            if each.file_id == file_id:
                return each
    raise NotFound("file")


async def _entry(scope: Scope, team: Team, return_id: UUID, day: date) -> tuple[Entry, Mapping[str, Any]]:
    """The line of one return, unless the reader stands aside. Raises rules.StoodAside, NotFound."""
    heads = await fetch(_HEAD, scope.tenant.id, return_id)
    if not heads:
        raise NotFound("return")
    moment = scope.end_of(day)
    rows = await fetch(
        f"{RETURNS} AND r.id = $6",
        scope.tenant.id,
        moment,
        day,
        list(team.closed),
        list(team.stands_for),
        return_id,
    )
    if not rows:
        whose = await fetch(
            "SELECT commissioner_id FROM reviewing_return WHERE tenant_id = $1 AND id = $2",
            scope.tenant.id,
            return_id,
        )
        because = team.closed.get(whose[0]["commissioner_id"])
        if because is None:
            raise NotFound("return")
        raise rules.StoodAside(f"You stand aside from {heads[0]['commissioner']}. {because}")
    return entry_of(rows[0]), heads[0]


def _figures(issue: IssueLine, before: IssueLine | None) -> tuple[FigureRow, ...]:
    old = {each.key: each for each in before.said.figures} if before else {}
    changed = {
        each.key
        for each in (rules.changes_between(before.said.figures, issue.said.figures) if before else ())
    }
    return tuple(
        FigureRow(
            figure=each,
            said=rules.said(each),
            before=rules.said(old[each.key]) if each.key in old else None,
            changed=each.key in changed,
        )
        for each in issue.said.figures
    )
