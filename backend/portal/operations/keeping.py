"""What several acts of the room write the same way: how the ledger points at a pack, who acts, and who is told."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import queries as people
from backend.portal import rules
from backend.portal.queries import PackLine, opened
from backend.scope import Scope


def record_of(
    pack_id: UUID, *, title: str, issue: int, commissioner: str, sha256: str | None = None
) -> Record:
    """How the ledger points at a received pack: whose it is and its title, and none of its words."""
    return Record(
        room="portal", kind="pack", id=pack_id, title=f"{title}, issue {issue}, {commissioner}", hash=sha256
    )


def record_of_line(line: PackLine) -> Record:
    return record_of(
        line.id, title=line.title, issue=line.issue, commissioner=line.commissioner, sha256=line.sha256
    )


def person_of(scope: Scope) -> UUID:
    """The person who acts: no chore opens a pack or asks for evidence. Raises rules.UnableToOpen."""
    if scope.actor.person_id is None or scope.actor.chore is not None:
        raise rules.UnableToOpen("A named person does this; the system opens no pack and asks for nothing.")
    return scope.actor.person_id


async def held(scope: Scope, pack_id: UUID) -> PackLine:
    """A pack of a named recipient, held against change until the transaction ends. Raises NotFound, NotARecipient."""
    await fetch(
        "SELECT 1 FROM portal_pack WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, pack_id
    )
    return await opened(scope, pack_id=pack_id)


async def tell(
    scope: Scope, *, kind: str, key: str, person_ids: Iterable[UUID], context: Mapping[str, Any]
) -> None:
    """Tell some people of ours. The letter says what came and from whom, and none of its words."""
    found = await people.persons_by_id(scope, list(person_ids))
    await notices.tell_all(
        scope,
        kind=kind,
        tellings=[
            Telling(
                key=f"{key}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context=context,
            )
            for line in found.values()
        ],
    )


async def recipients(scope: Scope, pack_id: UUID) -> tuple[UUID, ...]:
    """The people of ours to whom a pack was released."""
    rows = await fetch(
        "SELECT person_id FROM portal_recipient WHERE tenant_id = $1 AND pack_id = $2 AND person_id IS NOT NULL",
        scope.tenant.id,
        pack_id,
    )
    return tuple(row["person_id"] for row in rows)
