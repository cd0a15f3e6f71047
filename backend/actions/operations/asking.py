"""What an owner asks for: more time, or that somebody else does it. An officer or the chair answers."""

from datetime import date
from uuid import UUID

from backend.actions import rules
from backend.actions.operations import steps
from backend.actions.operations.keeping import check_theirs
from backend.actions.rules import OWED, Asked, State
from backend.kit.calendar import in_words
from backend.scope import Scope


async def ask_more_time(
    scope: Scope, *, action_id: UUID, until: date, words: str = "", by_link: bool = False
) -> UUID:
    """Ask for more time: the due day stays until somebody who answers for the action agrees to another.

    Returns the step's id. Raises rules.UnableToStep, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    check_theirs(scope, action["committee_id"], steps.holders_of(action))
    _check_owed(action["state"])
    if until <= scope.today or (action["due_on"] is not None and until <= action["due_on"]):
        after = max(scope.today, action["due_on"] or scope.today)
        raise rules.UnableToStep(f"Give a day after {in_words(after)}.", field="until")
    return await steps.take(
        scope,
        action,
        "more-time-asked",
        values={"asked": Asked.MORE_TIME.value, "asked_until": until},
        words=words.strip(),
        came=in_words(until),
        by_link=by_link,
    )


async def say_not_mine(scope: Scope, *, action_id: UUID, words: str, by_link: bool = False) -> UUID:
    """Say that an action is not one's own, and whose it may be. It stays theirs until it is handed over.

    Returns the step's id. Raises rules.UnableToStep, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    check_theirs(scope, action["committee_id"], steps.holders_of(action))
    _check_owed(action["state"])
    plain = rules.check_reason(words, sentence="Say why it is not yours, and whose it may be.")
    return await steps.take(
        scope,
        action,
        "not-mine-said",
        values={"asked": Asked.NOT_MINE.value, "asked_until": None},
        words=plain,
        by_link=by_link,
    )


async def decline(scope: Scope, *, action_id: UUID, reason: str) -> UUID:
    """Not agree to what the owner asks for; owner and due day stay. Returns the step's id.

    Raises rules.UnableToStep, NotPermitted, NotFound.
    """
    action = await steps.hold(scope, action_id=action_id)
    rules.check_may_settle(scope, committee_id=action["committee_id"])
    plain = rules.check_reason(reason, sentence="Say why it is not agreed to.", field="reason")
    if action["asked"] is None:
        raise rules.UnableToStep("Nothing was asked for, or it was answered already.")
    return await steps.take(
        scope,
        action,
        "asked-declined",
        values={"asked": None, "asked_until": None},
        words=plain,
        was=rules.ASKED_IN_WORDS[Asked(action["asked"])],
    )


def _check_owed(state: str) -> None:
    if State(state) not in OWED:
        raise rules.UnableToStep(
            f"This action is {rules.STATE_IN_WORDS[State(state)].lower()}, so there is nothing to ask for."
        )
