"""Highlights: decisions that somebody marks as ones to tell the year's readers of."""

from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, OvertakenByAnother, Scope
from backend.statements.tables.freezes import Highlight


class MarkedByAnother(OvertakenByAnother):
    """Somebody else marked the same decision first."""


async def mark_highlight(
    scope: Scope, *, decision_id: UUID, marked: bool, words: str | None, version: int
) -> None:
    """Mark a decision on a public item, or take the mark off. `version` is the one that was seen, 0 for none.

    A mark that comes after a freeze of the year is listed as a change since. Raises NotFound, MarkedByAnother.
    """
    scope.check_may("statements.keep", "Your role doesn’t mark highlights.")
    # Two who mark the same decision at once come one after the other.
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 73))", str(decision_id))
    rows = await fetch(
        """
        SELECT d.text, h.id, h.marked, h.words, coalesce(h.version, 0) AS version
        FROM meetings_decision d
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id AND i.part = 'public'
        LEFT JOIN statements_highlight h ON h.tenant_id = $1 AND h.decision_id = d.id
        WHERE d.tenant_id = $1 AND d.id = $2""",
        scope.tenant.id,
        decision_id,
    )
    if not rows:
        raise NotFound("decision in public")
    (row,) = rows
    said = (words or "").strip() or None if marked else None
    if row["version"] == 0 and not marked:
        return
    if row["id"] is not None and (row["marked"], row["words"]) == (marked, said):
        return
    if row["version"] != version:
        raise MarkedByAnother("Somebody else marked this decision after you opened the page. Look again.")
    if row["id"] is None:
        await Highlight.add(
            scope,
            decision_id=decision_id,
            words=said,
            marked=marked,
            version=1,
            marked_at=scope.now,
            marked_by_name=scope.actor.name,
        )
    else:
        await Highlight.change(
            scope,
            words=said,
            marked=marked,
            version=version + 1,
            marked_at=scope.now,
            marked_by_name=scope.actor.name,
        ).where(Highlight.id == row["id"])
    await ledger.record(
        scope,
        "statements.highlight.marked" if marked else "statements.highlight.taken-off",
        Record(room="statements", kind="highlight", id=decision_id, title=row["text"][:200]),
        before={"marked": bool(row["marked"]), "words": row["words"]},
        after={"marked": marked, "words": said},
    )
