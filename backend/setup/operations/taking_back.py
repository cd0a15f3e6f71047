"""Taking a list of people back: what it brought never was here. The rows stay, and history keeps both."""

from datetime import datetime
from uuid import UUID

from backend.committees import operations as committees
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.people.operations import bringing_in
from backend.scope import Scope
from backend.setup.operations import inviting
from backend.setup.operations.people_lists import record_of
from backend.setup.queries import people_lists
from backend.setup.rules.comparing import ListState, UnableToTakeBack
from backend.setup.tables.people import PeopleListTable

_BROUGHT = """
SELECT sort, thing_id FROM setup_brought b WHERE b.tenant_id = $1 AND b.list_id = $2 AND b.sort <> 'person' ORDER BY id
"""
_PEOPLE = """
SELECT p.id, p.name FROM setup_brought b JOIN people_person p ON p.tenant_id = $1 AND p.id = b.person_id
WHERE b.tenant_id = $1 AND b.list_id = $2 AND b.sort = 'person' ORDER BY p.name, p.id FOR UPDATE OF p
"""
_SETTLED_IN = """
SELECT p.name FROM setup_brought b JOIN people_person p ON p.tenant_id = $1 AND p.id = b.person_id
WHERE b.tenant_id = $1 AND b.list_id = $2 AND b.sort = 'person' AND (p.account_id IS NOT NULL OR p.left_on IS NOT NULL
  OR EXISTS (SELECT FROM people_role r WHERE r.tenant_id = $1 AND r.person_id = p.id AND NOT EXISTS (
    SELECT FROM setup_brought o WHERE o.tenant_id = $1 AND o.list_id = $2 AND o.sort = 'role' AND o.thing_id = r.id))
  OR EXISTS (SELECT FROM committees_term t WHERE t.tenant_id = $1 AND t.person_id = p.id
    AND t.withdrawn_because IS NULL AND NOT EXISTS (
    SELECT FROM setup_brought o WHERE o.tenant_id = $1 AND o.list_id = $2 AND o.sort = 'term' AND o.thing_id = t.id)))
ORDER BY p.name LIMIT 4
"""


async def take_back(scope: Scope, *, list_id: UUID, now: datetime) -> None:
    """Take the last list back, all of it: seats, roles and people that it brought. `now` is real time.

    Raises UnableToTakeBack where it is not the last, or somebody of it has signed up or been given more since.
    """
    scope.check_may("people.change", "Your role in this organisation does not include taking people back.")
    view = await people_lists.list_of(scope, list_id=list_id, held=True)
    if view.state is not ListState.DONE or await people_lists.last_done(scope) != list_id:
        raise UnableToTakeBack("Only the last list can be taken back, and only once.")
    people = {row["id"]: row["name"] for row in await fetch(_PEOPLE, scope.tenant.id, list_id)}
    settled = [row["name"] for row in await fetch(_SETTLED_IN, scope.tenant.id, list_id)]
    if settled:
        named = "; ".join(settled[:3]) + ("; and others" if len(settled) > 3 else "")
        raise UnableToTakeBack(
            "This list can’t be taken back any more: of its people these have signed up, left, or been given a role or "
            f"a seat since: {named}. Let people leave on their own pages instead."
        )
    brought = await fetch(_BROUGHT, scope.tenant.id, list_id)
    for row in brought:
        if row["sort"] == "term":
            because = f"The list {view.file_name} was taken back"
            await committees.withdraw_term(scope, term_id=row["thing_id"], because=because)
    roles = [row["thing_id"] for row in brought if row["sort"] == "role"]
    await inviting.withdraw_letters(scope, person_ids=list(people))
    await bringing_in.take_back(scope, people=people, roles=roles, now=now)
    await PeopleListTable.change(
        scope, state=ListState.UNDONE, undone_at=scope.now, undone_by_name=scope.actor.name
    ).where(PeopleListTable.id == list_id)
    await ledger.record(scope, "setup.people-list.taken-back", record_of(view), after={"people": len(people)})
