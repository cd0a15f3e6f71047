"""What may become of a question, and who may see it and act on it. Values only.

asked → answered in part → answered;   assurance sought: → … → assurance received;   any → withdrawn → asked again
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from backend.scope import NotPermitted, OvertakenByAnother, Refusal, Scope

LONGEST = 4_000
"""Letters of a question and of an answer."""


class Kind(StrEnum):
    """A question is done with when it is answered; assurance that was sought, only when it is received."""

    QUESTION = "question"
    ASSURANCE = "assurance"


KIND_IN_WORDS: Mapping[Kind, str] = MappingProxyType(
    {Kind.QUESTION: "Question", Kind.ASSURANCE: "Assurance sought"}
)


class State(StrEnum):
    ASKED = "asked"
    IN_PART = "answered-in-part"
    ANSWERED = "answered"
    RECEIVED = "assurance-received"
    WITHDRAWN = "withdrawn"


STATE_IN_WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.ASKED: "Asked",
        State.IN_PART: "Answered in part",
        State.ANSWERED: "Answered",
        State.RECEIVED: "Assurance received",
        State.WITHDRAWN: "Withdrawn",
    }
)


class Act(StrEnum):
    """What moves a question from one state to another."""

    ANSWER_IN_PART = "answered-in-part"
    ANSWER = "answered"
    RECEIVE = "assurance-received"
    ASK_AGAIN = "asked-again"
    WITHDRAW = "withdrawn"


ACT_IN_WORDS: Mapping[Act, str] = MappingProxyType(
    {
        Act.ANSWER_IN_PART: "It is answered in part",
        Act.ANSWER: "It is answered",
        Act.RECEIVE: "The assurance is received",
        Act.ASK_AGAIN: "It is asked again: the answer was not enough",
        Act.WITHDRAW: "It is withdrawn",
    }
)
STEP_IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "asked": "Asked",
        Act.ANSWER_IN_PART.value: "Answered in part",
        Act.ANSWER.value: "Answered",
        Act.RECEIVE.value: "Assurance received",
        Act.ASK_AGAIN.value: "Asked again",
        Act.WITHDRAW.value: "Withdrawn",
        "changed": "Words or topic put right",
    }
)
_OPEN = frozenset({State.ASKED, State.IN_PART})
_LEADS: Mapping[Act, tuple[frozenset[State], State]] = MappingProxyType(
    {
        Act.ANSWER_IN_PART: (_OPEN, State.IN_PART),
        Act.ANSWER: (_OPEN, State.ANSWERED),
        Act.RECEIVE: (_OPEN | {State.ANSWERED}, State.RECEIVED),
        Act.ASK_AGAIN: (frozenset(State) - {State.ASKED}, State.ASKED),
        Act.WITHDRAW: (_OPEN | {State.ANSWERED}, State.WITHDRAWN),
    }
)
ANSWERS = frozenset({Act.ANSWER_IN_PART, Act.ANSWER})
"""What whoever writes a paper may say; whether that is enough, the committee says."""


class UnableToAsk(Refusal):
    """A question that can't be kept, or a step that it can't take as it stands."""


class ChangedMeanwhile(OvertakenByAnother):
    """Somebody else changed the question since the page was opened."""


def is_open(kind: Kind, state: State) -> bool:
    """Whether something is still owed: an answer, or where assurance was sought, the assurance."""
    return state in _OPEN or (kind is Kind.ASSURANCE and state is State.ANSWERED)


def can_take(act: Act, *, kind: Kind, state: State) -> bool:
    return state in _LEADS[act][0] and (act is not Act.RECEIVE or kind is Kind.ASSURANCE)


def state_after(act: Act, *, kind: Kind, state: State) -> State:
    """Where `act` leads. Raises UnableToAsk."""
    if act is Act.RECEIVE and kind is not Kind.ASSURANCE:
        raise UnableToAsk("A question is answered; assurance is received where it was sought.", field="act")
    if not can_take(act, kind=kind, state=state):
        raise UnableToAsk(
            f"It is {STATE_IN_WORDS[state].lower()}, so this can’t be said of it now.", field="act"
        )
    return _LEADS[act][1]


def checked_words(words: str, *, sentence: str, field: str) -> str:
    """The words without the spaces around them. Raises UnableToAsk with `sentence` where there are none."""
    plain = words.strip()
    if not plain:
        raise UnableToAsk(sentence, field=field)
    return plain


def checked_topic(title: str) -> str:
    """A topic in the tenant's own words, on one line. Raises UnableToAsk."""
    plain = " ".join(title.split())[:200]
    if not plain:
        raise UnableToAsk("Enter the topic, in a few words by which it is found again.", field="topic")
    return plain


def check_version(seen: int, now: int) -> None:
    """Raises ChangedMeanwhile (409)."""
    if seen != now:
        raise ChangedMeanwhile(
            "Somebody else has changed this since you opened the page. What you wrote is here: look at what stands "
            "now, and save once more."
        )


def sees_every(scope: Scope) -> bool:
    """Officers, internal audit and our own chores see what is private, of every committee."""
    return scope.actor.chore is not None or bool(scope.roles & {"governance-officer", "internal-audit"})


def may_see(scope: Scope, *, private: bool, committee_id: UUID | None, asked_by: UUID | None) -> bool:
    """Everybody sees an open question; a private one also: whoever sits on its committee today, and who asked it."""
    if not private or sees_every(scope):
        return True
    if committee_id is not None and scope.sits_on(committee_id):
        return True
    return scope.actor.person_id is not None and scope.actor.person_id == asked_by


def may_settle(scope: Scope, *, committee_id: UUID | None) -> bool:
    """Who says whether an answer is enough: officers for the committee, and its chair and vice-chair."""
    if scope.may("challenge.keep"):
        return True
    return committee_id is not None and bool(scope.offices_on(committee_id) & {"chair", "vice-chair"})


def check_may_take(scope: Scope, act: Act, *, committee_id: UUID | None) -> None:
    """Raises NotPermitted."""
    if may_settle(scope, committee_id=committee_id):
        return
    if act not in ANSWERS:
        raise NotPermitted(
            "Whether an answer is enough is said by a governance officer or the committee’s chair."
        )
    if not scope.may("papers.write"):
        raise NotPermitted("A question is answered by whoever writes papers, or by a governance officer.")


def reference(number: int) -> str:
    return f"Q-{number}"
