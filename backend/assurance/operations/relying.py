"""Resting something on evidence, and resting on it no longer."""

from uuid import UUID

from backend.assurance.queries import evidence as queries
from backend.assurance.rules import evidence as rules
from backend.assurance.tables.evidence import Reliance
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Scope

_BEGIN = """
INSERT INTO assurance_reliance (tenant_id, id, evidence_id, by_room, by_kind, by_id, by_title, path, because, begun_at,
  begun_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
ON CONFLICT (tenant_id, evidence_id, by_room, by_kind, by_id) WHERE ended_at IS NULL DO NOTHING RETURNING id
"""


async def rely(scope: Scope, *, evidence_id: UUID, by: Record, path: str, because: str = "") -> None:
    """Note that `by` (an answer, a control) rests on an item; `path` is its page within the tenant. Twice is once.

    The caller has checked that the actor may change `by`. Raises rules.UnableToRely for evidence that is expired,
    withdrawn or not in effect yet, NotFound.
    """
    item = await queries.evidence(scope, evidence_id=evidence_id)
    rules.check_counts(item.state, title=item.title, why=item.why)
    added = await fetch(
        _BEGIN,
        scope.tenant.id,
        new_id(),
        evidence_id,
        by.room,
        by.kind,
        by.id,
        by.title[:300] or "Something here",
        path,
        because.strip(),
        scope.now,
        scope.actor.name,
    )
    if added:
        after = {"by": {"room": by.room, "kind": by.kind, "id": by.id, "title": by.title}, "because": because}
        await ledger.record(scope, "assurance.evidence.relied-on", record_of(item), after=after)


async def rely_no_longer(scope: Scope, *, evidence_id: UUID, by: Record, reason: str) -> None:
    """Note that `by` rests on an item no longer, and why. What never did, or no longer does, changes nothing.

    Raises rules.UnableToRely without a reason, NotFound.
    """
    item = (await queries.evidence_by_id(scope, [evidence_id])).get(evidence_id)
    if item is None:
        raise rules.UnableToRely("Choose the evidence from the list.", field="evidence_id")
    if not reason.strip():
        raise rules.UnableToRely("Enter why it is not relied on any more.", field="reason")
    ended = (
        await Reliance.change(
            scope, ended_at=scope.now, ended_by_name=scope.actor.name, ended_because=reason.strip()
        )
        .where(
            Reliance.evidence_id == evidence_id,
            Reliance.by_room == by.room,
            Reliance.by_kind == by.kind,
            Reliance.by_id == by.id,
            Reliance.ended_at.is_null(),
        )
        .returning(Reliance.id)
    )
    if ended:
        after = {"by": {"room": by.room, "kind": by.kind, "id": by.id, "title": by.title}, "reason": reason}
        await ledger.record(scope, "assurance.evidence.relied-on-no-longer", record_of(item), after=after)


def record_of(item: queries.EvidenceView) -> Record:
    """The item as the ledger names it; what is confidential stands there for a few."""
    return Record(
        room="assurance",
        kind="evidence",
        id=item.id,
        title=f"{item.reference} {item.title}",
        hash=item.sha256 or None,
        confidential=item.confidential,
    )
