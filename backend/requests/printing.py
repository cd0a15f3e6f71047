"""The letter with the answer: a tagged PDF, printed once by the worker and kept with the request."""

import asyncio
import logging
from uuid import UUID

from backend.evidence import store
from backend.kit.calendar import in_words
from backend.kit.confine import ConfinedFailure, ConfinedRefusal
from backend.kit.pdf import render
from backend.requests.operations import answering
from backend.requests.queries import names, one
from backend.requests.queries.names import RequesterView
from backend.requests.queries.views import AnswerView, RequestView
from backend.scope import Scope
from backend.tenancy import transactions
from backend.web import templating

_CSS = (
    "@page { margin: 22mm 20mm 20mm 20mm; @bottom-left { content: 'MARK'; font-size: 8pt } "
    "@bottom-right { content: 'Page ' counter(page) ' of ' counter(pages); font-size: 8pt } } "
    "caption { break-after: avoid } tr { break-inside: avoid }"
)
_UNABLE = "The letter could not be laid out. Its words stand on this page."
_log = logging.getLogger("probity.requests")


async def keep_letter(scope: Scope, *, request_id: UUID) -> None:
    """Print the letter of the checked answer, unless it is printed."""
    async with transactions.scope_tx(scope, readonly=True):
        view = await one.request_of(scope, request_id=request_id)
        requester = await names.for_letter(scope, request_id=request_id)
    answer = view.answer
    if answer is None or answer.checked_at is None or answer.letter_id is not None:
        return
    stored, failed = None, None
    try:
        data = await asyncio.to_thread(rendered, scope, view, answer, requester)
    except (ConfinedFailure, ConfinedRefusal) as unable:
        _log.error("a letter of a request was not printed: %s", unable)
        failed = _UNABLE
    else:
        kept = await store.put(scope, data)
        stored = (kept.key, kept.sha256, kept.size)
    async with transactions.scope_tx(scope):
        await answering.keep_letter(
            scope, request_id=request_id, answer_id=answer.id, stored=stored, failed=failed
        )


def rendered(scope: Scope, view: RequestView, answer: AnswerView, requester: RequesterView | None) -> bytes:
    """The letter. Its properties hold the reference, and no name."""
    line = view.line
    mark = "DEMONSTRATION" if scope.tenant.demonstration else ""
    page = templating.environment().get_template("requests/print/letter.html")
    html = page.render(
        tenant=scope.tenant.name,
        line=line,
        kind=line.kind,
        answer=answer,
        content=answer.content,
        requester=requester,
        received=in_words(line.received_on),
        written=in_words(scope.day_of(answer.checked_at or scope.now)),
        demonstration=bool(mark),
    )
    title = f"Answer to request {line.reference}"
    return render.render(
        html, title=f"{mark}: {title}" if mark else title, extra_css=_CSS.replace("MARK", mark)
    )
