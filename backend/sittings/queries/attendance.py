"""Who came to the meetings of committees: a table for each, made in a number of statements that does not grow."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.meetings import rules as meeting_rules
from backend.scope import Scope
from backend.sittings import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    """One person over the meetings of a register: `marks` by meeting, in the order of `Attendance.meetings`."""

    person_id: UUID
    name: str
    seats: tuple[str, ...]
    marks: tuple[str, ...]

    @property
    def came(self) -> int:
        return sum(mark == "Present" for mark in self.marks)

    @property
    def possible(self) -> int:
        """Meetings at which they could have been: those of which somebody wrote down who came."""
        return sum(mark not in ("", "Not recorded") for mark in self.marks)

    @property
    def deputies(self) -> int:
        return sum(mark == "Deputy sent" for mark in self.marks)

    @property
    def share(self) -> str:
        """In whole percent; a dash where they could have been at none."""
        return f"{round(100 * self.came / self.possible)}%" if self.possible else "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Who came: a row a person, a column a meeting. `sha256` is of the table."""

    meetings: tuple[tuple[UUID, str, date], ...]
    rows: tuple[AttendanceRow, ...]

    @property
    def came_to(self) -> tuple[int, ...]:
        """How many members came to each meeting."""
        return tuple(
            sum(row.marks[place] == "Present" for row in self.rows) for place in range(len(self.meetings))
        )

    @property
    def sha256(self) -> str:
        return content_hash(
            [[day for _, _, day in self.meetings], [[row.name, row.seats, row.marks] for row in self.rows]]
        )


async def attendance_of(scope: Scope, *, committee_id: UUID, since: date, until: date) -> Attendance:
    """Who came to the committee's meetings between two days that were held. Five statements."""
    found = await attendances_of(scope, committee_ids=(committee_id,), since=since, until=until)
    return found[committee_id]


async def attendances_of(
    scope: Scope, *, committee_ids: Collection[UUID], since: date, until: date
) -> dict[UUID, Attendance]:
    """The same of several committees, each with its table, which may be empty. Five statements."""
    rows = await fetch(
        "SELECT id, committee_id, title, starts_at FROM meetings_meeting WHERE tenant_id = $1 "
        "AND committee_id = ANY($2) AND state = 'held' ORDER BY starts_at, id",
        scope.tenant.id,
        list(committee_ids),
    )
    held: dict[UUID, list[tuple[UUID, str, date]]] = {committee_id: [] for committee_id in committee_ids}
    for row in rows:
        day = meeting_rules.day_of(scope, row["starts_at"])
        if since <= day <= until:
            held[row["committee_id"]].append((row["id"], row["title"], day))
    ids = [meeting_id for meetings in held.values() for meeting_id, _, _ in meetings]
    came = await _came(scope, ids)
    away = {
        (row["meeting_id"], row["person_id"])
        for row in await fetch(
            "SELECT meeting_id, person_id FROM meetings_attendance "
            "WHERE tenant_id = $1 AND meeting_id = ANY($2) AND NOT expected",
            scope.tenant.id,
            ids,
        )
    }
    terms = await _terms(scope, committee_ids)
    recorded = {meeting_id for meeting_id, _, _ in came}
    return {
        committee_id: _table(meetings, terms.get(committee_id, []), came, away, recorded)
        for committee_id, meetings in held.items()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Term:
    person_id: UUID
    name: str
    seat_name: str
    from_on: date
    last_on: date | None


async def _terms(scope: Scope, committee_ids: Collection[UUID]) -> dict[UUID, list[_Term]]:
    """Everybody who ever sat on each committee, by seat and time, whoever sits last first."""
    rows = await fetch(
        """
        SELECT t.committee_id, t.person_id, s.name AS seat_name, t.from_on, t.last_on
        FROM committees_term t JOIN committees_seat s ON s.tenant_id = $1 AND s.id = t.seat_id
        WHERE t.tenant_id = $1 AND t.committee_id = ANY($2) AND t.withdrawn_because IS NULL
        ORDER BY t.last_on DESC NULLS FIRST, s.id, t.from_on DESC, t.id""",
        scope.tenant.id,
        list(committee_ids),
    )
    names = await committees.people_named(scope, [row["person_id"] for row in rows])
    found: dict[UUID, list[_Term]] = {}
    for row in rows:
        found.setdefault(row["committee_id"], []).append(
            _Term(
                person_id=row["person_id"],
                name=names.get(row["person_id"], "Somebody who is no longer known here"),
                seat_name=row["seat_name"],
                from_on=row["from_on"],
                last_on=row["last_on"],
            )
        )
    return found


_Came = set[tuple[UUID, UUID | None, str]]


async def _came(scope: Scope, meeting_ids: Sequence[UUID]) -> _Came:
    """Who came to which meeting, and for whom: by meeting, person and `own` or the id of whom they stood for."""
    rows = await fetch(
        "SELECT DISTINCT meeting_id, person_id, stands_for_person_id FROM sittings_presence "
        "WHERE tenant_id = $1 AND meeting_id = ANY($2) AND kind = ANY($3) AND struck_at IS NULL",
        scope.tenant.id,
        list(meeting_ids),
        [rules.Kind.ARRIVED.value, rules.Kind.RETURNED.value],
    )
    return {(row["meeting_id"], row["person_id"], str(row["stands_for_person_id"] or "own")) for row in rows}


def _table(
    held: Sequence[tuple[UUID, str, date]],
    terms: Sequence[_Term],
    came: _Came,
    away: set[tuple[UUID, UUID]],
    recorded: set[UUID],
) -> Attendance:
    present = {(meeting_id, person_id) for meeting_id, person_id, _ in came}
    stood_for = {(meeting_id, stood) for meeting_id, _, stood in came}
    names: dict[UUID, tuple[str, dict[str, None]]] = {}
    for term in terms:
        names.setdefault(term.person_id, (term.name, {}))[1].setdefault(term.seat_name)
    found = []
    for person_id, (name, seats) in names.items():
        own = [term for term in terms if term.person_id == person_id]
        marks = tuple(
            _mark(person_id, meeting_id, present, stood_for, away, recorded) if _sat(own, day) else ""
            for meeting_id, _, day in held
        )
        if any(marks):
            found.append(AttendanceRow(person_id=person_id, name=name, seats=tuple(seats), marks=marks))
    return Attendance(meetings=tuple(held), rows=tuple(sorted(found, key=lambda row: row.name.casefold())))


def _sat(terms: Sequence[_Term], day: date) -> bool:
    return any(term.from_on <= day and (term.last_on is None or day <= term.last_on) for term in terms)


def _mark(
    person_id: UUID,
    meeting_id: UUID,
    present: set[tuple[UUID, UUID | None]],
    stood_for: set[tuple[UUID, str]],
    away: set[tuple[UUID, UUID]],
    recorded: set[UUID],
) -> str:
    """Present, deputy sent, apologies or absent; or that nobody wrote down who came."""
    if (meeting_id, person_id) in present:
        return "Present"
    if (meeting_id, str(person_id)) in stood_for:
        return "Deputy sent"
    if (meeting_id, person_id) in away:
        return "Apologies"
    return "Absent" if meeting_id in recorded else "Not recorded"
