"""When each board member was last checked, and when next."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.registers.queries.return_facts import board_members
from backend.registers.rules import fit_and_proper as rules
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """Where one board member stands. Without findings: none are kept."""

    person_id: UUID
    person_name: str
    seats: str
    checked_on: date | None
    next_due_on: date | None
    state: rules.CheckState

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedCheck:
    """A check as it was recorded; a mistaken one stays with its reason."""

    id: UUID
    person_id: UUID
    checked_on: date
    next_due_on: date
    recorded_at: datetime
    recorded_by_name: str
    withdrawn_because: str | None


async def checks_due(scope: Scope) -> tuple[CheckLine, ...]:
    """Every member of the board today, who is due first."""
    newest = {
        row["person_id"]: row
        for row in await fetch(
            "SELECT DISTINCT ON (person_id) person_id, checked_on, next_due_on FROM registers_fit_and_proper"
            " WHERE tenant_id = $1 AND withdrawn_because IS NULL ORDER BY person_id, checked_on DESC, id DESC",
            scope.tenant.id,
        )
    }
    seats: dict[UUID, list[str]] = {}
    names: dict[UUID, str] = {}
    for member in await board_members(scope, on=scope.today):
        seats.setdefault(member.person_id, []).append(member.seat_name)
        names[member.person_id] = member.name
    lines = []
    for person_id, name in names.items():
        row = newest.get(person_id)
        next_due_on = row["next_due_on"] if row else None
        lines.append(
            CheckLine(
                person_id=person_id,
                person_name=name,
                seats="; ".join(seats[person_id]),
                checked_on=row["checked_on"] if row else None,
                next_due_on=next_due_on,
                state=rules.state_of(next_due_on=next_due_on, today=scope.today),
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.next_due_on or date.min, line.person_name.lower())))


async def recorded_for(scope: Scope, *, person_id: UUID) -> tuple[RecordedCheck, ...]:
    """Every check of one person, newest first."""
    rows = await fetch(
        "SELECT id, person_id, checked_on, next_due_on, recorded_at, recorded_by_name, withdrawn_because"
        " FROM registers_fit_and_proper WHERE tenant_id = $1 AND person_id = $2 ORDER BY checked_on DESC, id DESC",
        scope.tenant.id,
        person_id,
    )
    return tuple(RecordedCheck(**row) for row in rows)


async def person_of_check(scope: Scope, *, check_id: UUID) -> UUID:
    """Whose check it is. Raises `NotFound`."""
    rows = await fetch(
        "SELECT person_id FROM registers_fit_and_proper WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        check_id,
    )
    if not rows:
        raise NotFound("check")
    found: UUID = rows[0]["person_id"]
    return found
