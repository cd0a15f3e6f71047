"""What the guidance would have said of a committee's composition. It advises; the tenant may let a rule block.

Each rule carries how it is known: most are from memory, as the page must say beside them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from backend.catalogue.committees import CommitteeKind
from backend.catalogue.quorum import Capacity, Office
from backend.catalogue.shapes import MARK_IN_WORDS, Mark
from backend.scope import Refusal

_LAY = {Capacity.LAY, Capacity.NON_EXECUTIVE}
_LAY_OR_EXECUTIVE = {*_LAY, Capacity.EXECUTIVE}


class UnableToCompose(Refusal):
    """A committee that would depart from a rule which the organisation lets block."""


class Rule(StrEnum):
    """One thing that is asked of who sits where. Tenants settle by this name what blocks."""

    PRIMARY_CARE_LAY_CHAIR = "primary-care-lay-chair"
    PRIMARY_CARE_AUDIT_CHAIR = "primary-care-audit-chair"
    PRIMARY_CARE_AUDIT_CHAIR_AS_VICE = "primary-care-audit-chair-as-vice"
    PRIMARY_CARE_MAJORITY = "primary-care-majority"
    PRIMARY_CARE_GPS = "primary-care-gps"
    PRIMARY_CARE_IN_PUBLIC = "primary-care-in-public"
    AUDIT_LAY_CHAIR = "audit-lay-chair"
    AUDIT_MEMBERS = "audit-members"
    REMUNERATION_LAY_CHAIR = "remuneration-lay-chair"
    REMUNERATION_AUDIT_CHAIR = "remuneration-audit-chair"
    GOVERNING_BODY_LAY = "governing-body-lay"
    GOVERNING_BODY_NURSE = "governing-body-nurse"
    GOVERNING_BODY_SECONDARY_CARE = "governing-body-secondary-care"
    GOVERNING_BODY_ACCOUNTABLE_OFFICER = "governing-body-accountable-officer"
    GOVERNING_BODY_FINANCE_OFFICER = "governing-body-finance-officer"
    GOVERNING_BODY_SIX = "governing-body-six"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule asks, of which kind of committee, and how it is known.

    `as_it_fills`: a committee that is just being formed can't keep it yet, so it blocks only who would undo it.
    """

    kind: CommitteeKind
    words: str
    mark: Mark
    as_it_fills: bool = False

    @property
    def mark_in_words(self) -> str:
        return MARK_IN_WORDS[self.mark]


_REGULATION_11 = " (regulation 11 of SI 2012/1631)."
_PCCC, _BODY = CommitteeKind.PRIMARY_CARE_COMMISSIONING, CommitteeKind.GOVERNING_BODY
ASKED: Mapping[Rule, Asked] = {
    Rule.PRIMARY_CARE_LAY_CHAIR: Asked(_PCCC, "Chair and vice-chair are lay members.", Mark.MEMORY),
    Rule.PRIMARY_CARE_AUDIT_CHAIR: Asked(
        _PCCC,
        "The audit chair, who is the guardian of conflicts of interest, does not chair this committee.",
        Mark.MEMORY,
    ),
    Rule.PRIMARY_CARE_AUDIT_CHAIR_AS_VICE: Asked(
        _PCCC,
        "The audit chair had better not be vice-chair; if so, reason and safeguards are recorded.",
        Mark.MEMORY,
    ),
    Rule.PRIMARY_CARE_MAJORITY: Asked(
        _PCCC, "Lay and executive members are the majority.", Mark.MEMORY, as_it_fills=True
    ),
    Rule.PRIMARY_CARE_GPS: Asked(
        _PCCC, "GPs may be members, but not a majority.", Mark.MEMORY, as_it_fills=True
    ),
    Rule.PRIMARY_CARE_IN_PUBLIC: Asked(_PCCC, "Such committees meet in public.", Mark.READ),
    Rule.AUDIT_LAY_CHAIR: Asked(
        CommitteeKind.AUDIT, "The audit lay member chairs the committee.", Mark.MEMORY
    ),
    Rule.AUDIT_MEMBERS: Asked(
        CommitteeKind.AUDIT,
        "One group’s terms ask for not fewer than three members.",
        Mark.READ,
        as_it_fills=True,
    ),
    Rule.REMUNERATION_LAY_CHAIR: Asked(
        CommitteeKind.REMUNERATION, "A lay member chairs the committee.", Mark.MEMORY
    ),
    Rule.REMUNERATION_AUDIT_CHAIR: Asked(
        CommitteeKind.REMUNERATION,
        "A lay member who is not the audit chair chairs the committee.",
        Mark.MEMORY,
    ),
    Rule.GOVERNING_BODY_LAY: Asked(
        _BODY, "At least two lay members" + _REGULATION_11, Mark.READ, as_it_fills=True
    ),
    Rule.GOVERNING_BODY_NURSE: Asked(
        _BODY, "A registered nurse" + _REGULATION_11, Mark.READ, as_it_fills=True
    ),
    Rule.GOVERNING_BODY_SECONDARY_CARE: Asked(
        _BODY, "A secondary care specialist" + _REGULATION_11, Mark.READ, as_it_fills=True
    ),
    Rule.GOVERNING_BODY_ACCOUNTABLE_OFFICER: Asked(
        _BODY, "The accountable officer" + _REGULATION_11, Mark.READ, as_it_fills=True
    ),
    Rule.GOVERNING_BODY_FINANCE_OFFICER: Asked(
        _BODY, "The chief finance officer" + _REGULATION_11, Mark.READ, as_it_fills=True
    ),
    Rule.GOVERNING_BODY_SIX: Asked(
        _BODY, "At least six members" + _REGULATION_11, Mark.READ, as_it_fills=True
    ),
}


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
    """From which rule a committee departs, and how, in one sentence."""

    rule: Rule
    sentence: str

    @property
    def asked(self) -> Asked:
        return ASKED[self.rule]


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


