"""What an act is, where it stands, and what may follow. Values in, answers out."""

from collections.abc import Collection
from datetime import date, datetime
from enum import StrEnum

from backend.catalogue.between import ActKind, Goes
from backend.kit.calendar import in_words
from backend.meetings.rules import Outcome
from backend.scope import Refusal

__all__ = ["ActKind", "Goes"]


class UnableToRecordAct(Refusal):
    """Something that can't be read, or can't have happened."""


class UnableToReply(Refusal):
    """A reply to a question that is closed, or from somebody who was not asked."""


class UnableToSettleAct(Refusal):
    """A settlement that would not hold."""


class UnableToPlaceAct(Refusal):
    """An agenda that can't take the act any more."""


KIND_IN_WORDS = {
    ActKind.CHAIR_ACTION: "Chair’s action",
    ActKind.URGENT_POWERS: "Urgent powers",
    ActKind.CORRESPONDENCE: "By correspondence",
}
KIND_IN_SENTENCE = {
    ActKind.CHAIR_ACTION: "by chair’s action",
    ActKind.URGENT_POWERS: "under urgent powers",
    ActKind.CORRESPONDENCE: "by correspondence",
}


class ActState(StrEnum):
    """Where an act stands. Before `awaiting-report` or `awaiting-ratification` nothing is decided yet."""

    RECORDING = "recording"
    ASKING = "asking"
    AWAITING_REPORT = "awaiting-report"
    AWAITING_RATIFICATION = "awaiting-ratification"
    REPORTED = "reported"
    RATIFIED = "ratified"
    NOT_RATIFIED = "not-ratified"
    STRUCK = "struck"


STATE_IN_WORDS = {
    ActState.RECORDING: "Being recorded",
    ActState.ASKING: "Members are asked",
    ActState.AWAITING_REPORT: "To be reported",
    ActState.AWAITING_RATIFICATION: "To be ratified",
    ActState.REPORTED: "Reported",
    ActState.RATIFIED: "Ratified",
    ActState.NOT_RATIFIED: "Not ratified",
    ActState.STRUCK: "Struck out",
}
OPEN = frozenset({ActState.RECORDING, ActState.ASKING})
WAITING = frozenset({ActState.AWAITING_REPORT, ActState.AWAITING_RATIFICATION})
SETTLED = frozenset({ActState.REPORTED, ActState.RATIFIED, ActState.NOT_RATIFIED})
TAKEN = WAITING | SETTLED
"""What counts as an act that was taken: what the register of decisions shows."""


class Part(StrEnum):
    """What somebody did in an act."""

    ACTED = "acted"
    CONSULTED = "consulted"
    ASKED = "asked"


PART_IN_WORDS = {Part.ACTED: "Acted", Part.CONSULTED: "Consulted", Part.ASKED: "Asked"}


class Answer(StrEnum):
    """What somebody said to what was put to them."""

    AGREE = "agree"
    DISAGREE = "disagree"
    MEETING = "meeting"


ANSWER_IN_WORDS = {
    Answer.AGREE: "Agrees",
    Answer.DISAGREE: "Disagrees",
    Answer.MEETING: "Wants a meeting",
}


class Declared(StrEnum):
    """What somebody said of an interest in the matter."""

    NONE = "none"
    INTEREST = "interest"
    NOT_ASKED = "not-asked"


DECLARED_IN_WORDS = {
    Declared.NONE: "Declared no interest",
    Declared.INTEREST: "Declared an interest",
    Declared.NOT_ASKED: "Was not asked about an interest",
}


class Handling(StrEnum):
    """What was done about an interest."""

    TOOK_PART = "took-part"
    NO_PART = "no-part"
    NO_PAPERS = "no-papers"


HANDLING_IN_WORDS = {
    Handling.TOOK_PART: "The interest was noted, and they took part",
    Handling.NO_PART: "They took no part",
    Handling.NO_PAPERS: "They were sent no papers, and took no part",
}


class Closing(StrEnum):
    """How a decision by correspondence ended."""

    AGREED = "agreed"
    NOT_AGREED = "not-agreed"
    TO_MEETING = "to-meeting"


CLOSING_IN_WORDS = {
    Closing.AGREED: "Agreed",
    Closing.NOT_AGREED: "Not agreed",
    Closing.TO_MEETING: "Put to a meeting",
}


def year_of(day: date, *, first_month: int) -> int:
    """The year in which acts of a day are numbered: the one that begins with `first_month`."""
    return day.year if day.month >= first_month else day.year - 1


