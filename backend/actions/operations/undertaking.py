"""The beginning of an action: what was undertaken, by whom, by when, and where it came from."""

import json
from datetime import date
from uuid import UUID

from backend.actions import chasing, rules
from backend.actions.operations import steps
from backend.actions.rules import Source
from backend.actions.tables import Step as StepTable
from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.people import queries as people
from backend.scope import Scope

_INSERT = """
INSERT INTO actions_action (tenant_id, id, number, source_kind, source_id, source_title, source_on, committee_id,
  meeting_id, item_id, words, private, owner_person_id, owner_name, deputy_person_id, due_on, moves, state,
  undertaken_on, recorded_at, recorded_by_person_id, recorded_by_name, chase_on)
SELECT $1, $2, (SELECT coalesce(max(number), 0) + 1 FROM actions_action WHERE tenant_id = $1), $3, $4, $5, $6, $7, $8,
  $9, $10, $11, $12, $13, $14, $15, 0, 'open', $16, $17, $18, $19, $20
ON CONFLICT (tenant_id, id) DO NOTHING RETURNING *
"""


async def undertake(
    scope: Scope,
    *,
    source: Source,
    words: str,
    owner_person_id: UUID | None = None,
    owner_name: str | None = None,
    deputy_person_id: UUID | None = None,
    due_on: date | None = None,
    private: bool = False,
    undertaken_on: date | None = None,
    action_id: UUID | None = None,
) -> UUID:
    """Enter an action; returns its id. The owner is a person of the tenant, or a name from outside.

    A due day that has passed, and none at all, are accepted: it is what was agreed. `action_id`, where the caller
    knows one, makes a second call with it do nothing. `undertaken_on` is the source's day, or today. Raises
    rules.UnableToUndertake, NotFound.
    """
    plain, outside = words.strip(), (owner_name or "").strip() or None
    if not plain:
        raise rules.UnableToUndertake("Write what is to be done.", field="words")
    await check_owner(scope, owner_person_id, outside)
    await check_deputy(scope, deputy_person_id, owner_person_id=owner_person_id)
    if source.committee_id is not None:
        await committees.committee(scope, committee_id=source.committee_id)
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"actions/number/{scope.tenant.id}")
    chase_on = await chasing.first_chase(scope, due_on)
    rows = await fetch(
        _INSERT,
        scope.tenant.id,
        action_id or new_id(),
        source.kind.value,
        source.id,
        source.title.strip()[:300],
        source.on,
        source.committee_id,
        source.meeting_id,
        source.item_id,
        plain,
        private,
        owner_person_id,
        None if owner_person_id else outside,
        deputy_person_id,
        due_on,
        undertaken_on or source.on or scope.today,
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
        chase_on,
    )
    if not rows:
        assert action_id is not None  # only an id that the caller gave can be known already
        return action_id
    action = dict(rows[0])
    await _tell(scope, action, source)
    await chasing.hold_chore(scope, chase_on=chase_on)
    return UUID(str(action["id"]))


async def check_owner(scope: Scope, person_id: UUID | None, name: str | None) -> str:
    """The owner's name. Raises rules.UnableToUndertake where neither, or both, or nobody of the tenant is given."""
    if person_id is None and name is None:
        raise rules.UnableToUndertake(
            "Choose the owner from the list, or write the name of somebody from outside.",
            field="owner_person_id",
        )
    if person_id is not None and name is not None:
        raise rules.UnableToUndertake(
            "Choose the owner from the list or write a name from outside, not both.", field="owner_name"
        )
    if person_id is None:
        return str(name)
    found = await people.persons_by_id(scope, [person_id])
    if person_id not in found:
        raise rules.UnableToUndertake("Choose the owner from the list.", field="owner_person_id")
    return found[person_id].name


async def check_deputy(scope: Scope, person_id: UUID | None, *, owner_person_id: UUID | None) -> str | None:
    """The deputy's name, if there is to be one. Raises rules.UnableToUndertake."""
    if person_id is None:
        return None
    if person_id == owner_person_id:
        raise rules.UnableToUndertake("The deputy is somebody else than the owner.", field="deputy_person_id")
    found = await people.persons_by_id(scope, [person_id])
    if person_id not in found:
        raise rules.UnableToUndertake("Choose the deputy from the list.", field="deputy_person_id")
    return found[person_id].name


async def _tell(scope: Scope, action: dict[str, object], source: Source) -> None:
    after = {
        "words": action["words"],
        "owner_person_id": action["owner_person_id"],
        "owner_name": action["owner_name"],
        "due_on": action["due_on"],
        "private": action["private"],
        "source": {"kind": source.kind, "id": source.id, "title": source.title},
    }
    due = action["due_on"]
    await StepTable.add(
        scope,
        action_id=action["id"],
        kind="undertaken",
        changes=json.dumps(
            {"before": {}, "after": {}, "came": f"due on {in_words(due)}" if isinstance(due, date) else None}
        ),
        by_link=False,
        made_at=scope.now,
        made_by_person_id=scope.actor.person_id,
        made_by_name=scope.actor.name,
    )
    await ledger.record(scope, "actions.action.undertaken", steps.record_of(action), after=after)
