"""Bringing a register in: a file is read, its columns and names are settled, and a job writes it in one transaction."""

import asyncio
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from backend.interests.operations import bringing_in as interests
from backend.interests.operations.bringing_in import BroughtIn
from backend.kit import queue
from backend.kit.database import execute, fetch
from backend.kit.documents import sheets
from backend.kit.documents.uploads import UnusableDocument, shown_name
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations import as_named as organisations
from backend.organisations.as_named import NewOrganisation
from backend.people.operations import bringing_in as people
from backend.people.operations.bringing_in import NewPerson
from backend.registers.queries import imports
from backend.registers.queries.imports import ImportView, Survey
from backend.registers.rules import columns, reading
from backend.registers.rules.fields import BY_KEY, LEFT_OUT
from backend.registers.rules.importing import Choices, ImportState, UnableToImport, UnableToUndo
from backend.registers.rules.matching import split_code
from backend.registers.tables.imports import Import
from backend.scope import Actor, Scope
from backend.tenancy import transactions

WRITE = "registers.bring_in"
_MAY_NOT = "Your role in this organisation does not include bringing registers in."
OUR_FAULT = (
    "Something went wrong on our side, and nothing was written. Bring the file in again; if it happens again, tell the "
    "people who run Probity for you."
)
_WAITING = "Waiting for a worker to begin."


async def start(scope: Scope, *, file_name: str, data: bytes) -> UUID:
    """Read a spreadsheet and keep its cells until its import is finished. Returns the import's id.

    Raises UnableToImport with the reason where the file can't be taken.
    """
    scope.check_may("registers.import", _MAY_NOT)
    assert scope.actor.person_id is not None
    try:
        cells = await asyncio.to_thread(sheets.read_cells, file_name, data)
    except UnusableDocument as unusable:
        raise UnableToImport(str(unusable), field="file") from None
    groups, _ = reading.groups_of(sheets.decoded(cells), await imports.remembered_of(scope))
    name = shown_name(file_name)
    if not groups:
        raise UnableToImport(
            f"“{name}” has no row of headings, such as Name, Organisation, Type of interest. Add one above the rows.",
            field="file",
        )
    digest = hashlib.sha256(data).hexdigest()
    import_id: UUID = await Import.add(
        scope,
        file_name=name,
        sha256=digest,
        size=len(data),
        state=ImportState.OPEN,
        started_at=scope.now,
        started_by=scope.actor.person_id,
        started_by_name=scope.actor.name,
        cells=zlib.compress(cells, 1),
        choices="{}",
        people="{}",
        organisations="{}",
        split_confirmed=False,
        steps_done=0,
        words="",
    )
    after = {"file": name, "sha256": digest, "size": len(data)}
    await ledger.record(scope, "registers.import.started", _record(import_id, name, digest), after=after)
    return import_id


async def settle_columns(
    scope: Scope, *, import_id: UUID, columns_by_group: Mapping[int, Mapping[int, str]], choices: Choices
) -> None:
    """Say which column is which, and what holds where a row leaves something out; headings are remembered.

    Raises UnableToImport where a register can't be read from these columns.
    """
    survey = await _open_survey(scope, import_id)
    chosen = {
        number: {column: key for column, key in columns_by_group.get(number, {}).items() if key in BY_KEY}
        for number in range(len(survey.groups))
    }
    used = {number: fields for number, fields in chosen.items() if fields}
    if not used:
        raise UnableToImport("Say of at least one sheet which column is which.", field="column")
    for number, fields in used.items():
        where = _which(survey, number)
        keys = [key for key in fields.values() if key != LEFT_OUT]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            title = BY_KEY[twice].title
            raise UnableToImport(f"Two columns{where} can’t both be “{title}”.", field="column")
        if missing := reading.fields_missing(keys):
            raise UnableToImport(
                f"Say which column{where} holds {' and which '.join(missing)}.", field="column"
            )
    await Import.change(
        scope,
        columns=json.dumps(chosen),
        choices=json.dumps(
            {
                "type": choices.default_type,
                "whose": choices.default_relationship,
                "start_as_declared": choices.start_as_declared,
            }
        ),
        split_confirmed=False,
        failure=None,
    ).where(Import.id == import_id)
    await _remember(scope, survey, chosen)


async def settle_names(
    scope: Scope, *, import_id: UUID, people: Mapping[str, str], organisations: Mapping[str, str]
) -> None:
    """Answer who and what the names of the sheet mean: an id, `new`, or `same:` another name of the sheet."""
    view = await _open(scope, import_id)
    await Import.change(
        scope,
        people=json.dumps({**view.people, **people}),
        organisations=json.dumps({**view.organisations, **organisations}),
        failure=None,
    ).where(Import.id == import_id)


