"""Questions back to a commissioner: asked with a day by which, settled by whoever reads the answer, or withdrawn."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.reviewing import rules
from backend.reviewing.operations import keeping
from backend.reviewing.queries import returns
from backend.reviewing.queries.returns import Held
from backend.reviewing.tables import Question
from backend.scope import NotFound, Scope
from backend.together import operations as together
from backend.together import rules as passing


async def ask(
    scope: Scope,
    *,
    return_id: UUID,
    words: str,
    due_on: date,
    figure: str | None = None,
    follows_id: UUID | None = None,
) -> UUID:
    """Ask the commissioner about the newest issue, or one of its figures; returns the question's id.

    Under an agreement the question goes out at once; without one it is recorded, and goes by letter.
    Raises UnableToReview, HeldByAnother, StoodAside, NotFound.
    """
    held = await returns.held(scope, return_id=return_id)
    person_id = keeping.check_acts(scope, held)
    if due_on < scope.today:
        raise rules.UnableToReview("The day by which can’t have passed.", field="due_on")
    view = await returns.return_of(scope, return_id=return_id)
    if figure is not None and figure not in {each.figure.key for each in view.figures}:
        raise rules.UnableToReview("The return has no such figure.", field="figure")
    if follows_id is not None and follows_id not in {each.id for each in view.questions}:
        raise NotFound("question")
    question_id = new_id()
    number = max((each.number for each in view.questions), default=0) + 1
    message_id = await _post(
        scope,
        held,
        passing.Question(
            question_id=question_id,
            submission_id=held.submission_id,
            number=number,
            figure=figure,
            words=words,
            asked_by=scope.actor.name,
            asked_on=scope.today,
            due_on=due_on,
            follows_id=follows_id,
        ),
    )
    await Question.add(
        scope,
        id=question_id,
        return_id=return_id,
        issue_id=held.issue_id,
        number=number,
        figure=figure,
        words=words,
        due_on=due_on,
        asked_by=person_id,
        asked_by_name=scope.actor.name,
        asked_at=scope.now,
        follows_id=follows_id,
        message_id=message_id,
    )
    await ledger.record(
        scope,
        "reviewing.question.asked",
        keeping.record_of(held),
        after={"question_id": question_id, "number": number, "due_on": due_on},
    )
    return question_id


async def settle(scope: Scope, *, return_id: UUID, question_id: UUID) -> None:
    """Say that the answer will do. Raises UnableToReview where none came, HeldByAnother, StoodAside, NotFound."""
    row, held = await _open(scope, return_id, question_id)
    answers = await fetch(
        "SELECT 1 FROM reviewing_answer WHERE tenant_id = $1 AND question_id = $2 LIMIT 1",
        scope.tenant.id,
        question_id,
    )
    if not answers:
        raise rules.UnableToReview("No answer came yet. Withdraw the question if it is not wanted any more.")
    await _close(scope, held, row, settled_as="answered", because=None)


async def withdraw(scope: Scope, *, return_id: UUID, question_id: UUID, because: str) -> None:
    """Withdraw a question; the commissioner is told. Raises as `settle`."""
    row, held = await _open(scope, return_id, question_id)
    await _post(
        scope,
        held,
        passing.Question(
            question_id=question_id,
            submission_id=row["submission_id"],
            number=row["number"],
            figure=row["figure"],
            words=row["words"],
            asked_by=row["asked_by_name"],
            asked_on=scope.day_of(row["asked_at"]),
            due_on=row["due_on"],
            follows_id=row["follows_id"],
            withdrawn_because=because,
        ),
    )
    await _close(scope, held, row, settled_as="withdrawn", because=because)


async def _open(scope: Scope, return_id: UUID, question_id: UUID) -> tuple[Any, Held]:
    """A question that is open, of a return that the reader has in hand."""
    rows = await fetch(
        "SELECT q.*, i.submission_id FROM reviewing_question q "
        "JOIN reviewing_issue i ON i.tenant_id = $1 AND i.id = q.issue_id WHERE q.tenant_id = $1 AND q.id = $2 "
        "AND q.return_id = $3",
        scope.tenant.id,
        question_id,
        return_id,
    )
    if not rows:
        raise NotFound("question")
    held = await returns.held(scope, return_id=return_id)
    keeping.check_acts(scope, held)
    if rows[0]["settled_at"] is not None:
        raise rules.UnableToReview("The question is settled already.")
    return rows[0], held


async def _close(scope: Scope, held: Held, row: Any, *, settled_as: str, because: str | None) -> None:
    await Question.change(
        scope,
        settled_at=scope.now,
        settled_as=settled_as,
        settled_by_name=scope.actor.name,
        settled_because=because,
    ).where(Question.id == row["id"])
    await ledger.record(
        scope,
        "reviewing.question.settled",
        keeping.record_of(held),
        after={"question_id": row["id"], "as": settled_as},
    )


async def _post(scope: Scope, held: Held, said: passing.Question) -> UUID | None:
    if held.agreement_id is None:
        return None
    return await together.post(
        scope, agreement_id=held.agreement_id, kind=passing.MessageKind.QUESTION, said=said
    )
