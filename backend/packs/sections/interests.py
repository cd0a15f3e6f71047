"""The register of interests as it stood, and as it was known, at the end of the period; and who had not declared."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.interests import settings
from backend.interests.queries import declarations, register
from backend.kit import calendar
from backend.ledger.records import Record
from backend.packs.sections.shapes import (
    Quoted,
    Reading,
    Row,
    Section,
    Sheet,
    Table,
    as_json,
    listed,
    yes_or_no,
)
from backend.people import queries as people

_FILE = "registers/interests.json"
_COLUMNS = (
    "Name", "Position", "Declared interest", "Type of interest", "Direct or indirect", "Nature of interest", "From",
    "To", "Action taken to mitigate risk", "Declared on", "Late", "Rule set",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """Where a person stood at the end of the period: what they had said last, and when they owed it."""

    name: str
    position: str
    last: declarations.DeclarationLine | None
    open_interests: int
    due_on: date
    paused: bool

    @property
    def in_words(self) -> str:
        if self.last is None:
            return "Nothing yet" if self.paused else "Had not declared"
        if not self.open_interests:
            return "Nil return"
        return f"{self.open_interests} interest{'' if self.open_interests == 1 else 's'}"


async def section(reading: Reading) -> Section:
    """The register with its nil returns, and the names of those from whom nothing had come."""
    scope, until = reading.at_the_end, reading.period.until
    rule_set = await settings.rule_set_of(scope, on=until)
    # what is withheld today leaves no trace here, however it stood then
    entries = await register.register_of(scope, on=until, known_at=reading.known_at, with_withheld=False)
    declared = await _declared(reading, entries, rule_set)
    silent = [each for each in declared if each.last is None and not each.paused]
    overdue = [each for each in declared if each.last is not None and each.due_on < until and not each.paused]
    missing = []
    if silent:
        missing.append(f"{_people(len(silent))} had not declared: {listed([each.name for each in silent])}.")
    if overdue:
        missing.append(
            f"{_people(len(overdue))} had a declaration overdue: {listed([each.name for each in overdue])}."
        )
    late = sum(entry.late for entry in entries)
    if late:
        missing.append(
            f"{late} of the interests on the register {'was' if late == 1 else 'were'} declared late."
        )
    day = calendar.in_words(until)
    return Section(
        key="interests",
        title="Register of interests",
        lead=(
            f"The register as it stood on {day} and as it was known then: what was declared or put right later is not "
            f"in it. It was kept under {rule_set.title}.",
        ),
        numbers=(("Interests on the register", str(len(entries))), ("Had not declared", str(len(silent)))),
        missing=tuple(missing),
        tables=(
            Table(
                caption="Interests",
                columns=("Name", "Organisation", "Type", "Nature", "From", "To", "Action taken"),
                rows=[Row.of(entry.interest_id, _row(entry)) for entry in entries],
                empty="No interest was on the register.",
            ),
            Table(
                caption="Who had declared",
                columns=("Name", "Position", "Register said", "Last declared", "Next due"),
                rows=[
                    (
                        each.name,
                        each.position,
                        each.in_words,
                        calendar.in_words(each.last.declared_on) if each.last else "Never",
                        calendar.in_words(each.due_on),
                    )
                    for each in declared
                ],
                empty="Nobody owed a declaration.",
            ),
        ),
        files={
            _FILE: as_json(
                {
                    "as_at": until,
                    "known_at": reading.known_at,
                    "rule_set": rule_set.title,
                    "interests": [_plain(entry) for entry in entries],
                    "people": [
                        {
                            "name": each.name,
                            "position": each.position,
                            "register_said": each.in_words,
                            "last_declared_on": each.last.declared_on if each.last else None,
                            "next_due_on": each.due_on,
                        }
                        for each in declared
                    ],
                }
            ),
        },
        sheets={
            "registers/interests": Sheet(
                columns=_COLUMNS, rows=[Row.of(entry.interest_id, _cells(entry)) for entry in entries]
            ),
            "registers/declarations": Sheet(
                columns=("Name", "Position", "Register said", "Last declared on", "Next due on"),
                rows=[
                    (e.name, e.position, e.in_words, e.last.declared_on if e.last else None, e.due_on)
                    for e in declared
                ],
            ),
        },
        quoted=tuple(
            Quoted(
                record=Record(
                    room="interests",
                    kind="interest",
                    id=entry.interest_id,
                    title=f"{entry.person_name}: {entry.organisation_name}",
                ),
                file=_FILE,
            )
            for entry in entries
        ),
    )


async def _declared(
    reading: Reading, entries: tuple[register.RegisterEntry, ...], rule_set: Any
) -> list[Declared]:
    """Everybody who owed a declaration on the last day, with what they had said by its end."""
    scope = reading.at_the_end
    last: dict[Any, declarations.DeclarationLine] = {}
    for line in await declarations.declarations_of(scope):
        if line.declared_at <= reading.known_at:
            last.setdefault(line.person_id, line)
    paused = await people.paused_on(scope)
    found = []
    for person in await declarations.standings_of(scope):
        said = last.get(person.person_id)
        due_on = person.due_after(said.declared_on if said else None, rule_set)
        found.append(
            Declared(
                name=person.person_name,
                position=person.position,
                last=said,
                open_interests=sum(entry.person_id == person.person_id for entry in entries),
                due_on=due_on,
                paused=person.person_id in paused,
            )
        )
    return found


def _row(entry: register.RegisterEntry) -> tuple[str, ...]:
    return (
        entry.person_name,
        entry.organisation_name,
        f"{entry.type_in_words}. {entry.held_by_in_words}",
        entry.nature,
        calendar.in_words(entry.since),
        calendar.in_words(entry.until) if entry.until else "Continuing",
        entry.mitigation or "None recorded",
    )


def _cells(entry: register.RegisterEntry) -> tuple[Any, ...]:
    return (
        entry.person_name,
        entry.position,
        entry.organisation_name,
        entry.type_in_words,
        entry.held_by_in_words,
        entry.nature,
        entry.since,
        entry.until,
        entry.mitigation,
        entry.declared_on,
        yes_or_no(entry.late),
        entry.rule_set,
    )


def _plain(entry: register.RegisterEntry) -> dict[str, Any]:
    return {
        "id": entry.interest_id,
        "name": entry.person_name,
        "position": entry.position,
        "organisation": entry.organisation_name,
        "type": entry.interest_type,
        "relationship": entry.relationship,
        "nature": entry.nature,
        "from": entry.since,
        "to": entry.until,
        "mitigation": entry.mitigation,
        "declared_on": entry.declared_on,
        "late": entry.late,
        "review": entry.status,
        "rule_set": entry.rule_set,
    }


def _people(count: int) -> str:
    return "One person" if count == 1 else f"{count} people"
