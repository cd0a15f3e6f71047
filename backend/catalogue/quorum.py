"""Quorum as data: a boolean expression over the seats of those present, and its reading in plain English.

Counting rules, the same everywhere: a person who holds two seats counts once; only seats with a vote count,
unless a group says otherwise; `majority_of` asks that of the voting members present more than half belong to
the group (so that one more person of another group can undo it: it is the one part that is not monotone).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Discriminator, Tag, model_validator

from backend.catalogue.shapes import Positive, Slug, Strict


class Capacity(StrEnum):
    """In what capacity a seat is held."""

    LAY = "lay"
    EXECUTIVE = "executive"
    GP = "gp"
    NURSE = "nurse"
    SECONDARY_CARE = "secondary-care"
    NON_EXECUTIVE = "non-executive"
    PARTNER = "partner"
    NHS_ENGLAND = "nhs-england"
    LOCAL_AUTHORITY = "local-authority"
    PUBLIC_HEALTH = "public-health"
    HEALTHWATCH = "healthwatch"
    LMC = "lmc"
    PATIENT = "patient"
    VOLUNTARY_SECTOR = "voluntary-sector"
    PROVIDER = "provider"
    IN_ATTENDANCE = "in-attendance"


class Office(StrEnum):
    """A named role that a seat carries."""

    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    ACCOUNTABLE_OFFICER = "accountable-officer"
    CHIEF_EXECUTIVE = "chief-executive"
    CHIEF_FINANCE_OFFICER = "chief-finance-officer"
    MEDICAL_DIRECTOR = "medical-director"
    DIRECTOR_OF_NURSING = "director-of-nursing"
    CLINICAL_LEAD = "clinical-lead"
    SECRETARY = "secretary"


class Vote(StrEnum):
    VOTING = "voting"
    NON_VOTING = "non-voting"
    EITHER = "either"


CAPACITY_IN_WORDS = {
    Capacity.LAY: "lay",
    Capacity.EXECUTIVE: "executive",
    Capacity.GP: "GP",
    Capacity.NURSE: "nurse",
    Capacity.SECONDARY_CARE: "secondary care",
    Capacity.NON_EXECUTIVE: "non-executive",
    Capacity.PARTNER: "partner",
    Capacity.NHS_ENGLAND: "NHS England",
    Capacity.LOCAL_AUTHORITY: "local authority",
    Capacity.PUBLIC_HEALTH: "public health",
    Capacity.HEALTHWATCH: "Healthwatch",
    Capacity.LMC: "Local Medical Committee",
    Capacity.PATIENT: "patient",
    Capacity.VOLUNTARY_SECTOR: "voluntary sector",
    Capacity.PROVIDER: "provider",
    Capacity.IN_ATTENDANCE: "in attendance",
}

OFFICE_IN_WORDS = {
    Office.CHAIR: "Chair",
    Office.VICE_CHAIR: "Vice-Chair",
    Office.ACCOUNTABLE_OFFICER: "Accountable Officer",
    Office.CHIEF_EXECUTIVE: "Chief Executive",
    Office.CHIEF_FINANCE_OFFICER: "Chief Finance Officer",
    Office.MEDICAL_DIRECTOR: "Medical Director",
    Office.DIRECTOR_OF_NURSING: "Director of Nursing",
    Office.CLINICAL_LEAD: "Clinical Lead",
    Office.SECRETARY: "Secretary",
}


class Group(Strict):
    """Some of the members. Within a key any word will do; two keys must both hold."""

    capacity: tuple[Capacity, ...] = ()
    office: tuple[Office, ...] = ()
    seat: tuple[Slug, ...] = ()
    vote: Vote = Vote.VOTING

    @model_validator(mode="after")
    def _names_something(self) -> "Group":
        if not (self.capacity or self.office or self.seat or self.vote is not Vote.VOTING):
            raise ValueError("names no capacity, office or seat; leave `of` out to mean every voting member")
        return self


class AtLeast(Strict):
    """At least so many of a group; of all voting members where no group is named."""

    at_least: Positive
    of: Group | None = None


class MajorityOf(Strict):
    """Of the voting members present, more than half belong to the group."""

    majority_of: Group


class All(Strict):
    """Every part must hold."""

    all: tuple["Quorum", ...]

    @model_validator(mode="after")
    def _has_parts(self) -> "All":
        if not self.all:
            raise ValueError("needs at least one part")
        return self


class Any_(Strict):
    """One part is enough."""

    any: tuple["Quorum", ...]

    @model_validator(mode="after")
    def _has_parts(self) -> "Any_":
        if not self.any:
            raise ValueError("needs at least one part")
        return self


def _which(data: Any) -> str | None:
    if isinstance(data, AtLeast | MajorityOf | All | Any_):
        return {AtLeast: "at_least", MajorityOf: "majority_of", All: "all", Any_: "any"}[type(data)]
    if isinstance(data, dict):
        return next((key for key in ("at_least", "majority_of", "all", "any") if key in data), None)
    return None


Quorum = Annotated[
    Annotated[AtLeast, Tag("at_least")]
    | Annotated[MajorityOf, Tag("majority_of")]
    | Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")],
    Discriminator(
        _which,
        custom_error_type="quorum",
        custom_error_message="A quorum is one of at_least, majority_of, all or any.",
    ),
]
All.model_rebuild()
Any_.model_rebuild()


@dataclass(frozen=True)
class SeatHeld:
    """A seat with the person in it. `holder` is any key that is one per person."""

    holder: str
    seat: str
    capacity: Capacity
    office: Office | None = None
    voting: bool = True


@dataclass(frozen=True)
class QuorumAnswer:
    """Whether the quorum is met and, where not, one sentence for each part that fails."""

    met: bool
    unmet: tuple[str, ...] = ()


def is_met(quorum: Quorum, present: Sequence[SeatHeld]) -> QuorumAnswer:
    """Judge a quorum over the seats of those present (or of those who may still decide an item)."""
    if isinstance(quorum, AtLeast):
        found = len(_holders(quorum.of, present))
        if found >= quorum.at_least:
            return QuorumAnswer(met=True)
        wanted = quorum_in_words(quorum)
        return QuorumAnswer(met=False, unmet=(f"Needs {wanted}; {_number(found)} present.",))
    if isinstance(quorum, MajorityOf):
        everyone = _holders(None, present)
        inside = _holders(quorum.majority_of, present) & everyone
        if 2 * len(inside) > len(everyone):
            return QuorumAnswer(met=True)
        counted = f"{_number(len(inside))} of {_number(len(everyone))} voting members present"
        return QuorumAnswer(met=False, unmet=(f"Needs {quorum_in_words(quorum)}; {counted} are.",))
    if isinstance(quorum, All):
        answers = [is_met(part, present) for part in quorum.all]
        sentences = tuple(dict.fromkeys(sentence for answer in answers for sentence in answer.unmet))
        return QuorumAnswer(met=all(answer.met for answer in answers), unmet=sentences)
    if any(is_met(part, present).met for part in quorum.any):
        return QuorumAnswer(met=True)
    return QuorumAnswer(met=False, unmet=(f"Needs {quorum_in_words(quorum)}.",))


def quorum_in_words(quorum: Quorum) -> str:
    """Read a quorum back as English that fits after "Quorum is"."""
    if isinstance(quorum, AtLeast):
        some = _some_of(quorum.at_least, quorum.of)
        return some if some.startswith("the ") else f"at least {some}"
    if isinstance(quorum, MajorityOf):
        return f"{_described(quorum.majority_of, 'or')} members as a majority of the voting members present"
    if isinstance(quorum, Any_):
        return "either " + ", or ".join(quorum_in_words(part) for part in quorum.any)
    head, *tail = quorum.all
    if not tail:
        return quorum_in_words(head)
    if isinstance(head, AtLeast) and head.of is None:
        return f"{quorum_in_words(head)}, among them {listed([_among(part) for part in tail])}"
    return listed([quorum_in_words(part) for part in quorum.all])


def out_of_reach(quorum: Quorum, seats: Iterable[SeatHeld]) -> tuple[str, ...]:
    """Why a quorum could not be met even with every seat filled; nothing where it could."""
    everyone = tuple(seats)
    if isinstance(quorum, AtLeast):
        found = len(_holders(quorum.of, everyone))
        if found >= quorum.at_least:
            return ()
        return (f"asks for {quorum_in_words(quorum)}, but there are only {_number(found)} such seats",)
    if isinstance(quorum, MajorityOf):
        if _holders(quorum.majority_of, everyone):
            return ()
        return (f"asks for {quorum_in_words(quorum)}, but there is no such seat",)
    if isinstance(quorum, All):
        return tuple(reason for part in quorum.all for reason in out_of_reach(part, everyone))
    reasons = [out_of_reach(part, everyone) for part in quorum.any]
    return () if any(not reason for reason in reasons) else tuple(r for reason in reasons for r in reason)


def groups_in(quorum: Quorum) -> tuple[Group, ...]:
    """Every group that a quorum names."""
    if isinstance(quorum, AtLeast):
        return (quorum.of,) if quorum.of else ()
    if isinstance(quorum, MajorityOf):
        return (quorum.majority_of,)
    parts = quorum.all if isinstance(quorum, All) else quorum.any
    return tuple(group for part in parts for group in groups_in(part))


def _holders(group: Group | None, seats: Iterable[SeatHeld]) -> set[str]:
    return {seat.holder for seat in seats if belongs(group, seat)}


def belongs(group: Group | None, seat: SeatHeld) -> bool:
    """Whether a seat is one of the group; of every voting seat where no group is named."""
    if group is None:
        return seat.voting
    if group.vote is not Vote.EITHER and seat.voting is not (group.vote is Vote.VOTING):
        return False
    return (
        (not group.capacity or seat.capacity in group.capacity)
        and (not group.office or seat.office in group.office)
        and (not group.seat or seat.seat in group.seat)
    )


def _some_of(count: int, group: Group | None) -> str:
    if group is None:
        return f"{_number(count)} member{'s' if count > 1 else ''}"
    if group.office and not group.capacity and not group.seat:
        return _described(group, "or") if count == 1 else f"{_number(count)} of {_described(group, 'and')}"
    if group.seat and not group.capacity and not group.office:
        seats = listed([f"“{seat}”" for seat in group.seat])
        return f"{_number(count)} of those in the seat{'s' if len(group.seat) > 1 else ''} {seats}"
    if count == 1:
        return f"one {_described(group, 'or')} member"
    return f"{_number(count)} of the {_described(group, 'and')} members"


def _among(quorum: Quorum) -> str:
    """A part as it reads inside a list: `the Chair or the Vice-Chair`, `two of the lay and nurse members`."""
    return quorum_in_words(quorum).removeprefix("at least ")


def _described(group: Group, joiner: str) -> str:
    capacities = listed([CAPACITY_IN_WORDS[capacity] for capacity in group.capacity], joiner)
    offices = listed([f"the {OFFICE_IN_WORDS[office]}" for office in group.office], joiner)
    seats = listed([f"the seat “{seat}”" for seat in group.seat], joiner)
    vote = {Vote.VOTING: "", Vote.NON_VOTING: "non-voting", Vote.EITHER: "voting or non-voting"}[group.vote]
    return " ".join(words for words in (vote, capacities, offices, seats) if words)


def listed(parts: Sequence[str], joiner: str = "and") -> str:
    """`a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    comma = "," if any(" and " in part or " or " in part for part in parts) else ""
    return f"{', '.join(parts[:-1])}{comma} {joiner} {parts[-1]}"


def _number(count: int) -> str:
    words = [
        "none",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ]
    return words[count] if count < len(words) else str(count)
