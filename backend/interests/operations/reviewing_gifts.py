"""Reviewing what people were offered."""

from uuid import UUID

from backend.interests.operations import gifts as operations
from backend.interests.queries import gifts as queries
from backend.interests.rules import gifts as rules
from backend.ledger import operations as ledger
from backend.notices import operations as notices
from backend.notices.rules import Recipient
from backend.people import queries as people
from backend.scope import Scope


async def approve_gift(scope: Scope, *, gift_id: UUID, note: str | None = None) -> None:
    """Accept an entry on review, with a comment for the register where there is one to make."""
    await _review(scope, gift_id=gift_id, into=rules.GiftStatus.APPROVED, note=note)


async def question_gift(scope: Scope, *, gift_id: UUID, question: str) -> None:
    """Send an entry back with a question; it stays on the register meanwhile."""
    entry = await _review(scope, gift_id=gift_id, into=rules.GiftStatus.RETURNED, note=question)
    person = await people.person_line_of(scope, person_id=entry.person_id)
    await notices.tell(
        scope,
        kind="interests.gift-returned",
        key=f"interests.gift/{gift_id}/returned/{scope.now:%Y%m%d%H%M%S}",
        to=Recipient(person_id=person.id, name=person.name, address=person.email),
        context={"question": question, "reviewer": scope.actor.name, "gift_id": gift_id},
    )


async def _review(
    scope: Scope, *, gift_id: UUID, into: rules.GiftStatus, note: str | None
) -> queries.GiftEntry:
    newest = await operations.newest_version(scope, gift_id=gift_id)
    rules.check_can_review(
        recipient=newest["person_id"],
        reviewer=scope.actor.person_id,
        status=rules.GiftStatus(newest["status"]),
        into=into,
    )
    asked = into is rules.GiftStatus.RETURNED
    kept = newest["review_note"] if newest["brought_in_by"] and not asked else None
    await operations.supersede(
        scope,
        newest,
        status=into,
        reviewed_by=scope.actor.person_id,
        reviewed_at=scope.now,
        review_note=note or kept,
        happened=rules.GiftChange.QUESTIONED if asked else rules.GiftChange.APPROVED,
        change_note=note,
    )
    entry = await queries.gift(scope, gift_id=gift_id)
    await ledger.record(
        scope,
        "interests.gift.returned" if asked else "interests.gift.approved",
        operations.record_of(entry),
        before={"status": newest["status"]},
        after={"status": into, "question" if asked else "comment": note},
    )
    return entry
