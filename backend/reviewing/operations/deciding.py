"""Deciding on a return: accept, accept with conditions, or send back; a second reviewer agrees where one is named."""

import json
from collections.abc import Sequence
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
from backend.reviewing.rules import Decided, Settled
from backend.reviewing.tables import Condition, Outcome
from backend.scope import NotFound, OvertakenByAnother, Scope
from backend.together import operations as together
from backend.together import rules as passing


async def decide(
    scope: Scope,
    *,
    return_id: UUID,
    issue: int,
    verdict: Decided,
    words: str,
    conditions: Sequence[tuple[str, date | None]] = (),
) -> UUID:
    """Decide on an issue, as the person who has the return in hand; returns the outcome's id.

    Where the commissioner has a second reviewer, the outcome waits for them and nothing goes out. `issue` is the one
    that the reviewer read. Raises OvertakenByAnother where a later one came, UnableToReview, HeldByAnother, StoodAside.
    """
    held = await returns.held(scope, return_id=return_id)
    person_id = keeping.check_acts(scope, held)
    given = [(each.strip(), due_on) for each, due_on in conditions if each.strip()]
    rules.check_conditions(verdict, [each for each, _ in given])
    if issue != held.entry.issue:
        raise OvertakenByAnother(
            f"Issue {held.entry.issue} has come since. Read it first: what is decided, is decided of the newest issue."
        )
    if held.entry.waits_for_second:
        raise rules.UnableToReview("An outcome waits for the second reviewer already.")
    if held.entry.standing.value == verdict.value == Decided.ACCEPTED.value:
        raise rules.UnableToReview("This issue is accepted already.")
    if any(due_on is not None and due_on < scope.today for _, due_on in given):
        raise rules.UnableToReview("The day of a condition can’t have passed.", field="condition_1")
    outcome_id: UUID = await Outcome.add(
        scope,
        id=new_id(),
        return_id=return_id,
        issue_id=held.issue_id,
        verdict=verdict.value,
        words=words,
        conditions=json.dumps(
            [{"words": each, "due_on": day.isoformat() if day else None} for each, day in given]
        ),
        decided_by=person_id,
        decided_by_name=scope.actor.name,
        decided_at=scope.now,
        needs_second=held.second_person_id is not None,
    )
    await ledger.record(
        scope,
        "reviewing.outcome.decided",
        keeping.record_of(held),
        after={"outcome_id": outcome_id, "issue": issue, "verdict": verdict.value},
    )
    if held.second_person_id is None:
        await _give(scope, held, await _row(scope, outcome_id), second=None)
    else:
        await _ask_second(scope, held, outcome_id)
    return outcome_id


async def agree(scope: Scope, *, return_id: UUID, outcome_id: UUID) -> None:
    """Agree, as the second reviewer, to what another decided; then it is given.

    Raises UnableToReview for whoever decided it, or is not the second reviewer today; StoodAside, NotFound.
    """
    row, held = await _waiting(scope, return_id, outcome_id)
    await _give(scope, held, row, second=keeping.person_of(scope))


async def decline(scope: Scope, *, return_id: UUID, outcome_id: UUID, because: str) -> None:
    """Send it back, as the second reviewer, to whoever decided; or take it back, as whoever decided. Nothing goes out.

    Raises as `agree`, save that a later issue does not stand in the way.
    """
    row, held = await _waiting(scope, return_id, outcome_id, back=True)
    person_id = keeping.person_of(scope)
    own = person_id == row["decided_by"]
    await Outcome.change(
        scope,
        declined_at=scope.now,
        declined_because=because,
        second_by=None if own else person_id,
        second_by_name=scope.actor.name,
    ).where(Outcome.id == outcome_id)
    await ledger.record(
        scope,
        "reviewing.outcome.declined",
        keeping.record_of(held),
        after={"outcome_id": outcome_id, "verdict": row["verdict"]},
    )


async def settle_condition(
    scope: Scope, *, return_id: UUID, condition_id: UUID, as_: Settled, words: str
) -> None:
    """Say what became of a condition, and what shows it. It says nothing of the return: that is decided anew.

    Raises UnableToReview, HeldByAnother, StoodAside, NotFound.
    """
    rows = await fetch(
        "SELECT * FROM reviewing_condition WHERE tenant_id = $1 AND id = $2 AND return_id = $3",
        scope.tenant.id,
        condition_id,
        return_id,
    )
    if not rows:
        raise NotFound("condition")
    held = await returns.held(scope, return_id=return_id)
    keeping.check_acts(scope, held)
    if rows[0]["settled_as"] in (Settled.MET.value, Settled.WITHDRAWN.value):
        raise rules.UnableToReview("The condition is settled already.")
    await Condition.change(
        scope,
        settled_at=scope.now,
        settled_as=as_.value,
        settled_words=words,
        settled_by_name=scope.actor.name,
    ).where(Condition.id == condition_id)
    await ledger.record(
        scope,
        "reviewing.condition.settled",
        keeping.record_of(held),
        after={"condition_id": condition_id, "as": as_.value},
    )


