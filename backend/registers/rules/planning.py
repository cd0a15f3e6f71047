"""From what a sheet says to what would be written: each interest new, or on the register already."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from backend.interests.rules.declaring import InterestType, Relationship
from backend.registers.rules.importing import Line, Remark
from backend.registers.rules.matching import Matched, Wanted

Identity = tuple[object, object, str, str | None, str, date]
"""By what two rows are the same interest: person, organisation, type, whose it is, nature and start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the register holds of one interest that a row is compared with."""

    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A line with whom and what it means: an id, or the key of somebody or something new."""

    line: Line
    person: UUID | str
    organisation: UUID | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What bringing the file in would do. `waiting`: lines whose person or organisation nobody has settled yet."""

    new: tuple[Planned, ...] = ()
    unchanged: tuple[Line, ...] = ()
    waiting: tuple[Line, ...] = ()
    remarks: tuple[Remark, ...] = ()
    new_people: Mapping[str, Wanted] = field(default_factory=dict)
    new_organisations: Mapping[str, Wanted] = field(default_factory=dict)

    @property
    def nil_returns(self) -> int:
        return sum(1 for each in self.new if each.line.nil)

    @property
    def interests(self) -> int:
        return len(self.new) - self.nil_returns


def identity_of(
    *,
    person: object,
    organisation: object,
    interest_type: InterestType | str,
    relationship: Relationship | str | None,
    nature: str,
    since: date,
) -> Identity:
    """What makes two rows the same interest; capitals and spaces in the nature make no difference."""
    return (
        person,
        organisation,
        str(interest_type),
        None if relationship is None else str(relationship),
        " ".join(nature.split()).casefold(),
        since,
    )


def plan(
    lines: Sequence[Line],
    *,
    people: Matched,
    organisations: Matched,
    standing: Mapping[Identity, Standing],
    declared: Collection[UUID],
) -> Plan:
    """What would be written. `standing` is the register now; `declared` are people who have declared already."""
    new: list[Planned] = []
    unchanged: list[Line] = []
    waiting: list[Line] = []
    remarks: list[Remark] = []
    seen: dict[object, Line] = {}
    interested = {_meant(people, line.person) for line in lines if not line.nil}
    for line in lines:
        person = _meant(people, line.person)
        organisation = None if line.nil else _meant(organisations, line.organisation)
        if person is None or (organisation is None and not line.nil):
            waiting.append(line)
            continue
        if line.nil:
            if person in interested or person in declared or person in seen:
                unchanged.append(line)
                if person in interested:
                    remarks.append(
                        _remark(line, "The row says nil, but other rows name interests of this person.")
                    )
            else:
                seen[person] = line
                new.append(Planned(line=line, person=person, organisation=None))
            continue
        assert line.since is not None
        identity = identity_of(
            person=person,
            organisation=organisation,
            interest_type=line.interest_type,
            relationship=line.relationship,
            nature=line.nature,
            since=line.since,
        )
        there = standing.get(identity)
        if there is not None:
            unchanged.append(line)
            if line.until != there.until:
                remarks.append(_remark(line, _differs(line, there)))
        elif identity in seen:
            unchanged.append(line)
            remarks.append(_remark(line, f"The same interest stands in row {seen[identity].row} already."))
        else:
            seen[identity] = line
            new.append(Planned(line=line, person=person, organisation=organisation))
    used_people = {each.person for each in new}
    used_organisations = {each.organisation for each in new}
    return Plan(
        new=tuple(new),
        unchanged=tuple(unchanged),
        waiting=tuple(waiting),
        remarks=tuple(remarks),
        new_people={want.key: want for want in people.new.values() if want.key in used_people},
        new_organisations={
            want.key: want for want in organisations.new.values() if want.key in used_organisations
        },
    )


def _meant(matched: Matched, wanted: Wanted) -> UUID | str | None:
    key = wanted.key
    if key in matched.ids:
        return matched.ids[key]
    return matched.new[key].key if key in matched.new else None


def _differs(line: Line, there: Standing) -> str:
    if there.until is None:
        return "It is on the register without an end, and the sheet has one. If that is right, end it there."
    return "It is on the register with another end, which was left as it is. Correct it there if the sheet is right."


def _remark(line: Line, sentence: str) -> Remark:
    return Remark(
        sheet=line.sheet, row=line.row, column="", heading="", text=line.person.name, sentence=sentence
    )
