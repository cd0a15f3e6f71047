"""Recommendations: made, answered, carried out, seen to be carried out, superseded, reopened."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.actions import operations as actions
from backend.actions.operations import Source, SourceKind
from backend.audits import queries
from backend.audits.operations.audits import held
from backend.audits.queries import RecommendationView
from backend.audits.rules import (
    AuditState,
    Priority,
    Response,
    Tracked,
    UnableToAudit,
    check_may_verify,
)
from backend.audits.tables import Recommendation
from backend.kit.database import execute
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.scope import Scope


async def recommend(scope: Scope, *, audit_id: UUID, words: str, priority: Priority) -> UUID:
    """Keep a recommendation of an audit; it gets the next number. Raises UnableToAudit, NotFound."""
    audit = await held(scope, audit_id)
    if audit.state is AuditState.CANCELLED:
        raise UnableToAudit(f"“{audit.title}” was cancelled.")
    number = max((each.number for each in audit.recommendations), default=0) + 1
    recommendation_id: UUID = await Recommendation.add(
        scope,
        audit_id=audit_id,
        number=number,
        words=words,
        priority=priority.value,
        state=Tracked.OPEN.value,
    )
    await ledger.record(
        scope,
        "audits.recommendation.made",
        _record(recommendation_id, audit.title, number),
        after={"words": words, "priority": priority.value},
    )
    return recommendation_id


async def respond(
    scope: Scope,
    *,
    recommendation_id: UUID,
    response: Response,
    words: str,
    owner_person_id: UUID | None = None,
    due_on: date | None = None,
) -> None:
    """Answer a recommendation for the management. What is agreed becomes an action, with its owner and day.

    Raises UnableToAudit, NotFound.
    """
    known = await _held(scope, recommendation_id)
    if known.response is not None:
        raise UnableToAudit("It is answered already. Reopen it to answer anew.", field="response")
    agreed = response is not Response.NOT_AGREED
    if agreed and owner_person_id is None:
        raise UnableToAudit("Name who carries it out.", field="owner_person_id")
    if agreed and due_on is None:
        raise UnableToAudit("Enter the day by which it is to be carried out.", field="due_on")
    action_id = None
    if agreed and owner_person_id is not None:
        await people.person_line_of(scope, person_id=owner_person_id)
        action_id = await actions.undertake(
            scope,
            source=Source(
                kind=SourceKind.AUDIT,
                title=f"{known.audit_title}, recommendation {known.number}",
                id=recommendation_id,
                on=scope.today,
            ),
            words=known.words,
            owner_person_id=owner_person_id,
            due_on=due_on,
        )
    after = {"response": response.value, "words": words, "due_on": due_on}
    await Recommendation.change(
        scope,
        response=response.value,
        response_words=words,
        owner_person_id=owner_person_id,
        due_on=due_on,
        action_id=action_id,
        state=Tracked.OPEN.value if agreed else Tracked.NOT_AGREED.value,
    ).where(Recommendation.id == recommendation_id)
    await _note(scope, known, "audits.recommendation.answered", after=after)


async def carry_out(scope: Scope, *, recommendation_id: UUID, on: date, words: str) -> None:
    """Say that it is carried out, and what shows it; somebody else verifies it. Raises UnableToAudit, NotFound."""
    known = await _held(scope, recommendation_id)
    if known.state is not Tracked.OPEN or known.response is None:
        raise UnableToAudit("Only what was agreed and is open can be carried out.")
    if on > scope.today:
        raise UnableToAudit("It can't have been carried out on a day that is yet to come.", field="on")
    await Recommendation.change(
        scope,
        state=Tracked.CARRIED_OUT.value,
        carried_out_on=on,
        carried_out_words=words,
        carried_out_by=scope.actor.name,
        carried_out_by_person_id=scope.actor.person_id,
    ).where(Recommendation.id == recommendation_id)
    await _note(scope, known, "audits.recommendation.carried-out", after={"on": on, "words": words})


async def verify(scope: Scope, *, recommendation_id: UUID, words: str) -> None:
    """Say that one has seen it carried out, which neither its owner does nor whoever said so.

    Raises UnableToAudit, NotFound.
    """
    known = await _held(scope, recommendation_id)
    check_may_verify(
        state=known.state,
        said_by=known.carried_out_by_person_id,
        owner_id=known.owner_person_id,
        actor_id=scope.actor.person_id,
    )
    await _close(scope, known, Tracked.VERIFIED, words)


async def supersede(scope: Scope, *, recommendation_id: UUID, words: str) -> None:
    """Close it since another recommendation, or the course of things, has overtaken it.

    Raises UnableToAudit, NotFound.
    """
    known = await _held(scope, recommendation_id)
    if not known.live and known.state is not Tracked.NOT_AGREED:
        raise UnableToAudit("It is closed already.")
    await _close(scope, known, Tracked.SUPERSEDED, words)


async def reopen(scope: Scope, *, recommendation_id: UUID, because: str) -> None:
    """Open it again: it was not carried out after all, or its answer has changed. Raises UnableToAudit, NotFound."""
    known = await _held(scope, recommendation_id)
    if known.state is Tracked.OPEN:
        raise UnableToAudit("It is open.")
    anew = known.state is Tracked.NOT_AGREED
    await Recommendation.change(
        scope,
        state=Tracked.OPEN.value,
        carried_out_on=None,
        carried_out_words=None,
        carried_out_by=None,
        carried_out_by_person_id=None,
        closed_on=None,
        closed_by=None,
        closed_words=None,
        **({"response": None, "response_words": None} if anew else {}),
    ).where(Recommendation.id == recommendation_id)
    await _note(scope, known, "audits.recommendation.reopened", after={"because": because})


async def _close(scope: Scope, known: RecommendationView, state: Tracked, words: str) -> None:
    await Recommendation.change(
        scope, state=state.value, closed_on=scope.today, closed_by=scope.actor.name, closed_words=words
    ).where(Recommendation.id == known.id)
    await _note(scope, known, f"audits.recommendation.{state.value}", after={"words": words})


async def _held(scope: Scope, recommendation_id: UUID) -> RecommendationView:
    await execute(
        "SELECT 1 FROM audits_recommendation WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        recommendation_id,
    )
    return await queries.recommendation(scope, recommendation_id=recommendation_id)


async def _note(scope: Scope, known: RecommendationView, act: str, *, after: dict[str, Any]) -> None:
    await ledger.record(
        scope,
        act,
        _record(known.id, known.audit_title, known.number),
        before={"state": known.state.value},
        after=after,
    )


def _record(recommendation_id: UUID, audit: str, number: int) -> Record:
    return Record(
        room="audits", kind="recommendation", id=recommendation_id, title=f"{audit}, recommendation {number}"
    )
