"""Voting by class as data: a body whose members sit for classes, and what a decision needs in each of them.

Where a body votes by class a decision is carried only if in every class more vote for it than against it. Every seat
with a vote belongs to exactly one class, so that no vote counts twice and none is lost. A casting vote decides nothing
then: it would give the chair's own class the word over another.
"""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field, model_validator

from backend.catalogue.quorum import Group, SeatHeld, belongs, listed
from backend.catalogue.shapes import Line, Slug, Strict

MOST_CLASSES = 5


class VotingClass(Strict):
    """A class of members, such as practices, and which seats are of it."""

    id: Slug
    name: Line
    of: Group


class Voting(Strict):
    """A decision needs a majority in each class."""

    classes: Annotated[tuple[VotingClass, ...], Field(min_length=2, max_length=MOST_CLASSES)]

    @model_validator(mode="after")
    def _each_once(self) -> "Voting":
        for what, names in (
            ("id", [each.id for each in self.classes]),
            ("name", [each.name.casefold() for each in self.classes]),
        ):
            if len(set(names)) < len(names):
                raise ValueError(f"has two classes of one {what}")
        return self

    def class_of(self, seats: Iterable[SeatHeld]) -> VotingClass | None:
        """The class for which somebody with these seats votes; none for whoever has no vote."""
        voting = [seat for seat in seats if seat.voting]
        return next(
            (each for each in self.classes if any(belongs(each.of, seat) for seat in voting)),
            None,
        )


def voting_in_words(voting: Voting) -> str:
    """Read back as English that fits after "A decision needs"."""
    return f"a majority in each of these classes: {listed([each.name for each in voting.classes])}"


def faults_in(voting: Voting, seats: Iterable[SeatHeld], names: dict[str, str]) -> tuple[str, ...]:
    """Why a body could not vote so: a seat of no class or of two, or a class without a seat. `names` are of seats."""
    places = {seat.seat: seat for seat in seats if seat.voting}
    found = []
    for slug, seat in places.items():
        classes = [each.name for each in voting.classes if belongs(each.of, seat)]
        if len(classes) == 1:
            continue
        which = f"belongs to {listed(classes)} at once" if classes else "belongs to no class"
        found.append(f"the seat “{names.get(slug, slug)}” has a vote and {which}")
    for each in voting.classes:
        if not any(belongs(each.of, seat) for seat in places.values()):
            found.append(f"the class “{each.name}” has no seat with a vote")
    return tuple(found)
