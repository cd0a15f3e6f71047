"""Seven organisations of 100,000 records each become one; how long that takes and how much memory is in the report."""

import json
import time
from typing import Any

import pytest

from backend.kit.keys import KeyRing
from tests.succession import agreement, stage

EACH = {"people": 5_000, "open_actions": 50_000, "closed_actions": 40_000, "risks": 5_000}


@pytest.mark.soak
async def test_seven_of_a_hundred_thousand_records_become_one(found: Any, folder: Any, ring: KeyRing) -> None:
    board = await stage.a_body(found, "NHS Seven Plains ICB (invented)", kind="ics")
    bodies = [await stage.a_body(found, f"NHS Plain {n} CCG (invented)") for n in range(1, 8)]
    made = [await stage.work_of(body, called=f"Plain {n}") for n, body in enumerate(bodies, 1)]
    files = [await stage.file_of(body) for body in bodies]
    for body in bodies:
        await stage.fill(body, **EACH)
    plan_id = await stage.announced(board, bodies)
    told = {"stock": await _timed(stage.stock_taken(board, plan_id))}
    await stage.settled(board, plan_id)
    await stage.as_if_rehearsed(board, plan_id)
    before = [
        await agreement.answers(body, each, file)
        for body, each, file in zip(bodies, made, files, strict=True)
    ]
    roots = [await agreement.root_of(body) for body in bodies]

    told["merger"] = await _timed(stage.merged(board, plan_id))

    plan = await stage.plan_of(board, plan_id)
    assert (plan["state"], plan["failed_because"]) == ("carried-out", None)
    after = [
        await agreement.answers(body, each, file)
        for body, each, file in zip(bodies, made, files, strict=True)
    ]
    assert after == before
    assert before[0]["rows"]["actions_action"][0] == EACH["open_actions"] + EACH["closed_actions"] + 2
    for body, (size, root) in zip(bodies, roots, strict=True):
        await agreement.still_proven(body, ring, size, root)
        await agreement.hashes_agree(board, body)
    outcome = json.loads(plan["outcome"])
    meant = (EACH["open_actions"] + 1, EACH["risks"] + 1, EACH["people"] + 4)
    for counts in outcome["counts"].values():
        assert (counts["action"], counts["risk"], counts["person"]) == meant
    rows = await board.rows("SELECT count(*) AS actions FROM actions_action WHERE tenant_id = $1")
    assert rows[0]["actions"] == 7 * meant[0]
    started = time.monotonic()
    await agreement.root_of(board)
    told["sealing what was told of it"] = round(time.monotonic() - started)
    lines = await agreement.ledger_holds(board, ring)
    print(
        f"\n{told} seconds; the merger alone {outcome['seconds']} s, {outcome['peak_megabytes']} MB; {lines} lines"
    )


async def _timed(work: Any) -> int:
    started = time.monotonic()
    await work
    return round(time.monotonic() - started)
