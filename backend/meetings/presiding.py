"""Who decides how interests in an item are handled, and who settles what a search found. Values in, answers out.

Nobody decides about themselves.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.catalogue.quorum import Office, SeatHeld
from backend.meetings.treating import UnableToTreat, listed
from backend.scope import NotPermitted


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Somebody who sits on the committee on the day, as far as it matters for who decides."""

    person_id: UUID
    name: str
    seats: tuple[SeatHeld, ...]
    away: bool = False

    def holds(self, office: Office) -> bool:
        return any(seat.office is office for seat in self.seats)

    @property
    def votes(self) -> bool:
        return any(seat.voting for seat in self.seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presiding:
    """Who decides how conflicts in an item are handled. `person_ids` is empty where nobody here may."""

    office: str
    person_ids: tuple[UUID, ...]
    names: tuple[str, ...]
    words: str


CHAIR, VICE_CHAIR, MEMBERS, NOBODY = "chair", "vice-chair", "members", "nobody"
OFFICE_IN_WORDS = {
    CHAIR: "the chair",
    VICE_CHAIR: "the vice-chair",
    MEMBERS: "the voting members without an interest",
}


def presiding(sitting: Sequence[Sitting], *, conflicted: Collection[UUID]) -> Presiding:
    """The chair decides; where the chair has an interest in the item or is away, the vice-chair.

    Where neither can, the voting members who have no interest agree among themselves (statutory guidance for CCGs of
    June 2017, from memory); where every one of them has, nobody here decides.
    """
    free = [each for each in sitting if not each.away and each.person_id not in conflicted]
    for office, title in ((Office.CHAIR, CHAIR), (Office.VICE_CHAIR, VICE_CHAIR)):
        found = [each for each in free if each.holds(office)]
        if found:
            who = found[0]
            why = "" if title == CHAIR else f" {_why_not_chair(sitting, conflicted)}"
            return Presiding(
                office=title,
                person_ids=(who.person_id,),
                names=(who.name,),
                words=f"{who.name}, {OFFICE_IN_WORDS[title]}, decides for this item.{why}",
            )
    voters = [each for each in free if each.votes]
    if voters:
        return Presiding(
            office=MEMBERS,
            person_ids=tuple(each.person_id for each in voters),
            names=tuple(each.name for each in voters),
            words="Neither chair nor vice-chair can decide for this item, so the voting members without an interest "
            f"agree among themselves: {listed([each.name for each in voters])}. Ask the Conflicts of Interest Guardian "
            "for advice.",
        )
    return Presiding(
        office=NOBODY,
        person_ids=(),
        names=(),
        words="Everybody who could decide for this item has an interest in it or is away. Defer the item, or refer it "
        "to a committee that can take it; ask the Conflicts of Interest Guardian for advice.",
    )


def _why_not_chair(sitting: Sequence[Sitting], conflicted: Collection[UUID]) -> str:
    chairs = [each for each in sitting if each.holds(Office.CHAIR)]
    if not chairs:
        return "Nobody holds the chair on that day."
    if any(each.person_id in conflicted for each in chairs):
        return f"{listed([each.name for each in chairs])}, the chair, has an interest in it."
    return f"{listed([each.name for each in chairs])}, the chair, has sent apologies."


def check_can_decide(
    by: Presiding, *, decider_id: UUID | None, person_id: UUID, actor_id: UUID | None, officer: bool
) -> None:
    """Who presides decides; an officer may write down what they decided; nobody has a hand in their own."""
    if person_id in {decider_id, actor_id}:
        raise UnableToTreat(
            "Nobody decides how their own interest is handled, nor writes it down.", field="person_id"
        )
    if not by.person_ids:
        raise UnableToTreat(by.words)
    if actor_id not in by.person_ids and not officer:
        raise NotPermitted(f"You can’t decide this. {by.words}")
    if decider_id not in by.person_ids:
        raise UnableToTreat(
            f"Choose who decided it, as the meeting has it. {by.words}", field="decided_by_person_id"
        )


def check_can_settle_hit(
    *, person_id: UUID, actor_id: UUID | None, line_manager_id: UUID | None, may: bool, dismiss: bool
) -> None:
    """Nobody settles a hit on themselves, nor dismisses one on their line manager."""
    if not may:
        raise NotPermitted(
            "A governance officer, the Conflicts of Interest Guardian, or whoever decides for the item settles what "
            "the search found."
        )
    if person_id == actor_id:
        raise UnableToTreat(
            "You can’t settle what was found of yourself. Ask a governance officer or the chair."
        )
    if dismiss and line_manager_id is not None and person_id == line_manager_id:
        raise UnableToTreat(
            "You can’t dismiss what was found of your line manager. Ask another officer or the Guardian."
        )
