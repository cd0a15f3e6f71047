"""A spreadsheet with everything that is settled about it so far, and what bringing it in would do."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from backend.facts.bringing_in import Intake, Known, Remark
from backend.kit.documents import sheets
from backend.kit.documents.sheets import Workbook
from backend.kit.names import folded
from backend.organisations import queries as organisations
from backend.people import queries as people
from backend.registers.queries import imports
from backend.registers.queries.imports import ImportView
from backend.registers.rules import matching, planning, reading
from backend.registers.rules.headings import Suggestion, Vocabulary
from backend.registers.rules.importing import Group, Reading
from backend.registers.rules.matching import Directory, Matched
from backend.registers.rules.planning import Plan
from backend.registers.shelf import INTAKES
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A file with everything that is settled about it so far, and what would come of it."""

    view: ImportView
    groups: tuple[Group, ...]
    notes: tuple[str, ...]
    suggested: Mapping[int, Mapping[int, Suggestion]]
    reading: Reading
    people: Matched
    organisations: Matched
    plan: Plan

    @property
    def problems(self) -> tuple[Remark, ...]:
        """What keeps rows from being brought in, in the order in which it came to light."""
        return (*self.reading.problems, *self.plan.problems)

    @property
    def bad_rows(self) -> int:
        return len(reading.places_of(self.problems))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many of each kind would be written, by the keys of the register's own counts."""
        found: dict[str, int] = defaultdict(int)
        for each in self.plan.new:
            found[self.view.intake.counted(each.line)] += 1
        return found


async def survey(scope: Scope, *, import_id: UUID) -> Survey:
    """Read the file by what is settled so far, and say what bringing it in would do.

    In so many statements for each register, however long the file. Raises NotFound, UnableToImport for an import that
    is finished.
    """
    view = await imports.import_(scope, import_id=import_id)
    cells = await imports.cells_of(scope, import_id=import_id)
    intake = view.intake
    remembered = (await imports.remembered_of(scope)).get(intake.id, {})
    persons = await people.people_of(scope, also_left=True)
    bodies = await organisations.organisations_of(scope)
    standing = await intake.standing(scope)
    own = await intake.prepare(scope) if intake.prepare else None

    def work() -> Survey:
        book = sheets.decoded(cells)
        vocabulary = Vocabulary(intake, remembered)
        groups, notes = reading.groups_of(book, vocabulary)
        suggested = {number: vocabulary.suggested(group.titles) for number, group in enumerate(groups)}
        mapped = view.columns
        if mapped is None:
            mapped = {
                number: {column: each.key for column, each in found.items()}
                for number, found in suggested.items()
            }
        known = Known(
            people_names=tuple(person.name for person in persons),
            organisations=frozenset(
                folded(name) for body in bodies for name in (body.name, *body.other_names)
            ),
            own=own,
        )
        told = reading.Told(choices=view.choices, known=known, today=scope.today)
        read = reading.read(groups, mapped, intake=intake, told=told)
        met = matching.gathered(wanted for line in read.lines for wanted in line.people.values())
        named = matching.gathered(wanted for line in read.lines for wanted in line.organisations.values())
        matched_people = matching.match(met, _people(persons), view.people)
        matched_organisations = matching.match(named, _organisations(bodies), view.organisations)
        return Survey(
            view=view,
            groups=groups,
            notes=(*book.notes, *notes),
            suggested=suggested,
            reading=read,
            people=matched_people,
            organisations=matched_organisations,
            plan=planning.plan(
                read.lines,
                intake=intake,
                people=matched_people,
                organisations=matched_organisations,
                standing=standing,
            ),
        )

    return await asyncio.to_thread(work)


def likeliest(book: Workbook, remembered: Mapping[str, Mapping[str, str]]) -> Intake | None:
    """The register of which the headings of a file name the most columns; nothing where there are no headings.

    Of registers that are named equally well, the first on the shelf.
    """
    best: tuple[int, Intake] | None = None
    for intake in INTAKES:
        vocabulary = Vocabulary(intake, remembered.get(intake.id, {}))
        groups, _ = reading.groups_of(book, vocabulary)
        telling = max((vocabulary.telling(group.titles) for group in groups), default=0)
        if groups and (best is None or telling > best[0]):
            best = (telling, intake)
    return best[1] if best else None


def _people(persons: Collection[people.PersonLine]) -> Directory:
    return Directory(
        matching.Known(
            id=line.id, name=line.name, codes=(line.email,) if line.email else (), note=line.job_title or ""
        )
        for line in persons
    )


def _organisations(lines: Collection[organisations.OrganisationLine]) -> Directory:
    return Directory(
        matching.Known(
            id=line.id,
            name=line.name,
            other_names=line.other_names,
            codes=(line.ods_code,) if line.ods_code else (),
            note=line.type_in_words,
        )
        for line in lines
    )
