"""What committees state as facts: who holds which office and when, how bodies are filled, when terms were looked at.

Seats are held from a day to a day, so these facts say of every day what is so: a rule sees today that an office falls
vacant in March.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.vocabulary import ROLES_IN_WORDS, name_in_words
from backend.facts.stating import EVERY, ITSELF, Stating
from backend.facts.values import Span, Spans, Statement, joined, over_time, subjects_value
from backend.kit.database import fetch
from backend.scope import Scope

_HELD = """
SELECT t.person_id, p.name AS person, t.from_on, least(t.last_on + 1, s.retired_on, c.retired_on) AS until,
  coalesce(s.office, t.office) AS office, s.id AS seat_id, s.capacity, s.voting, c.id AS committee_id, c.kind, c.slug,
  c.held_by IS NULL AS ours
FROM committees_term t
JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = t.committee_id
JOIN people_person p ON p.tenant_id = $1 AND p.id = t.person_id
WHERE t.tenant_id = $1 AND t.withdrawn_because IS NULL AND ($2::uuid[] IS NULL OR c.id = ANY ($2))
"""
_ROLES = """
SELECT r.person_id, p.name AS person, r.role, r.from_on, r.to_on AS until FROM people_role r
JOIN people_person p ON p.tenant_id = $1 AND p.id = r.person_id WHERE r.tenant_id = $1
"""
_OFFICES = """
SELECT DISTINCT ON (c.kind, s.office) c.kind || '.' || s.office AS office, c.id AS committee_id
FROM committees_seat s JOIN committees_committee c ON c.tenant_id = $1 AND c.id = s.committee_id
WHERE s.tenant_id = $1 AND s.office IS NOT NULL AND s.retired_on IS NULL AND c.retired_on IS NULL AND c.held_by IS NULL
ORDER BY c.kind, s.office, c.formed_on, c.id
"""
_COMMITTEES = """
SELECT id, slug, name, kind, held_by IS NULL AS ours, retired_on, terms_reviewed_on, terms_review_months
FROM committees_committee WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR id = ANY ($2))
"""
_SEATS = """
SELECT id, committee_id, from_on, retired_on FROM committees_seat
WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR committee_id = ANY ($2))
"""
_TERMS = """
SELECT committee_id, in_force_from, review_by FROM committees_terms_version
WHERE tenant_id = $1 AND withdrawn_at IS NULL AND ($2::uuid[] IS NULL OR committee_id = ANY ($2)) ORDER BY number
"""
_REVIEWS = """
SELECT committee_id, max(reviewed_on) AS reviewed_on FROM committees_effectiveness
WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR committee_id = ANY ($2)) GROUP BY committee_id
"""

Rows = Sequence[Any]


async def _offices(scope: Scope, _: Collection[UUID] | None) -> tuple[Statement, ...]:
    """Every office: the roles of the organisation, and the offices that seats of its own bodies carry."""
    held = await _by_office(scope)
    bodies = {row["office"]: row["committee_id"] for row in await fetch(_OFFICES, scope.tenant.id)}
    found = []
    for office in sorted({*ROLES_IN_WORDS, *bodies}):
        rows = held.get(office, [])
        words = name_in_words("office", office).removeprefix("the ")
        found.append(
            Statement(
                subject=office,
                title=words[:1].upper() + words[1:],
                room="committees",
                kind="committee",
                id=bodies.get(office),
                facts={
                    "office.holder": _over(
                        rows, lambda now: subjects_value([str(row["person_id"]) for row in now])
                    ),
                    "office.lay": _over(
                        rows, lambda now: all(row["capacity"] == "lay" for row in now) if now else None
                    ),
                },
            )
        )
    return tuple(found)


async def _people(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    """Which offices people hold."""
    held: dict[UUID, list[tuple[str, Any]]] = {}
    for office, rows in (await _by_office(scope)).items():
        for row in rows:
            held.setdefault(row["person_id"], []).append((office, row))
    wanted = set(held) if ids is None else set(ids)
    people = await fetch(
        "SELECT id, name FROM people_person WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR id = ANY ($2))",
        scope.tenant.id,
        None if ids is None else list(wanted),
    )
    return tuple(
        Statement(
            subject=str(person["id"]),
            title=person["name"],
            room="people",
            kind="person",
            id=person["id"],
            facts={"person.offices": _offices_of(held.get(person["id"], []))},
        )
        for person in people
    )


def _offices_of(held: Sequence[tuple[str, Any]]) -> Spans:
    def at(day: date) -> Any:
        return subjects_value([office for office, row in held if _is_on(row["from_on"], row["until"], day)])

    return over_time(_days((row["from_on"], row["until"]) for _, row in held), at)


async def _by_office(scope: Scope) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in await fetch(_HELD, scope.tenant.id, None):
        if row["office"] and row["ours"]:
            found.setdefault(f"{row['kind']}.{row['office']}", []).append(row)
    for row in await fetch(_ROLES, scope.tenant.id):
        if row["role"] in ROLES_IN_WORDS:
            found.setdefault(row["role"], []).append({**dict(row), "capacity": None})
    seated = [row for name, rows in found.items() if "." in name for row in rows]
    for role in (
        ROLES_IN_WORDS
    ):  # whoever holds a role sits, where they sit, in a seat: that says whether they are lay
        for row in found.get(role, []):
            row["capacity"] = next(
                (each["capacity"] for each in seated if each["person_id"] == row["person_id"]), None
            )
    return found


async def _committees(scope: Scope, ids: Collection[UUID] | None) -> tuple[Statement, ...]:
    """How each body is filled, and when its terms and its work were last looked at."""
    some = None if ids is None else list(ids)
    rows = await fetch(_COMMITTEES, scope.tenant.id, some)
    seats = _grouped(await fetch(_SEATS, scope.tenant.id, some))
    held = _grouped(await fetch(_HELD, scope.tenant.id, some))
    terms = _grouped(await fetch(_TERMS, scope.tenant.id, some))
    reviews = _grouped(await fetch(_REVIEWS, scope.tenant.id, some))
    return tuple(
        Statement(
            subject=row["slug"],
            title=row["name"],
            room="committees",
            kind="committee",
            id=row["id"],
            facts={
                "committee.kind": (Span(row["kind"], None, row["retired_on"]),),
                "committee.ours": row["ours"],
                **_filled(seats.get(row["id"], []), held.get(row["id"], [])),
                **_looked_at(row, terms.get(row["id"], [])),
                "committee.reviewed-itself-on": next(
                    (each["reviewed_on"] for each in reviews.get(row["id"], [])), None
                ),
            },
        )
        for row in rows
    )


def _filled(seats: Rows, held: Rows) -> dict[str, Spans]:
    days = [
        *_days((seat["from_on"], seat["retired_on"]) for seat in seats),
        *_days((row["from_on"], row["until"]) for row in held),
    ]

    def people(day: date, capacity: str | None) -> int:
        return len(
            {
                row["person_id"]
                for row in held
                if row["voting"]
                and (capacity is None or row["capacity"] == capacity)
                and _is_on(row["from_on"], row["until"], day)
            }
        )

    def there(day: date) -> set[UUID]:
        return {seat["id"] for seat in seats if _is_on(seat["from_on"], seat["retired_on"], day)}

    def taken(day: date) -> set[UUID]:
        return {row["seat_id"] for row in held if _is_on(row["from_on"], row["until"], day)}

    return {
        "committee.seats": over_time(days, lambda day: len(there(day))),
        "committee.seats-vacant": over_time(days, lambda day: len(there(day) - taken(day))),
        "committee.voting-members": over_time(days, lambda day: people(day, None)),
        "committee.lay-members": over_time(days, lambda day: people(day, "lay")),
        "committee.gp-members": over_time(days, lambda day: people(day, "gp")),
    }


def _looked_at(row: Any, versions: Rows) -> dict[str, Spans]:
    """By the version in force on a day; before the first, by what the committee's own record says."""

    def last(day: date) -> Any:
        return next((each for each in reversed(versions) if each["in_force_from"] <= day), None)

    def reviewed(day: date) -> Any:
        known = [row["terms_reviewed_on"], last(day)["in_force_from"] if last(day) else None]
        return max((each for each in known if each is not None), default=None)

    days = [each["in_force_from"] for each in versions]
    return {
        "committee.terms-reviewed-on": over_time(days, reviewed),
        "committee.terms-review-by": over_time(
            days, lambda day: last(day)["review_by"] if last(day) else None
        ),
    }


