"""The PDFs of what is public: made when a publication is released, and again when what may be seen has changed.

And the PDF of a return, made once, as it was signed.
"""

import asyncio
import logging
from uuid import UUID

from backend.evidence import operations as evidence
from backend.evidence import store
from backend.kit.confine import ConfinedFailure, ConfinedRefusal
from backend.kit.pdf import render
from backend.ledger.records import content_hash
from backend.registers import files
from backend.registers.operations import publishing
from backend.registers.operations import returns as return_acts
from backend.registers.queries import published
from backend.registers.queries import returns as return_queries
from backend.registers.queries.publications import tomorrow
from backend.registers.rules.publication import State
from backend.registers.tables.publications import PublishedPart
from backend.scope import Scope
from backend.tenancy import dues, transactions
from backend.web import templating

_CSS = (
    "@page { size: A4 landscape; margin: 14mm 12mm 16mm 12mm; @bottom-left { content: 'MARK'; font-size: 8pt } "
    "@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); font-size: 8pt } } "
    "html { font-size: 9pt } th[scope=row] { width: 12% }"
)
_UPRIGHT_CSS = _CSS.replace("A4 landscape", "A4").replace("9pt }", "11pt }").replace("12%", "30%")
_TOO_LONG = "There is no PDF of this register: it has more lines than one holds. The CSV and JSON files have them all."
_UNABLE = "The PDF could not be laid out. The CSV and JSON files hold the same lines."

_log = logging.getLogger("probity.registers")


def key_of(sheet_key: str | None, part: published.PublicPart, release: published.PublicRelease) -> str:
    """The name of the lines that a PDF holds: the same for the same words."""
    return content_hash([sheet_key, part.title, part.none_words, part.years, release.as_at])


async def keep_public_files(scope: Scope) -> None:
    """Make the PDFs that are missing or hold other lines than may be seen today; look again tomorrow."""
    async with transactions.scope_tx(scope, readonly=True):
        release = await published.release_of(scope)
        standing = release is not None and release.state is State.RELEASED
        sheets = await _stale(scope, release) if release and standing else []
    for sheet, key in sheets:
        await _print(scope, sheet, key)
    async with transactions.scope_tx(scope):
        if standing:
            await dues.set_due(scope, chore=publishing.FILES, at=tomorrow(scope))
        else:
            await dues.clear_due(scope, chore=publishing.FILES)


async def keep_return_file(scope: Scope, *, return_id: UUID) -> None:
    """Make the PDF of a return that was signed and has none yet."""
    async with transactions.scope_tx(scope, readonly=True):
        line = await return_queries.return_(scope, return_id=return_id)
    if line.signed_at is None or line.file_id is not None:
        return
    stored = await store.put(scope, await asyncio.to_thread(_rendered_return, scope, line))
    async with transactions.scope_tx(scope):
        file_id = await evidence.record_stored(
            scope, name=f"{line.file_name(scope)}.pdf", media_type="application/pdf", stored=stored
        )
        await return_acts.keep_file(scope, return_id=return_id, file_id=file_id)


def _rendered_return(scope: Scope, line: return_queries.ReturnLine) -> bytes:
    page = templating.environment().get_template("registers/print/return.html")
    mark = "DEMONSTRATION" if scope.tenant.demonstration else ""
    title = f"{line.content['return']}, {line.content['period']}: {scope.tenant.name}"
    return render.render(
        page.render(line=line, demonstration=files.DEMONSTRATION),
        title=f"{mark}: {title}" if mark else title,
        subject=f"As signed by {line.signed_by_name}, with what stands behind each answer",
        extra_css=_UPRIGHT_CSS.replace("MARK", mark),
    )


async def _stale(scope: Scope, release: published.PublicRelease) -> list[tuple[files.Sheet, str]]:
    keys = await published.keys_of(scope, publication_id=release.id)
    found = []
    for part in await published.parts_of(scope, publication_id=release.id, as_at=release.as_at):
        key = key_of(keys.get(part.register), part, release)
        if key != part.pdf_key:
            few = part.lines <= files.MOST_IN_PDF
            # one statement a register, of which there are four, whatever the number of lines
            rows = (
                await published.all_rows(scope, publication_id=release.id, register=part.register)
                if few
                else ()
            )
            found.append((files.Sheet(scope=scope, release=release, part=part, rows=rows), key))
    return found


async def _print(scope: Scope, sheet: files.Sheet, key: str) -> None:
    failure, file_id = None, None
    if sheet.part.lines > files.MOST_IN_PDF:
        failure = _TOO_LONG
    else:
        try:
            data = await asyncio.to_thread(_rendered, sheet)
        except (ConfinedFailure, ConfinedRefusal) as unable:
            _log.error("the PDF of the register %s was not made: %s", sheet.part.register, unable)
            failure = _UNABLE
        else:
            stored = await store.put(scope, data)
            async with transactions.scope_tx(scope):
                file_id = await evidence.record_stored(
                    scope, name=f"{sheet.name}.pdf", media_type="application/pdf", stored=stored
                )
    async with transactions.scope_tx(scope):
        await PublishedPart.change(scope, pdf_file_id=file_id, pdf_key=key, pdf_failure=failure).where(
            PublishedPart.id == sheet.part.id
        )


def _rendered(sheet: files.Sheet) -> bytes:
    mark = "DEMONSTRATION" if sheet.scope.tenant.demonstration else ""
    title = f"{sheet.part.title}: {sheet.scope.tenant.name}"
    return render.render(
        files.as_html(sheet),
        title=f"{mark}: {title}" if mark else title,
        subject=sheet.part.about,
        extra_css=_CSS.replace("MARK", mark),
    )
