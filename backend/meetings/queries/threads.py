"""Threads: where an item has been, from meeting to meeting and from committee to committee."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings import rules
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadStep:
    """One item of a thread, on its meeting. `words` say how it came there, `None` for where the thread begins."""

    item_id: UUID
    label: str | None
    title: str
    meeting_id: UUID
    meeting: str
    committee: str
    day: date
    state: rules.MeetingState
    withdrawn_because: str | None
    words: str | None
    outcome: rules.Outcome | None

    @property
    def state_in_words(self) -> str:
        if self.outcome is not None:
            return rules.OUTCOME_IN_WORDS[self.outcome]
        if self.withdrawn_because is not None:
            return "Taken off the agenda"
        if self.state is rules.MeetingState.CANCELLED:
            return "The meeting was cancelled"
        return "On the agenda" if self.state is not rules.MeetingState.HELD else "Taken"


async def thread_id_of(scope: Scope, *, item_id: UUID) -> UUID:
    """The thread of an item: its own id where it came from nowhere else. Raises NotFound."""
    rows = await fetch(
        "SELECT p.thread_id FROM meetings_item i LEFT JOIN meetings_passage p ON p.tenant_id = $1 AND p.item_id = i.id "
        "WHERE i.tenant_id = $1 AND i.id = $2",
        scope.tenant.id,
        item_id,
    )
    if not rows:
        raise NotFound("agenda item")
    return rows[0]["thread_id"] or item_id


async def thread_ids_of(scope: Scope, *, item_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The threads of items, as `thread_id_of` has them, in one statement."""
    rows = await fetch(
        "SELECT item_id, thread_id FROM meetings_passage WHERE tenant_id = $1 AND item_id = ANY($2)",
        scope.tenant.id,
        list(item_ids),
    )
    return {item_id: item_id for item_id in item_ids} | {row["item_id"]: row["thread_id"] for row in rows}


async def thread(scope: Scope, *, thread_id: UUID) -> tuple[ThreadStep, ...]:
    """Every item of a thread that the reader may see, oldest meeting first. One statement."""
    rows = await fetch(
        """
        SELECT i.id AS item_id, i.label, i.title, i.part, i.withdrawn_because, m.id AS meeting_id, m.title AS meeting,
          m.committee_id, c.name AS committee, m.starts_at, m.state, p.words,
          (SELECT d.outcome FROM meetings_decision d WHERE d.tenant_id = $1 AND d.item_id = i.id
             AND NOT EXISTS (SELECT 1 FROM meetings_struck_decision k WHERE k.tenant_id = $1 AND k.decision_id = d.id)
           ORDER BY d.recorded_at DESC LIMIT 1) AS outcome
        FROM meetings_item i
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
        LEFT JOIN meetings_passage p ON p.tenant_id = $1 AND p.item_id = i.id
        WHERE i.tenant_id = $1 AND (i.id = $2 OR p.thread_id = $2)
        ORDER BY m.starts_at, p.made_at NULLS FIRST, i.id""",
        scope.tenant.id,
        thread_id,
    )
    return tuple(
        ThreadStep(
            item_id=row["item_id"],
            label=row["label"],
            title=row["title"],
            meeting_id=row["meeting_id"],
            meeting=row["meeting"],
            committee=row["committee"],
            day=rules.day_of(scope, row["starts_at"]),
            state=rules.MeetingState(row["state"]),
            withdrawn_because=row["withdrawn_because"],
            words=row["words"],
            outcome=rules.Outcome(row["outcome"]) if row["outcome"] else None,
        )
        for row in rows
        if rules.may_see(scope, part=rules.Part(row["part"]), committee_id=row["committee_id"])
    )


async def thread_of_item(scope: Scope, *, item_id: UUID) -> tuple[UUID, tuple[ThreadStep, ...]]:
    """The thread of an item, and its steps. Raises NotFound."""
    thread_id = await thread_id_of(scope, item_id=item_id)
    return thread_id, await thread(scope, thread_id=thread_id)
