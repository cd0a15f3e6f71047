"""From what a sheet says to what would be written: each record new, or on the register already."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from backend.facts.bringing_in import Intake, Line, Remark, Settled, Wanted
from backend.registers.rules.matching import Matched


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What bringing the file in would do. `waiting`: lines of which nobody has said yet whom or what they mean.

    `problems` came to light only when names were settled; their lines are not brought in.
    """

    new: tuple[Settled, ...] = ()
    unchanged: tuple[Line, ...] = ()
    waiting: tuple[Line, ...] = ()
    problems: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    new_people: Mapping[str, Wanted] = field(default_factory=dict)
    new_organisations: Mapping[str, Wanted] = field(default_factory=dict)


def plan(
    lines: Sequence[Line],
    *,
    intake: Intake,
    people: Matched,
    organisations: Matched,
    standing: Mapping[Hashable, Any],
) -> Plan:
    """What would be written. `standing` is the register now, by what makes a record the same."""
    settled: list[Settled] = []
    waiting: list[Line] = []
    problems: list[Remark] = []
    for line in lines:
        found = _settled(line, people, organisations)
        if found is None:
            waiting.append(line)
        elif intake.clash is not None and (clash := intake.clash(found)):
            problems.append(_remark(line, clash))
        else:
            settled.append(found)
    void = intake.overruled(settled) if intake.overruled else {}
    new: list[Settled] = []
    unchanged: list[Line] = []
    remarks: list[Remark] = []
    seen: dict[Hashable, Line] = {}
    for number, each in enumerate(settled):
        line, identity = each.line, intake.identity(each)
        sentence: str | None = None
        if number in void:
            sentence = void[number]
        elif identity in standing:
            sentence = intake.differs(line, standing[identity])
        elif identity in seen:
            sentence = f"The same {intake.one} stands in row {seen[identity].row} already."
        else:
            seen[identity] = line
            new.append(each)
            continue
        unchanged.append(line)
        if sentence:
            remarks.append(_remark(line, sentence))
    return Plan(
        new=tuple(new),
        unchanged=tuple(unchanged),
        waiting=tuple(waiting),
        problems=tuple(problems),
        remarks=tuple(remarks),
        new_people=_wanted(people, {value for each in new for value in each.people.values()}),
        new_organisations=_wanted(organisations, {v for each in new for v in each.organisations.values()}),
    )


def _settled(line: Line, people: Matched, organisations: Matched) -> Settled | None:
    """The line with what its names mean; nothing where one of them has no answer yet."""
    named = {part: _meant(people, wanted) for part, wanted in line.people.items()}
    bodies = {part: _meant(organisations, wanted) for part, wanted in line.organisations.items()}
    if None in named.values() or None in bodies.values():
        return None
    return Settled(line=line, people=named, organisations=bodies)


def _meant(matched: Matched, wanted: Wanted) -> UUID | str | None:
    key = wanted.key
    if key in matched.ids:
        return matched.ids[key]
    return matched.new[key].key if key in matched.new else None


def _wanted(matched: Matched, used: set[Any]) -> dict[str, Wanted]:
    return {want.key: want for want in matched.new.values() if want.key in used}


def _remark(line: Line, sentence: str) -> Remark:
    named = next(iter((*line.people.values(), *line.organisations.values())), None)
    text = named.name if named else ""
    return Remark(sheet=line.sheet, row=line.row, column="", heading="", text=text, sentence=sentence)
