"""Reading committees: the structure, one committee on a day, who sat where. Days include both ends of a term."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.committees import CommitteeKind
from backend.catalogue.quorum import Capacity, Office
from backend.catalogue.shapes import Provenance
from backend.committees import catalogued, composition, rules
from backend.committees.tables import Committee
from backend.committees.views import CommitteeLine, CommitteeView, LineView, MemberView, SeatView, Structure
from backend.kit.database import fetch
from backend.organisations import queries as organisations
from backend.organisations import rules as organisation_rules
from backend.people import queries as people
from backend.scope import HeldSeat, NotFound, Scope

__all__ = [
    "CommitteeLine",
    "CommitteeView",
    "LineView",
    "MemberView",
    "SeatView",
    "Structure",
    "committee",
    "committee_names",
    "committees_of",
    "free_slug",
    "members_of_all",
    "members_on",
    "offices_of_all",
    "people_named",
    "seats_held_by",
    "structure_of",
]

_SITTING = """t.withdrawn_because IS NULL AND t.from_on <= $2 AND (t.last_on IS NULL OR t.last_on >= $2)"""

_TERMS = """
SELECT t.id, t.committee_id, t.seat_id, s.slug, s.name AS seat_name, t.person_id, s.capacity,
  coalesce(s.office, t.office) AS office, s.voting, t.from_on, t.last_on
