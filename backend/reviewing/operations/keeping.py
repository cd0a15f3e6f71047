"""What several acts of the room write the same way: how the ledger points at a return, and who may act on it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import queries as people
from backend.reviewing import rules
from backend.reviewing.queries.returns import Held
from backend.scope import NotFound, Scope


def return_record(return_id: UUID, *, commissioner: str, title: str) -> Record:
    """How the ledger points at a return: whose it is and its name, and none of its words."""
    return Record(room="reviewing", kind="return", id=return_id, title=f"{title}, {commissioner}")


def record_of(held: Held) -> Record:
    assert held.entry.return_id is not None, "what came has a number"
    return return_record(held.entry.return_id, commissioner=held.commissioner, title=held.entry.title)


def person_of(scope: Scope) -> UUID:
    """The person who acts. A return is reviewed by people: no chore and no import does it. Raises UnableToReview."""
    if scope.actor.person_id is None or scope.actor.chore is not None:
        raise rules.UnableToReview("A named person reviews; the system decides nothing by itself.")
    return scope.actor.person_id


def check_acts(scope: Scope, held: Held) -> UUID:
    """The reader, if they have the return in hand or stand in for whoever has. Raises HeldByAnother, UnableToReview."""
    person_id = person_of(scope)
    if held.team.acts(held_by=held.entry.held_by, commissioner_id=held.entry.commissioner_id):
        return person_id
    if held.entry.held_by is None:
        raise rules.UnableToReview("Nobody has this return in hand. Take it first.")
    raise rules.HeldByAnother(
        f"{held.entry.holder} has this return in hand. Ask them to hand it over, or take it when it is free."
    )


async def live_commissioner(scope: Scope, commissioner_id: UUID) -> Any:
    """The row of a commissioner, held against change. Raises NotFound."""
    rows = await fetch(
        "SELECT * FROM reviewing_commissioner WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        commissioner_id,
    )
    if not rows:
        raise NotFound("commissioner")
    return rows[0]


async def tell(
    scope: Scope, *, kind: str, key: str, person_ids: Iterable[UUID], context: Mapping[str, Any]
) -> None:
    """Tell some of the team. The letter says what came and from whom, and none of its words."""
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
