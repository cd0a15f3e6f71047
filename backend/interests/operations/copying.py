"""Copies of a declaration for the other bodies that the person serves.

A copy waits as a row of the sender's, which names the other body and the sender's own records and holds nothing else.
The worker reads what it says under the sender's scope, ends that transaction, and writes it under the receiver's: no
transaction sees two tenants, and nothing of the receiver's comes back but whether it was taken.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from backend.interests.operations import checking, correcting, declaring, versions
from backend.interests.queries import copies
from backend.interests.rules import declaring as rules
from backend.interests.tables.copies import Arrival, Delivery
from backend.kit import queue
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.organisations import operations as organisation_operations
from backend.organisations import queries as organisations
from backend.scope import Refusal, Scope

HAS_IT = "Their register has it already."
NOT_THERE = "You are not among the people of this organisation today, so it could not be sent."
NOT_TAKEN = "Their register could not take it. Declare it there yourself."


class UnableToTake(Refusal):
    """A copy that the other body's register does not take; the sentence is for the person who sent it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What one copy says: carried from one tenant's transaction to another's in the worker's hands alone."""

    delivery_id: UUID
    to_tenant: UUID
    from_name: str
    from_demonstration: bool
    clock_offset: timedelta
    account_id: UUID | None
    kind: rules.DeclarationKind
    their_interest_id: UUID
    known_on: date
    reason: str | None
    organisation_name: str
    ods_code: str | None
    company_number: str | None
    charity_number: str | None
    interest_type: rules.InterestType
    relationship: rules.Relationship | None
    nature: str
    mitigation: str | None
    since: date
    until: date | None


async def send_copies(scope: Scope, *, declaration_id: UUID, interest_id: UUID, to: Collection[UUID]) -> None:
    """Let the worker carry a declaration of the actor's own to the registers of `to`, bodies that they serve too.

    Raises `UnableToDeclare` for a body that they do not serve.
    """
    if not to:
        return
    served = {body.tenant_id: body.name for body in await copies.bodies_of(scope)}
    wanted = list(dict.fromkeys(to))
    if not served.keys() >= set(wanted):
        raise rules.UnableToDeclare("Choose among the organisations that you serve.", field="bodies")
    await execute(
        "INSERT INTO interests_delivery "
        "(tenant_id, id, declaration_id, interest_id, to_tenant, to_name, state, asked_at) "
        "SELECT $1, new.id, $2, $3, new.to_tenant, new.to_name, 'WAITING', $4 "
        "FROM unnest($5::uuid[], $6::uuid[], $7::text[]) AS new (id, to_tenant, to_name) "
        "ON CONFLICT (tenant_id, declaration_id, to_tenant) DO NOTHING",
        scope.tenant.id,
        declaration_id,
        interest_id,
        scope.now,
        [new_id() for _ in wanted],
        wanted,
        [served[each] for each in wanted],
    )
    await ledger.record(
        scope,
        "interests.declaration.copied",
        Record(room="interests", kind="declaration", id=declaration_id, title="Copy for another register"),
        after={"copies": len(wanted)},
    )
    # one interest's copies go in the order in which they were asked for: no end arrives before its beginning
    await queue.defer(
        "interests.deliver_copies",
        tenant_id=scope.tenant.id,
        lock=f"interests.copies/{interest_id}",
        declaration_id=declaration_id,
    )


async def parcels_of(scope: Scope, *, declaration_id: UUID, clock_offset: timedelta) -> tuple[Parcel, ...]:
    """What still waits to be carried of a declaration, read under the sender's scope.

    It is what the person said, in the version that the declaration opened: what a review added to it stays here.
    """
    rows = await fetch(
        """
        SELECT v.id AS delivery_id, v.to_tenant, v.interest_id AS their_interest_id, p.account_id, d.kind, d.known_on,
          d.reason, o.name AS organisation_name, o.ods_code, o.company_number, o.charity_number, e.interest_type,
          e.relationship, e.nature, e.mitigation, e.since, e.until
        FROM interests_delivery v
        JOIN interests_declaration d ON d.tenant_id = $1 AND d.id = v.declaration_id
        JOIN people_person p ON p.tenant_id = $1 AND p.id = d.person_id
        JOIN LATERAL (
          SELECT * FROM interests_entry e WHERE e.tenant_id = $1 AND e.interest_id = v.interest_id
          ORDER BY e.declaration_id = d.id DESC, e.known_from LIMIT 1) e ON true
        JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = e.organisation_id
        WHERE v.tenant_id = $1 AND v.declaration_id = $2 AND v.state = 'WAITING' ORDER BY v.id""",
        scope.tenant.id,
        declaration_id,
    )
    return tuple(
        Parcel(
            **{
                **row,
                "kind": rules.DeclarationKind(row["kind"]),
                "interest_type": rules.InterestType(row["interest_type"]),
                "relationship": rules.Relationship(row["relationship"]) if row["relationship"] else None,
            },
            from_name=scope.tenant.name,
            from_demonstration=scope.tenant.demonstration,
            clock_offset=clock_offset,
        )
        for row in rows
    )


async def take_parcel(scope: Scope, parcel: Parcel) -> None:
    """Write a copy on the register of the receiver, whose scope this is; the same one twice has no second effect.

    Raises `UnableToTake`, with nothing written.
    """
    await execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('interests/arrival/' || $1::text, 0))",
        str(parcel.delivery_id),
    )
    if await Arrival.within(scope, Arrival.id).where(Arrival.delivery_id == parcel.delivery_id):
        return
    if parcel.from_demonstration != scope.tenant.demonstration:
        raise UnableToTake(NOT_TAKEN)
    person_id = await _person_id(scope, parcel.account_id)
    try:
        declaration_id, interest_id = await _written(scope, parcel, person_id)
    except rules.DeclaredAlready as refusal:
        raise UnableToTake(HAS_IT) from refusal
    except UnableToTake:
        raise
    except Refusal as refusal:
        raise UnableToTake(NOT_TAKEN) from refusal
    await Arrival.add(
        scope,
        delivery_id=parcel.delivery_id,
        their_interest_id=parcel.their_interest_id,
        interest_id=interest_id,
        declaration_id=declaration_id,
        arrived_at=scope.now,
    )


async def answer_delivery(scope: Scope, *, delivery_id: UUID, refused: str | None) -> None:
    """Note at the sender's that the copy arrived, or why it was not taken."""
    await (
        Delivery.change(
            scope,
            state="REFUSED" if refused else "DELIVERED",
            answered_at=scope.now,
            answer=refused,
        )
        .where(Delivery.id == delivery_id)
        .where(Delivery.state == "WAITING")
    )


