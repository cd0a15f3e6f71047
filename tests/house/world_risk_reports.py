"""Principal risks in the two worlds of the sweep, with a meeting to come, and a report that waits to be made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.risks import operations, rules
from backend.risks.operations import Said
from backend.risks.operations.reports import ask_for_report
from backend.tenancy import transactions

Maker = Callable[[Any], Awaitable[dict[str, str]]]


async def _principal(world: Any) -> dict[str, str]:
    """A risk of the framework, scored, and a meeting that could take a report."""
    from tests.house.world import MAKERS

    ids = await MAKERS["meeting"](world)
    officer = replace(world.officer, now=real_now())
    said = Said(
        title=world.word("risk"),
        cause=world.word("cause"),
        event=world.word("event"),
        effect=world.word("effect"),
        category="finance",
        directorate=world.word("directorate"),
        level=rules.Level.BAF,
    )
    async with transactions.scope_tx(officer):
        risk_id = await operations.open_risk(officer, said=said)
        await operations.score(
            officer, risk_id=risk_id, kind=rules.ScoreKind.CURRENT, likelihood=3, consequence=4
        )
    return {**ids, "risk_id": str(risk_id)}


async def _report(world: Any) -> dict[str, str]:
    """Asked for, and not made yet."""
    ids = await _principal(world)
    officer = replace(world.officer, now=real_now())
    async with transactions.scope_tx(officer):
        report_id = await ask_for_report(officer, meeting_id=UUID(ids["meeting_id"]))
    return {**ids, "report_id": str(report_id)}


MAKERS: dict[str, Maker] = {"principal_risk": _principal, "risk_report": _report}
