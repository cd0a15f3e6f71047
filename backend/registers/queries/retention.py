"""What is kept and until when: the schedule in force, what falls due, proposals and holds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue import shelf as catalogue
from backend.catalogue.problems import UnableToFindRuleSet
from backend.catalogue.retention import RecordType, RetentionSchedule
from backend.facts.registers import Moment
from backend.kit.database import fetch
from backend.registers import shelf
from backend.registers.rules import retention as rules
from backend.registers.rules.publication import months_after
from backend.registers.tables.retention import Disposal
from backend.scope import NotFound, Refusal, Scope

FRAMEWORK = "records-retention"
DISPOSALS_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalLine:
    """One proposal. `held`: a hold stands against it now."""

    id: UUID
    record_type: str
    record_id: UUID
    person_id: UUID | None
    title: str
    outcome: str
    schedule: str
    ended_on: date
    due_on: date
    state: rules.DisposalState
    proposed_at: datetime
    decided_at: datetime | None
    decided_by_name: str | None
    reason: str | None
    carried_out_at: datetime | None
    carried_out_by_name: str | None
    carried_out_how: str | None
    held: bool = False

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """One hold, open or lifted."""

    id: UUID
    kind: rules.HoldKind
    record_type: str | None
    person_id: UUID | None
    person_name: str | None
    reason: str
    placed_at: datetime
    placed_by_name: str
    lifted_at: datetime | None
    lifted_by_name: str | None
    lifted_because: str | None

    @property
    def kind_in_words(self) -> str:
        return rules.HOLD_IN_WORDS[self.kind]

    @property
    def hold(self) -> rules.Hold:
        return rules.Hold(record_type=self.record_type, person_id=self.person_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """A record that falls due."""

    kept: rules.Kept
    record_type: RecordType
    due_on: date
    held: bool


def schedule_of(scope: Scope) -> RetentionSchedule:
    """The schedule in force today. Raises `Refusal` before the first edition."""
    try:
        edition = catalogue.catalogue().rule_set_in_force(FRAMEWORK, scope.today)
    except UnableToFindRuleSet as missing:
        raise Refusal(str(missing)) from missing
    assert isinstance(edition, RetentionSchedule), f"{FRAMEWORK} is a schedule of record types"
    return edition


async def falling_due(scope: Scope, *, within_months: int = 12) -> tuple[DueLine, ...]:
    """Records that are due, or will be within so many months, the longest due first.

    A statement for each register, of which there are four, and one for meetings. What is withheld is among them for
    whoever may see it, and no public reader comes here.
    """
    schedule, until = schedule_of(scope), months_after(scope.today, within_months)
    holds = [line.hold for line in await holds_of(scope, lifted=False)]
    found = []
    for kept in [*await _of_registers(scope), *await _of_meetings(scope, schedule, until)]:
        answer = rules.due(schedule, kept)
        if answer is not None and answer[1] <= until:
            held = any(hold.covers(kept.record_type, kept.person_id) for hold in holds)
            found.append(DueLine(kept=kept, record_type=answer[0], due_on=answer[1], held=held))
    return tuple(sorted(found, key=lambda line: (line.due_on, line.kept.title)))


async def disposals_of(scope: Scope, *, open_only: bool = False) -> tuple[DisposalLine, ...]:
    """Proposals, those that wait for longest first; the newest `DISPOSALS_SHOWN` of what is decided."""
    holds = [line.hold for line in await holds_of(scope, lifted=False)]
    query = Disposal.within(scope, *_columns())
    if open_only:
        query = query.where(Disposal.state.is_in(["proposed", "approved"]))
    rows = await query.order_by(Disposal.due_on, Disposal.title, Disposal.id).limit(DISPOSALS_SHOWN)
    return tuple(_line(row, holds) for row in rows)


async def disposal_of(scope: Scope, *, disposal_id: UUID) -> DisposalLine:
    """One proposal. Raises `NotFound`."""
    holds = [line.hold for line in await holds_of(scope, lifted=False)]
    rows = await Disposal.within(scope, *_columns()).where(Disposal.id == disposal_id)
    if not rows:
        raise NotFound("proposal")
    return _line(rows[0], holds)


async def holds_of(scope: Scope, *, lifted: bool = True) -> tuple[HoldLine, ...]:
    """Holds, newest first."""
    rows = await fetch(
        "SELECT h.id, h.kind, h.record_type, h.person_id, p.name AS person_name, h.reason, h.placed_at, "
        "h.placed_by_name, h.lifted_at, h.lifted_by_name, h.lifted_because FROM registers_hold h "
        "LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = h.person_id "
        "WHERE h.tenant_id = $1 AND ($2 OR h.lifted_at IS NULL) ORDER BY h.placed_at DESC, h.id",
        scope.tenant.id,
        lifted,
    )
    return tuple(HoldLine(**{**row, "kind": rules.HoldKind(row["kind"])}) for row in rows)


async def hold_of(scope: Scope, *, hold_id: UUID) -> HoldLine:
    """One hold. Raises `NotFound`."""
    for line in await holds_of(scope):
        if line.id == hold_id:
            return line
    raise NotFound("hold")


async def _of_registers(scope: Scope) -> list[rules.Kept]:
    moment = Moment(on=scope.today, known_at=scope.now)
    found = []
    for register in shelf.REGISTERS:
        for row in await register.rows(scope, moment):
            if row.ended_on is not None:
                words = [str(value) for value in row.values.values() if isinstance(value, str) and value]
                found.append(
                    rules.Kept(
                        record_type=register.id,
                        record_id=row.id,
                        person_id=row.person_id,
                        title=": ".join(words[:1] + words[2:3]) or register.title,
                        ended_on=row.ended_on,
                    )
                )
    return found


async def _of_meetings(scope: Scope, schedule: RetentionSchedule, until: date) -> list[rules.Kept]:
    """Meetings whose papers and minutes are due by `until`."""
    minutes = schedule.record_type("minutes")
    if minutes is None:
        return []
    rows = await fetch(
        "SELECT id, title, (starts_at AT TIME ZONE $2)::date AS held_on FROM meetings_meeting "
        "WHERE tenant_id = $1 AND (starts_at AT TIME ZONE $2)::date <= $3 ORDER BY starts_at",
        scope.tenant.id,
        scope.tenant.time_zone,
        months_after(until, -12 * minutes.keep_years.value),
    )
    return [
        rules.Kept(
            record_type="minutes",
            record_id=row["id"],
            person_id=None,
            title=row["title"],
            ended_on=row["held_on"],
        )
        for row in rows
    ]


def _columns() -> list[Any]:
    return [getattr(Disposal, name) for name in DisposalLine.__dataclass_fields__ if name != "held"]


def _line(row: Any, holds: list[rules.Hold]) -> DisposalLine:
    held = any(hold.covers(row["record_type"], row["person_id"]) for hold in holds)
    return DisposalLine(**{**row, "state": rules.DisposalState(row["state"]), "held": held})
