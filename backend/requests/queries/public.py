"""The disclosure log, as anybody reads it: answers that were approved for it, and the files that went out with them."""

from uuid import UUID

from backend.kit.database import fetch
from backend.requests.queries import one
from backend.requests.queries.views import DisclosureView, DocumentView
from backend.scope import NotFound, Scope

_PUBLIC = "public_at IS NOT NULL AND public_at <= $2 AND ended_at IS NULL"
_COLUMNS = (
    "id, request_id, title, asked, answered, answered_on, outcome, with_documents, proposed_by, proposed_by_name, "
    "proposed_at, approved_by_name, public_at, ended_at, ended_because"
)


async def disclosures_of(scope: Scope, *, most: int = 500) -> tuple[DisclosureView, ...]:
    """What is public, the newest answer first."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM requests_disclosure WHERE tenant_id = $1 AND {_PUBLIC} "  # noqa: S608 - our own text
        "ORDER BY answered_on DESC, id DESC LIMIT $3",
        scope.tenant.id,
        scope.now,
        most,
    )
    return tuple(one.disclosure(row) for row in rows)


async def disclosure_of(scope: Scope, *, disclosure_id: UUID) -> DisclosureView:
    """One public entry. Raises NotFound for what is not public."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM requests_disclosure WHERE tenant_id = $1 AND {_PUBLIC} AND id = $3",  # noqa: S608 - our own text
        scope.tenant.id,
        scope.now,
        disclosure_id,
    )
    if not rows:
        raise NotFound("answer")
    return one.disclosure(rows[0])


async def files_of(scope: Scope, *, entry: DisclosureView) -> tuple[DocumentView, ...]:
    """The files that went out with a public answer, as they went out; none where the entry is without them."""
    if not entry.with_documents:
        return ()
    return (await one.request_of(scope, request_id=entry.request_id)).going_out
