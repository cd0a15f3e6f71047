"""How the ledger points at requests, and what every act shares.

No line of the ledger holds who asked, what was asked, or what is withheld: a request is its reference, and acts say
what was done, by which section and for which day. So the ledger can be read by those who may not know the rest.
"""

from typing import Any
from uuid import UUID

from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.requests import catalogued
from backend.requests.queries import one
from backend.requests.queries.views import RequestLine, RequestView, clock_of
from backend.requests.rules import UnableToHandle
from backend.requests.tables import Request
from backend.scope import OvertakenByAnother, Scope

HANDLES = "Your role doesn’t handle requests for information."
CHECKS = "Your role doesn’t check answers."
MOST_WORDS = 20_000


async def to_handle(scope: Scope, request_id: UUID) -> RequestView:
    """The request, held, for somebody who handles requests. Raises NotPermitted, NotFound."""
    scope.check_may("requests.handle", HANDLES)
    return await one.request_of(scope, request_id=request_id, to_change=True)


async def record(
    scope: Scope, act: str, line: RequestLine, *, sha256: str | None = None, **after: Any
) -> None:
    """The ledger’s line of an act on a request."""
    await ledger.record(
        scope, f"requests.{act}", record_of(line.id, line.reference, sha256), after=after or None
    )


def record_of(request_id: UUID, reference: str, sha256: str | None = None) -> Record:
    return Record(room="requests", kind="request", id=request_id, title=f"Request {reference}", hash=sha256)


async def change(scope: Scope, line: RequestLine, **values: Any) -> None:
    """Write to the request, as its next version."""
    await Request.change(scope, **values, version=line.version + 1).where(Request.id == line.id)


async def read_clock(scope: Scope, request_id: UUID) -> None:
    """Keep beside the request what its clock now says, so that lists and counts need no sums."""
    view = await one.request_of(scope, request_id=request_id)
    line = view.line
    row = {
        "rules": line.rules,
        "kind": line.kind_id,
        "received_on": line.received_on,
        "extended_by": line.extended_by,
        "closed_on": line.closed_on,
    }
    clock = clock_of(row, view.pauses, scope.today)
    late = clock.late_by if line.outcome is not None else None
    await Request.change(scope, due_on=clock.due_on, late_by=late).where(Request.id == request_id)


def check_version(seen: int | None, line: RequestLine) -> None:
    if seen is not None and seen != line.version:
        raise OvertakenByAnother(
            "Somebody else has changed the request since you opened it, so nothing was saved. What you wrote is here; "
            "look at what stands there now, then save it once more."
        )


def words_of(text: str | None, *, sentence: str, field: str) -> str:
    """What somebody wrote. Raises UnableToHandle where it is nothing, or too much."""
    plain = (text or "").strip()
    if not plain:
        raise UnableToHandle(sentence, field=field)
    if len(plain) > MOST_WORDS:
        raise UnableToHandle(f"Write {MOST_WORDS:,} characters or fewer.", field=field)
    return plain


def section_of(line: RequestLine, exemption_id: str) -> str:
    return catalogued.exemption_of(line.rules, exemption_id).section
