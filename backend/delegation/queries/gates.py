"""Reading gates as at a day, and what stands between something and its happening."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.criteria import GuardedAct, Guards
from backend.delegation import catalogued, rules
from backend.delegation.queries import at_gate, judgements
from backend.delegation.queries.gate_views import (
    ConditionView,
    GateView,
    GuardedMilestone,
    HappeningView,
    ImposedView,
    WaiverView,
)
from backend.delegation.rules import gates as at_gates
from backend.kit.database import fetch
from backend.scope import NotFound, Scope

Act = GuardedAct


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What stands before something that is about to be accepted, or that is said to have happened.

    `happened` are the records that it happened past a gate: with one for each gate that is not passed, it may be
    recorded, and is irregular.
    """

    what: str
    gates: tuple[GateView, ...]
    happened: tuple[HappeningView, ...] = ()

    @property
    def stopped(self) -> tuple[GateView, ...]:
        """The gates that are not passed, and past which nothing is recorded to have happened."""
        past = {each.gate_id for each in self.happened}
        return tuple(each for each in self.gates if not each.open and each.id not in past)

    @property
    def clear(self) -> bool:
        return not self.stopped

    @property
    def irregular(self) -> bool:
        """Whether it may be recorded only because it happened although a gate was not passed."""
        return self.clear and any(not each.open for each in self.gates)

    @property
    def sentence(self) -> str:
        """Why it may not follow; empty where it may."""
        return (
            at_gates.sentence_of(self.what, [each.at_gate for each in self.stopped]) if self.stopped else ""
        )

    def check(self) -> None:
        """Raises UnableToGoPast with what to do."""
        if self.stopped:
            raise at_gates.UnableToGoPast(self.sentence)


async def guard(
    scope: Scope,
    *,
    milestone_id: UUID | None = None,
    act: Act | None = None,
    programme: str | None = None,
    function: str | None = None,
    on: date | None = None,
) -> Guard:
    """The gates before a milestone, or before an act of a programme (of all that are in use where none is named).

    `function` asks for the gates before the start of that function; `on` is the day for which it is asked, today
    unless given. A milestone's gates stand by their own programme. Eight statements, or one where nothing guards it.
    """
    day = on or scope.today
    rows = await fetch(
        """
        SELECT g.id, p.slug AS programme, g.guards ->> 'functions' AS functions, m.slug AS milestone
        FROM delegation_gate g
        JOIN delegation_programme p ON p.tenant_id = $1 AND p.id = g.programme_id AND p.retired_on IS NULL
        LEFT JOIN delegation_milestone m ON m.tenant_id = $1 AND m.id = $2 AND m.programme_id = g.programme_id
        WHERE g.tenant_id = $1 AND g.retired_on IS NULL AND CASE
          WHEN $2::uuid IS NOT NULL THEN g.before_milestone_id = $2
            OR jsonb_exists(coalesce(g.guards -> 'milestones', '[]'), m.slug)
          ELSE jsonb_exists(coalesce(g.guards -> 'acts', '[]'), $3::text) AND ($4::text IS NULL OR p.slug = $4)
            AND ($5::text IS NULL OR g.guards -> 'functions' IS NULL OR jsonb_exists(g.guards -> 'functions', $5))
          END
        ORDER BY g.position, g.id""",
        scope.tenant.id,
        milestone_id,
        act.value if act else None,
        programme,
        function,
    )
    if milestone_id is not None:
        what = rows[0]["milestone"] if rows else "This milestone"
    else:
        words = at_gates.GUARDED_IN_WORDS[act.value] if act else "this"
        what = words[:1].upper() + words[1:]
    if not rows:
        return Guard(what=what, gates=())
    found = await _load(scope, gate_ids=[row["id"] for row in rows], on=day)
    return Guard(
        what=what,
        gates=found,
        happened=tuple(
            each
            for gate in found
            for each in gate.happenings
            if each.struck_at is None and _same(each, milestone_id=milestone_id, act=act, function=function)
        ),
    )


def _same(each: HappeningView, *, milestone_id: UUID | None, act: Act | None, function: str | None) -> bool:
    """Whether what happened is what is asked about."""
    if milestone_id is not None:
        return each.milestone_id == milestone_id
    if act is None or each.what.value != act.value:
        return False
    return function is None or each.function in (None, function)


async def gates_of(
    scope: Scope,
    *,
    programme_id: UUID | None = None,
    on: date | None = None,
    known_at: datetime | None = None,
) -> tuple[GateView, ...]:
    """The gates of a programme, or of every one in use, as at `on`. Eight statements, however many there are."""
    return await _load(scope, programme_id=programme_id, on=on or scope.today, known_at=known_at)


async def gate(
    scope: Scope, *, gate_id: UUID, on: date | None = None, known_at: datetime | None = None
) -> GateView:
    """One gate as at `on`. Raises NotFound."""
    found = await _load(scope, gate_ids=[gate_id], on=on or scope.today, known_at=known_at)
    if not found:
        raise NotFound("gate")
    return found[0]


async def gates_before(scope: Scope, *, milestone_id: UUID) -> tuple[GateView, ...]:
    """The gates that a milestone stands behind, as they stand today."""
    return (await guard(scope, milestone_id=milestone_id)).gates


