"""What a meeting makes of an act: reported, ratified, not ratified; and striking out what was recorded by mistake."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend.between import rules
from backend.between.operations import placing
from backend.between.operations.holding import hold_act, name_of, record_of
from backend.between.queries.standing import acts_of_item, last_stops
from backend.between.tables import Act, ActFault, StrikingUndone
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.meetings import operations as meetings
from backend.meetings.rules import Outcome
from backend.notices import operations as notices
from backend.scope import NotFound, Refusal, Scope


async def settle_act(
    scope: Scope,
    *,
    act_id: UUID,
    decision_id: UUID | None,
    outcome: rules.ActState | str,
    words: str | None = None,
) -> None:
    """Say what became of an act: `reported`, `ratified` or `not-ratified`, by a later decision of a meeting.

    Without a decision `words` say which body outside decided, when, and where that is written. Raises
    rules.UnableToSettleAct, NotFound.
    """
    row = await hold_act(scope, act_id)
    decision = await _decision(scope, decision_id) if decision_id is not None else None
    if decision is not None and decision["committee_id"] not in {row["committee_id"], row["goes_to_id"]}:
        raise rules.UnableToSettleAct(
            "Choose a decision of the committee for which the act was taken, or of the one to which it goes.",
            field="decision_id",
        )
    if decision is not None and decision["struck"]:
        raise rules.UnableToSettleAct(
            "That decision was struck out, so it settles nothing.", field="decision_id"
        )
    to = rules.ActState(outcome)
    faults = await ActFault.within(scope, ActFault.fault).where(ActFault.act_id == act_id)
    rules.check_can_settle(
        state=rules.ActState(row["state"]),
        outcome=to,
        taken_at=row["taken_at"] or row["begun_at"],
        decided_at=decision["decided_at"] if decision else None,
        decision=Outcome(decision["outcome"]) if decision else None,
        words=words,
        beyond=any(each["fault"] == rules.Fault.BEYOND_POWER.value for each in faults),
        own_committee=decision is not None and decision["committee_id"] == row["committee_id"],
    )
    said = (words or "").strip() or None
    await Act.change(
        scope,
        state=to.value,
        settled_at=scope.now,
        settled_by_decision_id=decision_id,
        settled_words=said,
        settled_by_name=scope.actor.name,
    ).where(Act.id == act_id)
    after = {"state": to, "by_decision_id": decision_id, "words": said}
    await ledger.record(
        scope, f"between.act.{to.value}", record_of(scope, row), before={"state": row["state"]}, after=after
    )
    await notices.withdraw(scope, key=f"between.irregular/{act_id}")


async def settle_by_item(
    scope: Scope, *, item_id: UUID, decision_id: UUID, irregular: bool = False
) -> tuple[UUID, ...]:
    """Let a decision on an item settle the acts for which the item is there; returns those that it settled.

    A decision that is itself irregular, that puts the matter off, or that can't ratify settles nothing.
    """
    if irregular:
        return ()
    (decision,) = await fetch(
        "SELECT outcome FROM meetings_decision WHERE tenant_id = $1 AND id = $2", scope.tenant.id, decision_id
    ) or [None]
    if decision is None:
        raise NotFound("decision")
    settled = []
    for line in await acts_of_item(scope, item_id=item_id):
        outcome = rules.outcome_of(line.state, Outcome(decision["outcome"]))
        if outcome is None:
            continue
        try:
            await settle_act(scope, act_id=line.id, decision_id=decision_id, outcome=outcome)
        except Refusal:
            continue  # the decision stands; what it can't settle stays open, and the act's page says so
        settled.append(line.id)
    return tuple(settled)


async def open_again(scope: Scope, *, decision_id: UUID, because: str) -> None:
    """Let the acts that a decision settled wait again: the decision was struck out because it was recorded wrongly."""
    before = {
        rules.ActState.REPORTED: rules.ActState.AWAITING_REPORT,
        rules.ActState.RATIFIED: rules.ActState.AWAITING_RATIFICATION,
        rules.ActState.NOT_RATIFIED: rules.ActState.AWAITING_RATIFICATION,
    }
    for found in await Act.within(scope, Act.id).where(Act.settled_by_decision_id == decision_id):
        row = await hold_act(scope, found["id"])  # an item is there for one act, seldom for two
        state = rules.ActState(row["state"])
        if state not in before:
            continue
        await Act.change(
            scope,
            state=before[state].value,
            settled_at=None,
            settled_by_decision_id=None,
            settled_words=None,
            settled_by_name=None,
        ).where(Act.id == row["id"])
        await ledger.record(
            scope,
            "between.act.opened-again",
            record_of(scope, row),
            before={"state": state},
            after={"state": before[state], "struck_decision_id": decision_id, "because": because},
        )


async def strike_act(scope: Scope, *, act_id: UUID, because: str) -> None:
    """Strike out an act that was recorded by mistake; it stays, with the reason, and its item leaves the agenda.

    Raises rules.UnableToRecordAct, NotFound.
    """
    row = await hold_act(scope, act_id)
    rules.check_can_strike(rules.ActState(row["state"]), because=because)
    for stop in (await last_stops(scope, act_id=act_id)).values():
        if stop.live and await _can_leave(scope, stop.item_id):
            await meetings.withdraw_item(
                scope,
                item_id=stop.item_id,
                because=f"{name_of(scope, row)} was struck out: {because.strip()}",
            )
    await Act.change(
        scope,
        state=rules.ActState.STRUCK.value,
        struck_at=scope.now,
        struck_because=because.strip(),
        struck_by_name=scope.actor.name,
        struck_from=row["state"],
    ).where(Act.id == act_id)
    await ledger.record(
        scope,
        "between.act.struck",
        record_of(scope, row),
        before={"state": row["state"]},
        after={"because": because.strip()},
    )
    for key in (f"between.question/{act_id}", f"between.irregular/{act_id}"):
        await notices.withdraw(scope, key=key)


async def undo_striking(scope: Scope, *, act_id: UUID, because: str) -> None:
    """Take back that an act was struck out: it is what it was, and goes on the next agenda anew where it waits.

    Raises rules.UnableToRecordAct, NotFound.
    """
    row = await hold_act(scope, act_id)
    rules.check_can_undo_striking(rules.ActState(row["state"]), because=because)
    state = rules.state_before_striking(
        rules.ActState(row["struck_from"]) if row["struck_from"] else None,
        asked=row["asked_at"] is not None,
        finished=row["finished_at"] is not None,
    )
    await StrikingUndone.add(
        scope,
        act_id=act_id,
        struck_at=row["struck_at"],
        struck_because=row["struck_because"],
        struck_by_name=row["struck_by_name"],
        undone_at=scope.now,
        undone_because=because.strip(),
        undone_by_name=scope.actor.name,
    )
    await Act.change(
        scope,
        state=state.value,
        struck_at=None,
        struck_because=None,
        struck_by_name=None,
        struck_from=None,
    ).where(Act.id == act_id)
    await ledger.record(
        scope,
        "between.act.striking-undone",
        record_of(scope, row),
        before={"state": row["state"], "because": row["struck_because"]},
        after={"state": state, "because": because.strip()},
    )
    await placing.place_again(scope, act_id=act_id)


async def _decision(scope: Scope, decision_id: UUID) -> Any:
    rows = await fetch(
        """
        SELECT d.decided_at, d.outcome, m.committee_id,
          EXISTS (SELECT 1 FROM meetings_struck_decision k WHERE k.tenant_id = $1 AND k.decision_id = d.id) AS struck
        FROM meetings_decision d
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        WHERE d.tenant_id = $1 AND d.id = $2""",
        scope.tenant.id,
        decision_id,
    )
    if not rows:
        raise NotFound("decision")
    return rows[0]


async def _can_leave(scope: Scope, item_id: UUID) -> bool:
    """Whether the item's meeting has still to come, and nothing was decided on it."""
    rows = await fetch(
        "SELECT m.state, m.starts_at, EXISTS (SELECT 1 FROM meetings_decision d WHERE d.tenant_id = $1 "
        "AND d.item_id = i.id) AS decided FROM meetings_item i "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id WHERE i.tenant_id = $1 AND i.id = $2",
        scope.tenant.id,
        item_id,
    )
    (row,) = rows
    starts_at: datetime = row["starts_at"]
    return row["state"] in {"planned", "agenda-published"} and starts_at > scope.now and not row["decided"]
