"""What is kept and until when: the schedule in force, what falls due, proposals and holds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue import shelf as catalogue
from backend.catalogue.own import RETENTION, RetentionKept
from backend.catalogue.problems import UnableToFindRuleSet
from backend.catalogue.retention import RetentionSchedule
from backend.kit.database import fetch
from backend.registers.queries import falling_due as falling_due_queries
from backend.registers.rules import retention as rules
from backend.registers.rules.publication import months_after
from backend.registers.tables.retention import Disposal
from backend.scope import NotFound, Refusal, Scope
from backend.tenancy import settings

FRAMEWORK = "records-retention"
PAGE = 50
_AS_SHIPPED = RetentionKept()


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
class DisposalPage:
    """One page of the proposals, and how many there are in all."""

    lines: tuple[DisposalLine, ...]
    number: int
    count: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE))


def kept_longer(scope: Scope) -> RetentionKept:
    """The kinds of record that this organisation keeps for longer than the schedule says."""
    return settings.kept(scope, RETENTION, RetentionKept, shipped=_AS_SHIPPED)


def schedule_of(scope: Scope) -> RetentionSchedule:
    """The schedule in force today, with longer periods of the organisation's own. Raises `Refusal`."""
    return lengthened(shipped_schedule(scope), kept_longer(scope))


def lengthened(schedule: RetentionSchedule, longer: RetentionKept) -> RetentionSchedule:
    """The schedule with longer periods in it; one that is no longer than the schedule's own changes nothing."""
    if not longer.longer:
        return schedule
    records = []
    for record in schedule.records:
        own = longer.years_of(record.id)
        if own is not None and own.years > record.keep_years.value:
            years = record.keep_years.model_copy(update={"value": own.years})
            records.append(record.model_copy(update={"keep_years": years}))
        else:
            records.append(record)
    return schedule.model_copy(update={"records": tuple(records)})


def shipped_schedule(scope: Scope) -> RetentionSchedule:
    """The schedule that ships with the product, as in force today. Raises `Refusal` before the first edition."""
    try:
        edition = catalogue.catalogue().rule_set_in_force(FRAMEWORK, scope.today)
    except UnableToFindRuleSet as missing:
        raise Refusal(str(missing)) from missing
    assert isinstance(edition, RetentionSchedule), f"{FRAMEWORK} is a schedule of record types"
    return edition


async def falling_due(
    scope: Scope, *, within_months: int = 12, number: int = 1
) -> falling_due_queries.DuePage:
    """A page of the records that are due, or will be within so many months, the longest due first."""
    return await falling_due_queries.page_of_due(
        scope,
        schedule=schedule_of(scope),
        until=months_after(scope.today, within_months),
        number=number,
    )


async def disposals_of(scope: Scope, *, number: int = 1) -> DisposalPage:
    """A page of the proposals: those that wait for somebody, the longest due first; then those that are settled."""
    holds = [line.hold for line in await holds_of(scope, lifted=False)]
    counted = await fetch(
        "SELECT count(*) AS count FROM registers_disposal WHERE tenant_id = $1", scope.tenant.id
    )
    count: int = counted[0]["count"]
    number = max(1, min(number, -(-count // PAGE)))
    names = ", ".join(name for name in DisposalLine.__dataclass_fields__ if name != "held")
    rows = await fetch(
        f"SELECT {names} FROM registers_disposal WHERE tenant_id = $1 "  # noqa: S608 - our own words
        "ORDER BY state IN ('kept', 'carried-out'), due_on, title, id LIMIT $2 OFFSET $3",
        scope.tenant.id,
        PAGE,
        (number - 1) * PAGE,
    )
    return DisposalPage(lines=tuple(_line(row, holds) for row in rows), number=number, count=count)


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


def _columns() -> list[Any]:
    return [getattr(Disposal, name) for name in DisposalLine.__dataclass_fields__ if name != "held"]


def _line(row: Any, holds: list[rules.Hold]) -> DisposalLine:
    held = any(hold.covers(row["record_type"], row["person_id"]) for hold in holds)
    return DisposalLine(**{**row, "state": rules.DisposalState(row["state"]), "held": held})
