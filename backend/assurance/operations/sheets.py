"""Requirements from a spreadsheet: read for a draft, its columns settled, given up."""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from uuid import UUID

from backend.assurance.operations.drafting import held_draft
from backend.assurance.queries.editions import EditionView
from backend.assurance.queries.sheets import SheetView, import_of
from backend.assurance.rules.editions import UnableToKeepFramework
from backend.assurance.rules.sheets import BY_KEY, MOST_ROWS, as_text, guess, head_row
from backend.assurance.tables.imports import SheetImport
from backend.kit.database import fetch
from backend.kit.documents import sheets
from backend.kit.documents.uploads import UnusableDocument, shown_name
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import OvertakenByAnother, Scope


async def start(scope: Scope, *, edition_id: UUID, file_name: str, data: bytes) -> UUID:
    """Read a spreadsheet for a draft and keep its cells until it is finished with. Returns the import's id."""
    view = await held_draft(scope, edition_id)
    try:
        book = await asyncio.to_thread(sheets.read_workbook, file_name, data)
    except UnusableDocument as unusable:
        raise UnableToKeepFramework(str(unusable), field="file") from None
    name = shown_name(file_name)
    found = next((each for each in book.sheets if head_row(each.rows) is not None), None)
    if found is None:
        raise UnableToKeepFramework(
            f"“{name}” has no row of headings, such as Domain, Ref, What it asks. Add one above the rows, or begin "
            "from the template.",
            field="file",
        )
    at = head_row(found.rows) or 0
    if len(found.rows) > MOST_ROWS + at + 1:
        raise UnableToKeepFramework(
            f"“{name}” has {len(found.rows):,} rows; at most {MOST_ROWS:,} are taken at once.", field="file"
        )
    digest = hashlib.sha256(data).hexdigest()
    import_id: UUID = await SheetImport.add(
        scope,
        edition_id=edition_id,
        file_name=name,
        sha256=digest,
        size=len(data),
        state="open",
        cells=json.dumps([[as_text(cell) for cell in row] for row in found.rows]),
        columns=json.dumps(guess(found.rows[at])),
        started_at=scope.now,
        started_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "assurance.sheet.read",
        Record(room="assurance", kind="sheet", id=import_id, title=f"{name} for {view.name}", hash=digest),
    )
    return import_id


async def settle_columns(scope: Scope, *, import_id: UUID, columns: Mapping[int, str]) -> None:
    """Say which column is which. Raises OvertakenByAnother where the file is finished with."""
    await open_sheet(scope, import_id)
    chosen = {column: key for column, key in columns.items() if key in BY_KEY}
    keys = list(chosen.values())
    doubled = next((key for key in keys if keys.count(key) > 1), None)
    if doubled is not None:
        raise UnableToKeepFramework(f"Two columns can’t both be “{BY_KEY[doubled].title}”.", field="column")
    missing = [field.title for field in BY_KEY.values() if field.needed and field.key not in keys]
    if missing:
        raise UnableToKeepFramework(f"Say which column holds {' and which '.join(missing)}.", field="column")
    await SheetImport.change(scope, columns=json.dumps(chosen)).where(SheetImport.id == import_id)


async def give_up(scope: Scope, *, import_id: UUID) -> None:
    """Leave a file that was not brought in; its cells are thrown away."""
    view = await open_sheet(scope, import_id)
    edition = await held_draft(scope, view.edition_id)
    await SheetImport.change(scope, state="given-up", cells=None).where(SheetImport.id == import_id)
    await ledger.record(scope, "assurance.sheet.given-up", sheet_record(view, edition))


async def open_sheet(scope: Scope, import_id: UUID) -> SheetView:
    """A file that is not finished with, held for us alone. Raises OvertakenByAnother."""
    view = await held_sheet(scope, import_id)
    if view.state != "open":
        raise OvertakenByAnother(f"This file is finished with: it is {view.state_in_words.lower()}.")
    return view


async def held_sheet(scope: Scope, import_id: UUID) -> SheetView:
    """A file in whatever state, held for us alone until the transaction ends. Raises NotFound."""
    await fetch(
        "SELECT 1 FROM assurance_import WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        import_id,
    )
    return await import_of(scope, import_id=import_id)


def sheet_record(view: SheetView, edition: EditionView) -> Record:
    return Record(room="assurance", kind="sheet", id=view.id, title=f"{view.file_name} for {edition.name}")
