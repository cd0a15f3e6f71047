"""One commissioner with who looks after it, what it owes and what came; and what the officers' lists need."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.reviewing import rules
from backend.reviewing.queries.conditions import conditions_of
from backend.reviewing.queries.front import Entry, entries_on
from backend.reviewing.queries.lines import ConditionLine
from backend.reviewing.queries.team import Team, team_of
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionerLine:
    id: UUID
    name: str
    organisation_id: UUID
    organisation: str
    agreement_id: UUID | None
    from_on: date
    until_on: date | None
    lead_person_id: UUID | None
    lead: str | None
    second_person_id: UUID | None
    second: str | None
    version: int

    @property
    def path(self) -> str:
        return f"/reviewing/commissioners/{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommissionerView:
    """`closed` says why the reader sees none of its returns; then there are none here."""

    line: CommissionerLine
    closed: str | None
    entries: tuple[Entry, ...]
    conditions: tuple[ConditionLine, ...]
    aside: tuple[str, ...]
    """Who of the team stands aside from it."""
    team: Team


_LINES = """
SELECT c.id, c.name, c.organisation_id, o.name AS organisation, c.agreement_id, c.from_on, c.until_on,
  c.lead_person_id, l.name AS lead, c.second_person_id, s.name AS second, c.version
FROM reviewing_commissioner c
JOIN organisations_organisation o ON o.tenant_id = $1 AND o.id = c.organisation_id
LEFT JOIN people_person l ON l.tenant_id = $1 AND l.id = c.lead_person_id
LEFT JOIN people_person s ON s.tenant_id = $1 AND s.id = c.second_person_id
WHERE c.tenant_id = $1
"""


async def commissioners_of(scope: Scope) -> tuple[CommissionerLine, ...]:
    """Every commissioner that is or was reviewed here, by name: who they are, and nothing that they submitted."""
    rows = await fetch(f"{_LINES} ORDER BY lower(c.name), c.id", scope.tenant.id)
    return tuple(CommissionerLine(**row) for row in rows)


async def commissioner_of(scope: Scope, *, commissioner_id: UUID, on: date | None = None) -> CommissionerView:
    """One commissioner, as at a day. Raises NotFound."""
    rows = await fetch(f"{_LINES} AND c.id = $2", scope.tenant.id, commissioner_id)
    if not rows:
        raise NotFound("commissioner")
    team = await team_of(scope)
    day = min(on or scope.today, scope.today)
    line = CommissionerLine(**rows[0])
    return CommissionerView(
        line=line,
        closed=team.closed.get(commissioner_id),
        entries=await entries_on(scope, team, day, commissioner_id=commissioner_id),
        conditions=await conditions_of(scope, on=day, commissioner_id=commissioner_id),
        aside=tuple(sorted(filter(None, (team.name(each) for each in team.aside_from(commissioner_id))))),
        team=team,
    )


async def inbox_of(scope: Scope) -> tuple[tuple[Entry, str], ...]:
    """What came and nobody has in hand, or somebody who is away or stands aside; with whose it is, oldest first."""
    team = await team_of(scope)
    names = {row["id"]: row["name"] for row in await _names(scope)}
    waiting = [
        each
        for each in await entries_on(scope, team, scope.today)
        if each.return_id is not None
        and (each.standing not in rules.SETTLED or each.open_conditions)
        and team.acting(each.held_by, commissioner_id=each.commissioner_id) is None
    ]
    found = sorted(waiting, key=lambda each: each.received_on or date.max)
    return tuple((each, names[each.commissioner_id]) for each in found)


async def mine_of(scope: Scope) -> tuple[tuple[Entry, str], ...]:
    """What the reader has in hand, or stands in for, and is not settled; by its day."""
    team = await team_of(scope)
    names = {row["id"]: row["name"] for row in await _names(scope)}
    held = [
        each
        for each in await entries_on(scope, team, scope.today)
        if each.held_by is not None
        and (each.standing not in rules.SETTLED or each.open_conditions)
        and team.acts(held_by=each.held_by, commissioner_id=each.commissioner_id)
    ]
    return tuple((each, names[each.commissioner_id]) for each in held)


async def _names(scope: Scope) -> Any:
    return await fetch("SELECT id, name FROM reviewing_commissioner WHERE tenant_id = $1", scope.tenant.id)
