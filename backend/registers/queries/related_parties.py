"""Board members' interests in a financial year, by organisation, with what finance added."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.interests.queries import register
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.registers.rules import related_parties as rules
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One organisation in which a board member, or somebody close, held interests in the year.

    `interests` say each in a line. The amounts and the note are finance's; `filled_at` is none where nothing was added.
    """

    person_id: UUID
    person_name: str
    seats: str
    organisation_id: UUID
    organisation_name: str
    interests: tuple[str, ...]
    paid: Decimal | None
    received: Decimal | None
    owed_by_us: Decimal | None
    owed_to_us: Decimal | None
    note: str | None
    filled_at: datetime | None
    filled_by_name: str | None


_BOARD = """
SELECT t.person_id, string_agg(DISTINCT s.name, '; ' ORDER BY s.name) AS seats
FROM committees_term t
JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
JOIN committees_committee c ON c.tenant_id = $1 AND c.id = t.committee_id
WHERE t.tenant_id = $1 AND t.withdrawn_because IS NULL AND c.held_by IS NULL
  AND c.kind IN ('governing-body', 'board') AND t.from_on <= $3 AND (t.last_on IS NULL OR t.last_on >= $2)
GROUP BY t.person_id
"""


async def parties_in(scope: Scope, *, year: rules.FinancialYear) -> tuple[Party, ...]:
    """Everybody who sat on the board within the year, with the organisations of their interests in it. By name.

    As known now; what is withheld is there only for who may see it. Three statements.
    """
    board = {
        row["person_id"]: row["seats"] for row in await fetch(_BOARD, scope.tenant.id, year.since, year.until)
    }
    until = min(year.until, scope.today)
    entries = [
        entry
        for entry in await register.register_of(scope, on=until, include_ended=True)
        if entry.person_id in board and (entry.until is None or entry.until >= year.since)
    ]
    filled = {
        (row["person_id"], row["organisation_id"]): row
        for row in await fetch(
            "SELECT * FROM registers_related_party WHERE tenant_id = $1 AND year = $2",
            scope.tenant.id,
            year.begins,
        )
    }
    grouped: dict[tuple[UUID, UUID], list[register.RegisterEntry]] = {}
    for entry in entries:
        grouped.setdefault((entry.person_id, entry.organisation_id), []).append(entry)
    found = [_party(key, board[key[0]], held, filled.get(key)) for key, held in grouped.items()]
    return tuple(
        sorted(found, key=lambda party: (party.person_name.lower(), party.organisation_name.lower()))
    )


async def party_in(
    scope: Scope, *, year: rules.FinancialYear, person_id: UUID, organisation_id: UUID
) -> Party:
    """One line of the year. Raises `NotFound`."""
    for party in await parties_in(scope, year=year):
        if (party.person_id, party.organisation_id) == (person_id, organisation_id):
            return party
    raise NotFound("related party")


def _party(key: tuple[UUID, UUID], seats: str, held: Iterable[register.RegisterEntry], filled: Any) -> Party:
    entries = sorted(held, key=lambda entry: (entry.since, entry.nature))
    amounts = {name: filled[name] if filled else None for name in rules.AMOUNTS}
    return Party(
        person_id=key[0],
        person_name=entries[0].person_name,
        seats=seats,
        organisation_id=key[1],
        organisation_name=entries[0].organisation_name,
        interests=tuple(_in_a_line(entry) for entry in entries),
        **amounts,
        note=filled["note"] if filled else None,
        filled_at=filled["filled_at"] if filled else None,
        filled_by_name=filled["filled_by_name"] if filled else None,
    )


def _in_a_line(entry: register.RegisterEntry) -> str:
    return f"{entry.type_in_words}, {entry.held_by_in_words.lower()}: {entry.nature}, {_time(entry.since, entry.until)}"


def _time(since: date, until: date | None) -> str:
    return f"from {in_words(since)}" + (f" to {in_words(until)}" if until else "")