async def _give(scope: Scope, held: Held, row: Any, *, second: UUID | None) -> None:
    """The outcome stands: its conditions begin, and it goes out where there is an agreement."""
    kept = json.loads(row["conditions"])
    message_id = await _post(scope, held, row, kept, second_by=scope.actor.name if second else None)
    await Outcome.change(
        scope,
        given_at=scope.now,
        second_by=second,
        second_by_name=scope.actor.name if second else None,
        message_id=message_id,
    ).where(Outcome.id == row["id"])
    for number, each in enumerate(kept, 1):
        await Condition.add(
            scope,
            outcome_id=row["id"],
            return_id=row["return_id"],
            number=number,
            words=each["words"],
            due_on=date.fromisoformat(each["due_on"]) if each["due_on"] else None,
            set_at=scope.now,
        )
    await ledger.record(
        scope,
        "reviewing.outcome.given",
        keeping.record_of(held),
        after={"outcome_id": row["id"], "verdict": row["verdict"], "conditions": len(kept)},
    )


async def _post(
    scope: Scope, held: Held, row: Any, kept: Sequence[Any], *, second_by: str | None
) -> UUID | None:
    if held.agreement_id is None:
        return None
    return await together.post(
        scope,
        agreement_id=held.agreement_id,
        kind=passing.MessageKind.OUTCOME,
        said=passing.ReviewOutcome(
            outcome_id=row["id"],
            submission_id=row["submission_id"],
            subject=passing.Subject(held.entry.subject),
            subject_id=held.subject_id,
            issue=row["issue"],
            verdict=passing.Verdict(row["verdict"]),
            words=row["words"],
            conditions=tuple(
                passing.ConditionLine(
                    number=number,
                    words=each["words"],
                    due_on=date.fromisoformat(each["due_on"]) if each["due_on"] else None,
                )
                for number, each in enumerate(kept, 1)
            ),
            decided_by=row["decided_by_name"],
            second_by=second_by,
            decided_on=scope.today,
        ),
    )


async def _waiting(
    scope: Scope, return_id: UUID, outcome_id: UUID, *, back: bool = False
) -> tuple[Any, Held]:
    """An outcome that waits, for the second reviewer of today; to send it `back`, also for whoever decided it."""
    row = await _row(scope, outcome_id)
    if row["return_id"] != return_id:
        raise NotFound("outcome")
    held = await returns.held(scope, return_id=return_id)
    person_id = keeping.person_of(scope)
    if row["given_at"] is not None or row["declined_at"] is not None:
        raise rules.UnableToReview("The outcome does not wait any more.")
    if row["decided_by"] == person_id:
        if back:
            return row, held
        raise rules.UnableToReview("You decided it yourself. A second reviewer is somebody else.")
    second = _seconder(held, row["decided_by"])
    if second != person_id:
        who = held.team.name(second) or "nobody"
        raise rules.UnableToReview(f"The second reviewer of {held.commissioner} today is {who}, not you.")
    if row["issue"] != held.entry.issue and not back:
        raise OvertakenByAnother(
            f"Issue {held.entry.issue} has come since. Send the outcome back, so that it is decided of that issue."
        )
    return row, held


def _seconder(held: Held, decided_by: UUID) -> UUID | None:
    return held.team.seconder(
        second_id=held.second_person_id,
        lead_id=held.lead_person_id,
        decided_by=decided_by,
        commissioner_id=held.entry.commissioner_id,
    )


async def _row(scope: Scope, outcome_id: UUID) -> Any:
    rows = await fetch(
        "SELECT o.*, i.number AS issue, i.submission_id FROM reviewing_outcome o "
        "JOIN reviewing_issue i ON i.tenant_id = $1 AND i.id = o.issue_id WHERE o.tenant_id = $1 AND o.id = $2",
        scope.tenant.id,
        outcome_id,
    )
    if not rows:
        raise NotFound("outcome")
    return rows[0]


async def _ask_second(scope: Scope, held: Held, outcome_id: UUID) -> None:
    second = _seconder(held, keeping.person_of(scope))
    if second is None:
        return  # the page says that nobody may second today; a cover is named, or another second reviewer
    await keeping.tell(
        scope,
        kind="reviewing.outcome-to-second",
        key=f"reviewing.second/{outcome_id}",
        person_ids=[second],
        context={
            "commissioner": held.commissioner,
            "title": held.entry.title,
            "return_id": held.entry.return_id,
            "by": scope.actor.name,
        },
    )