def check_kept(
    blocking: Iterable[Rule], *, before: Iterable[Advice], after: Iterable[Advice], was_there: bool
) -> None:
    """Refuse a change by which a committee would newly depart from a rule that blocks, in that rule's words.

    What departed before may be changed step by step. `was_there`: the committee had seats before the change.
    """
    known, blocks = {each.rule for each in before}, set(blocking)
    for each in after:
        if each.rule in blocks - known and (was_there or not each.asked.as_it_fills):
            raise UnableToCompose(
                f"{each.sentence} Your organisation does not allow it. The rule: {each.asked.words} "
                f"It is {each.asked.mark_in_words}."
            )


def _on_primary_care(places: Sequence[Place], in_public: bool, audit_chairs: set[UUID]) -> Iterator[Advice]:
    by_office = (
        (Office.CHAIR, "Chair", Rule.PRIMARY_CARE_AUDIT_CHAIR),
        (Office.VICE_CHAIR, "Vice-Chair", Rule.PRIMARY_CARE_AUDIT_CHAIR_AS_VICE),
    )
    for office, words, rule in by_office:
        for place in places:
            if place.office is office and place.capacity not in _LAY:
                yield Advice(Rule.PRIMARY_CARE_LAY_CHAIR, f"The {words} is not a lay member.")
            if place.office is office and place.person_id in audit_chairs:
                yield Advice(rule, f"{place.person_name}, who chairs the audit committee, is {words}.")
    voting = [place for place in places if place.voting]
    steady = sum(place.capacity in _LAY_OR_EXECUTIVE for place in voting)
    if voting and 2 * steady <= len(voting):
        yield Advice(
            Rule.PRIMARY_CARE_MAJORITY,
            f"Lay and executive members hold {steady} of {len(voting)} votes, which is no majority.",
        )
    doctors = sum(place.capacity is Capacity.GP for place in voting)
    if 2 * doctors > len(voting):
        yield Advice(Rule.PRIMARY_CARE_GPS, f"GPs hold {doctors} of {len(voting)} votes.")
    if not in_public:
        yield Advice(Rule.PRIMARY_CARE_IN_PUBLIC, "The committee does not meet in public.")


def _on_audit(places: Sequence[Place]) -> Iterator[Advice]:
    if any(place.office is Office.CHAIR and place.capacity not in _LAY for place in places):
        yield Advice(Rule.AUDIT_LAY_CHAIR, "The Chair is not a lay member.")
    voting = sum(place.voting for place in places)
    if voting < 3:
        yield Advice(
            Rule.AUDIT_MEMBERS, f"The committee has {voting} voting seat{'' if voting == 1 else 's'}."
        )


def _on_remuneration(places: Sequence[Place], audit_chairs: set[UUID]) -> Iterator[Advice]:
    for place in places:
        if place.office is Office.CHAIR and place.capacity not in _LAY:
            yield Advice(Rule.REMUNERATION_LAY_CHAIR, "The Chair is not a lay member.")
        if place.office is Office.CHAIR and place.person_id in audit_chairs:
            yield Advice(
                Rule.REMUNERATION_AUDIT_CHAIR,
                f"{place.person_name}, who chairs the audit committee, is Chair.",
            )


def _on_governing_body(places: Sequence[Place]) -> Iterator[Advice]:
    wanted = (
        (Capacity.LAY, 2, "two lay members", Rule.GOVERNING_BODY_LAY),
        (Capacity.NURSE, 1, "a registered nurse", Rule.GOVERNING_BODY_NURSE),
        (Capacity.SECONDARY_CARE, 1, "a secondary care specialist", Rule.GOVERNING_BODY_SECONDARY_CARE),
    )
    for capacity, number, words, rule in wanted:
        if sum(place.capacity is capacity for place in places) < number:
            yield Advice(rule, f"There are not seats for {words}.")
    offices = {place.office for place in places}
    for office, words, rule in (
        (Office.ACCOUNTABLE_OFFICER, "the accountable officer", Rule.GOVERNING_BODY_ACCOUNTABLE_OFFICER),
        (Office.CHIEF_FINANCE_OFFICER, "the chief finance officer", Rule.GOVERNING_BODY_FINANCE_OFFICER),
    ):
        if office not in offices:
            yield Advice(rule, f"There is no seat for {words}.")
    if len(places) < 6:
        yield Advice(
            Rule.GOVERNING_BODY_SIX,
            f"There {'is' if len(places) == 1 else 'are'} {len(places)} seat{'' if len(places) == 1 else 's'}; "
            "there must be at least six.",
        )