def _over(rows: Rows, value: Callable[[Rows], Any]) -> Spans:
    def at(day: date) -> Any:
        return value([row for row in rows if _is_on(row["from_on"], row["until"], day)])

    return joined(over_time(_days((row["from_on"], row["until"]) for row in rows), at))


def _days(pairs: Iterable[tuple[date | None, date | None]]) -> list[date]:
    return [day for pair in pairs for day in pair if day is not None]


def _is_on(start: date, until: date | None, day: date) -> bool:
    return start <= day and (until is None or day < until)


def _grouped(rows: Rows) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = {}
    for row in rows:
        found.setdefault(row["committee_id"], []).append(row)
    return found


_OF_TERM = "SELECT committee_id AS id FROM committees_term WHERE tenant_id = $1 AND id = ANY ($2)"
_OF_TERMS = "SELECT committee_id AS id FROM committees_terms_version WHERE tenant_id = $1 AND id = ANY ($2)"
_OF_REVIEW = "SELECT committee_id AS id FROM committees_effectiveness WHERE tenant_id = $1 AND id = ANY ($2)"
_ITS_PERSON = "SELECT person_id AS id FROM committees_term WHERE tenant_id = $1 AND id = ANY ($2)"
_ITS_MEMBERS = "SELECT person_id AS id FROM committees_term WHERE tenant_id = $1 AND committee_id = ANY ($2)"

STATINGS = (
    Stating(
        room="committees",
        about="office",
        reach={"people.person": EVERY, "committees.term": EVERY, "committees.committee": EVERY},
        state=_offices,
    ),
    Stating(
        room="committees",
        about="person",
        reach={
            "people.person": ITSELF,
            "committees.term": _ITS_PERSON,
            "committees.committee": _ITS_MEMBERS,
        },
        state=_people,
    ),
    Stating(
        room="committees",
        about="committee",
        reach={
            "committees.committee": ITSELF,
            "committees.term": _OF_TERM,
            "committees.terms": _OF_TERMS,
            "committees.effectiveness": _OF_REVIEW,
        },
        state=_committees,
    ),
)
