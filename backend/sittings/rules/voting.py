"""How a vote stands, and where it does not go together with what was decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from backend.catalogue.quorum import listed
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
class ClassTally:
    """How many of one class voted how. `name` is what the class was called on the day."""

    id: str
    name: str
    votes_for: int = 0
    against: int = 0
    abstained: int = 0

    @property
    def counted(self) -> int:
        return self.votes_for + self.against + self.abstained

    @property
    def carried(self) -> bool:
        """More for than against; a class that stands level, or of which nobody voted, has not carried it."""
        return self.votes_for > self.against

    @property
    def in_words(self) -> str:
        if not self.counted:
            return f"{self.name}: nobody voted"
        return f"{self.name}: {self.votes_for} for, {self.against} against, {self.abstained} abstained"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many voted how. `casting` is the chair's second vote, used where the others stand level.

    `classes` are the votes of each class of a body that votes by class; the other numbers are then their sums, and
    a casting vote decides nothing.
    """

    votes_for: int = 0
    against: int = 0
    abstained: int = 0
    casting: Choice | None = None
    classes: tuple[ClassTally, ...] = ()

    @classmethod
    def by_class(cls, classes: Sequence[ClassTally], *, casting: Choice | None = None) -> "Tally":
        """The votes of a body that votes by class, with their sums."""
        return cls(
            votes_for=sum(each.votes_for for each in classes),
            against=sum(each.against for each in classes),
            abstained=sum(each.abstained for each in classes),
            casting=casting,
            classes=tuple(classes),
        )

    @property
    def taken(self) -> bool:
        return bool(self.votes_for or self.against or self.abstained or self.casting)

    @property
    def carried(self) -> bool | None:
        """Whether more voted for than against, in each class where there are classes.

        `None` where they stand level and nobody cast a second vote.
        """
        if self.classes:
            return all(each.carried for each in self.classes)
        if self.votes_for != self.against:
            return self.votes_for > self.against
        return None if self.casting in (None, Choice.ABSTAINED) else self.casting is Choice.FOR

    @property
    def in_words(self) -> str:
        """“Five” is written 5: minutes are looked through for numbers."""
        if not self.taken:
            return "No vote was counted."
        if self.classes:
            return self._by_class_in_words
        said = f"{self.votes_for} for, {self.against} against, {self.abstained} abstained"
        if self.carried is None:
            return f"The vote was level: {said}."
        how = "Carried" if self.carried else "Lost"
        casting = " on the casting vote of the chair" if self.votes_for == self.against else ""
        return f"{how}{casting}: {said}."

    @property
    def _by_class_in_words(self) -> str:
        counts = "; ".join(each.in_words for each in self.classes)
        if self.carried:
            return f"Carried by a majority in each class. {counts}."
        against = listed([each.name for each in self.classes if not each.carried])
        unused = " The casting vote decides nothing where each class votes." if self.casting else ""
        return (
            f"Lost: a majority in each class was needed, and there was none in {against}. {counts}.{unused}"
        )


def doubt_of(outcome: Outcome, tally: Tally) -> str | None:
    """A sentence where what was decided and what was counted do not go together; it is recorded all the same."""
    if outcome not in BINDING:
        return None
    if not tally.taken:
        return _UNCOUNTED if tally.classes and outcome is Outcome.AGREED else None
    if tally.carried is None:
        return "The vote was level and no casting vote is recorded. Check what was decided."
    if tally.carried is not (outcome is Outcome.AGREED):
        return "What is recorded as decided is not what the votes say. Check both."
    return None


_NUMBER = "Enter votes as a number from 0 to 999."
_UNCOUNTED = (
    "This body votes by class, and no votes are recorded. Record those of each class, or check the decision."
)


def check_tally(tally: Tally) -> None:
    """Only what can't be read is sent back: a count below zero or above every hall."""
    for name, count in (
        ("votes_for", tally.votes_for),
        ("against", tally.against),
        ("abstained", tally.abstained),
    ):
        if not 0 <= count <= 999:
            raise UnableToRecord(_NUMBER, field=name)
    for each in tally.classes:
        for name, count in (
            ("for", each.votes_for),
            ("against", each.against),
            ("abstained", each.abstained),
        ):
            if not 0 <= count <= 999:
                raise UnableToRecord(
                    f"{each.name}: {_NUMBER[:1].lower()}{_NUMBER[1:]}", field=f"class_{name}"
                )
