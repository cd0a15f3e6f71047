"""What may become of an action, and who may see it and act on it. Values only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from backend.scope import NotPermitted, Refusal, Scope


class State(StrEnum):
    """Stored as written here; each has plain words in `STATE_IN_WORDS`."""

    OPEN = "open"
    DONE_CLAIMED = "done-claimed"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


STATE_IN_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.OPEN: "Open",
        State.DONE_CLAIMED: "Said to be done",
        State.CLOSED: "Closed",
        State.REOPENED: "Reopened",
        State.WITHDRAWN: "Withdrawn",
    }
)

OWED = frozenset({State.OPEN, State.REOPENED})
"""Somebody still has to do something."""

ENDED = frozenset({State.CLOSED, State.WITHDRAWN})


class Act(StrEnum):
    """What moves an action from one state to another."""

    CLAIM = "claim"
    ACCEPT = "accept"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"


_LEADS: Mapping[tuple[Act, State], State] = MappingProxyType(
    {
        (Act.CLAIM, State.OPEN): State.DONE_CLAIMED,
        (Act.CLAIM, State.REOPENED): State.DONE_CLAIMED,
        (Act.ACCEPT, State.DONE_CLAIMED): State.CLOSED,
        (Act.REOPEN, State.DONE_CLAIMED): State.REOPENED,
        (Act.REOPEN, State.CLOSED): State.REOPENED,
        (Act.REOPEN, State.WITHDRAWN): State.REOPENED,
        (Act.WITHDRAW, State.OPEN): State.WITHDRAWN,
        (Act.WITHDRAW, State.REOPENED): State.WITHDRAWN,
        (Act.WITHDRAW, State.DONE_CLAIMED): State.WITHDRAWN,
    }
)


class Asked(StrEnum):
    """What the owner has asked for, and an officer or the chair has still to answer."""

    MORE_TIME = "more-time"
    NOT_MINE = "not-mine"


ASKED_IN_WORDS: Mapping[Asked, str] = MappingProxyType(
    {Asked.MORE_TIME: "Asks for more time", Asked.NOT_MINE: "Says that it is not theirs"}
)


class SourceKind(StrEnum):
    """Where an action came from."""

    MEETING = "meeting"
    RISK = "risk"
    GATE = "gate"
    BREACH = "breach"
    AUDIT = "audit"
    ASSURANCE = "assurance"
    REVIEW = "review"
    HAND = "hand"


SOURCE_IN_WORDS: Mapping[SourceKind, str] = MappingProxyType(
    {
        SourceKind.MEETING: "Meeting",
        SourceKind.RISK: "Risk",
        SourceKind.GATE: "Gate",
        SourceKind.BREACH: "Breach",
        SourceKind.AUDIT: "Audit",
        SourceKind.ASSURANCE: "Assurance",
        SourceKind.REVIEW: "Reviewing body",
        SourceKind.HAND: "Entered by hand",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an action came from: the kind, the id and the title of the thing, kept as words.

    `on` is the day of it, such as that of the meeting. Ids of meetings and items are those of a higher room, kept and
    never followed from here.
    """

    kind: SourceKind
    title: str = ""
    id: UUID | None = None
    on: date | None = None
    committee_id: UUID | None = None
    meeting_id: UUID | None = None
    item_id: UUID | None = None


class UnableToUndertake(Refusal):
    """An action that lacks its words or its owner."""


class UnableToStep(Refusal):
    """A step that the action can't take as it stands."""


class UnableToUndo(Refusal):
    """Only the last step that stands can be undone."""


class UnableToWait(Refusal):
    """An action that would wait for itself, at once or round a circle."""


class UnableToAnswer(Refusal):
    """An answer by a link that does not fit the action any more."""


class UnableToSet(Refusal):
    """A setting that can't be lived with."""


STRUCK_KINDS = frozenset({"updated", "evidence-shown"})
"""The kinds of steps that change nothing of the action itself, and are struck out rather than undone."""

BY_LINK = "actions.answer_by_link"
"""In whose name an owner from outside acts, once a link has proved them: they are no person of the tenant."""

LONGEST = 2_000
"""Characters of an action's words, of an update and of a reason."""


def can_take(act: Act, state: State) -> bool:
    return (act, state) in _LEADS


def state_after(act: Act, state: State) -> State:
    """Where `act` leads from `state`. Raises UnableToStep."""
    if not can_take(act, state):
        raise UnableToStep(_REFUSALS[act].format(state=STATE_IN_WORDS[state].lower()))
    return _LEADS[act, state]


_REFUSALS: Mapping[Act, str] = MappingProxyType(
    {
        Act.CLAIM: "Only an open action can be said to be done; this one is {state}.",
        Act.ACCEPT: "Only what was said to be done can be closed; this action is {state}.",
        Act.REOPEN: "This action is {state}, so there is nothing to reopen.",
        Act.WITHDRAW: "This action is {state}, so it can’t be withdrawn.",
    }
)


def check_reason(words: str, *, sentence: str, field: str = "words") -> str:
    """The words without the spaces around them. Raises UnableToStep with `sentence` where there are none."""
    plain = words.strip()
    if not plain:
        raise UnableToStep(sentence, field=field)
    return plain


def is_officer(scope: Scope) -> bool:
    return "governance-officer" in scope.roles


def may_settle(scope: Scope, *, committee_id: UUID | None) -> bool:
    """Who answers for a committee's actions: officers, and its chair and vice-chair."""
    if is_officer(scope):
        return True
    return committee_id is not None and bool(scope.offices_on(committee_id) & {"chair", "vice-chair"})


def is_theirs(scope: Scope, *, holders: frozenset[UUID | None]) -> bool:
    """Whether the actor is the action's owner or deputy."""
    return scope.actor.person_id is not None and scope.actor.person_id in holders


def may_see(
    scope: Scope, *, private: bool, committee_id: UUID | None, holders: frozenset[UUID | None]
) -> bool:
    """Everybody sees an open action; a private one: officers, internal audit, our own chores, whoever sits on its
    committee today, and its owner and deputy.
    """
    if not private or scope.actor.chore is not None or scope.roles & {"governance-officer", "internal-audit"}:
        return True
    if committee_id is not None and scope.sits_on(committee_id):
        return True
    return is_theirs(scope, holders=holders)


def can_accept(
    scope: Scope, *, committee_id: UUID | None, holders: frozenset[UUID | None], claimed_by: UUID | None
) -> bool:
    """“Done” is the owner's claim: an officer or the chair accepts it, if they neither hold the action nor said so."""
    if not may_settle(scope, committee_id=committee_id) or is_theirs(scope, holders=holders):
        return False
    return claimed_by is None or claimed_by != scope.actor.person_id


def check_can_accept(
    scope: Scope, *, committee_id: UUID | None, holders: frozenset[UUID | None], claimed_by: UUID | None
) -> None:
    """Raises NotPermitted."""
    if not may_settle(scope, committee_id=committee_id):
        raise NotPermitted("An action is closed by a governance officer, or by the chair of its committee.")
    if not can_accept(scope, committee_id=committee_id, holders=holders, claimed_by=claimed_by):
        raise NotPermitted(
            "Somebody else than its owner, and than whoever said that it is done, closes an action."
        )


def check_may_settle(scope: Scope, *, committee_id: UUID | None) -> None:
    """Raises NotPermitted."""
    if not may_settle(scope, committee_id=committee_id):
        raise NotPermitted("This is done by a governance officer, or by the chair of the action’s committee.")


def reference(number: int) -> str:
    return f"A-{number}"
