"""Escalation to the board assurance framework and de-escalation from it: proposed with a reason, then agreed or not."""

from datetime import date
from uuid import UUID

from backend.risks import rules
from backend.risks.operations.dues import look_again
from backend.risks.operations.hand import Hand, hold, record_of
from backend.risks.tables.kept import Move
from backend.scope import Scope


async def propose_move(scope: Scope, *, risk_id: UUID, because: str, on: date | None = None) -> UUID:
    """Propose that a risk goes up to the framework, or down from it; returns the move's id.

    Raises rules.UnableToKeepRisk, NotPermitted, NotFound.
    """
    rules.check_may_keep(scope)
    risk = await hold(scope, "risk", risk_id)
    if risk["state"] != rules.State.OPEN.value:
        raise rules.UnableToKeepRisk("This risk is closed; open it again first.")
    reason = rules.check_words(because, sentence="Say why it should move.", field="because")
    waiting = await Move.within(scope, Move.id).where(
        Move.risk_id == risk_id, Move.state == rules.MoveState.PROPOSED.value, Move.struck_at.is_null()
    )
    if waiting:
        raise rules.UnableToKeepRisk("A move of this risk is proposed already, and waits to be settled.")
    up = risk["level"] == rules.Level.CORPORATE.value
    hand = Hand(scope, holds_from=on)
    move_id = await hand.add(
        "move",
        risk_id=risk_id,
        to_level=(rules.Level.BAF if up else rules.Level.CORPORATE).value,
        state=rules.MoveState.PROPOSED.value,
        because=reason,
        proposed_on=on or scope.today,
        proposed_by_person_id=scope.actor.person_id,
        proposed_by_name=scope.actor.name,
    )
    words = "Escalation to the framework proposed" if up else "De-escalation from the framework proposed"
    await hand.done("move-proposed", subject=record_of(risk), words=words, because=reason, risk_id=risk_id)
    return move_id


async def settle_move(
    scope: Scope,
    *,
    move_id: UUID,
    agreed: bool,
    by: str,
    because: str = "",
    on: date | None = None,
    version: int | None = None,
) -> UUID:
    """Record that a proposed move was agreed to, or not, and by whom; returns the risk's id.

    `by` is the committee or person who settled it; a move that is declined needs the reason. Raises
    rules.UnableToKeepRisk, rules.ChangedMeanwhile, NotPermitted, NotFound.
    """
    rules.check_may_settle(scope)
    move = await hold(scope, "move", move_id, version=version)
    risk = await hold(scope, "risk", move["risk_id"])
    if move["state"] != rules.MoveState.PROPOSED.value:
        raise rules.UnableToKeepRisk("This move was settled already.")
    who = rules.check_words(by, sentence="Say which committee or person settled it.", field="agreed_by")
    if not agreed:
        rules.check_words(because, sentence="Say why it was not agreed to.", field="settled_because")
    if risk["state"] != rules.State.OPEN.value and agreed:
        raise rules.UnableToKeepRisk("This risk is closed; open it again first.")
    day = on or scope.today
    if not move["proposed_on"] <= day <= scope.today:
        raise rules.UnableToKeepRisk("Give a day from the proposal to today.", field="settled_on")
    hand = Hand(scope, holds_from=day)
    await hand.change(
        "move",
        move,
        state=(rules.MoveState.AGREED if agreed else rules.MoveState.DECLINED).value,
        settled_on=day,
        settled_by_name=scope.actor.name,
        agreed_by=who,
        settled_because=because.strip() or None,
    )
    up = move["to_level"] == rules.Level.BAF.value
    if agreed:
        await hand.change("risk", risk, level=move["to_level"])
        words = f"{'Escalated to' if up else 'De-escalated from'} the framework, agreed by {who}"
    else:
        words = f"{'Escalation' if up else 'De-escalation'} not agreed to by {who}"
    await hand.done(
        "moved", subject=record_of(risk), words=words, because=because.strip() or None, risk_id=risk["id"]
    )
    await look_again(scope)
    return UUID(str(risk["id"]))
