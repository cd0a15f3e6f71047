"""How a vote stands, and where it does not go together with what was decided."""

from dataclasses import dataclass
from enum import StrEnum

from backend.meetings.rules import Outcome
from backend.sittings.rules.recording import UnableToRecord

BINDING = frozenset({Outcome.AGREED, Outcome.NOT_AGREED})
"""Outcomes that use a power. To note, to put off or to refer a matter binds nobody, and needs no quorum."""


class Choice(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


CHOICE_IN_WORDS = {Choice.FOR: "For", Choice.AGAINST: "Against", Choice.ABSTAINED: "Abstained"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many voted how. `casting` is the chair's second vote, used where the others stand level."""

    votes_for: int = 0
    against: int = 0
    abstained: int = 0
    casting: Choice | None = None

    @property
    def taken(self) -> bool:
        return bool(self.votes_for or self.against or self.abstained or self.casting)

    @property
    def carried(self) -> bool | None:
        """Whether more voted for than against; `None` where they stand level and nobody cast a second vote."""
        if self.votes_for != self.against:
            return self.votes_for > self.against
        return None if self.casting in (None, Choice.ABSTAINED) else self.casting is Choice.FOR

    @property
    def in_words(self) -> str:
        """“Five” is written 5: minutes are looked through for numbers."""
        if not self.taken:
            return "No vote was counted."
        said = f"{self.votes_for} for, {self.against} against, {self.abstained} abstained"
        if self.carried is None:
            return f"The vote was level: {said}."
        how = "Carried" if self.carried else "Lost"
        casting = " on the casting vote of the chair" if self.votes_for == self.against else ""
        return f"{how}{casting}: {said}."


def doubt_of(outcome: Outcome, tally: Tally) -> str | None:
    """A sentence where what was decided and what was counted do not go together; it is recorded all the same."""
    if not tally.taken or outcome not in BINDING:
        return None
    if tally.carried is None:
        return "The vote was level and no casting vote is recorded. Check what was decided."
    if tally.carried is not (outcome is Outcome.AGREED):
        return "What is recorded as decided is not what the votes say. Check both."
    return None


def check_tally(tally: Tally) -> None:
    """Only what can't be read is sent back: a count below zero or above every hall."""
    for name, count in (
        ("votes_for", tally.votes_for),
        ("against", tally.against),
        ("abstained", tally.abstained),
    ):
        if not 0 <= count <= 999:
            raise UnableToRecord("Enter votes as a number from 0 to 999.", field=name)