def reference(year: int, number: int, *, first_month: int) -> str:
    """`2015/16-3`; `2015-3` where years begin in January."""
    name = str(year) if first_month == 1 else f"{year}/{(year + 1) % 100:02}"
    return f"{name}-{number}"


def check_facts(*, title: str, words: str, taken_at: datetime | None, now: datetime) -> None:
    """Only what can't be read or can't have happened is refused. Raises UnableToRecordAct."""
    if not title.strip():
        raise UnableToRecordAct("Enter what it is about.", field="title")
    if not words.strip():
        raise UnableToRecordAct("Write what was decided, or what is asked.", field="words")
    if taken_at is not None and taken_at > now:
        raise UnableToRecordAct(
            f"An act of {in_words(taken_at)} can’t be recorded yet: that is still to come.", field="taken_on"
        )


def check_can_change(state: ActState, *, to: Collection[ActState], what: str) -> None:
    """Raises UnableToRecordAct: what is recorded stays as it was."""
    if state not in to:
        raise UnableToRecordAct(f"This act is {STATE_IN_WORDS[state].lower()}, so {what}.")


def check_can_strike(state: ActState, *, because: str) -> None:
    """Raises UnableToRecordAct."""
    if state is ActState.STRUCK:
        raise UnableToRecordAct("This act is struck out already.")
    if state in SETTLED:
        raise UnableToRecordAct(
            f"A meeting has settled this act ({STATE_IN_WORDS[state].lower()}), so it stays on the record."
        )
    if not because.strip():
        raise UnableToRecordAct("Say why the act is struck out.", field="because")


def can_strike(state: ActState) -> bool:
    return state not in SETTLED | {ActState.STRUCK}


def check_can_undo_striking(state: ActState, *, because: str) -> None:
    """Raises UnableToRecordAct."""
    if state is not ActState.STRUCK:
        raise UnableToRecordAct("This act is not struck out.")
    if not because.strip():
        raise UnableToRecordAct("Say why the act is taken back onto the record.", field="restored_because")


def state_before_striking(kept: ActState | None, *, asked: bool, finished: bool) -> ActState:
    """What an act is again. Where its state was not kept, one that was finished waits for ratification: the safer."""
    if kept is not None:
        return kept
    if finished:
        return ActState.AWAITING_RATIFICATION
    return ActState.ASKING if asked else ActState.RECORDING


def check_can_settle(
    *,
    state: ActState,
    outcome: ActState,
    taken_at: datetime,
    decided_at: datetime | None,
    decision: Outcome | None,
    words: str | None,
    beyond: bool,
    own_committee: bool,
) -> None:
    """Reported, ratified and not ratified are the system's words: they rest on a later decision, or on words that say
    who outside decided. Raises UnableToSettleAct.

    `own_committee`: the decision is of the committee for which the act was taken; what was `beyond` its power it can't
    ratify.
    """
    if state not in WAITING:
        raise UnableToSettleAct(f"This act is {STATE_IN_WORDS[state].lower()}; nothing is to be settled.")
    if outcome not in SETTLED:
        raise UnableToSettleAct("Choose what became of the act.", field="outcome")
    if decided_at is None:
        if not (words or "").strip():
            raise UnableToSettleAct(
                "Name the decision, or say who outside decided, when, and where that is written.",
                field="words",
            )
    elif decided_at <= taken_at:
        raise UnableToSettleAct(
            "Choose a decision that was taken later: an earlier one can’t have settled this.",
            field="decision_id",
        )
    if outcome is ActState.REPORTED and state is ActState.AWAITING_RATIFICATION:
        raise UnableToSettleAct(
            "This act is to be ratified: to be told of it is not enough. Say whether it was ratified.",
            field="outcome",
        )
    if outcome is ActState.RATIFIED and decision is not None:
        if decision is not Outcome.AGREED:
            raise UnableToSettleAct("Choose a decision that was agreed.", field="decision_id")
        if beyond and own_committee:
            raise UnableToSettleAct(
                "What was beyond this committee’s power is ratified by the body that holds it, not by the same "
                "committee.",
                field="decision_id",
            )


def outcome_of(state: ActState, decision: Outcome) -> ActState | None:
    """What a decision on the act's own item makes of it; nothing where the matter was put off or sent on."""
    if decision in {Outcome.DEFERRED, Outcome.REFERRED}:
        return None
    if state is ActState.AWAITING_REPORT:
        return ActState.REPORTED
    if state is ActState.AWAITING_RATIFICATION:
        return {Outcome.AGREED: ActState.RATIFIED, Outcome.NOT_AGREED: ActState.NOT_RATIFIED}.get(decision)
    return None
