"""Seven organisations of 100,000 records each become one; how long that takes and how much memory is in the report."""

import json
from typing import Any

import pytest

from backend.succession import rules
from tests.succession import stage
from tests.succession.test_merging import _as_if_rehearsed, _settled

EACH = {"people": 5_000, "open_actions": 50_000, "closed_actions": 40_000, "risks": 5_000}


@pytest.mark.soak
async def test_seven_of_a_hundred_thousand_records_become_one(found: Any) -> None:
    board = await stage.a_body(found, "NHS Seven Plains ICB (invented)", kind="ics")
    bodies = [await stage.a_body(found, f"NHS Plain {n} CCG (invented)") for n in range(1, 8)]
    for body in bodies:
        await stage.fill(body, **EACH)
    plan_id = await stage.announced(board, bodies, kind=rules.Kind.MERGER)
    await stage.stock_taken(board, plan_id)
    await _settled(board, plan_id)
    await _as_if_rehearsed(board, plan_id)
    await stage.merged(board, plan_id)
    plan = await stage.plan_of(board, plan_id)
    assert (plan["state"], plan["failed_because"]) == ("carried-out", None)
    outcome = json.loads(plan["outcome"])
    for counts in outcome["counts"].values():
        assert (counts["action"], counts["risk"], counts["person"]) == (50_000, 5_000, 5_004)
    rows = await board.rows(
        "SELECT (SELECT count(*) FROM actions_action WHERE tenant_id = $1) AS actions, "
        "(SELECT count(*) FROM succession_carried WHERE tenant_id = $1 AND how = 'carried') AS carried"
    )
    assert rows[0]["actions"] == 7 * 50_000
    print(
        f"{outcome['seconds']} seconds, {outcome['peak_megabytes']} MB, {rows[0]['carried']} records carried"
    )
