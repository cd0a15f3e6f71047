"""How many records a change of settings touches, in words."""

from collections.abc import Sequence

from backend.kit.database import fetch
from backend.provision.changes import Change
from backend.scope import Scope

_COUNTS = """
SELECT
  (SELECT count(*) FROM meetings_meeting m JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
    WHERE m.tenant_id = $1 AND m.state IN ('planned', 'agenda-published') AND ($2::text[] IS NULL OR c.slug = ANY ($2)))
    AS meetings,
  (SELECT count(*) FROM actions_action a JOIN committees_committee c ON c.tenant_id = $1 AND c.id = a.committee_id
    WHERE a.tenant_id = $1 AND a.state IN ('open', 'done-claimed', 'reopened') AND c.slug = ANY ($2)) AS actions,
  (SELECT count(*) FROM committees_term t JOIN committees_committee c ON c.tenant_id = $1 AND c.id = t.committee_id
    WHERE t.tenant_id = $1 AND t.withdrawn_because IS NULL AND t.from_on <= $3
      AND (t.last_on IS NULL OR t.last_on >= $3) AND c.slug = ANY ($2)) AS seats,
  (SELECT count(*) FROM people_person p WHERE p.tenant_id = $1) AS people
"""
_AGENDAS = frozenset({"planning", "meetings"})


async def touched_by(scope: Scope, changes: Sequence[Change]) -> tuple[str, ...]:
    """What lives by the settings that would change; one statement."""
    rooms = {each.room for each in changes}
    slugs = sorted(
        {
            each.what.removeprefix("committee ").split(":")[0]
            for each in changes
            if each.room == "committees" and each.what.startswith("committee ")
        }
    )
    if not slugs and not rooms & {*_AGENDAS, "interests", "chasing"}:
        return ()
    row = (await fetch(_COUNTS, scope.tenant.id, None if rooms & _AGENDAS else slugs, scope.today))[0]
    found = []
    if slugs or rooms & _AGENDAS:
        found.append(_counted(row["meetings"], "meeting to come", "meetings to come"))
    if slugs and not rooms & _AGENDAS:
        found.append(_counted(row["seats"], "seat that is held", "seats that are held"))
        found.append(_counted(row["actions"], "open action", "open actions"))
    if rooms & {"interests", "chasing"}:
        found.append(_counted(row["people"], "person", "people"))
    return tuple(found)


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
