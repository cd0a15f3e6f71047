"""Which papers somebody may read: the one answer for every room above that shows words of papers.

A paper of a private item is for those who may see the item; one that is withheld from a person is not for that person.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadablePaper:
    """A paper that its reader may see, in its newest version (`version`, `version_id`), and where it belongs.

    `content`: its words may be read too; hidden data that is not cleared keeps them from all but a few.
    """

    id: UUID
    title: str
    version: int
    version_id: UUID
    content_kind: str
    item_id: UUID
    item_label: str | None
    item_title: str
    meeting_id: UUID
    meeting: str
    starts_at: datetime
    ends_at: datetime
    committee_id: UUID
    committee: str
    content: bool


async def readable_papers(
    scope: Scope, *, paper_ids: Collection[UUID] | None = None, meeting_id: UUID | None = None
) -> dict[UUID, ReadablePaper]:
    """Of these papers, of a meeting's, or of all: those that the reader may see, in the agenda's order.

    One statement. Whoever may not read meetings, or is nobody in particular, reads none.
    """
    if not scope.may("meetings.read") or scope.actor.person_id is None:
        return {}
    rows = await fetch(
        """
        SELECT p.id, p.title, p.version, v.id AS version_id, v.content_kind, p.item_id, i.label AS item_label,
          i.title AS item_title, i.meeting_id, m.title AS meeting, m.starts_at, m.ends_at, m.committee_id,
          c.name AS committee, p.author_person_id,
          (SELECT array_agg(DISTINCT o.uploaded_by_person_id) FROM meetings_paper_version o
            WHERE o.tenant_id = $1 AND o.paper_id = p.id) AS handed_in_by,
          EXISTS (SELECT FROM meetings_finding f
            WHERE f.tenant_id = $1 AND f.paper_version_id = v.id AND f.state = 'open') AS uncleared
        FROM meetings_paper p
        JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = p.id AND v.version = p.version
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = p.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
        WHERE p.tenant_id = $1 AND ($2::uuid[] IS NULL OR p.id = ANY($2)) AND ($3::uuid IS NULL OR m.id = $3)
          AND (i.part = 'public' OR $4 OR m.committee_id = ANY($5))
          AND NOT EXISTS (SELECT FROM meetings_withholding w WHERE w.tenant_id = $1 AND w.item_id = p.item_id
            AND w.person_id = $6 AND w.ended_at IS NULL)
        ORDER BY m.starts_at DESC, m.id, i.position, i.id, p.position, p.id""",
        scope.tenant.id,
        None if paper_ids is None else list(paper_ids),
        meeting_id,
        rules.sees_every_private_item(scope),
        [seat.committee_id for seat in scope.seats],
        scope.actor.person_id,
    )
    return {row["id"]: _paper(scope, dict(row)) for row in rows}


async def readable_paper(scope: Scope, *, paper_id: UUID) -> ReadablePaper:
    """One paper. Raises NotFound, for papers that the reader may not read as well."""
    found = await readable_papers(scope, paper_ids=[paper_id])
    if paper_id not in found:
        raise NotFound("paper")
    return found[paper_id]


def _paper(scope: Scope, row: dict[str, Any]) -> ReadablePaper:
    own = (row.pop("author_person_id"), *row.pop("handed_in_by"))
    cleared = not row.pop("uncleared") or rules.reads_uncleared(
        scope, committee_id=row["committee_id"], own=own
    )
    return ReadablePaper(**row, content=cleared)
