"""Writing a spreadsheet whose columns and names are settled: by a job, in one transaction, all of it or nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.facts.bringing_in import Settled
from backend.kit import queue
from backend.ledger import operations as ledger
from backend.organisations import as_named as organisations
from backend.organisations.as_named import NewOrganisation
from backend.people.operations import bringing_in as people
from backend.people.operations.bringing_in import NewPerson
from backend.registers.operations.imports import check_may_keep, held, open_import, record_of
from backend.registers.queries import imports, surveys
from backend.registers.queries.imports import ImportView
from backend.registers.queries.surveys import Survey
from backend.registers.rules.importing import ImportState, UnableToImport
from backend.registers.rules.matching import split_code
from backend.registers.tables.imports import Import
from backend.scope import Actor, Scope
from backend.tenancy import transactions

WRITE = "registers.bring_in"
OUR_FAULT = (
    "Something went wrong on our side, and nothing was written. Bring the file in again; if it happens again, tell the "
    "people who run Probity for you."
)
_WAITING = "Waiting for a worker to begin."


async def ask_to_write(scope: Scope, *, import_id: UUID, leave_out: bool, split_confirmed: bool) -> None:
    """Ask for the file to be written, by a job. `leave_out`: rows with problems stay behind; else there may be none.

    Raises UnableToImport for what is not settled yet.
    """
    await open_import(scope, import_id)
    survey = await surveys.survey(scope, import_id=import_id)
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
    bad = survey.bad_rows
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
        permissions=frozenset({"registers.import", view.intake.permission}),
    )
    async with transactions.scope_tx(officer):
        await held(officer, import_id)
        survey = await surveys.survey(officer, import_id=import_id)
        await bring_in(officer, survey=survey)


async def put_back(scope: Scope, *, import_id: UUID, failure: str) -> None:
    """Open a file again that could not be written, with the reason; nothing of it was written."""
    async with transactions.scope_tx(scope):
        await Import.change(scope, state=ImportState.OPEN, failure=failure, steps_done=0, words="").where(
            Import.id == import_id, Import.state == ImportState.WRITING.value
        )


async def bring_in(scope: Scope, *, survey: Survey) -> None:
    """Write what the survey found new: people and organisations first, then what names them. One transaction.

    Raises `UnableToImport` where a name has no answer: nothing is left out in silence.
    """
    plan, view = survey.plan, survey.view
    check_may_keep(scope, view.intake)
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
            NewOrganisation(name=name, ods_code=each.code or code or None, kind=each.kind or None)
            for each in plan.new_organisations.values()
            for name, code in (split_code(each.name),)
        ],
        source=view.source,
    )
    batch = _with_ids(
        plan.new,
        dict(zip(plan.new_people, added_people, strict=True)),
        dict(zip(plan.new_organisations, added_organisations, strict=True)),
    )
    written = await view.intake.bring_in(scope, view.file, batch)
    outcome = {
        **written.counts,
        "people": len(added_people),
        "organisations": len(added_organisations),
        "unchanged": len(plan.unchanged),
        "left_out": survey.bad_rows,
    }
    await _finish(scope, view, outcome, unreviewed=written.unreviewed if survey.reading.has_reviewed else ())


def _with_ids(
    settled: Sequence[Settled], people: Mapping[Any, UUID], organisations: Mapping[Any, UUID]
) -> list[Settled]:
    """The lines with ids for whom and what was new."""
    return [
        replace(
            each,
            people={part: people.get(meant, meant) for part, meant in each.people.items()},
            organisations={
                part: organisations.get(meant, meant) for part, meant in each.organisations.items()
            },
        )
        for each in settled
    ]


async def _finish(
    scope: Scope, view: ImportView, outcome: Mapping[str, int], *, unreviewed: Sequence[UUID]
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
    after = {"register": view.register, **outcome}
    await ledger.record(scope, "registers.import.brought-in", record_of(view), after=after)


async def _say(scope: Scope, import_id: UUID, step: int, words: str) -> None:
    await Import.change(scope, steps_done=step, words=words).where(Import.id == import_id)
