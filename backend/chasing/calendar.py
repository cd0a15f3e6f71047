"""Due days in people's calendars, once a letter brought them there: moved when the day moves, out when it ends."""

from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.notices import calendars
from backend.notices import operations as notices
from backend.notices.rules import Entry, Recipient, Telling
from backend.people import queries as people
from backend.scope import Scope


async def keep_up(
    scope: Scope, *, key: str, title: str, path: str, due_on: date | None, holders: set[UUID]
) -> None:
    """Tell those whose calendar has the due day of a thing that it moved, or is not theirs any more.

    Called before the chase of the thing is settled. `due_on` is None, and `holders` nobody, once it has ended. A day
    that has passed is left where it stands.
    """
    rows = await fetch(
        """
        SELECT DISTINCT ON (line.recipient_person_id) line.recipient_person_id AS person_id, line.due_on
        FROM chasing_line line JOIN notices_letter letter ON letter.tenant_id = $1 AND letter.key = line.letter_key
          AND letter.state IN ('sending', 'sent', 'uncertain', 'kept')
        WHERE line.tenant_id = $1 AND line.key > $2 || '/' AND line.key < $2 || '0' AND line.state = 'told'
          AND line.content ? 'entry' AND line.recipient_person_id IS NOT NULL
        ORDER BY line.recipient_person_id, line.written_at DESC
        """,
        scope.tenant.id,
        key,
    )
    had = {row["person_id"]: row["due_on"] for row in rows if row["due_on"] >= scope.today}
    changed = {
        person_id: due_on if person_id in holders else None
        for person_id, day in had.items()
        if person_id not in holders or due_on != day
    }
    if not changed:
        return
    known = await people.persons_by_id(scope, list(changed))
    tellings = []
    for person_id, day in changed.items():
        line = known[person_id]
        entry = Entry(
            uid=calendars.uid_of(key),
            day=day or had[person_id],
            summary=f"Due: {title}",
            path=path,
            cancelled=day is None,
        )
        tellings.append(
            Telling(
                key=f"{key}/calendar/{person_id}/{scope.now:%Y-%m-%dT%H.%M.%S.%f}",
                to=Recipient(person_id=person_id, name=line.name, address=line.email),
                context={
                    "title": title,
                    "path": path,
                    "was_due_on": had[person_id],
                    "due_on": day,
                    "calendar": calendars.kept((entry,)),
                },
            )
        )
    await notices.tell_all(scope, kind="chasing.due-day-changed", tellings=tellings)
