"""Due days in people's calendars, once a letter brought them there: moved when the day moves, out when it ends."""

from collections.abc import Mapping, Set
from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.notices import calendars
from backend.notices import operations as notices
from backend.notices.rules import Entry, Recipient, Telling
from backend.people import queries as people
from backend.scope import Scope

_KEPT = """
SELECT DISTINCT ON (person_id) person_id, day, cancelled FROM (
  SELECT line.recipient_person_id AS person_id, line.due_on AS day, false AS cancelled, line.written_at AS at
  FROM chasing_line line JOIN notices_letter letter ON letter.tenant_id = $1 AND letter.key = line.letter_key
    AND letter.state IN ('sending', 'sent', 'uncertain', 'kept')
  WHERE line.tenant_id = $1 AND line.key > $2 || '/' AND line.key < $2 || '0' AND line.state = 'told'
    AND line.content ? 'entry' AND line.recipient_person_id IS NOT NULL
  UNION ALL
  SELECT recipient_person_id, (calendar -> 0 ->> 'day')::date, calendar -> 0 ? 'cancelled', queued_at
  FROM notices_letter WHERE tenant_id = $1 AND key > $2 || '/calendar/' AND key < $2 || '/calendar0'
    AND state IN ('sending', 'sent', 'uncertain', 'kept')
) kept ORDER BY person_id, at DESC
"""


async def kept_by(scope: Scope, *, key: str) -> dict[UUID, date]:
    """Whose calendars have the due day of a thing, and which day; one that has passed is left where it stands.

    Asked before the chase of the thing is settled, which takes back what still waits.
    """
    rows = await fetch(_KEPT, scope.tenant.id, key)
    return {
        row["person_id"]: row["day"] for row in rows if not row["cancelled"] and row["day"] >= scope.today
    }


async def keep_up(
    scope: Scope,
    kept: Mapping[UUID, date],
    *,
    key: str,
    title: str,
    path: str,
    due_on: date | None,
    holders: Set[UUID],
) -> None:
    """Tell those whose calendar has the due day of a thing that it moved, or is not theirs any more.

    `due_on` is None, and `holders` nobody, once it has ended.
    """
    changed = {
        person_id: due_on if person_id in holders else None
        for person_id, day in kept.items()
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
            day=day or kept[person_id],
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
                    "was_due_on": kept[person_id],
                    "due_on": day,
                    "calendar": calendars.kept((entry,)),
                },
            )
        )
    await notices.tell_all(scope, kind="chasing.due-day-changed", tellings=tellings)
