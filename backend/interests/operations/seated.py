"""Whoever is given a seat undeclared: the chair learns of it at the appointment, before any meeting is near.

The room of committees stands below and knows no declaration: it leaves a job by this task's name with each
appointment, in the same transaction.
"""

from uuid import UUID

from backend.catalogue.quorum import Office
from backend.committees import queries as committees
from backend.interests.queries.undeclared import undeclared_among
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.notices import operations as notices
from backend.notices.rules import Recipient, Telling
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope

_CHAIRS = frozenset({Office.CHAIR, Office.VICE_CHAIR})


async def tell_of_seats(scope: Scope, *, committee_id: UUID) -> int:
    """Tell chair and vice-chair who sits on the committee, now or soon, without a declaration that holds.

    Whoever is on the list is not told of themselves; where no chair is left, the governance officers are told. The
    same list is told once. Returns how many letters are new.
    """
    seated = await fetch(
        "SELECT DISTINCT person_id FROM committees_term WHERE tenant_id = $1 AND committee_id = $2 "
        "AND withdrawn_because IS NULL AND (last_on IS NULL OR last_on >= $3)",
        scope.tenant.id,
        committee_id,
        scope.today,
    )
    undeclared = await undeclared_among(scope, person_ids={row["person_id"] for row in seated})
    if not undeclared:
        return 0
    lines = await people.people_of(scope)
    members = await committees.members_on(scope, committee_id=committee_id, on=scope.today)
    chairs = {member.person_id for member in members if member.office in _CHAIRS}
    told = chairs - {each.person_id for each in undeclared} or {
        line.id for line in lines if permissions.OFFICER in line.roles
    }
    committee = (await committees.committee_names(scope))[committee_id]
    mark = content_hash(sorted(str(each.person_id) for each in undeclared))[:16]
    letters = await notices.tell_all(
        scope,
        kind="interests.undeclared-seated",
        tellings=[
            Telling(
                key=f"interests.undeclared-seated/{committee_id}/{mark}/{line.id}",
                to=Recipient(person_id=line.id, name=line.name, address=line.email),
                context={
                    "committee": committee,
                    "committee_id": committee_id,
                    "undeclared": [f"{each.person_name} {each.words}" for each in undeclared],
                },
            )
            for line in lines
            if line.id in told
        ],
    )
    return len(letters)
