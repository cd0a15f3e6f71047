"""Who covers for whom, and who stands aside from which commissioner."""

from datetime import date
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import permissions
from backend.people import queries as people
from backend.reviewing import rules
from backend.reviewing.operations import keeping
from backend.reviewing.tables import Aside, Cover
from backend.scope import NotFound, Scope


async def cover(
    scope: Scope, *, person_id: UUID, cover_person_id: UUID, from_on: date, until_on: date
) -> UUID:
    """Say who stands in for a reviewer between two days; returns the cover's id. Raises UnableToKeep."""
    if person_id == cover_person_id:
        raise rules.UnableToKeep("Nobody covers for themselves.", field="cover_person_id")
    if until_on < from_on:
        raise rules.UnableToKeep("The last day can’t be before the first.", field="until_on")
    if until_on < scope.today:
        raise rules.UnableToKeep("These days have passed. A cover acts from now on.", field="until_on")
    names = {each.id: each.name for each in await people.people_of(scope, role=permissions.REVIEWER)}
    for name, chosen in (("person_id", person_id), ("cover_person_id", cover_person_id)):
        if chosen not in names:
            raise rules.UnableToKeep("Choose somebody who holds the role of a reviewer.", field=name)
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"reviewing/cover/{person_id}")
    there = await fetch(
        "SELECT 1 FROM reviewing_cover WHERE tenant_id = $1 AND person_id = $2 AND ended_at IS NULL "
        "AND from_on <= $4 AND until_on >= $3 LIMIT 1",
        scope.tenant.id,
        person_id,
        from_on,
        until_on,
    )
    if there:
        raise rules.UnableToKeep(
            f"Somebody covers for {names[person_id]} on some of these days already. End that first.",
            field="from_on",
        )
    cover_id: UUID = await Cover.add(
        scope,
        person_id=person_id,
        cover_person_id=cover_person_id,
        from_on=from_on,
        until_on=until_on,
        made_at=scope.now,
        made_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "reviewing.cover.named",
        _of(person_id, names[person_id]),
        after={"cover": names[cover_person_id], "from_on": from_on, "until_on": until_on},
    )
    return cover_id


async def end_cover(scope: Scope, *, cover_id: UUID) -> None:
    """End a cover now. Raises UnableToKeep, NotFound."""
    rows = await fetch(
        "SELECT v.*, p.name FROM reviewing_cover v JOIN people_person p ON p.tenant_id = $1 AND p.id = v.person_id "
        "WHERE v.tenant_id = $1 AND v.id = $2",
        scope.tenant.id,
        cover_id,
    )
    if not rows:
        raise NotFound("cover")
    if rows[0]["ended_at"] is not None:
        raise rules.UnableToKeep("The cover has ended already.")
    await Cover.change(scope, ended_at=scope.now).where(Cover.id == cover_id)
    await ledger.record(scope, "reviewing.cover.ended", _of(rows[0]["person_id"], rows[0]["name"]))


async def stand_aside(
    scope: Scope,
    *,
    commissioner_id: UUID,
    because: str,
    person_id: UUID | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
) -> UUID:
    """Stand aside from a commissioner for a reason that is not on the register; returns its id.

    A reviewer says it for themselves; an officer for anybody. What they had in hand waits for their cover, or for
    somebody who takes it. Raises UnableToKeep, NotFound.
    """
    whose = person_id or keeping.person_of(scope)
    if whose != scope.actor.person_id:
        scope.check_may("reviewing.keep", "Only an officer may say that somebody else stands aside.")
    first = from_on or scope.today
    if until_on is not None and until_on < first:
        raise rules.UnableToKeep("The last day can’t be before the first.", field="aside_until")
    found = await people.persons_by_id(scope, [whose])
    if whose not in found:
        raise NotFound("person")
    row = await keeping.live_commissioner(scope, commissioner_id)
    aside_id: UUID = await Aside.add(
        scope,
        person_id=whose,
        commissioner_id=commissioner_id,
        from_on=first,
        until_on=until_on,
        because=because,
        said_at=scope.now,
        said_by_name=scope.actor.name,
    )
    await ledger.record(
        scope,
        "reviewing.reviewer.stood-aside",
        _of(whose, found[whose].name),
        after={"commissioner": row["name"], "from_on": first, "until_on": until_on},
    )
    return aside_id


async def end_aside(scope: Scope, *, aside_id: UUID, because: str) -> None:
    """Say that somebody need not stand aside any more: another than they themselves. Raises UnableToKeep, NotFound."""
    rows = await fetch(
        "SELECT a.*, p.name, c.name AS commissioner FROM reviewing_aside a "
        "JOIN people_person p ON p.tenant_id = $1 AND p.id = a.person_id "
        "JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = a.commissioner_id "
        "WHERE a.tenant_id = $1 AND a.id = $2",
        scope.tenant.id,
        aside_id,
    )
    if not rows:
        raise NotFound("standing aside")
    if rows[0]["ended_at"] is not None:
        raise rules.UnableToKeep("It has ended already.")
    if rows[0]["person_id"] == scope.actor.person_id:
        raise rules.UnableToKeep("Somebody else says that you need not stand aside any more.")
    await Aside.change(scope, ended_at=scope.now, ended_because=because).where(Aside.id == aside_id)
    await ledger.record(
        scope,
        "reviewing.reviewer.came-back",
        _of(rows[0]["person_id"], rows[0]["name"]),
        after={"commissioner": rows[0]["commissioner"], "because": because},
    )


def _of(person_id: UUID, name: str) -> Record:
    return Record(room="people", kind="person", id=person_id, title=name)
