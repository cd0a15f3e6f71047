"""Risks in the two worlds of the sweep: one with everything below it, and one that is to move to the framework."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.planning.rules.cycles import later
from backend.risks import operations, queries, rules
from backend.risks.operations import Said
from backend.risks.queries.rounds import rounds_of
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


async def _risk(world: Any) -> dict[str, str]:
    """Opened last week by the officer, scored, with an objective, control, assurance, gap, point and a last step."""
    officer = replace(world.officer, now=real_now())
    since = officer.today - timedelta(days=7)
    owner_id = world.scopes["officer"].actor.person_id
    async with transactions.scope_tx(officer):
        objective_id = await operations.set_objective(
            officer, position=1, title=world.word("objective"), held_from=since
        )
        said = Said(
            title=world.word("risk"),
            cause=world.word("cause"),
            event=world.word("event"),
            effect=world.word("effect"),
            category="finance",
            directorate=world.word("directorate"),
            objective_ids=(objective_id,),
            owner_person_id=owner_id,
            committee_id=world.committee_id,
        )
        risk_id = await operations.open_risk(officer, said=said, on=since)
        of: dict[str, Any] = {"risk_id": risk_id}
        control_id = await operations.add_control(officer, **of, words=world.word("control"))
        assurance_id = await operations.add_assurance(officer, **of, words=world.word("assurance"), line=1)
        gap_id = await operations.add_gap(officer, **of, kind=rules.GapKind.CONTROL, words=world.word("gap"))
        point_id = await operations.add_point(
            officer, **of, falls_on=officer.today + timedelta(days=90), score=6
        )
        await operations.score(officer, **of, kind=rules.ScoreKind.CURRENT, likelihood=3, consequence=4)
        history = await queries.history_of(officer, risk_id=risk_id)
    return {
        "risk_id": str(risk_id),
        "objective_id": str(objective_id),
        "control_id": str(control_id),
        "assurance_id": str(assurance_id),
        "gap_id": str(gap_id),
        "point_id": str(point_id),
        "step_id": str(history[0].id),
        "person_id": str(owner_id),
        "committee_id": str(world.committee_id),
    }


async def _moving(world: Any) -> dict[str, str]:
    """One that somebody proposed for the framework."""
    ids = await _risk(world)
    async with transactions.scope_tx(world.officer):
        move_id = await operations.propose_move(
            replace(world.officer, now=real_now()),
            risk_id=UUID(ids["risk_id"]),
            because=world.word("because"),
        )
    return {**ids, "move_id": str(move_id)}


async def _round(world: Any) -> dict[str, str]:
    """A round of a month ahead that nobody opened yet, over what is open."""
    ids = await _risk(world)
    officer = replace(world.officer, now=real_now())
    async with transactions.scope_tx(officer):
        taken = {each.month for each in await rounds_of(officer)}
        month = next(
            each
            for ahead in range(1, 600)
            if (each := later(officer.today.replace(day=1), ahead)) not in taken
        )
        round_id = await operations.open_round(
            officer, month=month, cut_off_on=month.replace(day=20), committee_id=world.committee_id
        )
    return {**ids, "round_id": str(round_id)}


async def _said(world: Any) -> dict[str, str]:
    """A round in which the officer said something of their own risk."""
    ids = await _round(world)
    async with transactions.scope_tx(world.officer):
        await operations.confirm(
            replace(world.officer, now=real_now()),
            round_id=UUID(ids["round_id"]),
            risk_id=UUID(ids["risk_id"]),
            words=world.word("said"),
        )
    return ids


async def _settled(world: Any) -> dict[str, str]:
    """Days of review, settled by the officer."""
    ids = await _risk(world)
    officer = replace(world.officer, now=real_now())
    async with transactions.scope_tx(officer):
        held = await queries.settings_on(officer)
        settled_id = await operations.settle(
            officer,
            effective_from=officer.today,
            settings=replace(held, review_days=60 if held.review_days == 90 else 90),
            source=world.word("source"),
        )
    return {**ids, "settled_id": str(settled_id)}


async def _resting(world: Any) -> dict[str, str]:
    """One whose assurance could rest on an item of evidence."""
    from tests.house.world import MAKERS

    return {**await MAKERS["evidence_item"](world), **await _risk(world)}


def _with(part: str) -> Maker:
    async def made(world: Any) -> dict[str, str]:
        ids = await _risk(world)
        return {**ids, "part": part, "part_id": ids[f"{part}_id"]}

    return made


MAKERS: dict[str, Maker] = {
    "risk": _risk,
    "risk_moving": _moving,
    "risk_resting": _resting,
    "risk_round": _round,
    "risk_said": _said,
    "risk_settled": _settled,
    **{f"risk_{part}": _with(part) for part in ("control", "assurance", "gap")},
}
