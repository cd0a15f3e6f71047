"""Saying how a milestone stands. Each operation has five beats: load, check, write, record, tell."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue import wording
from backend.catalogue.workflows import Actor, Step
from backend.committees import queries as committees
from backend.delegation import chasing, queries, rules
from backend.delegation.queries import MilestoneView
from backend.delegation.rules import reviews
from backend.delegation.rules.dates import When, when_in_words
from backend.delegation.tables import Evidence, MilestoneState
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import queries as people
from backend.scope import Scope

NOTHING_DELIVERED: Mapping[str, Any] = {
    "delivered_by": None,
    "delivered_on": None,
    "accepted_on": None,
    "accepted_by": None,
    "accepted_by_name": None,
    "review": None,
}
"""A milestone that goes back to its beginning: what was accepted of it stays in its history alone."""


async def take_step(
    scope: Scope,
    *,
    milestone_id: UUID,
    step_id: str,
    on: date | None = None,
    reason: str | None = None,
    evidence: Sequence[Record] = (),
) -> None:
    """Take a step of the milestone's workflow: submit it, ask for more, accept it for the commissioner, let it lapse.

    `on` is the day on which it happened (today unless given), `evidence` what is shown with it. Nobody accepts what
    they submitted; what stands behind a gate is accepted once the gate was passed. The reviewing body's own steps are
    not taken here but received or recorded (`take_review`, `record_review`); where its answer came first, our
    acceptance is the second signature. Raises UnableToTakeStep, UnableToGoPast, NotPermitted, NotFound.
    """
    held = await held_of(scope, milestone_id)
    workflow = held.followed
    step = workflow.step(step_id)
    day = on or scope.today

    if step is None:
        raise rules.UnableToTakeStep(f"“{step_id}” is not a step that {held.slug} can take.", field="step")
    rules.check_can_take(
        step, held.held, await standing_of(scope, held), workflow, person_id=scope.actor.person_id
    )
    rules.check_reason(step, reason)
    rules.check_day(day, today=scope.today, refusal=rules.UnableToTakeStep)
    if step.approves:
        (await queries.guard(scope, milestone_id=milestone_id)).check()

    for record in evidence:
        await add_evidence(scope, held, record, since=day)
    changes: dict[str, Any] = {"state": step.to_state, "reason": reason}
    if rules.delivers(step, workflow):
        changes |= {"delivered_by": scope.actor.person_id, "delivered_on": day}
    elif step.to_state == workflow.start:
        changes |= NOTHING_DELIVERED
    if step.approves:
        changes |= {
            "state": reviews.state_after_ours(held.review, workflow, state=step.to_state),
            "accepted_on": day,
            "accepted_by": scope.actor.person_id,
            "accepted_by_name": scope.actor.name,
            "at_risk": False,
        }
        if held.review is not None and changes["state"] != step.to_state:
            changes["review"] = replace(held.review, waits=False)
    act = "delivered" if rules.delivers(step, workflow) else "accepted" if step.approves else "step-taken"
    told: dict[str, Any] = {"step": step.id, "on": day}
    if step.approves:
        told["words"] = words_of(step, held, evidence=held.evidence + len(evidence))
    await say(scope, held, step.id, changes, since=day, ledger_act=act, told=told)


async def move_milestone(
    scope: Scope, *, milestone_id: UUID, to: When, reason: str, act: str = "moved"
) -> None:
    """Agree another month or day with the reviewing body; the baseline stays. Raises rules.UnableToChangeMilestone."""
    held = await held_of(scope, milestone_id)
    rules.check_can_move(held.held, held.followed, to=to, reason=reason)
    agreed = None if to == held.baseline else to.isoformat()
    await say(scope, held, act, {"agreed_due_month": agreed, "reason": reason}, ledger_act="moved")


async def expect_milestone(
    scope: Scope, *, milestone_id: UUID, month: When | None, reason: str | None = None, act: str | None = None
) -> None:
    """Say when it is expected, whatever was agreed; `None` takes that back. Later than before needs a reason."""
    held = await held_of(scope, milestone_id)
    rules.check_can_expect(held.held, held.followed, to=month, reason=reason)
    told = "expectation-cleared" if month is None else "expectation-set"
    expected = None if month is None else month.isoformat()
    await say(scope, held, act or told, {"expected_month": expected, "reason": reason}, ledger_act=told)


async def mark_at_risk(scope: Scope, *, milestone_id: UUID, at_risk: bool, reason: str) -> None:
    """Mark it as at risk, or say that it no longer is, and why."""
    held = await held_of(scope, milestone_id)
    rules.check_can_mark(held.held, held.followed, at_risk=at_risk, reason=reason)
    act = "marked-at-risk" if at_risk else "risk-cleared"
    await say(scope, held, act, {"at_risk": at_risk, "reason": reason}, ledger_act=act)


async def name_owner(scope: Scope, *, milestone_id: UUID, owner_id: UUID | None) -> None:
    """Name who answers for it; `None` leaves it to the governance officers. Raises NotFound for a stranger."""
    held = await held_of(scope, milestone_id)
    rules.check_can_change(held.held, held.followed)
    if owner_id is not None:
        person = await people.person_line_of(scope, person_id=owner_id)
        rules.check_can_own(roles=person.roles, name=person.name)
    await say(scope, held, "owner-named", {"owner_id": owner_id, "reason": None}, ledger_act="owner-named")


async def show_evidence(scope: Scope, *, milestone_id: UUID, record: Record) -> UUID:
    """Show a record of any room for the milestone; the same record twice is one. Returns the id of the link."""
    held = await held_of(scope, milestone_id)
    rules.check_can_change(held.held, held.followed)
    return await add_evidence(scope, held, record, since=scope.today)


async def standing_of(scope: Scope, milestone: MilestoneView) -> frozenset[Actor]:
    """As whom the actor may act on the milestone: for the guard here and for the page's buttons alike."""
    offices: set[str] = set()
    if scope.seats:
        deciding = {
            line.id
            for line in await committees.committees_of(scope)
            if line.kind in rules.DECIDING_KINDS and line.held_by is None
        }
        offices = {seat.office for seat in scope.seats if seat.office and seat.committee_id in deciding}
    return rules.standing_of(
        milestone.held, person_id=scope.actor.person_id, roles=scope.roles, offices=offices
    )


