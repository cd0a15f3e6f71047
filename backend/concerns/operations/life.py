"""What its handlers do with a concern, from assessment to the end."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.concerns.operations import handling as handlers
from backend.concerns.operations import raising, telling
from backend.concerns.queries import handled
from backend.concerns.queries.handled import ConcernView
from backend.concerns.rules import Body, Category, Finding, Investigator, State, handling, life
from backend.concerns.tables import Concern, Message, Referral
from backend.ledger import operations as ledger
from backend.people import queries as people
from backend.scope import Scope


async def assess(
    scope: Scope,
    *,
    concern_id: UUID,
    category: Category,
    assessment: str,
    policy_clause: str | None = None,
    person_concerned: UUID | None = None,
) -> None:
    """Say what a concern comes to at first sight, and whom it is about. A closed one is opened again by it.

    Naming a Guardian or a governance lead takes it from them at once; see `handling.keep_clear`.
    """
    view = await _to_move(scope, concern_id, State.ASSESSED)
    if person_concerned is not None and person_concerned != view.person_concerned:
        person = await people.person_line_of(scope, person_id=person_concerned)
        if person.id == scope.actor.person_id:
            raise handling.UnableToHandle(
                "You can't assess a concern about yourself. Hand it over first.", field="person_concerned"
            )
    await _change(
        scope,
        view,
        "concerns.concern.assessed",
        state=State.ASSESSED,
        category=category,
        assessment=assessment,
        policy_clause=policy_clause,
        person_concerned=person_concerned,
        closed_at=None,
    )
    await raising.look_after(scope)
    if person_concerned is not None:
        await handlers.keep_clear(scope, view, concerned=person_concerned)


async def investigate(
    scope: Scope, *, concern_id: UUID, investigator: Investigator, name: str, from_on: date
) -> None:
    """Name who investigates. Somebody of the organisation sees the concern only once they are added as a handler."""
    view = await _to_move(scope, concern_id, State.INVESTIGATED)
    _check_not_before(view, from_on, field="investigation_from")
    await _change(
        scope,
        view,
        "concerns.investigation.begun",
        state=State.INVESTIGATED,
        investigator=investigator,
        investigator_name=name,
        investigation_from=from_on,
    )


async def find(scope: Scope, *, concern_id: UUID, finding: Finding, reasons: str) -> None:
    """Say what the allegation turned out to be. Raises `life.UnableToFind`, `life.UnableToMoveOn`."""
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    given = [notice for notice in view.notices if notice.person_id == view.person_concerned]
    life.check_can_find(
        finding,
        state=view.state,
        about_a_person=view.person_concerned is not None,
        replied=any(notice.reply for notice in given),
        reply_by=given[0].reply_by if given else None,
        on=scope.today,
    )
    await _change(
        scope,
        view,
        "concerns.finding.made",
        state=State.FOUND,
        finding=finding,
        reasons=reasons,
        found_on=scope.today,
    )


async def settle_outcome(
    scope: Scope, *, concern_id: UUID, action: str, lessons: str, notified: bool, notified_on: date | None
) -> None:
    """Record the sanction or action, the lessons, and whether NHS England was told."""
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    if view.finding is None:
        raise life.UnableToMoveOn("Make a finding first; the action follows from it.")
    if notified and notified_on is None:
        raise life.UnableToMoveOn("Enter the day on which NHS England was told.", field="notified_on")
    if notified_on is not None:
        _check_not_before(view, notified_on, field="notified_on")
        if notified_on > scope.today:
            raise life.UnableToMoveOn(
                "The day on which NHS England was told can't be in the future.", field="notified_on"
            )
    await _change(
        scope,
        view,
        "concerns.outcome.settled",
        action=action,
        lessons=lessons,
        notified=notified,
        notified_on=notified_on if notified else None,
    )


async def close(scope: Scope, *, concern_id: UUID) -> None:
    """Close a concern once a finding was made."""
    view = await _to_move(scope, concern_id, State.CLOSED)
    await _change(scope, view, "concerns.concern.closed", state=State.CLOSED, closed_at=scope.now)


async def refer(scope: Scope, *, concern_id: UUID, body: Body, on: date, words: str) -> None:
    """Record that it was referred to somebody else."""
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    if on > scope.today:
        raise life.UnableToMoveOn("The day of the referral can't be in the future.", field="referred_on")
    await Referral.add(
        scope,
        concern_id=view.id,
        body=body,
        referred_on=on,
        words=words,
        referred_by=scope.actor.person_id,
    )
    await ledger.record(
        scope,
        "concerns.concern.referred",
        telling.record_of(view.id),
        after={"body": body, "on": on, "words": words},
    )


async def answer_raiser(scope: Scope, *, concern_id: UUID, words: str) -> None:
    """Write to whoever raised it, who reads it with the reference and the follow-up word."""
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    await Message.add(
        scope,
        concern_id=view.id,
        at=scope.now,
        from_raiser=False,
        by_person=scope.actor.person_id,
        words=words,
    )
    await ledger.record(scope, "concerns.raiser.answered", telling.record_of(view.id))


async def _to_move(scope: Scope, concern_id: UUID, into: State) -> ConcernView:
    view = await handled.concern(scope, concern_id=concern_id, to_change=True)
    life.check_can_move(view.state, into)
    return view


async def _change(scope: Scope, view: ConcernView, act: str, **values: Any) -> None:
    """Write the new values and the line of what was different before."""
    await Concern.change(scope, **values).where(Concern.id == view.id)
    before = {key: getattr(view, key) for key in values if getattr(view, key) is not None}
    await ledger.record(scope, act, telling.record_of(view.id), before=before, after=values)


def _check_not_before(view: ConcernView, day: date, *, field: str) -> None:
    if day < view.received_at.date():
        raise life.UnableToMoveOn("The day can't be before the concern was received.", field=field)
