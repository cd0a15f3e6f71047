"""How concerns stand in the ledger, and the letters about them: both for nobody but those who handle them."""

from collections.abc import Collection
from uuid import UUID

from backend.ledger.records import Record
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import queries as people
from backend.scope import Scope


def record_of(concern_id: UUID) -> Record:
    """How the ledger points at a concern: confidentially, and under a title that says nothing."""
    return Record(room="concerns", kind="concern", id=concern_id, title="A concern", confidential=True)


async def tell_handlers(scope: Scope, *, concern_id: UUID, person_ids: Collection[UUID], kind: str) -> None:
    """Tell handlers that something waits for them; the letter holds no word of the concern."""
    await _tell(scope, kind=kind, key=str(concern_id), person_ids=person_ids)


async def tell_concerned(scope: Scope, *, notice_id: UUID, person_id: UUID) -> None:
    """Tell the person concerned that a notice waits for them."""
    await _tell(scope, kind="notice-given", key=str(notice_id), person_ids=[person_id])


async def _tell(scope: Scope, *, kind: str, key: str, person_ids: Collection[UUID]) -> None:
    known = await people.persons_by_id(scope, person_ids)
    await notices.tell_all(
        scope,
        kind=f"concerns.{kind}",
        tellings=[
            Telling(
                key=f"concerns.{kind}/{key}/{person.id}/{scope.now:%Y-%m-%dT%H.%M.%S.%f}",
                to=Recipient(person_id=person.id, name=person.name, address=person.email),
                context={},
            )
            for person in known.values()
        ],
        confidential=True,
    )
