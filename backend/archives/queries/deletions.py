"""What a deletion is carried out by: the proposal that was approved, what was taken along, and the last note."""

import json
from typing import Any
from uuid import UUID

from backend.archives.queries import life
from backend.archives.queries.life import ProposalView
from backend.archives.rules import last_note
from backend.archives.rules.last_note import LastNote, NotedLine
from backend.archives.rules.settling import Ending, ProposalState
from backend.archives.tables import Deletion
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.scope import Scope

_TAKEN = """
SELECT e.act, e.at, e.actor_name, e.after ->> 'sha256' AS sha256 FROM ledger_event e
WHERE e.tenant_id = $1 AND e.recorded_at > (
    SELECT max(x.recorded_at) FROM ledger_event x WHERE x.tenant_id = $1 AND x.subject_room = 'tenancy'
      AND x.subject_kind = 'tenant' AND x.subject_id = $1
      AND x.act IN ('tenancy.tenant.closed', 'tenancy.tenant.merged'))
  AND ((e.subject_room = 'tenancy' AND e.subject_kind = 'tenant' AND e.subject_id = $1
      AND e.act = 'tenancy.tenant.backed-up')
    OR (e.subject_room = 'archives' AND e.subject_kind = 'export' AND e.act = 'archives.export.fetched'))
ORDER BY e.recorded_at DESC LIMIT 1
"""

_LINES = """
SELECT e.id FROM ledger_event e WHERE e.tenant_id = $1 AND (
  (e.subject_room = 'archives' AND e.subject_kind = 'proposal' AND e.subject_id = $2)
  OR (e.subject_room = 'tenancy' AND e.subject_kind = 'tenant' AND e.subject_id = $1 AND e.act = ANY ($3::text[])))
"""


async def approved_deletion(scope: Scope) -> ProposalView | None:
    """The newest proposal to delete the record that was approved, whether or not it is being carried out."""
    approved = {ProposalState.APPROVED, ProposalState.DONE}
    every = await life.proposals_of(scope)
    return next((each for each in every if each.kind is Ending.DELETE and each.state in approved), None)


async def taken_along(scope: Scope) -> str | None:
    """Which copy of everything was taken last since the organisation ended, in words; None where none was.

    An export counts once somebody has downloaded it: what was only made is destroyed after a week.
    """
    rows = await fetch(_TAKEN, scope.tenant.id)
    if not rows:
        return None
    row = rows[0]
    on = in_words(scope.day_of(row["at"]))
    if row["act"] == "tenancy.tenant.backed-up":
        return f"a backup, made on {on} by {row['actor_name']}"
    return f"an export, downloaded on {on} by {row['actor_name']} (SHA-256 {row['sha256']})"


async def lines_to_keep(scope: Scope, *, proposal_id: UUID) -> tuple[UUID, ...]:
    """The events that stay, with their proofs, in the last note."""
    rows = await fetch(_LINES, scope.tenant.id, proposal_id, list(last_note.TELLS))
    return tuple(row["id"] for row in rows)


async def note_of(scope: Scope) -> LastNote | None:
    """The last note, once the rows are gone."""
    rows = await Deletion.within(scope, *_NOTE)
    return _note(rows[0]) if rows else None


_NOTE = (
    *(Deletion.at, Deletion.proposal_id, Deletion.reason, Deletion.proposed_by_name, Deletion.proposed_at),
    *(Deletion.approved_by_name, Deletion.approved_at, Deletion.taken_along, Deletion.rows, Deletion.files),
    *(Deletion.lines, Deletion.files_gone_at),
)


def _note(row: Any) -> LastNote:
    lines = tuple(NotedLine.model_validate(each) for each in json.loads(row["lines"]))
    return LastNote(**{**row, "lines": lines})
