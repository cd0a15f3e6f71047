"""What the acts of the room share: one at a time, what is held of a row, and records of the ledger."""

from typing import Any
from uuid import UUID

from backend.catalogue.shapes import Sourced
from backend.evidence import queries as evidence
from backend.functions.rules.holding import UnableToKeepFunction
from backend.kit.database import fetch
from backend.ledger.records import Record, canonical
from backend.organisations.rules import provenance_of
from backend.scope import NotFound, OvertakenByAnother, Scope

_ROWS = {
    "function": "SELECT * FROM functions_function WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
    "agreement": "SELECT * FROM functions_agreement WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
    "plan": "SELECT * FROM functions_plan WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
    "phase": "SELECT * FROM functions_phase WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
    "holding": "SELECT * FROM functions_holding WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
}
"""Two officers at once wait for each other at the row, so that a check still holds when its row is written."""

MOST_WORDS = 8_000


async def hold(scope: Scope, noun: str, row_id: UUID, *, version: int | None = None) -> Any:
    """The row, held until the end. Raises NotFound; OvertakenByAnother where `version` is not its newest."""
    rows = await fetch(_ROWS[noun], scope.tenant.id, row_id)
    if not rows:
        raise NotFound(noun)
    if version is not None and rows[0]["version"] != version:
        raise OvertakenByAnother(
            f"Somebody else changed “{rows[0]['name']}” while you did. Look at what it says now, then send yours again."
        )
    return rows[0]


def words_of(text: str, *, sentence: str, field: str) -> str:
    """What somebody wrote, without the space around it. Raises UnableToKeepFunction where nothing is left."""
    plain = text.strip()
    if not plain:
        raise UnableToKeepFunction(sentence, field=field)
    if len(plain) > MOST_WORDS:
        raise UnableToKeepFunction(f"Write {MOST_WORDS:,} characters or fewer.", field=field)
    return plain


async def check_file(scope: Scope, file_id: UUID | None) -> None:
    """Raises NotFound where the file is not one of the tenant's."""
    if file_id is not None:
        await evidence.file_of(scope, file_id=file_id)


def source_of(fact: Sourced) -> str:
    """Where a fact comes from, as its column holds it."""
    return canonical(provenance_of(fact).model_dump(mode="json", exclude_none=True))


def subject(noun: str, row_id: UUID, title: str) -> Record:
    return Record(room="functions", kind=noun, id=row_id, title=title)
