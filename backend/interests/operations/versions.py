"""The versions of an interest: closing the newest and opening the next."""

from typing import Any
from uuid import UUID

from backend.interests.tables.declarations import Entry
from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.scope import NotFound, OvertakenByAnother, Scope


async def newest_version(scope: Scope, *, interest_id: UUID) -> dict[str, Any]:
    """The newest version's row, held for us alone until the transaction ends."""
    rows = await fetch(
        "SELECT * FROM interests_entry WHERE tenant_id = $1 AND interest_id = $2 AND known_to IS NULL FOR UPDATE",
        scope.tenant.id,
        interest_id,
    )
    if not rows:
        raise NotFound("interest")
    return dict(rows[0])


async def supersede(scope: Scope, newest: dict[str, Any], **changes: Any) -> None:
    """Close the newest version at this moment and open the next, with `changes`."""
    if newest["known_from"] >= scope.now:
        raise OvertakenByAnother(
            "Somebody changed this interest at the same moment. Look at it and try again."
        )
    await Entry.change(scope, known_to=scope.now).where(Entry.id == newest["id"])
    kept = {name: value for name, value in newest.items() if name not in {"tenant_id", "id", "words"}}
    await Entry.add(scope, **{**kept, "known_from": scope.now, "known_to": None, **changes})


def declaration_record(declaration_id: UUID, person_name: str) -> Record:
    return Record(
        room="interests", kind="declaration", id=declaration_id, title=f"Declaration of {person_name}"
    )


def interest_record(interest_id: UUID, person_name: str, organisation_name: str) -> Record:
    return Record(
        room="interests", kind="interest", id=interest_id, title=f"{person_name}: {organisation_name}"
    )