FROM committees_term t JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
WHERE t.tenant_id = $1
"""


async def committees_of(scope: Scope, *, include_retired: bool = False) -> tuple[CommitteeLine, ...]:
    """The tenant's committees by name, ours before partners'."""
    rows = await fetch(
        f"""
        SELECT c.id, c.slug, c.name, c.kind, c.held_by, c.meets_in_public, c.retired_on,
          (SELECT count(*) FROM committees_seat s
           WHERE s.tenant_id = $1 AND s.committee_id = c.id AND s.retired_on IS NULL) AS seats,
          (SELECT count(DISTINCT t.seat_id) FROM committees_term t
           JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id AND s.retired_on IS NULL
           WHERE t.tenant_id = $1 AND t.committee_id = c.id AND {_SITTING}) AS filled
        FROM committees_committee c
        WHERE c.tenant_id = $1 AND ($3 OR c.retired_on IS NULL)
        ORDER BY c.held_by IS NOT NULL, lower(c.name), c.id""",  # noqa: S608 - _SITTING is a text of this file
        scope.tenant.id,
        scope.today,
        include_retired,
    )
    held = [row["held_by"] for row in rows if row["held_by"]]
    holders = await organisations.organisations_by_id(scope, ids=held) if held else {}
    return tuple(_committee_line(row, holders) for row in rows)


async def structure_of(scope: Scope) -> Structure:
    """Every living committee with the lines of reporting between them."""
    return Structure(committees=await committees_of(scope), lines=await _lines(scope))


async def committee_names(scope: Scope) -> dict[UUID, str]:
    """The name of every committee, retired ones too."""
    rows = await Committee.within(scope, Committee.id, Committee.name)
    return {row["id"]: row["name"] for row in rows}


async def committee(scope: Scope, *, committee_id: UUID, on: date | None = None) -> CommitteeView:
    """One committee with its members on a day (today where none is given). Raises NotFound."""
    day = on or scope.today
    rows = await Committee.within(scope).where(Committee.id == committee_id)
    if not rows:
        raise NotFound("committee")
    row = rows[0]
    seats = await fetch(
        """
        SELECT * FROM committees_seat WHERE tenant_id = $1 AND committee_id = $2
          AND (retired_on IS NULL OR (retired_on > $3 AND from_on <= $3)) ORDER BY id""",
        scope.tenant.id,
        committee_id,
        day,
    )
    every = await _members(scope, " AND t.committee_id = $2 AND t.withdrawn_because IS NULL", committee_id)
    sitting = {term.seat_id: term for term in every if rules.overlap(term.from_on, term.last_on, day, day)}
    lines = await _lines(scope)
    places = tuple(_place(seat, sitting.get(seat["id"])) for seat in seats)
    kind = CommitteeKind(row["kind"])
    held_by = None
    if row["held_by"]:
        held_by = (await organisations.organisations_by_id(scope, ids=[row["held_by"]])).get(row["held_by"])
    return CommitteeView(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        kind=kind,
        held_by=held_by,
        purpose=row["purpose"],
        meets_in_public=row["meets_in_public"],
        meets_every_months=row["meets_every_months"],
        places=places,
        seats=catalogued.seats_alike(seat for seat in seats if seat["retired_on"] is None),
        seats_from=catalogued.provenance(row["seats_from"]),
        quorum=catalogued.quorum_of(row["quorum"]),
        quorum_from=catalogued.provenance(row["quorum_from"]),
        voting=catalogued.voting_of(row["voting"]),
        voting_from=catalogued.provenance(row["voting_from"]),
        terms=catalogued.terms_of(row),
        terms_reviewed_on=row["terms_reviewed_on"],
        provenance=Provenance.model_validate_json(row["source"]),
        formed_on=row["formed_on"],
        retired_on=row["retired_on"],
        reports_to=tuple(line for line in lines if line.committee_id == committee_id),
        reported_by=tuple(line for line in lines if line.parent_id == committee_id),
        other_terms=tuple(term for term in reversed(every) if sitting.get(term.seat_id) is not term),
        advice=composition.advice_on(
            kind,
            [_composed(place) for place in places],
            meets_in_public=row["meets_in_public"],
            audit_chairs=await _audit_chairs(scope, day),
        ),
    )


async def members_on(scope: Scope, *, committee_id: UUID, on: date) -> tuple[MemberView, ...]:
    """Who sat on the committee on a day, officers first, then by seat."""
    return await _members(scope, f" AND {_SITTING} AND t.committee_id = $3", on, committee_id)


async def members_of_all(scope: Scope, *, on: date) -> dict[UUID, tuple[MemberView, ...]]:
    """Who sat on each committee on a day, by committee."""
    found: dict[UUID, list[MemberView]] = {}
    for member in await _members(scope, f" AND {_SITTING}", on):
        found.setdefault(member.committee_id, []).append(member)
    return {committee_id: tuple(members) for committee_id, members in found.items()}


async def offices_of_all(scope: Scope, *, on: date) -> dict[UUID, dict[str, tuple[UUID, ...]]]:
    """Who held which office of each committee on a day, by committee and office; in one statement."""
    rows = await fetch(
        f"""
        SELECT t.committee_id, coalesce(s.office, t.office) AS office, t.person_id
        FROM committees_term t JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
        WHERE t.tenant_id = $1 AND {_SITTING} AND coalesce(s.office, t.office) IS NOT NULL
        ORDER BY t.committee_id, s.id, t.from_on, t.id""",  # noqa: S608 - _SITTING is a text of this file
        scope.tenant.id,
        on,
    )
    found: dict[UUID, dict[str, tuple[UUID, ...]]] = {}
    for row in rows:
        held = found.setdefault(row["committee_id"], {})
        held[row["office"]] = (*held.get(row["office"], ()), row["person_id"])
    return found


async def seats_held_by(scope: Scope, *, person_id: UUID, on: date) -> tuple[HeldSeat, ...]:
    """The seats that a person holds on a day, in one statement. A Scope is made of this: only its tenant is used."""
    rows = await fetch(
        _TERMS + f" AND {_SITTING} AND t.person_id = $3 ORDER BY t.id", scope.tenant.id, on, person_id
    )
    return tuple(
        HeldSeat(
            committee_id=row["committee_id"],
            seat_id=row["seat_id"],
            capacity=row["capacity"],
            office=row["office"],
            voting=row["voting"],
        )
        for row in rows
    )


async def seats_by_slug(scope: Scope) -> dict[tuple[str, str], list[UUID]]:
    """The living seats by the names that a folder gives committee and seat; seats alike in the order of places."""
    rows = await fetch(
        """
        SELECT c.slug AS committee, s.slug AS seat, s.id FROM committees_seat s
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = s.committee_id
        WHERE s.tenant_id = $1 AND s.retired_on IS NULL ORDER BY c.slug, s.slug, s.place""",
        scope.tenant.id,
    )
    found: dict[tuple[str, str], list[UUID]] = {}
    for row in rows:
        found.setdefault((row["committee"], row["seat"]), []).append(row["id"])
    return found


async def people_named(scope: Scope, ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of persons of this tenant; no statement is made for nobody."""
    sought = set(ids)
    if not sought:
        return {}
    return {person_id: line.name for person_id, line in (await people.persons_by_id(scope, sought)).items()}


