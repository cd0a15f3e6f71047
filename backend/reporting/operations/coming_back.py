"""What comes back from a reviewing body: questions and outcomes, through the portal or recorded from its letters.

What came is kept as it came, whatever we think of it; nothing here decides.
"""

import json
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.reporting import queries
from backend.reporting.operations import records, telling
from backend.reporting.queries import ReturnView
from backend.reporting.rules import Step, UnableToReport
from backend.reporting.tables import Outcome, Question
from backend.scope import NotFound, Scope
from backend.together.rules import VERDICT_IN_WORDS, ConditionLine, Verdict


async def keep_question(
    scope: Scope,
    *,
    return_id: UUID,
    words: str,
    asked_by: str,
    asked_on: date,
    due_on: date | None,
    issue_id: UUID | None = None,
    figure: str | None = None,
    follows_id: UUID | None = None,
    question_id: UUID | None = None,
    number: int | None = None,
    received: bool = False,
) -> UUID:
    """Keep a question back, for the owner of what it is about to answer; returns its id. Raises NotFound."""
    view = await queries.return_of(scope, return_id=return_id)
    owner = view.parent.owner_person_id
    kept_id = question_id or new_id()
    number = number or max((each.number for each in view.questions), default=0) + 1
    action_id = await records.follow(
        scope,
        source_id=kept_id,
        title=f"Question {number} on {view.title}",
        words=f"Answer question {number} of {view.parent.body} on “{view.title}”",
        owner_person_id=owner,
        due_on=due_on,
    )
    await Question.add(
        scope,
        id=kept_id,
        return_id=return_id,
        issue_id=issue_id,
        number=number,
        figure=figure,
        words=words,
        asked_by=asked_by,
        asked_on=asked_on,
        due_on=due_on,
        follows_id=follows_id,
        owner_person_id=owner,
        action_id=action_id,
        how="received" if received else "recorded",
        arrived_at=scope.now,
        recorded_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "reporting.question.came" if received else "reporting.question.recorded",
        records.question_record(kept_id, number, view.title),
        after={"asked_by": asked_by, "due_on": due_on},
    )
    if received:
        await telling.came_back(
            scope, view, what="A question", body=view.parent.body, key=kept_id, owner_id=owner
        )
    return kept_id


async def record_question(
    scope: Scope, *, return_id: UUID, words: str, asked_by: str, asked_on: date, due_on: date | None
) -> UUID:
    """Record a question that a body outside the portal asked; returns its id. Raises UnableToReport, NotFound."""
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await queries.return_of(scope, return_id=return_id)
    if asked_on > scope.today:
        raise UnableToReport("It can’t have been asked on a day that is yet to come.", field="asked_on")
    last = view.last_sent
    return await keep_question(
        scope,
        return_id=return_id,
        words=words,
        asked_by=asked_by,
        asked_on=asked_on,
        due_on=due_on,
        issue_id=last.id if last else None,
    )


async def take_back_question(scope: Scope, *, question_id: UUID, because: str) -> None:
    """Note that whoever asked has taken a question back. Raises NotFound."""
    rows = await fetch(
        "SELECT q.number, q.withdrawn_at, q.return_id, r.title FROM reporting_question q "
        "JOIN reporting_return r ON r.tenant_id = $1 AND r.id = q.return_id "
        "WHERE q.tenant_id = $1 AND q.id = $2 FOR UPDATE OF q",
        scope.tenant.id,
        question_id,
    )
    if not rows:
        raise NotFound("question")
    if rows[0]["withdrawn_at"] is not None:
        return
    await Question.change(scope, withdrawn_at=scope.now, withdrawn_because=because).where(
        Question.id == question_id
    )
    await ledger.record(
        scope,
        "reporting.question.taken-back",
        records.question_record(question_id, rows[0]["number"], rows[0]["title"]),
        after={"because": because},
    )


