"""Bringing a register in: a file is read, and its columns and names are settled. Nothing is written before that."""

import asyncio
import hashlib
import json
import zlib
from collections.abc import Mapping
from uuid import UUID

from backend.facts.bringing_in import Intake
from backend.facts.rows.words import plain
from backend.kit.database import execute, fetch
from backend.kit.documents import sheets
from backend.kit.documents.uploads import UnusableDocument, shown_name
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.registers.queries import imports, surveys
from backend.registers.queries.imports import ImportView
from backend.registers.queries.surveys import Survey
from backend.registers.rules.headings import Vocabulary
from backend.registers.rules.importing import Choices, ImportState, UnableToImport
from backend.registers.rules.reading import groups_of
from backend.registers.shelf import intake_named
from backend.registers.tables.imports import Import
from backend.scope import Scope

_MAY_NOT = "Your role in this organisation does not include bringing registers in."


async def start(scope: Scope, *, file_name: str, data: bytes, register: str | None = None) -> UUID:
    """Read a spreadsheet and keep its cells until its import is finished. Returns the import's id.

    `register` is the register's id; without it, the headings say which register it is. Raises UnableToImport with the
    reason where the file can't be taken.
    """
    scope.check_may("registers.import", _MAY_NOT)
    assert scope.actor.person_id is not None
    try:
        cells = await asyncio.to_thread(sheets.read_cells, file_name, data)
    except UnusableDocument as unusable:
        raise UnableToImport(str(unusable), field="file") from None
    name = shown_name(file_name)
    intake = await _meant(scope, cells, register)
    if intake is None:
        raise UnableToImport(
            f"“{name}” has no row of headings, such as Name, Organisation, Type of interest. Add one above the rows.",
            field="file",
        )
    check_may_keep(scope, intake)
    digest = hashlib.sha256(data).hexdigest()
    import_id: UUID = await Import.add(
        scope,
        register=intake.id,
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
    after = {"register": intake.id, "file": name, "sha256": digest, "size": len(data)}
    subject = Record(room="registers", kind="import", id=import_id, title=name, hash=digest)
    await ledger.record(scope, "registers.import.started", subject, after=after)
    return import_id


async def _meant(scope: Scope, cells: bytes, register: str | None) -> Intake | None:
    """The register that was chosen, or that the headings speak of; nothing where a file has no headings."""
    remembered = await imports.remembered_of(scope)

    def work() -> Intake | None:
        book = sheets.decoded(cells)
        if register is None:
            return surveys.likeliest(book, remembered)
        intake = intake_named(register)
        groups, _ = groups_of(book, Vocabulary(intake, remembered.get(intake.id, {})))
        return intake if groups else None

    return await asyncio.to_thread(work)


def check_may_keep(scope: Scope, intake: Intake) -> None:
    """Whoever brings a register in may keep it too."""
    title = intake.title[:1].lower() + intake.title[1:]
    scope.check_may(
        intake.permission, f"Your role in this organisation does not include keeping the {title}."
    )


async def settle_columns(
    scope: Scope, *, import_id: UUID, columns_by_group: Mapping[int, Mapping[int, str]], choices: Choices
) -> None:
    """Say which column is which, and what holds where a row leaves something out; headings are remembered.

    Raises UnableToImport where the register can't be read from these columns.
    """
    await open_import(scope, import_id)
    survey = await surveys.survey(scope, import_id=import_id)
    intake = survey.view.intake
    fields = intake.by_key
    chosen = {
        number: {column: key for column, key in columns_by_group.get(number, {}).items() if key in fields}
        for number in range(len(survey.groups))
    }
    used = {number: columns for number, columns in chosen.items() if columns}
    if not used:
        raise UnableToImport("Say of at least one sheet which column is which.", field="column")
    for number, columns in used.items():
        where = _which(survey, number)
        keys = [key for key in columns.values() if not fields[key].left_out]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise UnableToImport(f"Two columns{where} can’t both be “{fields[twice].title}”.", field="column")
        if missing := intake.missing(keys):
            raise UnableToImport(
                f"Say which column{where} holds {' and which '.join(missing)}.", field="column"
            )
    asked = {ask.key: {value for value, _ in ask.options} for ask in intake.asks}
    await Import.change(
        scope,
        columns=json.dumps(chosen),
        choices=json.dumps({key: value for key, value in choices.items() if value in asked.get(key, ())}),
        split_confirmed=False,
        failure=None,
    ).where(Import.id == import_id)
    await _remember(scope, survey, chosen)


async def settle_names(
    scope: Scope, *, import_id: UUID, people: Mapping[str, str], organisations: Mapping[str, str]
) -> None:
    """Answer who and what the names of the sheet mean: an id, `new`, or `same:` another name of the sheet."""
    view = await open_import(scope, import_id)
    await Import.change(
        scope,
        people=json.dumps({**view.people, **people}),
        organisations=json.dumps({**view.organisations, **organisations}),
        failure=None,
    ).where(Import.id == import_id)


async def give_up(scope: Scope, *, import_id: UUID) -> None:
    """Leave a file that was not brought in; its cells are thrown away."""
    view = await open_import(scope, import_id)
    await Import.change(scope, state=ImportState.GIVEN_UP, cells=None).where(Import.id == import_id)
    await ledger.record(scope, "registers.import.given-up", record_of(view))


async def open_import(scope: Scope, import_id: UUID) -> ImportView:
    """An import that can still be changed, held for us alone until the transaction ends. Raises UnableToImport."""
    view = await kept_import(scope, import_id)
    if not view.open:
        raise UnableToImport(f"This file can’t be changed any more: it is {view.state_in_words.lower()}.")
    return view


async def kept_import(scope: Scope, import_id: UUID) -> ImportView:
    """An import in whatever state, held for us alone, that this person may act upon. Raises NotFound."""
    scope.check_may("registers.import", _MAY_NOT)
    view = await held(scope, import_id)
    check_may_keep(scope, view.intake)
    return view


async def held(scope: Scope, import_id: UUID) -> ImportView:
    """The import, held for us alone until the transaction ends. Raises NotFound."""
    await fetch(
        "SELECT 1 FROM registers_import WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        import_id,
    )
    return await imports.import_(scope, import_id=import_id)


def record_of(view: ImportView) -> Record:
    return Record(room="registers", kind="import", id=view.id, title=view.file_name, hash=view.sha256)


async def _remember(scope: Scope, survey: Survey, chosen: Mapping[int, Mapping[int, str]]) -> None:
    """Keep what each heading was said to mean in this register, a column that was left out too."""
    meant = {
        heading: chosen[number].get(column, "")
        for number, group in enumerate(survey.groups)
        if chosen[number]
        for column, title in enumerate(group.titles)
        if (heading := plain(title))
    }
    await execute(
        "INSERT INTO registers_heading (tenant_id, id, register, heading, field, settled_at) "
        "SELECT $1, h.id, $2, h.heading, h.field, $3 "
        "FROM unnest($4::uuid[], $5::text[], $6::text[]) AS h (id, heading, field) "
        "ON CONFLICT (tenant_id, register, heading) "
        "DO UPDATE SET field = excluded.field, settled_at = excluded.settled_at",
        scope.tenant.id,
        survey.view.register,
        scope.now,
        [new_id() for _ in meant],
        list(meant),
        list(meant.values()),
    )


def _which(survey: Survey, number: int) -> str:
    names = [name for name in survey.groups[number].names if name]
    return f" of “{names[0]}”" if names and len(survey.groups) > 1 else ""