async def free_slug(scope: Scope, *, name: str) -> str:
    """A short name for addresses and files that no committee of the tenant has or had."""
    rows = await Committee.within(scope, Committee.slug)
    return organisation_rules.free_slug(name, {row["slug"] for row in rows})


async def _members(scope: Scope, where: str, *arguments: object) -> tuple[MemberView, ...]:
    rows = await fetch(
        f"{_TERMS}{where} ORDER BY t.committee_id, s.id, t.from_on, t.id",
        scope.tenant.id,
        *arguments,
    )
    names = await people_named(scope, [row["person_id"] for row in rows])
    return tuple(
        MemberView(
            term_id=row["id"],
            committee_id=row["committee_id"],
            seat_id=row["seat_id"],
            seat=row["slug"],
            seat_name=row["seat_name"],
            person_id=row["person_id"],
            name=names.get(row["person_id"], "Somebody who is no longer known here"),
            capacity=Capacity(row["capacity"]),
            office=Office(row["office"]) if row["office"] else None,
            voting=row["voting"],
            from_on=row["from_on"],
            last_on=row["last_on"],
        )
        for row in rows
    )


async def _lines(scope: Scope) -> tuple[LineView, ...]:
    rows = await fetch(
        """
        SELECT l.committee_id, c.name AS committee, l.parent_id, p.name AS parent, l.through, l.source
        FROM committees_reporting_line l
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = l.committee_id
        JOIN committees_committee p ON p.tenant_id = $1 AND p.id = l.parent_id
        WHERE l.tenant_id = $1 AND l.retired_on IS NULL ORDER BY l.id""",
        scope.tenant.id,
    )
    return tuple(
        LineView(
            committee_id=row["committee_id"],
            committee=row["committee"],
            parent_id=row["parent_id"],
            parent=row["parent"],
            through=row["through"],
            provenance=Provenance.model_validate_json(row["source"]),
        )
        for row in rows
    )


async def _audit_chairs(scope: Scope, on: date) -> Sequence[UUID]:
    rows = await fetch(
        f"""
        SELECT t.person_id FROM committees_term t
        JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = t.committee_id
        WHERE t.tenant_id = $1 AND c.kind = 'audit' AND c.held_by IS NULL
          AND coalesce(s.office, t.office) = 'chair' AND {_SITTING}""",  # noqa: S608 - a text of this file
        scope.tenant.id,
        on,
    )
    return [row["person_id"] for row in rows]


def _committee_line(row: Any, holders: Mapping[UUID, organisations.OrganisationLine]) -> CommitteeLine:
    holder = holders.get(row["held_by"]) if row["held_by"] else None
    return CommitteeLine(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        kind=CommitteeKind(row["kind"]),
        held_by=holder.name if holder else None,
        meets_in_public=row["meets_in_public"],
        seats=row["seats"],
        filled=row["filled"],
        retired_on=row["retired_on"],
    )


def _place(row: Any, member: MemberView | None) -> SeatView:
    return SeatView(
        id=row["id"],
        slug=row["slug"],
        place=row["place"],
        name=row["name"],
        capacity=Capacity(row["capacity"]),
        office=Office(row["office"]) if row["office"] else None,
        voting=row["voting"],
        member=member,
    )


def _composed(place: SeatView) -> composition.Place:
    member = place.member
    return composition.Place(
        capacity=place.capacity,
        office=member.office if member else place.office,
        voting=place.voting,
        person_id=member.person_id if member else None,
        person_name=member.name if member else None,
    )
