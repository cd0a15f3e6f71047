"""The reviewing body's answer about a milestone: received from them, or their letter as an officer records it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from backend.delegation import queries, rules
from backend.delegation.operations.milestones import NOTHING_DELIVERED, add_evidence, held_of, say
from backend.delegation.queries import MilestoneView
from backend.delegation.rules import reviews
from backend.ledger.records import Record
from backend.scope import NotPermitted, Scope


async def take_review(
    scope: Scope,
    *,
    milestone_id: UUID,
    outcome: str,
    by_name: str,
    body: str,
    on: date,
    words: str,
    conditions: tuple[str, ...] = (),
    record: Record,
) -> None:
    """Take what the reviewing body answered over an agreement; `record` is the message that was received.

    `outcome` is accepted, conditional or refused; the same message twice is one answer. An answer that comes before
    the commissioner accepted is kept and counts once they do. Raises rules.reviews.UnableToTakeReview, NotFound.
    """
    if (record.room, record.kind) != ("together", "received"):
        raise reviews.UnableToTakeReview(
            "An answer of the reviewing body is taken from a message of theirs, or recorded from their letter by an "
            "officer."
        )
    held = await held_of(scope, milestone_id)
    versions = await queries.versions_of(scope, milestone_id=milestone_id)
    if any(each.review and each.review.record and each.review.record.id == record.id for each in versions):
        return
    answer = _answer(
        scope, held, outcome, by_name, body, on, words, conditions, reviews.How.RECEIVED, record=record
    )
    await _take(scope, held, answer)


async def record_review(
    scope: Scope,
    *,
    milestone_id: UUID,
    outcome: str,
    by_name: str,
    body: str,
    on: date,
    words: str,
    conditions: Sequence[str] = (),
    evidence: Sequence[Record],
) -> None:
    """Record what the reviewing body's letter says; the letter is shown with it.

    The officer says what the letter says and accepts nothing for the reviewing body. Raises
    rules.reviews.UnableToTakeReview, NotPermitted, NotFound.
    """
    if scope.actor.person_id is None:
        raise NotPermitted("Only a person can record what the reviewing body answered.")
    if not scope.may("delegation.change"):
        raise NotPermitted("The governance officers record what the reviewing body answered.")
    held = await held_of(scope, milestone_id)
    if not evidence:
        raise reviews.UnableToTakeReview(
            "Show the letter of the reviewing body: its answer rests on that.", field="file"
        )
    kept = tuple(each for each in map(str.strip, conditions) if each)
    answer = _answer(
        scope, held, outcome, by_name, body, on, words, kept, reviews.How.RECORDED, record=evidence[0]
    )
    for each in evidence:
        await add_evidence(scope, held, each, since=on)
    await _take(scope, held, answer)


def _answer(
    scope: Scope,
    held: MilestoneView,
    outcome: str,
    by_name: str,
    body: str,
    on: date,
    words: str,
    conditions: tuple[str, ...],
    how: reviews.How,
    *,
    record: Record,
) -> reviews.Review:
    try:
        found = reviews.Outcome(outcome)
    except ValueError:
        raise reviews.UnableToTakeReview(
            "The reviewing body accepts, accepts with conditions, or refuses.", field="outcome"
        ) from None
    reviews.check_side(slug=held.slug, body=body, reviewing_body=held.reviewing_body, ours=scope.tenant.name)
    reviews.check_said(found, by_name=by_name, words=words, conditions=conditions)
    rules.check_day(on, today=scope.today, refusal=reviews.UnableToTakeReview)
    return reviews.Review(
        outcome=found,
        body=body.strip(),
        by_name=by_name.strip(),
        on=on,
        words=words.strip(),
        conditions=conditions,
        how=how,
        record=record,
    )


async def _take(scope: Scope, held: MilestoneView, answer: reviews.Review) -> None:
    """Write the answer: as a step where it makes one, else beside the state that the milestone is in."""
    workflow = held.followed
    state = held.state or workflow.start
    step = reviews.step_for(answer.outcome, workflow, state=state)
    waits = step is None and held.dual and not held.accepted_by_us and not held.finished
    changes: dict[str, Any] = {"review": replace(answer, waits=waits), "reason": answer.words}
    if step is not None:
        changes["state"] = step.to_state
        if step.to_state == workflow.start:
            changes |= {**NOTHING_DELIVERED, "review": answer}
        elif answer.outcome is reviews.Outcome.ACCEPTED:
            changes["at_risk"] = False
    # It holds from their day, but not from before what it answers.
    since = max(day for day in (answer.on, held.accepted_on, held.delivered_on) if day is not None)
    # Theirs are the name and the day; which officer or message brought them here stands in the ledger.
    theirs = f"{answer.by_name} ({answer.body})"
    await say(
        scope,
        held,
        step.id if step is not None else reviews.ANSWERED,
        changes,
        since=since,
        ledger_act="reviewed",
        told={"how": answer.how.value, "brought_by": scope.actor.name},
        said_by=theirs if answer.how is reviews.How.RECEIVED else f"{scope.actor.name}, for {theirs}",
    )