async def _written(scope: Scope, parcel: Parcel, person_id: UUID) -> tuple[UUID, UUID]:
    """The ids of the receiver's own declaration and interest."""
    if parcel.kind is rules.DeclarationKind.INTEREST:
        said = checking.Said(
            person_id=person_id,
            organisation_id=await _organisation_id(scope, parcel),
            interest_type=parcel.interest_type,
            nature=parcel.nature,
            since=parcel.since,
            until=parcel.until,
            known_on=min(parcel.known_on, scope.today),
            relationship=parcel.relationship,
            is_indirect=parcel.relationship is not None,
            mitigation=parcel.mitigation,
        )
        checked = await checking.check_interest(scope, said, arrived=True)
        return await declaring.put_on_register(scope, said, checked, came_from=parcel.from_name)
    interest_id = await _our_interest_id(scope, parcel, person_id)
    if parcel.kind is rules.DeclarationKind.ENDED:
        if parcel.until is None:
            raise UnableToTake(NOT_TAKEN)
        ended = await declaring.end_interest(
            scope, interest_id=interest_id, ended_on=parcel.until, came_from=parcel.from_name
        )
        return ended, interest_id
    if parcel.kind is rules.DeclarationKind.WITHDRAWN:
        withdrawn = await correcting.withdraw_interest(
            scope, interest_id=interest_id, reason=parcel.reason or "", came_from=parcel.from_name
        )
        return withdrawn, interest_id
    correction = correcting.Correction(
        organisation_id=await _organisation_id(scope, parcel),
        interest_type=parcel.interest_type,
        nature=parcel.nature,
        since=parcel.since,
        until=parcel.until,
        relationship=parcel.relationship,
        is_indirect=parcel.relationship is not None,
        mitigation=(await versions.newest_version(scope, interest_id=interest_id))["mitigation"],
        reason=parcel.reason or "",
    )
    corrected = await correcting.correct_interest(
        scope, interest_id=interest_id, correction=correction, came_from=parcel.from_name
    )
    return corrected, interest_id


async def _person_id(scope: Scope, account_id: UUID | None) -> UUID:
    """Who the sender's account is among the receiver's people today."""
    rows = await fetch(
        "SELECT id FROM people_person WHERE tenant_id = $1 AND account_id = $2 AND joined_on <= $3 "
        "AND (left_on IS NULL OR left_on > $3)",
        scope.tenant.id,
        account_id,
        scope.today,
    )
    if not rows:
        raise UnableToTake(NOT_THERE)
    found: UUID = rows[0]["id"]
    return found


async def _our_interest_id(scope: Scope, parcel: Parcel, person_id: UUID) -> UUID:
    """Which interest of the receiver's the sender's became: the same person's, and still on the register."""
    rows = await fetch(
        "SELECT a.interest_id FROM interests_arrival a JOIN interests_entry e ON e.tenant_id = $1 "
        "AND e.interest_id = a.interest_id AND e.known_to IS NULL AND e.person_id = $3 "
        "WHERE a.tenant_id = $1 AND a.their_interest_id = $2 LIMIT 1",
        scope.tenant.id,
        parcel.their_interest_id,
        person_id,
    )
    if not rows:
        raise UnableToTake(NOT_TAKEN)
    found: UUID = rows[0]["interest_id"]
    return found


async def _organisation_id(scope: Scope, parcel: Parcel) -> UUID:
    """The receiver's own organisation, added where it has none.

    It is known by its ODS code, else by its company number, its charity number, its name: the first of these that one
    living organisation has, and one alone.
    """
    rows = await fetch(
        "SELECT id, ods_code, company_number, charity_number FROM organisations_organisation "
        "WHERE tenant_id = $1 AND retired_on IS NULL "
        "AND (upper(ods_code) = upper($2) OR upper(company_number) = upper($3) OR upper(charity_number) = upper($4))",
        scope.tenant.id,
        parcel.ods_code,
        parcel.company_number,
        parcel.charity_number,
    )
    for kind in ("ods_code", "company_number", "charity_number"):
        wanted = getattr(parcel, kind)
        known: list[UUID] = [
            row["id"] for row in rows if wanted and row[kind] and row[kind].upper() == wanted.upper()
        ]
        if len(known) == 1:
            return known[0]
    name = parcel.organisation_name
    same = (await organisations.organisations_named(scope, names=[name]))[name]
    if same:
        return same[0].id
    return await organisation_operations.add_as_named(
        scope, name=name, demonstration=scope.tenant.demonstration
    )