def words_of(step: Step, milestone: MilestoneView, *, evidence: int) -> str:
    """What whoever accepts is shown and agrees to, in the workflow's words. Raises rules.UnableToTakeStep."""
    places: Mapping[str, str] = {
        "title": milestone.activity,
        "reference": milestone.slug,
        "programme": milestone.programme,
        "evidence_count": str(evidence),
        "due_on": when_in_words(milestone.due),
        "owner": milestone.owner_name or "nobody named",
    }
    try:
        return wording.rendered(step.words or step.name, places)
    except ValueError as wrong:
        raise rules.UnableToTakeStep(
            f"The words of “{step.name}” can’t be shown: the workflow {wrong}."
        ) from wrong


async def held_of(scope: Scope, milestone_id: UUID) -> MilestoneView:
    """The milestone, held against everybody else until the transaction ends, as it stands by then."""
    await fetch(
        "SELECT 1 FROM delegation_milestone WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        milestone_id,
    )
    return await queries.milestone(scope, milestone_id=milestone_id)


async def say(
    scope: Scope,
    held: MilestoneView,
    act: str,
    changes: Mapping[str, Any],
    *,
    ledger_act: str,
    since: date | None = None,
    told: Mapping[str, Any] | None = None,
    said_by: str | None = None,
) -> None:
    """Write the next version of how the milestone stands, and its line in the ledger.

    `said_by` names who said it where that is nobody of ours: the reviewing body's own person.
    """
    before = {
        "state": held.state or held.followed.start,
        "at_risk": held.at_risk,
        "agreed_due_month": held.agreed.isoformat() if held.agreed else None,
        "expected_month": held.expected.isoformat() if held.expected else None,
        "owner_id": held.owner_id,
        "delivered_by": held.delivered_by,
        "delivered_on": held.delivered_on,
        "accepted_on": held.accepted_on,
        "accepted_by": held.accepted_by_id,
        "accepted_by_name": held.accepted_by_name,
        "review": held.review,
        "workflow": held.workflow,
        "reason": held.reason,
    }
    after = {**before, **changes}
    await MilestoneState.add(
        scope,
        milestone_id=held.id,
        version=held.version + 1,
        act=act,
        since=since or scope.today,
        known_from=scope.now,
        person_id=scope.actor.person_id,
        person_name=said_by or scope.actor.name,
        **{
            **after,
            "review": None if after["review"] is None else json.dumps(reviews.as_data(after["review"])),
        },
    )
    changed = {name: value for name, value in changes.items() if value != before[name] or name == "reason"}
    await ledger.record(
        scope,
        f"delegation.milestone.{ledger_act}",
        held.record,
        before={name: _plain(before[name]) for name in changed if name != "reason"},
        after={**{name: _plain(value) for name, value in changed.items()}, **(told or {})},
    )
    await chasing.settle(scope, milestone_id=held.id)


def _plain(value: Any) -> Any:
    """A review in the ledger: whose answer it was and what it was, without their words."""
    if isinstance(value, reviews.Review):
        return {"outcome": value.outcome.value, "body": value.body, "by": value.by_name, "on": value.on}
    return value


async def add_evidence(scope: Scope, held: MilestoneView, record: Record, *, since: date) -> UUID:
    known = await queries.evidence_of(scope, milestone_id=held.id)
    for line in known:
        if (line.record.room, line.record.kind, line.record.id) == (record.room, record.kind, record.id):
            return line.id
    evidence_id: UUID = await Evidence.add(
        scope,
        milestone_id=held.id,
        room=record.room,
        kind=record.kind,
        record_id=record.id,
        title=record.title or f"{record.kind} of {record.room}",
        hash=record.hash,
        since=since,
        known_from=scope.now,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "delegation.milestone.evidence-shown",
        held.record,
        after={
            "room": record.room,
            "kind": record.kind,
            "id": record.id,
            "title": record.title,
            "sha256": record.hash,
        },
    )
    return evidence_id
