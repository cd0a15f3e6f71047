"""What was asked at a meeting: kept with the meeting and the item, by topic, in the room of challenge."""

from uuid import UUID

from backend.challenge import operations as challenge
from backend.challenge.rules import Kind
from backend.kit.database import fetch
from backend.meetings import rules as meeting_rules
from backend.scope import NotFound, Scope

_WHERE = """
SELECT m.title, m.starts_at, m.committee_id, i.id AS item_id, i.title AS item, i.label, i.part,
  coalesce(p.thread_id, i.id) AS thread_id
FROM meetings_meeting m
LEFT JOIN meetings_item i ON i.tenant_id = $1 AND i.meeting_id = m.id AND i.id = $3
LEFT JOIN meetings_passage p ON p.tenant_id = $1 AND p.item_id = i.id
WHERE m.tenant_id = $1 AND m.id = $2
"""


async def keep_question(
    scope: Scope,
    *,
    meeting_id: UUID,
    item_id: UUID | None,
    topic: str,
    kind: Kind,
    words: str,
    asked_by_person_id: UUID | None = None,
    asked_by_name: str | None = None,
    of_name: str | None = None,
    question_id: UUID | None = None,
) -> UUID:
    """Keep what somebody asked on an item of a meeting, or on none; private where its item is. Returns its id.

    Anybody who may record the meeting keeps it, whoever holds the page: nothing of what others save is touched. Raises
    challenge.rules.UnableToAsk, NotFound.
    """
    rows = await fetch(_WHERE, scope.tenant.id, meeting_id, item_id)
    if not rows:
        raise NotFound("meeting")
    (row,) = rows
    if item_id is not None and row["item_id"] is None:
        raise NotFound("agenda item")
    return await challenge.ask(
        scope,
        topic=topic,
        kind=kind,
        words=words,
        at=challenge.Asked(
            on=min(meeting_rules.day_of(scope, row["starts_at"]), scope.today),
            committee_id=row["committee_id"],
            meeting_id=meeting_id,
            meeting_title=row["title"],
            item_id=item_id,
            item_title=" ".join(filter(None, (row["label"], row["item"]))) or None,
            thread_id=row["thread_id"],
            private=row["part"] == meeting_rules.Part.PRIVATE.value,
        ),
        asked_by_person_id=asked_by_person_id,
        asked_by_name=asked_by_name,
        of_name=of_name,
        question_id=question_id,
    )
