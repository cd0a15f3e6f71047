"""Lists of staff, and each compared with the people, seats and roles as they are at this moment."""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.interests.queries import declarants, declarations
from backend.kit.database import fetch
from backend.people import queries as people
from backend.registers.rules import comparing
from backend.registers.rules.staff_list import CellError, StaffList, StaffRow
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """A list of staff. `contents` are gone once it is done with."""

    id: UUID
    file_name: str
    brought_at: datetime
    brought_by_name: str
    row_count: int
    error_count: int
    done_at: datetime | None
    done_by_name: str | None
    done_count: int | None
    contents: StaffList | None


_LISTS = """
SELECT s.id, s.file_name, s.brought_at, b.name AS brought_by_name, s.row_count, s.error_count, s.done_at,
  d.name AS done_by_name, s.done_count, {contents} AS contents
FROM registers_staff_list s
JOIN people_person b ON b.tenant_id = $1 AND b.id = s.brought_by
LEFT JOIN people_person d ON d.tenant_id = $1 AND d.id = s.done_by
WHERE s.tenant_id = $1
"""


async def lists_of(scope: Scope) -> tuple[ListLine, ...]:
    """The fifty newest lists, without what they say."""
    rows = await fetch(
        _LISTS.format(contents="NULL::jsonb") + " ORDER BY s.brought_at DESC, s.id LIMIT 50", scope.tenant.id
    )
    return tuple(map(_line, rows))


async def staff_list(scope: Scope, *, list_id: UUID) -> ListLine:
    """One list with what it says. Raises `NotFound`."""
    rows = await fetch(_LISTS.format(contents="s.contents") + " AND s.id = $2", scope.tenant.id, list_id)
    if not rows:
        raise NotFound("list of staff")
    return _line(rows[0])


async def findings_of(scope: Scope, *, rows: tuple[StaffRow, ...]) -> tuple[comparing.Finding, ...]:
    """What differs between a list and Probity today. The number of statements does not grow with either."""
    return comparing.compare(rows, await _known(scope), today=scope.today)


async def _known(scope: Scope) -> tuple[comparing.KnownPerson, ...]:
    standing = {each.person_id: each for each in await declarations.standings_of(scope)}
    settled = {each.person_id: each for each in await declarants.declarants_of(scope, also_left=True)}
    seats = await _held(
        scope,
        """
        SELECT t.person_id, t.id, s.name || ', ' || c.name AS words, t.last_on
        FROM committees_term t JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = t.committee_id
        WHERE t.tenant_id = $1 AND t.withdrawn_because IS NULL AND (t.last_on IS NULL OR t.last_on >= $2)
        ORDER BY t.id""",
    )
    roles = await _held(
        scope,
        """
        SELECT person_id, id, initcap(replace(role, '-', ' ')) AS words, to_on - 1 AS last_on FROM people_role
        WHERE tenant_id = $1 AND (to_on IS NULL OR to_on > $2) ORDER BY id""",
    )
    return tuple(
        comparing.KnownPerson(
            id=line.id,
            name=line.name,
            email=line.email,
            job_title=line.job_title,
            staff_number=settled[line.id].staff_number if line.id in settled else None,
            band=settled[line.id].band if line.id in settled else None,
            left_on=line.left_on,
            decision_making=line.id in settled and settled[line.id].decision_making,
            has_declared=line.id not in standing or standing[line.id].last_kind is not None,
            paused=line.id in standing and standing[line.id].paused,
            seats=seats.get(line.id, ()),
            roles=roles.get(line.id, ()),
        )
        for line in await people.people_of(scope, also_left=True)
    )


async def _held(scope: Scope, sql: str) -> dict[UUID, tuple[comparing.Held, ...]]:
    found: dict[UUID, tuple[comparing.Held, ...]] = {}
    for row in await fetch(sql, scope.tenant.id, scope.today - timedelta(days=366)):
        held = comparing.Held(id=row["id"], words=row["words"], last_on=row["last_on"])
        found[row["person_id"]] = (*found.get(row["person_id"], ()), held)
    return found


def as_plain(contents: StaffList) -> dict[str, Any]:
    """A list as it is kept."""
    return {
        "rows": [{name: getattr(row, name) for name in StaffRow.__slots__} for row in contents.rows],
        "errors": [{name: getattr(error, name) for name in CellError.__slots__} for error in contents.errors],
        "not_read": list(contents.not_read),
    }


def _line(row: Any) -> ListLine:
    kept = None if row["contents"] is None else json.loads(row["contents"])
    contents = (
        None
        if kept is None
        else StaffList(
            rows=tuple(
                StaffRow(**{**each, **{k: _day(each[k]) for k in ("start", "end")}}) for each in kept["rows"]
            ),
            errors=tuple(CellError(**each) for each in kept["errors"]),
            not_read=tuple(kept["not_read"]),
        )
    )
    return ListLine(**{**row, "contents": contents})


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