async def ask_to_write(scope: Scope, *, import_id: UUID, leave_out: bool, split_confirmed: bool) -> None:
    """Ask for the file to be written, by a job. `leave_out`: rows with problems stay behind; else there may be none.

    Raises UnableToImport for what is not settled yet.
    """
    survey = await _open_survey(scope, import_id)
    check_can_write(survey, leave_out=leave_out, split_confirmed=split_confirmed)
    changed = await (
        Import.change(
            scope,
            state=ImportState.WRITING,
            split_confirmed=split_confirmed,
            steps_done=0,
            words=_WAITING,
            failure=None,
        )
        .where(Import.id == import_id, Import.state == ImportState.OPEN.value)
        .returning(Import.id)
    )
    if not changed:
        raise UnableToImport("This file is being brought in already.")
    await queue.defer(WRITE, tenant_id=scope.tenant.id, import_id=import_id)


def check_can_write(survey: Survey, *, leave_out: bool, split_confirmed: bool) -> None:
    """Everything is settled, and the officer has seen what could go wrong. Raises UnableToImport."""
    if survey.view.columns is None:
        raise UnableToImport("Say which column is which first.")
    if survey.plan.waiting:
        raise UnableToImport("Say first who and which organisations the names of the sheet mean.")
    bad = len({(each.sheet, each.row) for each in survey.reading.problems})
    if bad and not leave_out:
        rows = "is a row that has a problem" if bad == 1 else f"are {bad:,} rows that have problems"
        them = "it" if bad == 1 else "them"
        raise UnableToImport(
            f"There {rows}. Mend {them} in the file, or leave {them} out.", field="leave_out"
        )
    if survey.reading.split_cells and not split_confirmed:
        raise UnableToImport(
            "Look at how cells with several interests were divided, then tick the box.",
            field="split_confirmed",
        )
    if not survey.plan.new:
        raise UnableToImport("There is nothing new in this file: everything is on the register already.")


async def write(scope: Scope, *, import_id: UUID) -> None:
    """Write the file, all of it or nothing, on behalf of the officer who asked. Does nothing a second time."""
    async with transactions.scope_tx(scope):
        view = await imports.import_(scope, import_id=import_id)
        if view.state is not ImportState.WRITING:
            return
        await _say(scope, import_id, 1, "Reading the file and comparing it with the register.")
    officer = replace(
        scope,
        actor=Actor(name=view.started_by_name, person_id=view.started_by),
        permissions=frozenset({"registers.import", "interests.review"}),
    )
    async with transactions.scope_tx(officer):
        await _locked(officer, import_id)
        survey = await imports.survey(officer, import_id=import_id)
        await bring_in(officer, survey=survey)


async def put_back(scope: Scope, *, import_id: UUID, failure: str) -> None:
    """Open a file again that could not be written, with the reason; nothing of it was written."""
    async with transactions.scope_tx(scope):
        await Import.change(scope, state=ImportState.OPEN, failure=failure, steps_done=0, words="").where(
            Import.id == import_id, Import.state == ImportState.WRITING.value
        )


async def bring_in(scope: Scope, *, survey: Survey) -> None:
    """Write what the survey found new: people and organisations first, then their interests. One transaction.

    Raises `UnableToImport` where a name has no answer: nothing is left out in silence.
    """
    plan, view = survey.plan, survey.view
    if plan.waiting:
        raise UnableToImport(
            "Names of the file resemble others since you looked, so nothing was written. Say again who is meant."
        )
    added_people = await people.add_people(
        scope,
        people=[
            NewPerson(name=each.name, job_title=each.note or None, email=each.code or None)
            for each in plan.new_people.values()
        ],
    )
    added_organisations = await organisations.add_many_as_named(
        scope,
        organisations=[
            NewOrganisation(name=name, ods_code=each.code or code or None)
            for each in plan.new_organisations.values()
            for name, code in (split_code(each.name),)
        ],
        source=view.source,
    )
    person_ids: dict[object, UUID] = dict(zip(plan.new_people, added_people, strict=True))
    organisation_ids: dict[object, UUID] = dict(zip(plan.new_organisations, added_organisations, strict=True))
    batch = []
    for each in plan.new:
        line = each.line
        batch.append(
            BroughtIn(
                person_id=each.person if isinstance(each.person, UUID) else person_ids[each.person],
                person_name=line.person.name,
                place=f"{line.sheet + ', ' if line.sheet else ''}row {line.row}",
                organisation_id=each.organisation
                if isinstance(each.organisation, UUID) or each.organisation is None
                else organisation_ids[each.organisation],
                organisation_name=line.organisation.name,
                interest_type=line.interest_type,
                relationship=line.relationship,
                nature=line.nature,
                since=line.since,
                until=line.until,
                mitigation=line.mitigation,
                declared_on=line.declared_on,
                late=line.late,
                reviewed=line.reviewed,
            )
        )
    written = await interests.bring_in(scope, import_id=view.id, source=view.source, batch=batch)
    outcome = {
        "interests": written.interests,
        "nil_returns": plan.nil_returns,
        "declarations": written.declarations,
        "people": len(added_people),
        "organisations": len(added_organisations),
        "unchanged": len(plan.unchanged),
        "left_out": len({(each.sheet, each.row) for each in survey.reading.problems}),
    }
    await _finish(scope, view, outcome, unreviewed=written.unreviewed if survey.reading.has_reviewed else ())


