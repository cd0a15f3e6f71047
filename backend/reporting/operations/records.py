"""How the ledger points at what the room keeps, and the actions that follow its days."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.actions.rules import UnableToStep
from backend.kit.database import fetch, savepoint
from backend.ledger.records import Record
from backend.people import queries as people
from backend.reporting import queries
from backend.reporting.queries import IssueView, LetterView, ReturnView
from backend.reporting.rules import UnableToReport
from backend.scope import NotFound, NotPermitted, OvertakenByAnother, Scope

PREPARES = "Your role doesn’t prepare returns."
APPROVES = "Your role doesn’t approve what goes out."


def return_record(view: ReturnView) -> Record:
    return Record(room="reporting", kind="return", id=view.id, title=view.title)


def letter_record(view: LetterView) -> Record:
    return Record(room="reporting", kind="letter", id=view.id, title=f"{view.called} {view.subject}")


def issue_record(view: IssueView, sha256: str | None = None) -> Record:
    return Record(room="reporting", kind="issue", id=view.line.id, title=view.title, hash=sha256)


def question_record(question_id: UUID, number: int, title: str) -> Record:
    return Record(room="reporting", kind="question", id=question_id, title=f"Question {number} on {title}")


def check_version(seen: int, now: int) -> None:
    if seen != now:
        raise OvertakenByAnother(
            "Somebody else has changed it since you opened it, so nothing was saved. What you wrote is here; "
            "look at what stands there now, then save it once more."
        )


async def check_owner(scope: Scope, person_id: UUID | None) -> None:
    """An owner is somebody of ours. Raises UnableToReport."""
    if person_id is None:
        return
    try:
        await people.person_line_of(scope, person_id=person_id)
    except NotFound:
        raise UnableToReport("Choose the owner from the list.", field="owner_person_id") from None


async def follow(
    scope: Scope,
    *,
    source_id: UUID,
    title: str,
    words: str,
    owner_person_id: UUID | None,
    due_on: date | None,
) -> UUID | None:
    """An action for whoever owns it, which is chased until it is done; none where there is no owner."""
    if owner_person_id is None:
        return None
    return await actions.undertake(
        scope,
        source=Source(kind=SourceKind.REVIEW, title=title, id=source_id, on=scope.today),
        words=words,
        owner_person_id=owner_person_id,
        due_on=due_on,
    )


async def follow_again(
    scope: Scope,
    action_id: UUID | None,
    *,
    was: tuple[UUID | None, date | None],
    now: tuple[UUID | None, date | None],
    **of: Any,
) -> UUID | None:
    """The action after its owner or its day changed: the same one, or the first where there was nobody before."""
    owner, due_on = now
    if action_id is None:
        return await follow(scope, **of, owner_person_id=owner, due_on=due_on)
    try:
        async with savepoint():
            if owner is not None and owner != was[0]:
                await actions.hand_over(scope, action_id=action_id, owner_person_id=owner)
            if due_on is not None and due_on != was[1]:
                await actions.move_due_day(
                    scope, action_id=action_id, due_on=due_on, agreed_by=scope.actor.name
                )
    except (UnableToStep, NotPermitted):
        return action_id  # the action was ended, or is somebody else's to settle: the return's own day stands
    return action_id


async def followed(scope: Scope, action_id: UUID | None, *, words: str) -> None:
    """Say of an action that what it asks for has gone out, as far as the actor may say so of it."""
    if action_id is None:
        return
    try:
        async with savepoint():
            await actions.claim_done(scope, action_id=action_id, words=words)
    except (UnableToStep, NotPermitted):
        return  # it was ended before, or is another's to claim: what went out has gone out all the same


async def held_issue(scope: Scope, issue_id: UUID) -> IssueView:
    """An issue, held against change until the transaction ends. Raises NotFound."""
    await fetch(
        "SELECT 1 FROM reporting_issue WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, issue_id
    )
    return await queries.issue_of(scope, issue_id=issue_id)
