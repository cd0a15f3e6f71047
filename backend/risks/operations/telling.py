"""Letters of a round: to each owner when it opens and shortly before its cut-off, and when a check sends one back."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import queries as people
from backend.risks import rules
from backend.scope import Scope

DAYS_BEFORE = 3
"""Days before the cut-off on which owners are reminded of what they have not confirmed."""

_UNSAID = """
SELECT r.number, r.called, r.title, r.owner_person_id FROM risks_risk r
WHERE r.tenant_id = $1 AND r.id = ANY ($2) AND r.state = 'open' AND r.struck_at IS NULL
  AND r.owner_person_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM risks_confirmation c WHERE c.tenant_id = $1 AND c.round_id = $3 AND c.risk_id = r.id
      AND c.struck_at IS NULL AND c.check_state IS DISTINCT FROM 'sent-back')
ORDER BY r.number
"""


def reminded_on(cut_off_on: date) -> date:
    return cut_off_on - timedelta(days=DAYS_BEFORE)


async def tell_owners(scope: Scope, row: Mapping[str, Any], *, month: str, reminder: bool = False) -> int:
    """Tell each owner which risks of theirs the round waits for; how many letters are new. Twice tells once."""
    unsaid = await fetch(_UNSAID, scope.tenant.id, list(row["risk_ids"]), row["id"])
    theirs: dict[UUID, list[str]] = defaultdict(list)
    for risk in unsaid:
        theirs[risk["owner_person_id"]].append(
            f"{rules.reference(risk['number'], risk['called'])}: {risk['title']}"
        )
    known = await people.persons_by_id(scope, list(theirs))
    mark = "reminder" if reminder else "opened"
    letters = await notices.tell_all(
        scope,
        kind="risks.round-owed",
        tellings=[
            Telling(
                key=f"risks.round-owed/{row['id']}/{mark}/{person_id}",
                to=Recipient(person_id=person_id, name=known[person_id].name, address=known[person_id].email),
                context={
                    "month": month,
                    "cut_off": in_words(row["cut_off_on"]),
                    "risks": lines,
                    "count": len(lines),
                    "round_id": row["id"],
                    "reminder": reminder,
                },
            )
            for person_id, lines in theirs.items()
            if person_id in known and known[person_id].left_on is None
        ],
    )
    return len(letters)


async def tell_sent_back(
    scope: Scope, *, risk: Mapping[str, Any], row: Mapping[str, Any], words: str
) -> None:
    """Tell the owner, or whoever said it, that a check sent it back, and why."""
    person_id = risk["owner_person_id"] or row["said_by_person_id"]
    if person_id is None:
        return
    person = await people.person_line_of(scope, person_id=person_id)
    await notices.tell(
        scope,
        kind="risks.confirmation-sent-back",
        key=f"risks.confirmation-sent-back/{row['id']}",
        to=Recipient(person_id=person_id, name=person.name, address=person.email),
        context={
            "reference": rules.reference(risk["number"], risk["called"]),
            "title": risk["title"],
            "checker": scope.actor.name,
            "words": words,
            "round_id": row["round_id"],
            "risk_id": risk["id"],
        },
    )