async def accept(scope: Scope, *, import_id: UUID) -> tuple[int, int]:
    """Accept everything of an import that the old register calls reviewed; see `interests.accept_brought_in`."""
    scope.check_may("registers.import", _MAY_NOT)
    view = await _locked(scope, import_id)
    if view.state is not ImportState.DONE:
        raise UnableToImport("Only what has been brought in can be accepted.")
    leave = [UUID(each) for each in view.outcome.get("unreviewed", ())]
    accepted, waiting = await interests.accept_brought_in(
        scope, import_id=import_id, source=view.file_name, leave=leave
    )
    if accepted:
        await Import.change(scope, accepted_at=scope.now).where(Import.id == import_id)
        after = {"accepted": accepted, "waiting": waiting}
        await ledger.record(scope, "registers.import.accepted", _record_of(view), after=after)
    return accepted, waiting


async def undo(scope: Scope, *, import_id: UUID) -> None:
    """Take back the last import: its versions are closed, and the register is as it was. History keeps both.

    People and organisations that it added stay. Raises UnableToUndo where it is not the last, or somebody changed or
    reviewed what it wrote.
    """
    scope.check_may("registers.import", _MAY_NOT)
    view = await _locked(scope, import_id)
    if view.state is not ImportState.DONE or await imports.last_done(scope) != import_id:
        raise UnableToUndo("Only the last import can be undone, and only once.")
    changed = await interests.changed_since(
        scope, import_id=import_id, accepted_at=view.accepted_at, written_at=view.done_at
    )
    if changed:
        named = "; ".join(changed[:3]) + ("; and others" if len(changed) > 3 else "")
        raise UnableToUndo(
            f"This can’t be undone, because somebody changed or reviewed some of it since: {named}."
        )
    taken_back = await interests.undo_brought_in(scope, import_id=import_id, source=view.source)
    await Import.change(
        scope, state=ImportState.UNDONE, undone_at=scope.now, undone_by_name=scope.actor.name
    ).where(Import.id == import_id)
    await ledger.record(scope, "registers.import.undone", _record_of(view), after={"interests": taken_back})


async def give_up(scope: Scope, *, import_id: UUID) -> None:
    """Leave a file that was not brought in; its cells are thrown away."""
    view = await _open(scope, import_id)
    await Import.change(scope, state=ImportState.GIVEN_UP, cells=None).where(Import.id == import_id)
    await ledger.record(scope, "registers.import.given-up", _record_of(view))


async def _finish(
    scope: Scope, view: ImportView, outcome: dict[str, int], *, unreviewed: tuple[UUID, ...]
) -> None:
    kept = {**outcome, "unreviewed": [str(each) for each in unreviewed]}
    await Import.change(
        scope,
        state=ImportState.DONE,
        cells=None,
        outcome=json.dumps(kept),
        done_at=scope.now,
        steps_done=imports.STEPS,
        words="Brought in.",
    ).where(Import.id == view.id)
    await ledger.record(scope, "registers.import.brought-in", _record_of(view), after=outcome)


async def _say(scope: Scope, import_id: UUID, step: int, words: str) -> None:
    await Import.change(scope, steps_done=step, words=words).where(Import.id == import_id)


async def _open_survey(scope: Scope, import_id: UUID) -> Survey:
    await _open(scope, import_id)
    return await imports.survey(scope, import_id=import_id)


async def _open(scope: Scope, import_id: UUID) -> ImportView:
    scope.check_may("registers.import", _MAY_NOT)
    view = await _locked(scope, import_id)
    if not view.open:
        raise UnableToImport(f"This file can’t be changed any more: it is {view.state_in_words.lower()}.")
    return view


async def _locked(scope: Scope, import_id: UUID) -> ImportView:
    """The import, held for us alone until the transaction ends. Raises NotFound."""
    await fetch(
        "SELECT 1 FROM registers_import WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        import_id,
    )
    return await imports.import_(scope, import_id=import_id)


async def _remember(scope: Scope, survey: Survey, chosen: Mapping[int, Mapping[int, str]]) -> None:
    """Keep what each heading was said to mean, a column that was left out too."""
    meant = {
        heading: chosen[number].get(column, "")
        for number, group in enumerate(survey.groups)
        if chosen[number]
        for column, title in enumerate(group.titles)
        if (heading := columns.plain(title))
    }
    await execute(
        "INSERT INTO registers_heading (tenant_id, id, heading, field, settled_at) "
        "SELECT $1, h.id, h.heading, h.field, $2 "
        "FROM unnest($3::uuid[], $4::text[], $5::text[]) AS h (id, heading, field) "
        "ON CONFLICT (tenant_id, heading) DO UPDATE SET field = excluded.field, settled_at = excluded.settled_at",
        scope.tenant.id,
        scope.now,
        [new_id() for _ in meant],
        list(meant),
        list(meant.values()),
    )


def _which(survey: Survey, number: int) -> str:
    names = [name for name in survey.groups[number].names if name]
    return f" of “{names[0]}”" if names and len(survey.groups) > 1 else ""


def _record(import_id: UUID, name: str, digest: str) -> Record:
    return Record(room="registers", kind="import", id=import_id, title=name, hash=digest)


def _record_of(view: ImportView) -> Record:
    return _record(view.id, view.file_name, view.sha256)
