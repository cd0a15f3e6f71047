"""Organisations become one, or a part leaves: counts, hashes, proofs and answers as at a day before and after agree."""

import json
from typing import Any

import pytest

from backend.kit.keys import KeyRing
from backend.risks import queries as risks
from backend.succession import rules
from backend.succession.operations import asking, carrying_work, mapping, merging
from backend.succession.queries import conflicts, plans
from backend.tenancy import transactions
from tests.house.footprint import Footprint, changed
from tests.succession import agreement, stage
from tests.succession.stage import Body


async def test_seven_become_one(found: Any, folder: Any, ring: KeyRing) -> None:
    board = await stage.a_body(found, "NHS Seven Valleys ICB (invented)", kind="ics")
    bodies = [await stage.a_body(found, f"NHS Valley {n} CCG (invented)") for n in range(1, 8)]
    made = [await stage.work_of(body, called=f"Valley {n}") for n, body in enumerate(bodies, 1)]
    files = [await stage.file_of(body) for body in bodies]
    plan_id = await stage.announced(board, bodies)
    await stage.stock_taken(board, plan_id)
    assert await stage.settled(board, plan_id) == ["reference CR-01"]
    before = [
        await agreement.answers(body, each, file)
        for body, each, file in zip(bodies, made, files, strict=True)
    ]
    roots = [await agreement.root_of(body) for body in bodies]

    await stage.as_if_rehearsed(board, plan_id)
    await stage.merged(board, plan_id)

    plan = await stage.plan_of(board, plan_id)
    assert (plan["state"], plan["failed_because"]) == ("carried-out", None)
    outcome = json.loads(plan["outcome"])
    assert [sum(each.values()) for each in outcome["counts"].values()] == [7] * 7
    after = [
        await agreement.answers(body, each, file)
        for body, each, file in zip(bodies, made, files, strict=True)
    ]
    assert after == before
    for body, (size, root) in zip(bodies, roots, strict=True):
        await agreement.still_proven(body, ring, size, root)
        await agreement.hashes_agree(board, body)
    await _first_line_names(board, bodies)
    await _came(board, bodies, made)
    async with transactions.scope_tx(board.officer, readonly=True):
        shown = await conflicts.conflicts_shown(
            board.officer, await plans.plan_of(board.officer, plan_id=plan_id)
        )
    assert conflicts.still_open(shown) == [], "what came over is no conflict with itself"
    assert [each.settled is None for each in shown] == [False]
    # the job is run once more, as a queue may: nothing happens
    await merging.carry_out(board.officer, plan_id=plan_id)
    assert await stage.plan_of(board, plan_id) == plan


async def _came(board: Body, bodies: list[Body], made: list[dict[str, Any]]) -> None:
    """Each open thing is here once, with its owner, its committee and its lineage; what was declared is only
    offered."""
    rows = await board.rows(
        "SELECT a.words, a.source_title, p.name AS owner, c.name AS committee, x.from_id, x.from_tenant_id "
        "FROM actions_action a JOIN people_person p ON p.tenant_id = $1 AND p.id = a.owner_person_id "
        "JOIN committees_committee c ON c.tenant_id = $1 AND c.id = a.committee_id "
        "JOIN succession_carried x ON x.tenant_id = $1 AND x.to_id = a.id WHERE a.tenant_id = $1 ORDER BY a.number"
    )
    assert {(row["from_tenant_id"], row["from_id"]) for row in rows} == {
        (body.tenant.id, each["action"]) for body, each in zip(bodies, made, strict=True)
    }
    assert rows[0]["words"] == "Write to Valley 1 about the plan"
    assert rows[0]["owner"] == "Member of NHS Valley 1 CCG (invented)"
    assert rows[0]["committee"] == "Commissioning Committee"
    assert "NHS Valley 1 CCG (invented)" in rows[0]["source_title"]
    ids = await board.rows("SELECT id FROM risks_risk WHERE tenant_id = $1 AND called = 'CR-01'")
    async with transactions.scope_tx(board.officer, readonly=True):
        view = await risks.risk_of(board.officer, risk_id=ids[0]["id"], on=board.officer.today)
    assert view.current is not None and view.current.value == 12 and len(view.controls) == 1
    declared = await board.rows("SELECT 1 FROM interests_entry WHERE tenant_id = $1")
    offered = await board.rows("SELECT state FROM succession_offer WHERE tenant_id = $1")
    assert (len(declared), [row["state"] for row in offered]) == (0, ["waiting"] * 7)


async def _first_line_names(board: Body, bodies: list[Body]) -> None:
    rows = await board.rows(
        "SELECT after FROM ledger_event WHERE tenant_id = $1 AND act = 'succession.plan.begun'"
    )
    said = json.loads(rows[0]["after"])["predecessors"]
    assert {said[body.tenant.slug]["size"] > 0 for body in bodies} == {True}
    for body in bodies:
        there = await body.rows(
            "SELECT encode(root, 'hex') AS root FROM ledger_checkpoint WHERE tenant_id = $1 AND size = $2",
            said[body.tenant.slug]["size"],
        )
        assert there[0]["root"] == said[body.tenant.slug]["root"]