async def imposed(scope: Scope, *, imposed_id: UUID) -> ImposedView:
    """One condition that was set. Raises NotFound."""
    found = await at_gate.imposed_of(scope, ids=[imposed_id], on=scope.today, moment=scope.now)
    if not found:
        raise NotFound("condition")
    return found[0]


async def happening(scope: Scope, *, happening_id: UUID) -> HappeningView:
    """One thing that happened at a gate. Raises NotFound."""
    found = await at_gate.happenings_of(scope, ids=[happening_id], on=date.max, moment=scope.now)
    if not found:
        raise NotFound("happening")
    return found[0]


async def imposed_between(
    scope: Scope, *, on: date | None = None, pending: bool = False
) -> tuple[ImposedView, ...]:
    """Conditions that were set at gates of programmes in use, as at a day; those that are still owed alone."""
    found = await at_gate.imposed_of(scope, ids=None, on=on or scope.today, moment=scope.now)
    return tuple(each for each in found if each.pending or not pending)


_GATES = """
SELECT g.*, m.slug AS before, p.name AS programme, p.slug AS programme_slug
FROM delegation_gate g
JOIN delegation_programme p ON p.tenant_id = $1 AND p.id = g.programme_id
LEFT JOIN delegation_milestone m ON m.tenant_id = $1 AND m.id = g.before_milestone_id
WHERE g.tenant_id = $1 AND ($2::uuid IS NULL OR g.programme_id = $2) AND ($3::uuid[] IS NULL OR g.id = ANY ($3))
  AND ($3::uuid[] IS NOT NULL OR g.retired_on IS NULL OR g.retired_on > $4)
  AND ($2::uuid IS NOT NULL OR $3::uuid[] IS NOT NULL OR p.retired_on IS NULL OR p.retired_on > $4)
ORDER BY p.taken_up_on, p.id, g.position, g.id
"""


async def _load(
    scope: Scope,
    *,
    on: date,
    programme_id: UUID | None = None,
    gate_ids: Collection[UUID] | None = None,
    known_at: datetime | None = None,
) -> tuple[GateView, ...]:
    moment = known_at or scope.now
    wanted = None if gate_ids is None else list(gate_ids)
    rows = await fetch(_GATES, scope.tenant.id, programme_id, wanted, on)
    if not rows:
        return ()
    ids = [row["id"] for row in rows]
    conditions = await judgements.conditions_of(scope, gate_ids=ids, on=on, moment=moment)
    evidence = await at_gate.shown_for(
        scope, "condition_id", [each.id for each in conditions], on=on, moment=moment
    )
    waivers = await at_gate.waivers_of(scope, ids, moment=moment)
    whole = tuple(_whole(each, waivers, evidence.get(each.id, ()), on) for each in conditions)
    passings = await at_gate.passings_of(scope, ids, on=on, moment=moment)
    imposed_ = await at_gate.imposed_of(scope, gate_ids=ids, on=on, moment=moment)
    happenings = await at_gate.happenings_of(scope, gate_ids=ids, on=on, moment=moment)
    milestones = await at_gate.guarded_milestones(scope, rows, on=on, moment=moment)
    return tuple(
        GateView(
            id=row["id"],
            programme_id=row["programme_id"],
            programme=row["programme"],
            programme_slug=row["programme_slug"],
            slug=row["slug"],
            name=row["name"],
            about=row["about"],
            before_id=row["before_milestone_id"],
            before=row["before"],
            before_inferred=row["before_inferred"],
            guards=Guards.model_validate_json(row["guards"]),
            milestones=_milestones(row, milestones),
            provenance=catalogued.provenance(row["source"]),
            conditions=_of(row["id"], whole, lambda each: each.gate_id),
            passings=_of(row["id"], passings, lambda each: each.gate_id),
            waivers=tuple(
                each
                for each in waivers
                if any(each.condition_id == one.id for one in whole if one.gate_id == row["id"])
                and each.since <= on
            ),
            imposed=_of(row["id"], imposed_, lambda each: each.gate_id),
            happenings=_of(row["id"], happenings, lambda each: each.gate_id),
            on=on,
        )
        for row in rows
    )


def _of(gate_id: UUID, lines: tuple[Any, ...], key: Callable[[Any], UUID]) -> tuple[Any, ...]:
    return tuple(each for each in lines if key(each) == gate_id)


def _milestones(row: Any, known: dict[tuple[UUID, str], GuardedMilestone]) -> tuple[GuardedMilestone, ...]:
    slugs = [row["before"], *Guards.model_validate_json(row["guards"]).milestones]
    found = (known.get((row["programme_id"], slug)) for slug in dict.fromkeys(filter(None, slugs)))
    return tuple(each for each in found if each is not None)


def _whole(
    condition: ConditionView, waivers: tuple[WaiverView, ...], evidence: tuple[Any, ...], on: date
) -> ConditionView:
    """The criterion with the waiver that holds on the day, or the last that has lapsed, and its evidence."""
    own = [each for each in waivers if each.condition_id == condition.id and each.since <= on]
    holding = next((each for each in own if each.holds(on)), None)
    lapsed = None
    if holding is None and condition.state is not rules.Judgement.MET:
        lapsed = next((each for each in reversed(own) if each.withdrawn_on is None and each.until < on), None)
    return replace(condition, waiver=holding, lapsed_waiver=lapsed, evidence=evidence)
