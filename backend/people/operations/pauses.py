"""Pausing a person: leave, sickness, bereavement. Whoever needs the reason knows it; nobody reads it here."""

from datetime import date, timedelta
from uuid import UUID

from backend.kit import keyholder
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.people import pauses, queries, rules
from backend.people.seals import Seal
from backend.people.tables import Pause
from backend.scope import NotFound, NotPermitted, Scope


async def pause_person(
    scope: Scope, *, person_id: UUID, from_on: date, until_on: date | None, reason: str
) -> UUID:
    """Pause a person from `from_on` to `until_on`, both included; open where it is not known. Returns the pause's id.

    The reason is sealed before it is stored; the ledger and every page do without it. Raises `UnableToPause`.
    """
    person = await queries.person_line_of(scope, person_id=person_id)
    if person_id == scope.actor.person_id or scope.actor.person_id is None:
        raise NotPermitted("You can't pause yourself. Ask another governance officer.")
    rules.check_pause(from_on=from_on, until_on=until_on)
    await fetch(
        "SELECT 1 FROM people_person WHERE tenant_id = $1 AND id = $2 FOR UPDATE", scope.tenant.id, person_id
    )
    for other in await pauses.pauses_of(scope, person_id=person_id):
        rules.check_pauses_apart(from_on, until_on, other.from_on, other.until_on)

    pause_id = new_id()
    seal = Seal(keyholder.ring().derive(scope.tenant.id, "pause-reason/v1"))
    await Pause.add(
        scope,
        id=pause_id,
        person_id=person_id,
        from_on=from_on,
        until_on=until_on,
        sealed_reason=seal.close(reason.encode(), purpose=f"people.pause/{pause_id}"),
        authorised_by=scope.actor.person_id,
        authorised_at=scope.now,
    )
    await ledger.record(
        scope,
        "people.pause.authorised",
        pause_record(person_id, person.name),
        after={"from_on": from_on, "until_on": until_on},
    )
    return pause_id


async def end_pause(scope: Scope, *, person_id: UUID, pause_id: UUID) -> None:
    """End a pause: today is the first day without it. One that has not begun is taken back."""
    rows = await (
        Pause.within(scope, Pause.from_on, Pause.until_on)
        .where(Pause.id == pause_id, Pause.person_id == person_id)
        .lock_rows("UPDATE")
    )
    if not rows:
        raise NotFound("pause")
    held = rows[0]
    yesterday = scope.today - timedelta(days=1)
    rules.check_pause_goes_on(held["until_on"], today=scope.today)
    ends = max(yesterday, held["from_on"] - timedelta(days=1))
    await Pause.change(scope, until_on=ends).where(Pause.id == pause_id)
    person = await queries.person_line_of(scope, person_id=person_id)
    await ledger.record(
        scope,
        "people.pause.ended",
        pause_record(person.id, person.name),
        before={"until_on": held["until_on"]},
        after={"until_on": ends},
    )


def pause_record(person_id: UUID, name: str) -> Record:
    return Record(room="people", kind="person", id=person_id, title=name)