async def name_answerer(scope: Scope, *, question_id: UUID, owner_person_id: UUID) -> None:
    """Name who answers a question; they get its action. Raises UnableToReport, NotFound."""
    scope.check_may("reporting.prepare", records.PREPARES)
    rows = await fetch(
        "SELECT * FROM reporting_question WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        question_id,
    )
    if not rows:
        raise NotFound("question")
    row = rows[0]
    await records.check_owner(scope, owner_person_id)
    view = await queries.return_of(scope, return_id=row["return_id"])
    action_id = await records.follow_again(
        scope,
        row["action_id"],
        was=(row["owner_person_id"], row["due_on"]),
        now=(owner_person_id, row["due_on"]),
        source_id=question_id,
        title=f"Question {row['number']} on {view.title}",
        words=f"Answer question {row['number']} of {view.parent.body} on “{view.title}”",
    )
    await Question.change(scope, owner_person_id=owner_person_id, action_id=action_id).where(
        Question.id == question_id
    )
    await ledger.record(
        scope,
        "reporting.question.given",
        records.question_record(question_id, row["number"], view.title),
        before={"owner_person_id": row["owner_person_id"]},
        after={"owner_person_id": owner_person_id},
    )


async def keep_outcome(
    scope: Scope,
    view: ReturnView,
    *,
    issue_id: UUID,
    verdict: Verdict,
    words: str | None,
    conditions: Sequence[ConditionLine],
    decided_by: str,
    decided_on: date,
    second_by: str | None = None,
    outcome_id: UUID | None = None,
    file_id: UUID | None = None,
    received: bool = False,
) -> UUID:
    """Keep what was decided of an issue; each condition is followed up by an action of the owner's. Returns its id."""
    owner = view.parent.owner_person_id
    kept = [
        {
            "number": each.number,
            "words": each.words,
            "due_on": each.due_on.isoformat() if each.due_on else None,
            "action_id": await records.follow(
                scope,
                source_id=view.id,
                title=f"Condition {each.number} on {view.title}",
                words=each.words,
                owner_person_id=owner,
                due_on=each.due_on,
            ),
        }
        for each in conditions
    ]
    kept_id: UUID = await Outcome.add(
        scope,
        id=outcome_id or new_id(),
        return_id=view.id,
        issue_id=issue_id,
        verdict=verdict.value,
        words=words,
        conditions=json.dumps(kept, default=str),
        decided_by=decided_by,
        second_by=second_by,
        decided_on=decided_on,
        how="received" if received else "recorded",
        arrived_at=scope.now,
        recorded_by_name=scope.actor.name,
        file_id=file_id,
    )
    await ledger.record(
        scope,
        "reporting.outcome.came" if received else "reporting.outcome.recorded",
        records.return_record(view),
        after={"verdict": verdict, "decided_by": decided_by, "conditions": len(kept)},
    )
    if received:
        what = f"An outcome ({VERDICT_IN_WORDS[verdict].lower()})"
        await telling.came_back(scope, view, what=what, body=view.parent.body, key=kept_id, owner_id=owner)
    return kept_id


async def record_outcome(
    scope: Scope,
    *,
    return_id: UUID,
    verdict: Verdict,
    words: str | None,
    conditions: Sequence[ConditionLine],
    decided_by: str,
    decided_on: date,
    file_id: UUID | None,
) -> UUID:
    """Record what a body outside the portal decided, as its letter says; the letter is needed. Returns its id.

    Raises UnableToReport, NotFound.
    """
    scope.check_may("reporting.prepare", records.PREPARES)
    view = await queries.return_of(scope, return_id=return_id)
    sent = next((each for each in reversed(view.issues) if each.state is Step.SENT), None)
    if sent is None:
        raise UnableToReport("Nothing has gone out yet of which an outcome could be recorded.")
    if not view.outside:
        raise UnableToReport(
            f"{view.parent.body} says what it decided through the portal, by its own act. It is not recorded here."
        )
    if file_id is None:
        raise UnableToReport("Choose the file of the letter that says so.", field="file")
    if decided_on > scope.today:
        raise UnableToReport("It can’t have been decided on a day that is yet to come.", field="decided_on")
    if bool(conditions) != (verdict is Verdict.CONDITIONAL):
        raise UnableToReport(
            "Write the conditions where it was accepted with conditions, and only there.", field="conditions"
        )
    return await keep_outcome(
        scope,
        view,
        issue_id=sent.id,
        verdict=verdict,
        words=words,
        conditions=conditions,
        decided_by=decided_by,
        decided_on=decided_on,
        file_id=file_id,
    )
