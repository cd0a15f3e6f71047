"""What a search found is kept; people accept it, dismiss it with a reason, or add what no search could find."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.interests.queries import declarants
from backend.interests.queries.marks import marked_interests
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.meetings import hits, rules
from backend.meetings.operations import holding
from backend.meetings.presiding import check_can_settle_hit
from backend.meetings.queries import handling
from backend.meetings.queries.hits import basis_of
from backend.meetings.queries.touched import organisations_of_items
from backend.meetings.tables import Hit
from backend.meetings.treating import UnableToTreat
from backend.scope import NotFound, Scope

_SEARCHED = ("register", "radar")


async def keep_hits(
    scope: Scope, *, item_id: UUID, found: Sequence[hits.Found], radar: bool, made_from: str | None = None
) -> int:
    """Keep what a search found on an item; returns how many hits are new or open again. Twice the same is once.

    What it no longer finds is marked as gone; a dismissal that has lapsed is open again, and says why. What people
    added or judged otherwise stays. `radar`: the radar searched too, and not the register alone. `made_from`
    stands for what it was made from.
    """
    item = await holding.hold_item(scope, item_id)
    rows = {(row["person_id"], row["key"]): row for row in await _rows(scope, item_id)}
    seen: dict[tuple[UUID, str], hits.Found] = {}
    for each in found:
        seen.setdefault((each.person_id, _key(each)), each)
    touched = (await organisations_of_items(scope, [item_id])).get(item_id, ())
    count = 0
    for (person_id, key), each in seen.items():
        row = rows.get((person_id, key))
        if row is None:
            await _add(scope, item_id, key, each)
            count += 1
            continue
        changes = _changes(row, each)
        if row["state"] == hits.HitState.DISMISSED:
            basis = basis_of(item.row, touched, each.mark)
            settled_on = rules.day_of(scope, row["settled_at"])
            because = hits.lapse(
                json.loads(row["judged_on"]), basis, settled_on=settled_on, today=scope.today
            )
            if because is not None:
                changes |= {**_UNSETTLED, "lapsed_because": because}
                count += 1
        if changes:
            await Hit.change(scope, **changes).where(Hit.id == row["id"])
    searched = _SEARCHED if radar else ("register",)
    gone = [
        row["id"]
        for key, row in rows.items()
        if key not in seen and row["source"] in searched and row["gone_at"] is None
    ]
    if gone:
        await Hit.change(scope, gone_at=scope.now).where(Hit.id.is_in(gone))
    await _searched(scope, item_id, radar=radar, made_from=made_from)
    if count or gone:
        after = {"found": len(seen), "new": count, "gone": len(gone), "radar": radar}
        await ledger.record(scope, "meetings.hits.kept", _about(item_id, item.title), after=after)
    return count


async def add_hit(
    scope: Scope,
    *,
    item_id: UUID,
    person_id: UUID,
    reason: str,
    kind: str | None = None,
    indirect: bool = False,
) -> UUID:
    """Say that a member has an interest in an item that no search found; returns the hit's id.

    An officer, the Guardian and whoever decides for the item say it of anybody, and everybody of themselves. Raises
    UnableToTreat, NotFound for the item.
    """
    view = await handling.handling_of_item(scope, item_id=item_id)
    own = person_id == scope.actor.person_id
    if not (view.item.sees_all or own):
        raise NotFound("agenda item")
    if person_id not in {each.person_id for each in view.everybody}:
        raise UnableToTreat("Choose somebody who is on the committee that day.", field="person_id")
    if not reason.strip():
        raise UnableToTreat("Say in one sentence what the interest is.", field="reason")
    hit_id = new_id()
    added = hits.Found(
        person_id=person_id,
        source=hits.Source.MEMBER if own else hits.Source.OFFICER,
        reason=reason.strip(),
        sureness=100,
        kind=kind,
        indirect=indirect,
    )
    await _add(scope, item_id, f"said/{hit_id}", added, hit_id=hit_id)
    after = {"person_id": person_id, "reason": added.reason, "kind": kind, "indirect": indirect}
    await ledger.record(scope, "meetings.hit.added", _about(hit_id, view.item.name, kind="hit"), after=after)
    return hit_id


async def accept_hit(scope: Scope, *, hit_id: UUID, item_id: UUID | None = None) -> None:
    """Say that a hit (of `item_id`, where that is given) is right. Raises UnableToTreat, NotPermitted, NotFound."""
    await _settle(scope, hit_id, item_id, hits.HitState.ACCEPTED, None)


async def dismiss_hit(scope: Scope, *, hit_id: UUID, because: str, item_id: UUID | None = None) -> None:
    """Say that a hit is none, and why. It lapses when what it was judged on changes, and after twelve months.

    Nobody dismisses one on themselves or on their line manager. Raises UnableToTreat, NotPermitted, NotFound.
    """
    await _settle(scope, hit_id, item_id, hits.HitState.DISMISSED, because.strip())


async def _settle(
    scope: Scope, hit_id: UUID, item_id: UUID | None, state: hits.HitState, because: str | None
) -> None:
    rows = await fetch(
        "SELECT item_id FROM meetings_hit WHERE tenant_id = $1 AND id = $2", scope.tenant.id, hit_id
    )
    if not rows or item_id not in {None, rows[0]["item_id"]}:
        raise NotFound("hit")
    try:
        view = await handling.handling_of_item(scope, item_id=rows[0]["item_id"])
    except NotFound:
        raise NotFound("hit") from None
    (row,) = await fetch(
        "SELECT * FROM meetings_hit WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, hit_id
    )
    if not (view.item.sees_all or row["person_id"] == scope.actor.person_id):
        raise NotFound("hit")
    dismiss = state is hits.HitState.DISMISSED
    check_can_settle_hit(
        person_id=row["person_id"],
        actor_id=scope.actor.person_id,
        line_manager_id=await _line_manager(scope) if dismiss else None,
        may=view.item.sees_all,
        dismiss=dismiss,
    )
    if dismiss and not because:
        raise UnableToTreat("Say why this is no conflict of interest.", field="because")
    item_row, touched = view.row, view.touched
    marked = await marked_interests(scope, interest_ids=[row["interest_id"]]) if row["interest_id"] else {}
    interest = marked.get(row["interest_id"])
    judged_on = basis_of(item_row, touched, interest.mark if interest else None)
    await Hit.change(
        scope,
        state=state.value,
        settled_at=scope.now,
        settled_by_person_id=scope.actor.person_id,
        settled_by_name=scope.actor.name,
        settled_because=because,
        judged_on=json.dumps(judged_on) if dismiss else None,
        lapsed_because=None,
    ).where(Hit.id == hit_id)
    subject = Record(room="meetings", kind="hit", id=hit_id, title=str(item_row["title"]), confidential=True)
    before = {"state": row["state"]}
    after = {"state": state, "because": because, "judged_on": judged_on, "person_id": row["person_id"]}
    await ledger.record(scope, f"meetings.hit.{state}", subject, before=before, after=after)


async def _line_manager(scope: Scope) -> UUID | None:
    if scope.actor.person_id is None:
        return None
    found = await declarants.declarants_of(scope, person_id=scope.actor.person_id)
    return found[0].line_manager_id if found else None


_UNSETTLED: dict[str, Any] = {
    "state": hits.HitState.OPEN.value,
    "settled_at": None,
    "settled_by_person_id": None,
    "settled_by_name": None,
    "settled_because": None,
    "judged_on": None,
}


def _key(found: hits.Found) -> str:
    """The same for the same interest, so that it is one hit however it was found."""
    if found.interest_id is not None:
        return f"interest/{found.interest_id}"
    return f"{found.source}/{found.organisation_id or found.reason[:200]}"


def _changes(row: Any, found: hits.Found) -> dict[str, Any]:
    now = _values(found)
    before = {name: row[name] for name in now}
    before["found"] = json.dumps(json.loads(before["found"]), sort_keys=True)
    changed = {name: value for name, value in now.items() if before[name] != value}
    return {**changed, "gone_at": None} if row["gone_at"] is not None else changed


def _values(found: hits.Found) -> dict[str, Any]:
    words = [{"words": each.words, "where": each.where, "title": each.title} for each in found.found]
    return {
        "source": found.source.value,
        "interest_id": found.interest_id,
        "organisation_id": found.organisation_id,
        "reason": found.reason,
        "found": json.dumps(words, sort_keys=True),
        "sureness": found.sureness,
        "kind": found.kind,
        "indirect": found.indirect,
        "mark": found.mark,
    }


async def _add(
    scope: Scope, item_id: UUID, key: str, found: hits.Found, *, hit_id: UUID | None = None
) -> None:
    await Hit.add(
        scope,
        id=hit_id or new_id(),
        item_id=item_id,
        person_id=found.person_id,
        key=key,
        found_at=scope.now,
        found_by_name=scope.actor.name,
        state=hits.HitState.OPEN.value,
        **_values(found),
    )


async def _rows(scope: Scope, item_id: UUID) -> Sequence[Any]:
    return await fetch(
        "SELECT * FROM meetings_hit WHERE tenant_id = $1 AND item_id = $2", scope.tenant.id, item_id
    )


async def _searched(scope: Scope, item_id: UUID, *, radar: bool, made_from: str | None) -> None:
    await execute(
        "INSERT INTO meetings_search (tenant_id, id, item_id, searched_at, radar, made_from) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, item_id) DO UPDATE SET "
        "searched_at = excluded.searched_at, radar = excluded.radar, made_from = excluded.made_from",
        scope.tenant.id,
        new_id(),
        item_id,
        scope.now,
        radar,
        made_from,
    )


def _about(about_id: UUID, title: str, *, kind: str = "item") -> Record:
    """Who may have an interest in what is for a few: no list of events holds it."""
    return Record(room="meetings", kind=kind, id=about_id, title=title, confidential=True)
