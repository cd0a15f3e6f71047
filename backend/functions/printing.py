"""The map of functions as a PDF: tagged, with picture, table and agreements, made by the worker and kept."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from backend.evidence import operations as evidence
from backend.evidence import store
from backend.functions import map as drawn
from backend.functions.operations import prints
from backend.functions.queries import agreements_of, register_of
from backend.functions.queries.prints import day_of_print
from backend.functions.queries.views import AgreementLine, FunctionLine
from backend.kit.calendar import in_words
from backend.kit.confine import ConfinedFailure, ConfinedRefusal
from backend.kit.pdf import render
from backend.scope import Scope
from backend.tenancy import transactions
from backend.web import templating

_CSS = (
    "@page { size: A4; margin: 14mm 12mm 16mm 12mm; @bottom-left { content: 'MARK'; font-size: 8pt } "
    "@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); font-size: 8pt } } "
    "html { font-size: 9pt } svg { max-width: 100%; max-height: 196mm } "
    "figure { break-inside: avoid; margin: 0 0 1em } "
    "th[scope=row] { width: 28% } caption { break-after: avoid } tr { break-inside: avoid }"
)
_UNABLE = "The PDF could not be laid out. The table on the page and its CSV file say the same."
_log = logging.getLogger("probity.functions")


async def keep_print(scope: Scope, *, print_id: UUID) -> None:
    """Make the PDF that was asked for, unless it is made already."""
    async with transactions.scope_tx(scope, readonly=True):
        asked = await day_of_print(scope, print_id=print_id)
        if asked is None:
            return
        lines = await register_of(scope, on=asked)
        agreements = await agreements_of(scope, on=asked)
    file_id, failed = None, None
    try:
        data = await asyncio.to_thread(rendered, scope, lines, agreements, asked)
    except (ConfinedFailure, ConfinedRefusal) as unable:
        _log.error("the map of functions was not printed: %s", unable)
        failed = _UNABLE
    else:
        stored = await store.put(scope, data)
        name = f"{'DEMONSTRATION-' if scope.tenant.demonstration else ''}{scope.tenant.slug}-functions-{asked}.pdf"
        async with transactions.scope_tx(scope):
            file_id = await evidence.record_stored(
                scope, name=name, media_type="application/pdf", stored=stored
            )
    async with transactions.scope_tx(scope):
        await prints.made(scope, print_id=print_id, file_id=file_id, failed=failed)


def rendered(
    scope: Scope, lines: Sequence[FunctionLine], agreements: Sequence[AgreementLine], on: date
) -> bytes:
    page = templating.environment().get_template("functions/print/map.html")
    mark = "DEMONSTRATION" if scope.tenant.demonstration else ""
    title = f"Functions and decisions on {in_words(on)}: {scope.tenant.name}"
    return render.render(
        page.render(
            tenant=scope.tenant.name,
            on=on,
            says=drawn.says_of(lines),
            pictures=list(drawn.printed(lines, on=on)),
            table=drawn.table_of(lines, on=on),
            agreements=agreements,
            demonstration=bool(mark),
        ),
        title=f"{mark}: {title}" if mark else title,
        subject=drawn.says_of(lines),
        extra_css=_CSS.replace("MARK", mark),
    )
