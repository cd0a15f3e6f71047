"""What the guidance would have said of a committee's composition. It advises and never refuses.

Each piece of advice carries how its rule is known: most are from memory, as the page must say beside them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from backend.catalogue.committees import CommitteeKind
from backend.catalogue.quorum import Capacity, Office
from backend.catalogue.shapes import MARK_IN_WORDS, Mark

_LAY_OR_EXECUTIVE = {Capacity.LAY, Capacity.EXECUTIVE, Capacity.NON_EXECUTIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A seat with whoever holds it on the day, if anybody."""

    capacity: Capacity
    office: Office | None
    voting: bool
    person_id: UUID | None
    person_name: str | None


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence and how its rule is known."""

    sentence: str
    mark: Mark
    rule: str

    @property
    def mark_in_words(self) -> str:
        return MARK_IN_WORDS[self.mark]


def advice_on(
    kind: CommitteeKind, places: Sequence[Place], *, meets_in_public: bool, audit_chairs: Iterable[UUID]
) -> tuple[Advice, ...]:
    """`audit_chairs` are the persons who chair the tenant's audit committees that day."""
    if not places:
        return ()
    if kind is CommitteeKind.PRIMARY_CARE_COMMISSIONING:
        return tuple(_on_primary_care(places, meets_in_public, set(audit_chairs)))
    if kind is CommitteeKind.AUDIT:
        return tuple(_on_audit(places))
    if kind is CommitteeKind.REMUNERATION:
        return tuple(_on_remuneration(places, set(audit_chairs)))
    if kind is CommitteeKind.GOVERNING_BODY:
        return tuple(_on_governing_body(places))
    return ()


def _on_primary_care(places: Sequence[Place], in_public: bool, audit_chairs: set[UUID]) -> Iterator[Advice]:
    lay = {Capacity.LAY, Capacity.NON_EXECUTIVE}
    for office, words in ((Office.CHAIR, "Chair"), (Office.VICE_CHAIR, "Vice-Chair")):
        for place in places:
            if place.office is office and place.capacity not in lay:
                yield Advice(
                    f"The {words} is not a lay member.", Mark.MEMORY, "Chair and vice-chair are lay members."
                )
            if place.office is office and place.person_id in audit_chairs:
                rule = "The audit chair, who is the guardian of conflicts of interest, does not chair this committee."
                if office is Office.VICE_CHAIR:
                    rule = "The audit chair had better not be vice-chair; if so, reason and safeguards are recorded."
                yield Advice(
                    f"{place.person_name}, who chairs the audit committee, is {words}.", Mark.MEMORY, rule
                )
    voting = [place for place in places if place.voting]
    steady = sum(place.capacity in _LAY_OR_EXECUTIVE for place in voting)
    if voting and 2 * steady <= len(voting):
        yield Advice(
            f"Lay and executive members hold {steady} of {len(voting)} votes, which is no majority.",
            Mark.MEMORY,
            "Lay and executive members are the majority.",
        )
    doctors = sum(place.capacity is Capacity.GP for place in voting)
    if 2 * doctors > len(voting):
        yield Advice(
            f"GPs hold {doctors} of {len(voting)} votes.",
            Mark.MEMORY,
            "GPs may be members, but not a majority.",
        )
    if not in_public:
        yield Advice("The committee does not meet in public.", Mark.READ, "Such committees meet in public.")


def _on_audit(places: Sequence[Place]) -> Iterator[Advice]:
    lay = {Capacity.LAY, Capacity.NON_EXECUTIVE}
    if any(place.office is Office.CHAIR and place.capacity not in lay for place in places):
        yield Advice(
            "The Chair is not a lay member.", Mark.MEMORY, "The audit lay member chairs the committee."
        )
    voting = sum(place.voting for place in places)
    if voting < 3:
        yield Advice(
            f"The committee has {voting} members.",
            Mark.READ,
            "One group’s terms ask for not fewer than three members.",
        )


def _on_remuneration(places: Sequence[Place], audit_chairs: set[UUID]) -> Iterator[Advice]:
    for place in places:
        if place.office is Office.CHAIR and place.person_id in audit_chairs:
            yield Advice(
                f"{place.person_name}, who chairs the audit committee, is Chair.",
                Mark.MEMORY,
                "A lay member who is not the audit chair chairs the committee.",
            )


def _on_governing_body(places: Sequence[Place]) -> Iterator[Advice]:
    rule = "Regulation 11 of SI 2012/1631 asks for it."
    wanted = (
        (Capacity.LAY, 2, "two lay members"),
        (Capacity.NURSE, 1, "a registered nurse"),
        (Capacity.SECONDARY_CARE, 1, "a secondary care specialist"),
    )
    for capacity, number, words in wanted:
        if sum(place.capacity is capacity for place in places) < number:
            yield Advice(f"There are not seats for {words}.", Mark.READ, rule)
    offices = {place.office for place in places}
    for office, words in (
        (Office.ACCOUNTABLE_OFFICER, "the accountable officer"),
        (Office.CHIEF_FINANCE_OFFICER, "the chief finance officer"),
    ):
        if office not in offices:
            yield Advice(f"There is no seat for {words}.", Mark.READ, rule)
    if len(places) < 6:
        yield Advice(f"There are {len(places)} seats; there must be at least six.", Mark.READ, rule)
