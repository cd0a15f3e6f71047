"""Letters to whoever asked a question, once the meeting that it waits for is moved or does not take place."""

from collections.abc import Collection
from uuid import UUID

from backend.kit import calendar
from backend.kit.database import fetch
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.scope import Scope

CHORE = "planning.tell_askers"


async def tell_askers(
    scope: Scope, *, meeting_id: UUID, was: str | None = None, numbers: Collection[int] | None = None
) -> int:
    """Write to whoever asked what still waits for a meeting, where there is an address; returns how many letters.

    `was` is the title of the meeting that they asked for, `numbers` narrows to these questions. The same news of the
    same meeting is told once.
    """
    rows = await fetch(
        "SELECT q.id, q.number, q.name, q.email, q.text, q.answer_due_on, m.title, m.starts_at, m.venue, m.revision, "
        "m.state = 'cancelled' AS cancelled FROM planning_question q "
        "JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = q.meeting_id "
        "WHERE q.tenant_id = $1 AND q.meeting_id = $2 AND q.email IS NOT NULL "
        "AND q.state IN ('received', 'chosen') AND ($3::int[] IS NULL OR q.number = ANY($3)) ORDER BY q.number",
        scope.tenant.id,
        meeting_id,
        None if numbers is None else list(numbers),
    )
    letters = await notices.tell_all(
        scope,
        kind="planning.question-meeting-changed",
        tellings=[
            Telling(
                key=f"planning.question-meeting-changed/{row['id']}/{meeting_id}/{row['revision']}",
                to=Recipient(person_id=row["id"], name=row["name"] or "", address=row["email"]),
                context={
                    "reference": f"Q-{row['number']}",
                    "was": was or row["title"],
                    "meeting": row["title"],
                    "when": calendar.in_words(row["starts_at"]),
                    "venue": row["venue"],
                    "cancelled": row["cancelled"],
                    "due_on": calendar.in_words(row["answer_due_on"]),
                    "question": row["text"],
                },
            )
            for row in rows
        ],
        confidential=True,
    )
    return len(letters)
