"""Who sits where: appointing a person to a seat, ending a term, withdrawing one that was entered by mistake."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.quorum import Office
from backend.committees import rules
from backend.committees.operations import composing, places
from backend.committees.queries import people_named
from backend.committees.tables import Term
from backend.kit import queue
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations.searching import search_ahead
from backend.scope import NotFound, Scope


async def appoint(
    scope: Scope,
    *,
    seat_id: UUID,
    person_id: UUID,
    from_on: date,
    last_on: date | None = None,
    office: Office | None = None,
) -> UUID:
    """Appoint a person to a seat from a day to a last day, both included. Returns the term's id.

    The days may lie in the past: what happened is recorded. `office` is for a seat that carries none.
    Raises UnableToAppoint, composition.UnableToCompose where a rule that blocks would be broken today or later,
    NotFound.
    """
    await places.one_at_a_time(scope)
    seat = await _seat(scope, seat_id)
    name = (await people_named(scope, [person_id])).get(person_id)
    if name is None:
        raise rules.UnableToAppoint("Choose a person from the list.", field="person_id")
    place = rules.SeatPlace(
        id=seat_id,
        name=seat["name"],
        office=Office(seat["office"]) if seat["office"] else None,
        voting=seat["voting"],
        retired_on=seat["retired_on"],
    )
    terms = await _terms(scope, seat["committee_id"])
    rules.check_can_appoint(
        place, terms, person_id=person_id, person_name=name, office=office, from_on=from_on, last_on=last_on
    )
    standing = await composing.standing_before(scope, on=max(from_on, scope.today))
    term_id = new_id()
    values = {
        "seat_id": seat_id,
        "person_id": person_id,
        "office": office.value if office else None,
        "from_on": from_on,
        "last_on": last_on,
    }
    await Term.add(scope, id=term_id, committee_id=seat["committee_id"], **values)
    await composing.check_kept(scope, standing)
    record = _record(term_id, f"{name}, {seat['name']}, {seat['committee']}")
    search_ahead(scope)
    await ledger.record(scope, "committees.term.begun", record, after=values)
    if last_on is None or last_on >= scope.today:
        # whoever keeps the register of interests looks whether the person has declared, and tells the chair
        await queue.defer(
            "interests.tell_of_seats", tenant_id=scope.tenant.id, committee_id=seat["committee_id"]
        )
    return term_id


async def end_term(scope: Scope, *, term_id: UUID, last_on: date) -> None:
    """Make `last_on` the last day of the term. Raises UnableToEndTerm, NotFound."""
    await places.one_at_a_time(scope)
    term = await _term(scope, term_id)
    name = (await people_named(scope, [term["person_id"]])).get(term["person_id"], "this person")
    rules.check_can_end(name, from_on=term["from_on"], ended_on=term["last_on"], last_on=last_on)
    if term["last_on"] == last_on:
        return
    await Term.change(scope, last_on=last_on).where(Term.id == term_id)
    search_ahead(scope)
    await ledger.record(
        scope,
        "committees.term.ended",
        _record(term_id, f"{name}, {term['seat_name']}, {term['committee']}"),
        before={"last_on": term["last_on"]},
        after={"last_on": last_on},
    )


async def withdraw_term(scope: Scope, *, term_id: UUID, because: str) -> None:
    """Say that the term never was: it had been entered by mistake. The row and the reason stay."""
    await places.one_at_a_time(scope)
    reason = because.strip()
    if not reason:
        raise rules.UnableToEndTerm("Say why the term is withdrawn.", field="because")
    term = await _term(scope, term_id)
    await Term.change(scope, withdrawn_because=reason).where(Term.id == term_id)
    search_ahead(scope)
    await ledger.record(
        scope,
        "committees.term.withdrawn",
        _record(term_id, f"{term['seat_name']}, {term['committee']}"),
        after={"withdrawn_because": reason},
    )


async def _seat(scope: Scope, seat_id: UUID) -> Any:
    rows = await fetch(
        """
        SELECT s.*, c.name AS committee FROM committees_seat s
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = s.committee_id
        WHERE s.tenant_id = $1 AND s.id = $2""",
        scope.tenant.id,
        seat_id,
    )
    if not rows:
        raise NotFound("seat")
    return rows[0]


async def _term(scope: Scope, term_id: UUID) -> Any:
    rows = await fetch(
        """
        SELECT t.*, s.name AS seat_name, c.name AS committee FROM committees_term t
        JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = t.committee_id
        WHERE t.tenant_id = $1 AND t.id = $2 AND t.withdrawn_because IS NULL""",
        scope.tenant.id,
        term_id,
    )
    if not rows:
        raise NotFound("term")
    return rows[0]


async def _terms(scope: Scope, committee_id: UUID) -> tuple[rules.HeldTerm, ...]:
    """Every term of the committee that was not withdrawn."""
    rows = await fetch(
        """
        SELECT t.seat_id, s.name AS seat_name, t.person_id, coalesce(s.office, t.office) AS office, s.voting,
          t.from_on, t.last_on
        FROM committees_term t JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
        WHERE t.tenant_id = $1 AND t.committee_id = $2 AND t.withdrawn_because IS NULL ORDER BY t.from_on, t.id""",
        scope.tenant.id,
        committee_id,
    )
    names = await people_named(scope, [row["person_id"] for row in rows])
    return tuple(
        rules.HeldTerm(
            seat_id=row["seat_id"],
            seat_name=row["seat_name"],
            person_id=row["person_id"],
            person_name=names.get(row["person_id"], "somebody"),
            office=Office(row["office"]) if row["office"] else None,
            voting=row["voting"],
            from_on=row["from_on"],
            last_on=row["last_on"],
        )
        for row in rows
    )


def _record(term_id: UUID, title: str) -> Record:
    return Record(room="committees", kind="term", id=term_id, title=title)