async def test_a_rehearsal_changes_nothing_and_neither_does_a_merger_that_breaks(
    found: Any, footprint: Footprint, superuser: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = await stage.a_body(found, "NHS Two Dales ICB (invented)", kind="ics")
    quorum = {"all": [{"at_least": 4}]}
    bodies = [
        await stage.a_body(found, "NHS Dale 1 CCG (invented)"),
        await stage.a_body(found, "NHS Dale 2 CCG (invented)", quorum=quorum),
    ]
    for body in bodies:
        await stage.work_of(body, called="the Dale")
    plan_id = await stage.announced(board, bodies)
    await stage.stock_taken(board, plan_id)
    untouched = [await footprint.of_tenant(body.tenant.id) for body in bodies]
    ours = await footprint.of_tenant(board.tenant.id)

    await stage.rehearsed(board, plan_id)
    assert [await footprint.of_tenant(body.tenant.id) for body in bodies] == untouched
    noted = changed(ours, await footprint.of_tenant(board.tenant.id))
    assert set(noted) <= {"succession_plan", "ledger_event", "tenancy_due", "queue.procrastinate_jobs"}
    report = json.loads((await stage.plan_of(board, plan_id))["rehearsal"])
    assert any(
        "different quorums" in words and "Commissioning Committee" in words for words in report["conflicts"]
    )
    assert {each["action"] for each in report["counts"].values()} == {1}

    with pytest.raises(rules.UnableToPlan, match="2 conflicts are not settled"):
        await board.act(asking.ask_for_approval, plan_id=plan_id)
    assert sorted(await stage.settled(board, plan_id)) != []
    await board.act(asking.ask_for_approval, plan_id=plan_id)
    with pytest.raises(rules.UnableToPlan, match="Somebody else approves it"):
        await board.act(asking.approve, plan_id=plan_id)
    await board.act(asking.approve, by=board.executive, plan_id=plan_id)

    # a killed server, and then a fault of ours, in the midst of it
    async def killed(ferry: Any) -> int:
        await superuser.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND usename = 'probity_app' AND state = 'idle in transaction'"
        )
        return await whole(ferry)

    whole = carrying_work.actions
    monkeypatch.setattr(carrying_work, "actions", killed)
    before = await footprint.of_tenant(board.tenant.id)
    sealed = [await footprint.of_tenant(body.tenant.id) for body in bodies]
    with pytest.raises(Exception):  # noqa: B017 - whatever asyncpg says of a server that is gone
        await merging.carry_out(board.officer, plan_id=plan_id)
    monkeypatch.setattr(carrying_work, "actions", whole)
    left = set(changed(before, await footprint.of_tenant(board.tenant.id)))
    assert left <= {"succession_plan", "ledger_event", "tenancy_due"}
    sealing_alone = {"ledger_leaf", "ledger_checkpoint", "ledger_key", "tenancy_due"}
    for was, body in zip(sealed, bodies, strict=True):
        assert set(changed(was, await footprint.of_tenant(body.tenant.id))) <= sealing_alone
    plan = await stage.plan_of(board, plan_id)
    assert (plan["state"], plan["doing"]) == ("approved", None)
    assert "nothing was changed" in plan["failed_because"]


async def test_a_place_leaves_and_the_rest_lives_on(found: Any) -> None:
    place = await stage.a_body(found, "NHS North Place (invented)", kind="ics")
    whole = await stage.a_body(found, "NHS Whole County ICB (invented)", kind="ics")
    made = await stage.work_of(whole, called="the County")
    plan_id = await stage.announced(place, [whole], kind=rules.Kind.SPLIT)
    await stage.stock_taken(place, plan_id)
    items = await place.rows("SELECT id, kind, from_id, choice FROM succession_item WHERE tenant_id = $1")
    assert {row["choice"] for row in items} == {"leave"}  # nobody is taken along unasked
    by_kind = {
        row["kind"]: row["id"] for row in items if row["from_id"] in (made["action"], whole.committee_id)
    }
    member = next(row["id"] for row in items if row["from_id"] == whole.people[3])
    for item_id in (by_kind["committee"], by_kind["action"], member):
        await place.act(
            mapping.choose,
            plan_id=plan_id,
            item_ids=[item_id],
            choice=rules.Choice.CARRY,
            new_name="North Committee",
        )
    await stage.settled(place, plan_id)
    await stage.as_if_rehearsed(place, plan_id)
    await stage.merged(place, plan_id)
    plan = await stage.plan_of(place, plan_id)
    assert (plan["state"], plan["failed_because"]) == ("carried-out", None)
    there = await whole.rows(
        "SELECT state, (SELECT words FROM actions_step s WHERE s.tenant_id = $1 AND s.action_id = a.id "
        "AND s.kind = 'withdrawn') AS words FROM actions_action a WHERE a.tenant_id = $1 AND id = $2",
        made["action"],
    )
    assert dict(there[0]) == {"state": "withdrawn", "words": "Taken over by NHS North Place (invented)"}
    assert (await whole.rows("SELECT retired_on FROM committees_committee WHERE tenant_id = $1"))[0][
        0
    ] is not None
    state = await whole.rows("SELECT state FROM tenancy_tenant WHERE id = $1")
    assert state[0]["state"] == "live"
    assert len(await whole.rows("SELECT 1 FROM risks_risk WHERE tenant_id = $1 AND state = 'open'")) == 1
    names = await place.rows("SELECT name FROM committees_committee WHERE tenant_id = $1 ORDER BY name")
    assert "North Committee" in {row["name"] for row in names}
