"""Plans of mergers and splits: their states, what may be done in each, and by whom."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.kit.calendar import in_words
from backend.scope import Refusal


class UnableToPlan(Refusal):
    """A merger or a split that can't be announced, changed, rehearsed or approved as it stands."""


class UnableToConsent(Refusal):
    """A consent that can't be prepared, approved or taken back."""


class UnableToMap(Refusal):
    """A choice in the mapping that can't be."""


class UnableToMerge(Refusal):
    """A merger or a split that can't be carried out as it stands; nothing of it was."""


class Kind(StrEnum):
    MERGER = "merger"
    SPLIT = "split"


KIND_IN_WORDS = {Kind.MERGER: "Merger", Kind.SPLIT: "Split"}
MEANING = {
    Kind.MERGER: "The predecessors end, and we take over from them",
    Kind.SPLIT: "A place or a part leaves its organisation, which lives on, and comes to us",
}


class State(StrEnum):
    ANNOUNCED = "announced"
    ASKED = "asked"
    APPROVED = "approved"
    CARRIED_OUT = "carried-out"
    GIVEN_UP = "given-up"


STATE_IN_WORDS = {
    State.ANNOUNCED: "Being prepared",
    State.ASKED: "Waits for approval",
    State.APPROVED: "Approved",
    State.CARRIED_OUT: "Carried out",
    State.GIVEN_UP: "Given up",
}
COLOURS = {
    State.ANNOUNCED: "yellow",
    State.ASKED: "purple",
    State.APPROVED: "blue",
    State.CARRIED_OUT: "green",
    State.GIVEN_UP: "grey",
}


class Thing(StrEnum):
    """What is mapped, or listed in the report on what is open. The first six have a page of the mapping each."""

    COMMITTEE = "committee"
    REGISTER = "register"
    FRAMEWORK = "framework"
    ACTION = "action"
    RISK = "risk"
    PERSON = "person"
    MILESTONE = "milestone"
    CONDITION = "condition"
    CONTRACT = "contract"
    REQUEST = "request"
    RELEASE = "release"
    DECLARATION = "declaration"


THINGS = {
    Thing.COMMITTEE: "Committees",
    Thing.REGISTER: "Registers",
    Thing.FRAMEWORK: "Frameworks",
    Thing.ACTION: "Open actions",
    Thing.RISK: "Open risks",
    Thing.PERSON: "People",
    Thing.MILESTONE: "Milestones not accepted",
    Thing.CONDITION: "Conditions not met",
    Thing.CONTRACT: "Contracts that run",
    Thing.REQUEST: "Requests not closed",
    Thing.RELEASE: "Released packs",
    Thing.DECLARATION: "Declarations due",
}
MAPPED = (Thing.COMMITTEE, Thing.REGISTER, Thing.FRAMEWORK, Thing.ACTION, Thing.RISK, Thing.PERSON)
"""What is carried over, merged or left, thing by thing. Of the rest a named person takes what is open."""

TAKEN_BY_NOBODY = frozenset({Thing.COMMITTEE, Thing.REGISTER, Thing.FRAMEWORK, Thing.PERSON})
"""What becomes of these is chosen; nobody is named who takes them."""


class Choice(StrEnum):
    CARRY = "carry"
    MERGE = "merge"
    END = "end"
    LEAVE = "leave"


CHOICE_IN_WORDS = {
    Choice.CARRY: "Carry over",
    Choice.MERGE: "Merge into",
    Choice.END: "End",
    Choice.LEAVE: "Leave with the predecessor",
}
CHOICES = {
    Thing.COMMITTEE: (Choice.CARRY, Choice.MERGE, Choice.END, Choice.LEAVE),
    Thing.REGISTER: (Choice.CARRY, Choice.LEAVE),
    Thing.FRAMEWORK: (Choice.CARRY, Choice.MERGE, Choice.LEAVE),
    Thing.ACTION: (Choice.CARRY, Choice.END, Choice.LEAVE),
    Thing.RISK: (Choice.CARRY, Choice.MERGE, Choice.END, Choice.LEAVE),
    Thing.PERSON: (Choice.CARRY, Choice.MERGE, Choice.LEAVE),
}
"""What may become of each kind. A register is offered, entry by entry, to whoever declared it."""

OPEN = frozenset({State.ANNOUNCED})
"""The states in which plan and mapping may be changed."""


def check_can_change(state: State, *, doing: str | None) -> None:
    """The mapping changes while it is prepared, and not while the worker is about it. Raises UnableToPlan."""
    if state is State.ASKED:
        raise UnableToPlan("It waits for approval. Take the request back first; then it can be changed.")
    if state is not State.ANNOUNCED:
        raise UnableToPlan(f"It can’t be changed any more: {STATE_IN_WORDS[state].lower()}.")
    if doing is not None:
        raise UnableToPlan("Stock is being taken, or a rehearsal runs. Wait until that is done.")


def check_day(falls_on: date, *, today: date) -> None:
    if falls_on < today:
        raise UnableToPlan("The day can’t be in the past.", field="falls_on")


def check_can_ask(
    *, missing: int, open_conflicts: int, rehearsed: bool, rehearsed_as_it_stands: bool
) -> None:
    """Everyone consented, it was rehearsed as it stands, and no conflict is unanswered. Raises UnableToPlan."""
    wrong = []
    if missing:
        wrong.append(
            f"{missing} {'predecessor has' if missing == 1 else 'predecessors have'} not agreed yet."
        )
    if not rehearsed:
        wrong.append("It was not rehearsed yet.")
    elif not rehearsed_as_it_stands:
        wrong.append("The mapping was changed after the rehearsal. Rehearse it once more.")
    if open_conflicts:
        wrong.append(
            f"{open_conflicts} {'conflict is' if open_conflicts == 1 else 'conflicts are'} not settled in the mapping."
        )
    if wrong:
        raise UnableToPlan(" ".join(wrong))


def check_can_approve(*, state: State, asked_by: UUID | None, approver: UUID | None) -> None:
    """Somebody else than whoever asked approves it; no chore does. Raises UnableToPlan."""
    if approver is None:
        raise UnableToPlan("A named person approves a merger or a split.")
    if state is not State.ASKED:
        raise UnableToPlan(f"There is nothing to approve: {STATE_IN_WORDS[state].lower()}.")
    if approver == asked_by:
        raise UnableToPlan("You asked for approval yourself. Somebody else approves it.")


def check_can_carry_out(*, state: State, falls_on: date, today: date) -> None:
    """Raises UnableToMerge before the day, or without approval."""
    if state is not State.APPROVED:
        raise UnableToMerge(f"It is not approved: {STATE_IN_WORDS[state].lower()}.")
    if today < falls_on:
        raise UnableToMerge(f"It is for {in_words(falls_on)}, and that day has not come yet.")


def check_consent(*, preparer: UUID | None, approver: UUID | None) -> None:
    if approver is None or preparer == approver:
        raise UnableToConsent("Somebody else than whoever prepared the consent approves it.")
