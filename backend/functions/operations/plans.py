"""Plans by which functions move in phases. A plan moves nothing: a person records each move once it has happened."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.functions import Standing, TransferPhase, TransferPlan
from backend.functions.operations.functions import check_known, ids_of
from backend.functions.operations.holdings import HoldingSaid, record_holding
from backend.functions.operations.recording import hold, source_of, subject
from backend.functions.queries.plans import plan as read_plan
from backend.functions.rules.holding import UnableToKeepFunction
from backend.functions.tables.agreements import Agreement
from backend.functions.tables.register import Phase, Plan
from backend.ledger import operations as ledger
from backend.organisations.rules import free_slug
from backend.scope import NotFound, Scope


async def make_plan(scope: Scope, *, plan: TransferPlan) -> UUID:
    """Write down a plan, or bring back the retired one of its short name. Returns its id.

    Raises UnableToKeepFunction for a short name that is taken, or a function that is not in the register.
    """
    rows = await Plan.within(scope).where(Plan.slug == plan.id)
    if rows and rows[0]["retired_on"] is None:
        raise UnableToKeepFunction(f"There is a plan with the short name “{plan.id}” already.", field="name")
    values = await _values(scope, plan)
    if rows:
        plan_id: UUID = rows[0]["id"]
        await Plan.change(scope, **values, retired_on=None, version=rows[0]["version"] + 1).where(
            Plan.id == plan_id
        )
    else:
        plan_id = await Plan.add(scope, slug=plan.id, **values, version=1)
    await _put_phases(scope, plan_id, plan)
    await ledger.record(
        scope,
        "functions.plan.made",
        subject("plan", plan_id, plan.name),
        after=plan.model_dump(mode="json", exclude_none=True),
    )
    return plan_id


async def change_plan(scope: Scope, *, plan_id: UUID, plan: TransferPlan, version: int | None = None) -> None:
    """Make the plan say what `plan` says; its short name, and what has moved, stay.

    Raises UnableToKeepFunction where a phase from which functions moved would go; OvertakenByAnother, NotFound.
    """
    row = await hold(scope, "plan", plan_id, version=version)
    moved = {phase.phase.id for phase in (await read_plan(scope, plan_id=plan_id)).phases if phase.moved}
    gone = moved - {phase.id for phase in plan.phases}
    if gone:
        raise UnableToKeepFunction("Functions moved in a phase that would go from the plan. Keep the phase.")
    await Plan.change(scope, **await _values(scope, plan), version=row["version"] + 1).where(
        Plan.id == plan_id
    )
    await _put_phases(scope, plan_id, plan)
    await ledger.record(
        scope,
        "functions.plan.changed",
        subject("plan", plan_id, plan.name),
        after=plan.model_dump(mode="json", exclude_none=True),
    )


async def retire_plan(scope: Scope, *, plan_id: UUID) -> None:
    """From today the plan is no more; what moved by it stays on record. Raises NotFound."""
    row = await hold(scope, "plan", plan_id)
    if row["retired_on"] is not None:
        return
    await Plan.change(scope, retired_on=scope.today, version=row["version"] + 1).where(Plan.id == plan_id)
    await ledger.record(scope, "functions.plan.retired", subject("plan", plan_id, row["name"]))


async def add_phase(
    scope: Scope,
    *,
    plan_id: UUID,
    phase: TransferPhase,
    function_ids: tuple[UUID, ...],
    version: int | None = None,
) -> UUID:
    """Add a phase at the end of a plan. Returns its id. Raises UnableToKeepFunction, OvertakenByAnother, NotFound."""
    plan = await _open(scope, plan_id, version=version)
    await check_known(scope, function_ids, field="function_ids")
    known = await Phase.within(scope).where(Phase.plan_id == plan_id)
    _check_once(known, function_ids, but=None)
    phase_id: UUID = await Phase.add(
        scope,
        plan_id=plan_id,
        slug=free_slug(phase.name, {row["slug"] for row in known}),
        position=max((row["position"] for row in known), default=0) + 1,
        **_phase(phase),
        function_ids=list(function_ids),
    )
    await _touched(scope, plan, "phase-added", phase)
    return phase_id


async def change_phase(
    scope: Scope,
    *,
    phase_id: UUID,
    phase: TransferPhase,
    function_ids: tuple[UUID, ...],
    version: int | None = None,
) -> UUID:
    """Say what a phase moves, and by when. Returns the plan's id.

    Raises UnableToKeepFunction where a function moves in another phase, or has moved in this one and would go from
    it; OvertakenByAnother, NotFound.
    """
    row = await hold(scope, "phase", phase_id)
    plan = await _open(scope, row["plan_id"], version=version)
    await check_known(scope, function_ids, field="function_ids")
    known = await Phase.within(scope).where(Phase.plan_id == row["plan_id"])
    _check_once(known, function_ids, but=phase_id)
    view = await read_plan(scope, plan_id=row["plan_id"])
    here = next((each for each in view.phases if each.id == phase_id), None)
    if here is None:
        raise NotFound("phase")
    for function_id, name, holding in here.functions:
        if holding is not None and function_id not in function_ids:
            raise UnableToKeepFunction(
                f"“{name}” has moved in this phase already, so it stays in it.", field="function_ids"
            )
    await Phase.change(scope, **_phase(phase), function_ids=list(function_ids)).where(Phase.id == phase_id)
    await _touched(scope, plan, "phase-changed", phase)
    plan_id: UUID = row["plan_id"]
    return plan_id


async def record_transfer(
    scope: Scope,
    *,
    phase_id: UUID,
    function_ids: tuple[UUID, ...],
    happened_on: date,
    basis: str,
    file_id: UUID | None = None,
) -> UUID:
    """Record, as a named person, that functions of a phase moved on a day: the new holder holds them from then on.

    Whoever held them until then held them until the day before. Returns the plan's id. Raises what `record_holding`
    raises, and UnableToKeepFunction where none is chosen or one moved before.
    """
    row = await hold(scope, "phase", phase_id)
    plan = await read_plan(scope, plan_id=row["plan_id"])
    here = next((each for each in plan.phases if each.id == phase_id), None)
    if here is None:
        raise NotFound("phase")
    if not function_ids:
        raise UnableToKeepFunction("Choose the functions that moved.", field="function_ids")
    moved = {function_id: name for function_id, name, holding in here.functions if holding is not None}
    again = next((moved[each] for each in function_ids if each in moved), None)
    if again is not None:
        raise UnableToKeepFunction(f"That “{again}” moved is on record already.", field="function_ids")
    for function_id in dict.fromkeys(function_ids):
        await record_holding(
            scope,
            said=HoldingSaid(
                function_id=function_id,
                holder=None if plan.to_us else plan.to,
                standing=plan.standing,
                model=plan.model,
                from_on=happened_on,
                basis=basis,
                agreement_id=plan.agreement_id,
                phase_id=phase_id,
                file_id=file_id,
                ends_former=True,
            ),
        )
    return plan.id


async def free_plan_slug(scope: Scope, *, name: str) -> str:
    return free_slug(name, {row["slug"] for row in await Plan.within(scope, Plan.slug)})


async def _open(scope: Scope, plan_id: UUID, *, version: int | None) -> Any:
    row = await hold(scope, "plan", plan_id, version=version)
    if row["retired_on"] is not None:
        raise NotFound("plan of transfer")
    return row


async def _touched(scope: Scope, plan: Any, act: str, phase: TransferPhase) -> None:
    await Plan.change(scope, version=plan["version"] + 1).where(Plan.id == plan["id"])
    await ledger.record(
        scope,
        f"functions.plan.{act}",
        subject("plan", plan["id"], plan["name"]),
        after=phase.model_dump(mode="json", exclude_none=True),
    )


def _check_once(phases: Any, function_ids: tuple[UUID, ...], *, but: UUID | None) -> None:
    for row in phases:
        taken = set(row["function_ids"]) & set(function_ids)
        if row["id"] != but and row["retired_on"] is None and taken:
            raise UnableToKeepFunction(
                f"A function moves once: “{row['name']}” moves one of these already.", field="function_ids"
            )


async def _put_phases(scope: Scope, plan_id: UUID, plan: TransferPlan) -> None:
    ids = await ids_of(scope)
    known = {row["slug"]: row for row in await Phase.within(scope).where(Phase.plan_id == plan_id)}
    for position, phase in enumerate(plan.phases, start=1):
        unknown = next((slug for slug in phase.functions if slug not in ids), None)
        if unknown is not None:
            raise UnableToKeepFunction(
                f"“{phase.name}” moves the function “{unknown}”, which the register does not hold.",
                field="functions",
            )
        values = {
            **_phase(phase),
            "position": position,
            "function_ids": [ids[slug] for slug in phase.functions],
            "retired_on": None,
        }
        if phase.id in known:
            await Phase.change(scope, **values).where(Phase.id == known[phase.id]["id"])
        else:
            await Phase.add(scope, plan_id=plan_id, slug=phase.id, **values)
    wanted = {phase.id for phase in plan.phases}
    for slug, row in known.items():
        if slug not in wanted and row["retired_on"] is None:
            await Phase.change(scope, retired_on=scope.today).where(Phase.id == row["id"])


async def _values(scope: Scope, plan: TransferPlan) -> dict[str, Any]:
    agreement_id = None
    if plan.agreement is not None:
        rows = await Agreement.within(scope, Agreement.id).where(
            Agreement.slug == plan.agreement, Agreement.retired_on.is_null()
        )
        if not rows:
            raise UnableToKeepFunction(f"There is no agreement “{plan.agreement}”.", field="agreement")
        agreement_id = rows[0]["id"]
    if plan.standing is Standing.RESERVED and plan.to is None:
        raise UnableToKeepFunction(
            "A reserved function stays with the body that delegates.", field="standing"
        )
    return {
        "name": plan.name,
        "about": plan.about,
        "held_before_by": plan.held_before_by,
        "to_body": plan.to,
        "standing": plan.standing.value,
        "model": plan.model.value if plan.model else None,
        "programme": plan.programme,
        "agreement_id": agreement_id,
        "source": source_of(plan),
    }


def _phase(phase: TransferPhase) -> dict[str, Any]:
    return {
        "name": phase.name,
        "words": phase.text,
        "planned_month": phase.planned_month,
        "planned_on": phase.planned_on,
        "source": source_of(phase),
    }
