"""An agreement between two bodies: its states, and what may be done with it in each."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.kit.calendar import in_words
from backend.scope import Refusal


class Kind(StrEnum):
    """What two bodies do together: meet, each deciding for itself, or as one committee; one reviews the other, takes
    over from it, or gives it figures; or both share those who lead them."""

    IN_COMMON = "in-common"
    JOINT = "joint"
    OVERSIGHT = "oversight"
    SUCCESSION = "succession"
    SYSTEM = "system"
    CLUSTER = "cluster"


KIND_IN_WORDS = {
    Kind.IN_COMMON: "Meetings in common",
    Kind.JOINT: "Joint committee",
    Kind.OVERSIGHT: "Oversight",
    Kind.SUCCESSION: "Merger or split",
    Kind.SYSTEM: "Figures across a system",
    Kind.CLUSTER: "Cluster",
}


class Shares(StrEnum):
    """What of an agenda, a pack and minutes goes to the other body. Under oversight what was submitted, across a system
    the figures that are granted, and in a cluster who holds the shared offices: that and nothing else."""

    PUBLIC = "public"
    ALL = "all"
    SUBMITTED = "submitted"
    FIGURES = "figures"
    OFFICES = "offices"


SHARES_IN_WORDS = {
    Shares.PUBLIC: "Public items only",
    Shares.ALL: "Public and private items",
    Shares.SUBMITTED: "What is submitted for review, questions, answers and outcomes",
    Shares.FIGURES: "The figures that are granted, and nothing else",
    Shares.OFFICES: "Which offices are shared and who holds them, and nothing else",
}

_SHARED = {Kind.OVERSIGHT: Shares.SUBMITTED, Kind.SYSTEM: Shares.FIGURES, Kind.CLUSTER: Shares.OFFICES}
"""What passes under an agreement of these kinds, and under no other."""

MEETS = frozenset({Kind.IN_COMMON, Kind.JOINT})
"""The kinds under which bodies meet, each with a committee of its own."""


class State(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ENDED = "ended"


STATE_IN_WORDS = {
    State.PROPOSED: "Proposed",
    State.ACCEPTED: "Accepted",
    State.REFUSED: "Refused",
    State.ENDED: "Ended",
}


class Side(StrEnum):
    """Which of the two this organisation is. The proposer keeps a joint committee; under oversight, it reviews."""

    PROPOSER = "proposer"
    INVITED = "invited"


class UnableToAgree(Refusal):
    """An agreement that can't be proposed, answered or ended as it was asked."""


class UnableToShare(Refusal):
    """Something that may not go to the other body, or can't be taken up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An agreement as the rules see it."""

    name: str
    other: str
    side: Side
    state: State
    from_on: date
    until_on: date | None

    def in_force(self, on: date) -> bool:
        """Accepted by both, begun, and neither run out nor ended."""
        begun = self.from_on <= on and (self.until_on is None or on <= self.until_on)
        return self.state is State.ACCEPTED and begun

    def in_words(self, on: date) -> str:
        """Where it stands on a day, in a few words."""
        if self.state is State.PROPOSED:
            ours = self.side is Side.INVITED
            return "Waiting for our answer" if ours else f"Waiting for the answer of {self.other}"
        if self.state is State.ACCEPTED and on < self.from_on:
            return f"Begins on {in_words(self.from_on)}"
        if self.state is State.ACCEPTED and not self.in_force(on):
            return f"Ran out on {in_words(self.until_on)}" if self.until_on else "Not in force"
        return "In force" if self.state is State.ACCEPTED else STATE_IN_WORDS[self.state]


def check_dates(*, from_on: date, until_on: date | None) -> None:
    if until_on is not None and until_on < from_on:
        raise UnableToAgree("The last day can’t be before the first.", field="until_on")


def check_kind(kind: Kind, shares: Shares, *, committee: bool) -> None:
    """Oversight shares what is submitted, a system figures, a cluster offices; only who meets names a committee."""
    if (kind is Kind.OVERSIGHT) != (shares is Shares.SUBMITTED):
        raise UnableToAgree(
            "Under an oversight agreement what is submitted passes, and under no other.", field="shares"
        )
    if _SHARED.get(kind, shares) is not shares or (shares in _SHARED.values() and kind not in _SHARED):
        raise UnableToAgree(
            f"“{SHARES_IN_WORDS[shares]}” doesn’t go with an agreement of the kind “{KIND_IN_WORDS[kind]}”.",
            field="shares",
        )
    if kind in MEETS and not committee:
        raise UnableToAgree("Choose the committee that takes part.", field="committee_id")


def check_signature(*, signed_by_id: UUID, actor_id: UUID | None, authority: str) -> None:
    """An agreement is made on somebody's authority, who is another than whoever records it, and by which power."""
    if signed_by_id == actor_id:
        raise UnableToAgree(
            "Whoever authorises the agreement must be somebody else than whoever records it here.",
            field="signed_by_id",
        )
    if not authority.strip():
        raise UnableToAgree(
            "Say by what authority it is made, such as the minute of a decision.", field="authority"
        )


def check_can_answer(agreement: Standing) -> None:
    if agreement.side is not Side.INVITED:
        raise UnableToAgree(f"“{agreement.name}” is our own proposal: {agreement.other} answers it.")
    if agreement.state is not State.PROPOSED:
        raise UnableToAgree(f"“{agreement.name}” was {STATE_IN_WORDS[agreement.state].lower()} already.")


def check_can_end(agreement: Standing, *, because: str) -> None:
    """Either body ends an agreement; the proposer takes an unanswered proposal back in the same way."""
    if agreement.state not in (State.ACCEPTED, State.PROPOSED):
        raise UnableToAgree(f"“{agreement.name}” was {STATE_IN_WORDS[agreement.state].lower()} already.")
    if agreement.state is State.PROPOSED and agreement.side is Side.INVITED:
        raise UnableToAgree("Refuse the proposal instead; there is nothing to end yet.")
    if not because.strip():
        raise UnableToAgree("Say why it ends. The other body is told.", field="because")


def check_can_send(agreement: Standing, *, on: date) -> None:
    """Nothing goes but under an agreement that is in force on this side; the other side asks the same of its own."""
    if not agreement.in_force(on):
        raise UnableToShare(
            f"“{agreement.name}” is not in force here ({agreement.in_words(on).lower()}), so nothing passes under it."
        )
