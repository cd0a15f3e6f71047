"""Ending an action and taking it up again: claimed done, accepted, reopened, withdrawn, struck out."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.actions import chasing, rules, settings
from backend.actions.operations import steps
from backend.actions.operations.keeping import check_theirs
from backend.actions.rules import Act
from backend.kit.calendar import in_words
from backend.scope import Scope


async def claim_done(scope: Scope, *, action_id: UUID, words: str, by_link: bool = False) -> UUID:
    """Say that it is done and how that is known: the owner's claim, until somebody else accepts it.

    An officer or the chair may say so for an owner. The chase stops. Returns the step's id. Raises rules.UnableToStep,
    NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    check_theirs(scope, action["committee_id"], steps.holders_of(action))
    plain = rules.check_reason(words, sentence="Say how it is known that this was done.")
    return await steps.take(
        scope,
        action,
        "done-claimed",
        values={
            "state": rules.state_after(Act.CLAIM, rules.State(action["state"])).value,
            "claimed_by_person_id": scope.actor.person_id,
            "asked": None,
            "asked_until": None,
        },
        words=plain,
        by_link=by_link,
    )


async def accept(scope: Scope, *, action_id: UUID, words: str = "", agreed_on: date | None = None) -> UUID:
    """Accept that it is done, which closes it; returns the step's id.

    `agreed_on` is the day on which the committee agreed, needed where the setting wants its agreement. Raises
    rules.UnableToStep, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    rules.check_can_accept(
        scope,
        committee_id=action["committee_id"],
        holders=steps.holders_of(action),
        claimed_by=action["claimed_by_person_id"],
    )
    state = rules.state_after(Act.ACCEPT, rules.State(action["state"]))
    setting = await settings.setting_of(scope, committee_id=action["committee_id"])
    if agreed_on is not None and agreed_on > scope.today:
        raise rules.UnableToStep(f"{in_words(agreed_on)} has not come yet.", field="agreed_on")
    if agreed_on is None and setting.closed_by_committee and action["committee_id"] is not None:
        raise rules.UnableToStep(
            "The committee agrees to each closure here. Give the day of the meeting at which it did.",
            field="agreed_on",
        )
    return await steps.take(
        scope,
        action,
        "closed",
        values={"state": state.value, "ended_on": scope.today},
        words=words.strip(),
        agreed_on=agreed_on,
    )


async def reopen(scope: Scope, *, action_id: UUID, reason: str) -> UUID:
    """Say that it is not done after all, or is wanted again; its owner is told. Returns the step's id.

    Raises rules.UnableToStep, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    rules.check_may_settle(scope, committee_id=action["committee_id"])
    plain = rules.check_reason(reason, sentence="Say why it is reopened.", field="reason")
    state = rules.state_after(Act.REOPEN, rules.State(action["state"]))
    values: dict[str, Any] = {"state": state.value, "ended_on": None, "claimed_by_person_id": None}
    step_id = await steps.take(scope, action, "reopened", values=values, words=plain)
    await chasing.tell_reopened(scope, action, step_id=step_id, reason=plain)
    return step_id


async def withdraw(scope: Scope, *, action_id: UUID, reason: str, agreed_by: str) -> UUID:
    """Say that it is not to be done any more, why, and who agreed to that; returns the step's id.

    Raises rules.UnableToStep, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    rules.check_may_settle(scope, committee_id=action["committee_id"])
    plain = rules.check_reason(reason, sentence="Say why it is withdrawn.", field="reason")
    agreed = rules.check_reason(agreed_by, sentence="Say who agreed to withdraw it.", field="agreed_by")
    state = rules.state_after(Act.WITHDRAW, rules.State(action["state"]))
    return await steps.take(
        scope,
        action,
        "withdrawn",
        values={"state": state.value, "ended_on": scope.today, "asked": None, "asked_until": None},
        words=plain,
        agreed_by=agreed,
    )


async def strike_out(scope: Scope, *, action_id: UUID, reason: str) -> UUID:
    """Strike out an action that was entered by mistake; it stays, struck through. Returns the step's id.

    Raises rules.UnableToStep, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    rules.check_may_settle(scope, committee_id=action["committee_id"])
    plain = rules.check_reason(reason, sentence="Say why it is struck out.", field="reason")
    return await steps.take(scope, action, "struck-out", values={"struck_at": scope.now}, words=plain)
