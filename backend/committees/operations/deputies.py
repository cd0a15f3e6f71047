"""Naming who may come in the place of whoever holds a seat, and ending that."""

from datetime import date
from uuid import UUID

from backend.committees import queries, reviewed, rules
from backend.committees.operations import places
from backend.committees.tables import Deputy
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations.searching import search_ahead
from backend.scope import NotFound, Scope


async def name_deputy(
    scope: Scope,
    *,
    committee_id: UUID,
    seat_id: UUID,
    person_id: UUID,
    from_on: date,
    last_on: date | None = None,
    may_vote: bool = False,
) -> UUID:
    """Name a deputy of a seat from a day to a last day, both included; returns the deputy's id.

    They hold no seat by that. Whoever has a vote on the committee already can't stand in for another voting seat.
    Raises rules.UnableToAppoint, NotFound.
    """
    await places.one_at_a_time(scope)
    committee = await queries.committee(scope, committee_id=committee_id, on=max(from_on, scope.today))
    seat = next((each for each in committee.places if each.id == seat_id), None)
    if seat is None:
        raise NotFound("seat")
    name = (await queries.people_named(scope, [person_id])).get(person_id)
    if name is None:
        raise rules.UnableToAppoint("Choose a person from the list.", field="deputy_id")
    if last_on is not None and last_on < from_on:
        raise rules.UnableToAppoint("The last day can’t be before the first.", field="deputy_last")
    own = [member for member in committee.members if member.person_id == person_id]
    if any(member.seat_id == seat_id for member in own):
        raise rules.UnableToAppoint(f"{name} holds this seat.", field="deputy_id")
    if may_vote and not seat.voting:
        raise rules.UnableToAppoint(f"The seat {seat.name} has no vote.", field="may_vote")
    if may_vote and any(member.voting for member in own):
        raise rules.UnableToAppoint(
            f"{name} has a vote on this committee already, and nobody votes twice. Name them without a vote.",
            field="may_vote",
        )
    for each in await reviewed.deputies_of_seat(scope, seat_id=seat_id):
        if each.person_id == person_id and rules.overlap(each.from_on, each.last_on, from_on, last_on):
            raise rules.UnableToAppoint(
                f"{name} is a deputy of this seat on those days already.", field="deputy_id"
            )
    values = {
        "seat_id": seat_id,
        "person_id": person_id,
        "from_on": from_on,
        "last_on": last_on,
        "may_vote": may_vote,
    }
    deputy_id: UUID = await Deputy.add(scope, committee_id=committee_id, **values)
    subject = _record(deputy_id, f"{name}, deputy for {seat.name}, {committee.name}")
    await ledger.record(scope, "committees.deputy.named", subject, after=values)
    search_ahead(scope)
    return deputy_id


async def end_deputy(scope: Scope, *, committee_id: UUID, deputy_id: UUID, last_on: date) -> None:
    """Make `last_on` the last day of a deputy; one who was to begin later never was.

    Raises rules.UnableToEndTerm, NotFound.
    """
    await places.one_at_a_time(scope)
    rows = await fetch(
        "SELECT d.*, s.name AS seat FROM committees_deputy d "
        "JOIN committees_seat s ON s.tenant_id = $1 AND s.id = d.seat_id "
        "WHERE d.tenant_id = $1 AND d.id = $2 AND d.committee_id = $3 AND d.withdrawn_because IS NULL",
        scope.tenant.id,
        deputy_id,
        committee_id,
    )
    if not rows:
        raise NotFound("deputy")
    row = rows[0]
    name = (await queries.people_named(scope, [row["person_id"]])).get(row["person_id"], "this person")
    if row["last_on"] is not None and row["last_on"] <= last_on:
        raise rules.UnableToEndTerm(f"{name} is a deputy no longer.")
    if row["from_on"] > last_on:
        changes = {"withdrawn_because": "Ended before it began"}
        await Deputy.change(scope, **changes).where(Deputy.id == deputy_id)
    else:
        await Deputy.change(scope, last_on=last_on).where(Deputy.id == deputy_id)
    await ledger.record(
        scope,
        "committees.deputy.ended",
        _record(deputy_id, f"{name}, deputy for {row['seat']}"),
        before={"last_on": row["last_on"]},
        after={"last_on": last_on},
    )
    search_ahead(scope)


def _record(deputy_id: UUID, title: str) -> Record:
    return Record(room="committees", kind="deputy", id=deputy_id, title=title)
