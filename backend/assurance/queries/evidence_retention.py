"""How long an item of evidence is kept, what stands against its disposal, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from backend.assurance.queries.evidence import EvidenceView
from backend.assurance.rules import evidence as rules
from backend.assurance.tables.evidence import EvidenceDisposal, EvidenceHold
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.registers.queries import retention as registers
from backend.registers.rules import retention
from backend.scope import NotFound, Scope

RECORD_TYPE = "evidence"
"""Under which line of the schedule evidence stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLine:
    """A hold on one item, open or lifted."""

    id: UUID
    evidence_id: UUID
    kind: retention.HoldKind
    reason: str
    placed_at: datetime
    placed_by_name: str
    lifted_at: datetime | None
    lifted_by_name: str | None
    lifted_because: str | None

    @property
    def kind_in_words(self) -> str:
        return retention.HOLD_IN_WORDS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalLine:
    """A proposal to dispose of an item, and what was decided."""

    id: UUID
    evidence_id: UUID
    title: str
    schedule: str
    ended_on: date
    due_on: date
    state: retention.DisposalState
    proposed_at: datetime
    proposed_by_name: str
    decided_at: datetime | None
    decided_by_name: str | None
    reason: str | None
    carried_out_at: datetime | None
    carried_out_by_name: str | None
    carried_out_how: str | None

    @property
    def state_in_words(self) -> str:
        return retention.STATE_IN_WORDS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """From when an item's years are counted and when they are over; `obstacle` says why it can't be proposed today.

    `years` are those of `schedule`; both days are nothing while the item still counts.
    """

    schedule: str
    years: int | None
    ended_on: date | None
    due_on: date | None
    held: bool
    obstacle: str


async def keeping_of(scope: Scope, item: EvidenceView) -> Keeping:
    """How long the item is kept by the schedule in force today."""
    schedule = registers.schedule_of(scope)
    line = schedule.record_type(RECORD_TYPE)
    ended_on = await _ended_on(scope, item)
    due_on = line.due_on(ended_on) if line and ended_on else None
    held = await is_held(scope, item)
    return Keeping(
        schedule=schedule.key,
        years=line.keep_years.value if line else None,
        ended_on=ended_on,
        due_on=due_on,
        held=held,
        obstacle=_obstacle(item, due_on=due_on, held=held, today=scope.today),
    )


def _obstacle(item: EvidenceView, *, due_on: date | None, held: bool, today: date) -> str:
    if item.state not in (rules.State.EXPIRED, rules.State.WITHDRAWN):
        return "It is in use. Evidence is disposed of only after it has expired or was withdrawn."
    if due_on is None:
        return "The schedule says nothing about how long evidence is kept."
    if held:
        return "A hold stands on this evidence, so it is kept until the hold is lifted."
    if item.used:
        return "Something rests on it still. Choose other evidence there first."
    if due_on > today:
        return f"It is kept until {in_words(due_on - timedelta(days=1))}."
    return ""


async def is_held(scope: Scope, item: EvidenceView) -> bool:
    """Whether a hold of the item's own, or one of the registers' that covers evidence, stands today."""
    rows = await fetch(
        "SELECT 1 FROM assurance_evidence_hold WHERE tenant_id = $1 AND evidence_id = $2 AND lifted_at IS NULL LIMIT 1",
        scope.tenant.id,
        item.id,
    )
    if rows:
        return True
    wide = await registers.holds_of(scope, lifted=False)
    return any(line.hold.covers(RECORD_TYPE, item.owner_person_id) for line in wide)


async def _ended_on(scope: Scope, item: EvidenceView) -> date | None:
    """The day on which it ceased to count: expired, or withdrawn."""
    if item.state is rules.State.EXPIRED:
        return item.expires_on
    if item.state is not rules.State.WITHDRAWN:
        return None
    rows = await fetch(
        "SELECT (max(made_at) AT TIME ZONE $3)::date AS day FROM assurance_evidence_step "
        "WHERE tenant_id = $1 AND evidence_id = $2 AND kind = 'withdrawn'",
        scope.tenant.id,
        item.id,
        scope.tenant.time_zone,
    )
    day: date = rows[0]["day"]
    return day


async def holds_of(scope: Scope, *, evidence_id: UUID) -> tuple[HoldLine, ...]:
    """The holds on an item, newest first."""
    rows = await (
        EvidenceHold.within(scope, *(getattr(EvidenceHold, name) for name in HoldLine.__dataclass_fields__))
        .where(EvidenceHold.evidence_id == evidence_id)
        .order_by(EvidenceHold.placed_at, ascending=False)
    )
    return tuple(HoldLine(**{**row, "kind": retention.HoldKind(row["kind"])}) for row in rows)


async def hold_of(scope: Scope, *, hold_id: UUID) -> HoldLine:
    """One hold. Raises NotFound."""
    rows = await EvidenceHold.within(
        scope, *(getattr(EvidenceHold, name) for name in HoldLine.__dataclass_fields__)
    ).where(EvidenceHold.id == hold_id)
    if not rows:
        raise NotFound("hold")
    return HoldLine(**{**rows[0], "kind": retention.HoldKind(rows[0]["kind"])})


async def disposals_of(scope: Scope, *, evidence_id: UUID) -> tuple[DisposalLine, ...]:
    """What was proposed about an item, newest first."""
    rows = await (
        EvidenceDisposal.within(scope, *_columns())
        .where(EvidenceDisposal.evidence_id == evidence_id)
        .order_by(EvidenceDisposal.proposed_at, ascending=False)
    )
    return tuple(_line(row) for row in rows)


async def disposal_of(scope: Scope, *, disposal_id: UUID) -> DisposalLine:
    """One proposal. Raises NotFound."""
    rows = await EvidenceDisposal.within(scope, *_columns()).where(EvidenceDisposal.id == disposal_id)
    if not rows:
        raise NotFound("proposal")
    return _line(rows[0])


def _columns() -> list[object]:
    return [getattr(EvidenceDisposal, name) for name in DisposalLine.__dataclass_fields__]


def _line(row: dict[str, object]) -> DisposalLine:
    return DisposalLine(**{**row, "state": retention.DisposalState(str(row["state"]))})  # type: ignore[arg-type]  # the columns are its fields
