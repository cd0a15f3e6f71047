"""What arrives here from a reviewing body: its questions and its outcomes. They are kept as they came.

An outcome about a milestone goes on to the room that keeps the programme, which knows whose acceptance counts; what it
refuses is refused here with the same sentence, and nothing is kept.
"""

from collections.abc import Mapping

from backend.delegation import operations as delegation
from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.reporting import operations, queries
from backend.reporting.queries import ReturnView
from backend.scope import Scope
from backend.together.receiving import Arrived, Handler
from backend.together.rules import MessageKind, Question, ReviewOutcome, Subject, UnableToDeliver, Verdict


async def take_question(scope: Scope, arrived: Arrived) -> None:
    """Keep a question about what we submitted under the same agreement, or that it was taken back."""
    said = arrived.said
    assert isinstance(said, Question)
    view = await _submitted(scope, arrived, said)
    known = {each.id for each in view.questions}
    if said.withdrawn_because is not None:
        if said.question_id not in known:
            raise UnableToDeliver("There is no such question to take back.")
        await operations.take_back_question(
            scope, question_id=said.question_id, because=said.withdrawn_because
        )
        return
    if said.question_id in known:
        raise UnableToDeliver("That question came before. Ask a new one instead.")
    await operations.keep_question(
        scope,
        return_id=view.id,
        issue_id=said.submission_id,
        question_id=said.question_id,
        number=said.number,
        figure=said.figure,
        words=said.words,
        asked_by=f"{said.asked_by}, {arrived.agreement.other_name}",
        asked_on=said.asked_on,
        due_on=said.due_on,
        follows_id=said.follows_id,
        received=True,
    )


async def take_outcome(scope: Scope, arrived: Arrived) -> None:
    """Keep what was decided of an issue; of a milestone it goes on to its programme."""
    said = arrived.said
    assert isinstance(said, ReviewOutcome)
    view = await _submitted(scope, arrived, said)
    if bool(said.conditions) != (said.verdict is Verdict.CONDITIONAL):
        raise UnableToDeliver("Conditions go with an acceptance with conditions, and with nothing else.")
    if said.issue != next(each.number for each in view.issues if each.id == said.submission_id):
        raise UnableToDeliver("The outcome names another issue than the submission that it is about.")
    await operations.keep_outcome(
        scope,
        view,
        issue_id=said.submission_id,
        verdict=said.verdict,
        words=said.words,
        conditions=said.conditions,
        decided_by=f"{said.decided_by}, {arrived.agreement.other_name}",
        second_by=said.second_by,
        decided_on=said.decided_on,
        outcome_id=said.outcome_id,
        received=True,
    )
    if view.parent.subject is Subject.MILESTONE and said.verdict is not Verdict.QUERIED:
        await _review_milestone(scope, arrived, view, said)


async def _review_milestone(scope: Scope, arrived: Arrived, view: ReturnView, said: ReviewOutcome) -> None:
    assert view.parent.milestone_id is not None, "a submitted milestone has one"
    await delegation.take_review(
        scope,
        milestone_id=view.parent.milestone_id,
        outcome=said.verdict.value,
        by_name=said.decided_by,
        body=arrived.agreement.other_name,
        on=said.decided_on,
        words=said.words or "",
        conditions=tuple(each.words for each in said.conditions),
        record=Record(
            room="together",
            kind="received",
            id=arrived.id,
            title=f"Outcome of {arrived.agreement.other_name}",
            hash=arrived.sha256,
        ),
    )


async def _submitted(scope: Scope, arrived: Arrived, said: Question | ReviewOutcome) -> ReturnView:
    """What the message is about, if we sent it under the same agreement. Raises UnableToDeliver."""
    rows = await fetch(
        "SELECT i.return_id FROM reporting_issue i "
        "JOIN reporting_return r ON r.tenant_id = $1 AND r.id = i.return_id "
        "WHERE i.tenant_id = $1 AND i.id = $2 AND i.state = 'sent' AND r.agreement_id = $3 FOR UPDATE OF r",
        scope.tenant.id,
        said.submission_id,
        arrived.agreement.id,
    )
    if not rows:
        raise UnableToDeliver(f"{scope.tenant.name} has submitted nothing of that kind under this agreement.")
    return await queries.return_of(scope, return_id=rows[0]["return_id"])


HANDLERS: Mapping[MessageKind, Handler] = {
    MessageKind.QUESTION: take_question,
    MessageKind.OUTCOME: take_outcome,
}
