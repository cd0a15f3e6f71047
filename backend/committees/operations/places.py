"""The places of a committee: making the rows say what a list of seats says, without rewriting who sat where."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.catalogue.committees import Seat
from backend.committees import rules
from backend.committees.queries import people_named
from backend.committees.tables import Seat as SeatTable
from backend.committees.tables import Term as TermTable
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.scope import NotFound, Scope

_PLACES = """
SELECT s.*, t.person_id AS holder, t.from_on AS held_from, t.last_on AS held_to,
  EXISTS (SELECT 1 FROM committees_term p WHERE p.tenant_id = $1 AND p.committee_id = s.committee_id
    AND p.seat_id = s.id AND p.withdrawn_because IS NULL AND p.from_on < $3) AS held_before
FROM committees_seat s
LEFT JOIN LATERAL (SELECT person_id, from_on, last_on FROM committees_term t
  WHERE t.tenant_id = $1 AND t.committee_id = s.committee_id AND t.seat_id = s.id AND t.withdrawn_because IS NULL
    AND (t.last_on IS NULL OR t.last_on >= $3) ORDER BY t.from_on LIMIT 1) t ON true
WHERE s.tenant_id = $1 AND s.committee_id = $2 AND s.retired_on IS NULL ORDER BY s.id
"""


async def one_at_a_time(scope: Scope) -> None:
    """Two officers at once wait for each other, so that a check still holds when its row is written."""
    await fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended('committees/' || $1::text, 0))", str(scope.tenant.id)
    )


async def reconcile(scope: Scope, *, committee_id: UUID, seats: Iterable[Seat]) -> None:
    """Make the living places those of `seats`.

    A place whose capacity, office or vote changes after somebody has sat in it is retired and followed by a new
    one, which takes over the running term: whoever sat there before today sat as it was then.
    """
    rows = await fetch(_PLACES, scope.tenant.id, committee_id, scope.today)
    wanted = {seat.id: seat for seat in seats}
    for slug in dict.fromkeys([*(row["slug"] for row in rows), *wanted]):
        now = [row for row in rows if row["slug"] == slug]
        await _reconcile_alike(scope, committee_id, wanted.get(slug), now)


async def retire(scope: Scope, *, committee_id: UUID, seat_id: UUID) -> None:
    """Retire one place. Raises UnableToRetireSeat while somebody holds it or is to hold it, NotFound."""
    rows = await fetch(_PLACES, scope.tenant.id, committee_id, scope.today)
    row = next((row for row in rows if row["id"] == seat_id), None)
    if row is None:
        raise NotFound("seat")
    await _retire(scope, [row])


async def slug_of(scope: Scope, *, committee_id: UUID, seat_id: UUID) -> str:
    """The short name of a living place. Raises NotFound."""
    rows = await (
        SeatTable.within(scope, SeatTable.slug)
        .where(SeatTable.id == seat_id, SeatTable.committee_id == committee_id)
        .where(SeatTable.retired_on.is_null())
    )
    if not rows:
        raise NotFound("seat")
    slug: str = rows[0]["slug"]
    return slug


async def check_nobody_sits(scope: Scope, *, committee_id: UUID, name: str) -> None:
    """Raises UnableToRetireCommittee, naming who sits on the committee and who reports to it."""
    rows = await fetch(_PLACES, scope.tenant.id, committee_id, scope.today)
    below = await fetch(
        """
        SELECT c.name FROM committees_reporting_line l
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = l.committee_id
        WHERE l.tenant_id = $1 AND l.parent_id = $2 AND l.retired_on IS NULL ORDER BY c.name""",
        scope.tenant.id,
        committee_id,
    )
    names = await people_named(scope, [row["holder"] for row in rows if row["holder"]])
    rules.check_can_retire(name, sitting=sorted(names.values()), reporting=[row["name"] for row in below])


async def _reconcile_alike(scope: Scope, committee_id: UUID, seat: Seat | None, now: list[Any]) -> None:
    wanted = seat.count if seat else 0
    if len(now) > wanted:
        # those that nobody holds go first, the last made before the others
        going = sorted(now, key=lambda row: (row["holder"] is not None, -row["place"]))[: len(now) - wanted]
        await _retire(scope, going)
        now = [row for row in now if row not in going]
    if seat is None:
        return
    for row in now:
        await _change(scope, committee_id, seat, row)
    taken = {row["place"] for row in now}
    for place in [number for number in range(1, 201) if number not in taken][: wanted - len(now)]:
        await _add(scope, committee_id, seat, place)


async def _retire(scope: Scope, rows: list[Any]) -> None:
    names = await people_named(scope, [row["holder"] for row in rows if row["holder"]])
    for row in rows:
        rules.check_can_retire_seat(row["name"], holder=names.get(row["holder"]))
    await SeatTable.change(scope, retired_on=scope.today).where(
        SeatTable.id.is_in([row["id"] for row in rows])
    )


async def _change(scope: Scope, committee_id: UUID, seat: Seat, row: Any) -> None:
    traits = (row["capacity"], row["office"], row["voting"])
    same = traits == (seat.capacity.value, seat.office.value if seat.office else None, seat.voting)
    if same and row["name"] == seat.name:
        return
    if same or not row["held_before"]:
        await SeatTable.change(scope, **_values(seat)).where(SeatTable.id == row["id"])
        return
    await SeatTable.change(scope, retired_on=scope.today).where(SeatTable.id == row["id"])
    successor = await _add(scope, committee_id, seat, row["place"])
    await _carry_over(scope, committee_id, old=row, new=successor)


async def _carry_over(scope: Scope, committee_id: UUID, *, old: Any, new: UUID) -> None:
    """Running terms end yesterday in the old place and go on from today in the new; those to come move over."""
    running = await fetch(
        """
        SELECT * FROM committees_term WHERE tenant_id = $1 AND committee_id = $2 AND seat_id = $3
          AND withdrawn_because IS NULL AND from_on < $4 AND (last_on IS NULL OR last_on >= $4)""",
        scope.tenant.id,
        committee_id,
        old["id"],
        scope.today,
    )
    for term in running:
        await TermTable.change(scope, last_on=scope.today - timedelta(days=1)).where(
            TermTable.id == term["id"]
        )
        await TermTable.add(
            scope,
            id=new_id(),
            committee_id=committee_id,
            seat_id=new,
            person_id=term["person_id"],
            office=term["office"],
            from_on=scope.today,
            last_on=term["last_on"],
        )
    await execute(
        """
        UPDATE committees_term SET seat_id = $4
        WHERE tenant_id = $1 AND committee_id = $2 AND seat_id = $3 AND from_on >= $5""",
        scope.tenant.id,
        committee_id,
        old["id"],
        new,
        scope.today,
    )


async def _add(scope: Scope, committee_id: UUID, seat: Seat, place: int) -> UUID:
    seat_id: UUID = await SeatTable.add(
        scope, committee_id=committee_id, slug=seat.id, place=place, from_on=scope.today, **_values(seat)
    )
    return seat_id


def _values(seat: Seat) -> dict[str, Any]:
    return {
        "name": seat.name,
        "capacity": seat.capacity.value,
        "office": seat.office.value if seat.office else None,
        "voting": seat.voting,
    }
