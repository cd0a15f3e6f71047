"""From whom which papers are withheld."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings.withholding import may_withhold
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingLine:
    """A standing decision that a person does not get the papers of an item, and its review.

    `treated`: it follows from how their interest is handled, and is reviewed and ended with that.
    """

    id: UUID
    item_id: UUID
    person_id: UUID
    person_name: str
    reason: str
    decided_at: datetime
    decided_by_name: str
    review_asked_at: datetime | None
    review_words: str | None
    review_answered_at: datetime | None
    review_answer: str | None
    review_answered_by_name: str | None
    treated: bool

    @property
    def waits_for_review(self) -> bool:
        return self.review_asked_at is not None and self.review_answered_at is None


async def withheld_on(
    scope: Scope, *, meeting_id: UUID, item_id: UUID | None = None
) -> tuple[WithholdingLine, ...]:
    """The standing withholdings of a meeting, or of one item of it. Not for readers: ask `withholdings_shown`."""
    rows = await fetch(
        "SELECT w.id, w.item_id, w.person_id, p.name AS person_name, w.reason, w.decided_at, w.decided_by_name, "
        "w.review_asked_at, w.review_words, w.review_answered_at, w.review_answer, w.review_answered_by_name, "
        "EXISTS (SELECT FROM meetings_treatment t WHERE t.tenant_id = $1 AND t.withholding_id = w.id "
        "AND t.ended_at IS NULL) AS treated FROM meetings_withholding w "
        "JOIN meetings_item i ON i.tenant_id = $1 AND i.id = w.item_id "
        "JOIN people_person p ON p.tenant_id = $1 AND p.id = w.person_id "
        "WHERE w.tenant_id = $1 AND i.meeting_id = $2 AND ($3::uuid IS NULL OR w.item_id = $3) "
        "AND w.ended_at IS NULL ORDER BY p.name, w.id",
        scope.tenant.id,
        meeting_id,
        item_id,
    )
    return tuple(WithholdingLine(**row) for row in rows)


async def withholdings_shown(
    scope: Scope, *, meeting_id: UUID, item_id: UUID, committee_id: UUID
) -> tuple[WithholdingLine, ...]:
    """Those of an item, for whoever may decide on them; the others see none."""
    if not may_withhold(scope, committee_id=committee_id):
        return ()
    return await withheld_on(scope, meeting_id=meeting_id, item_id=item_id)


async def own_withholding(scope: Scope, *, meeting_id: UUID, item_id: UUID) -> WithholdingLine | None:
    """What is withheld from the reader by hand, with its review; nothing where a treatment says it."""
    lines = await withheld_on(scope, meeting_id=meeting_id, item_id=item_id)
    return next(
        (each for each in lines if each.person_id == scope.actor.person_id and not each.treated), None
    )


async def withheld_from_reader(scope: Scope, item_ids: Collection[UUID]) -> frozenset[UUID]:
    """Of these items, those whose papers are withheld from the reader."""
    if scope.actor.person_id is None or not item_ids:
        return frozenset()
    rows = await fetch(
        "SELECT item_id FROM meetings_withholding "
        "WHERE tenant_id = $1 AND person_id = $2 AND item_id = ANY($3) AND ended_at IS NULL",
        scope.tenant.id,
        scope.actor.person_id,
        list(item_ids),
    )
    return frozenset(row["item_id"] for row in rows)
