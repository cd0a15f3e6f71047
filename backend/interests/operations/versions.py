"""The versions of an interest: closing the newest and opening the next."""

from typing import Any
from uuid import UUID

from backend.interests.tables.declarations import Entry
from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.organisations.searching import search_ahead
from backend.scope import NotFound, OvertakenByAnother, Scope


async def newest_version(scope: Scope, *, interest_id: UUID) -> dict[str, Any]:
    """The row of the version that stands, held for us alone until the transaction ends. Raises `NotFound`."""
    found = await standing_version(scope, interest_id=interest_id)
    if found is None:
        raise NotFound("interest")
    return found


async def standing_version(scope: Scope, *, interest_id: UUID) -> dict[str, Any] | None:
    """As `newest_version`, and nothing where the interest was withdrawn."""
    rows = await fetch(
        "SELECT * FROM interests_entry WHERE tenant_id = $1 AND interest_id = $2 AND known_to IS NULL FOR UPDATE",
        scope.tenant.id,
        interest_id,
    )
    return dict(rows[0]) if rows else None


async def close(scope: Scope, newest: dict[str, Any]) -> None:
    """Close the newest version at this moment: what was on the register stays known to have been."""
    if newest["known_from"] >= scope.now:
        raise OvertakenByAnother(
            "Somebody changed this interest at the same moment. Look at it and try again."
        )
    await Entry.change(scope, known_to=scope.now).where(Entry.id == newest["id"])
    search_ahead(scope)


async def supersede(scope: Scope, newest: dict[str, Any], **changes: Any) -> None:
    """Close the newest version at this moment and open the next, with `changes`."""
    await close(scope, newest)
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
