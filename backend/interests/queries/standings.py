"""Who has declared, a page at a time: sifted, counted and put in order by the database."""

from dataclasses import dataclass
from uuid import UUID

from backend.interests.queries import declarations, searching, withholding
from backend.interests.queries.paging import PAGE_SIZE
from backend.kit.database import fetch
from backend.scope import Scope

SAID_IN_WORDS = {"nothing": "Has not declared", "nil": "No interests", "interests": "Interests declared"}
"""What the register may say of a person, as the filter of the page has it."""

_DECLARED = (
    "EXISTS (SELECT 1 FROM interests_declaration d "
    "WHERE d.tenant_id = $1 AND d.person_id = p.id AND d.undone_at IS NULL)"
)
_HOLDS = (
    "EXISTS (SELECT 1 FROM interests_entry e WHERE e.tenant_id = $1 AND e.person_id = p.id "  # noqa: S608 - our own words
    "AND e.known_to IS NULL AND (e.until IS NULL OR e.until >= $2) AND "
    + withholding.shown(3, 4, record="e.interest_id", about="p.id", register="interests")
    + ")"
)
# names the two parameters where no other condition does, for the database wants to know their types
_NAMED = "($3::boolean IS NOT NULL OR $4::uuid IS NULL)"
_SAID = {
    "nothing": f"NOT {_DECLARED} AND {_NAMED}",
    "nil": f"{_DECLARED} AND NOT {_HOLDS}",
    "interests": f"{_DECLARED} AND {_HOLDS}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingsPage:
    """One page of people with where each stands, and how many there are in all."""

    standings: tuple[declarations.Standing, ...]
    number: int
    count: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))


async def page_of_standings(
    scope: Scope, *, text: str = "", said: str = "", number: int = 1
) -> StandingsPage:
    """Page `number` of those who owe a declaration, by name; `said` is a key of `SAID_IN_WORDS`, or empty for all.

    Three statements, however many people there are.
    """
    patterns = searching.patterns(text)
    conditions = [
        """p.tenant_id = $1 AND p.joined_on <= $2 AND (p.left_on IS NULL OR p.left_on > $2)
        AND NOT EXISTS (SELECT 1 FROM people_role r WHERE r.tenant_id = $1 AND r.person_id = p.id
          AND r.role = 'regulator' AND r.from_on <= $2 AND (r.to_on IS NULL OR r.to_on > $2))""",
        _SAID.get(said, _NAMED),
        *(searching.in_person(f"${place}", column="p.id") for place in range(5, 5 + len(patterns))),
    ]
    sifted = " AND ".join(conditions)
    given = (scope.tenant.id, scope.today, scope.may(withholding.SEE), scope.actor.person_id, *patterns)
    counted = await fetch(f"SELECT count(*) AS count FROM people_person p WHERE {sifted}", *given)  # noqa: S608 - our own words
    count: int = counted[0]["count"]
    number = max(1, min(number, -(-count // PAGE_SIZE)))
    rows = await fetch(
        f"SELECT p.id FROM people_person p WHERE {sifted} ORDER BY lower(p.name), p.id "  # noqa: S608 - our own words
        f"LIMIT {PAGE_SIZE} OFFSET {(number - 1) * PAGE_SIZE}",
        *given,
    )
    ids: list[UUID] = [row["id"] for row in rows]
    return StandingsPage(
        standings=await declarations.standings_of(scope, person_ids=ids), number=number, count=count
    )
