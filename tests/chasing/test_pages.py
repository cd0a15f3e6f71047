"""The page of the chase: what is shown before it is sent, and every change of it in the ledger."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta

from backend.catalogue.wording import SAMPLES
from backend.chasing import operations, queries
from backend.chasing.queries import Mode
from backend.desk import chores
from backend.desk.chasing import simulating
from backend.desk.chasing.chased import SOURCES
from backend.kit.clock import real_now
from backend.ledger import queries as ledger
from backend.notices import wording
from backend.people.operations import persons
from backend.scope import Scope
from backend.tenancy import transactions
from tests.actions.test_log import undertaken
from tests.chasing.test_sweeping import clock, letters, rows, stage
from tests.meetings.stage import Stage
from tests.visitors import Visitor

__all__ = ["stage"]

Visit = Callable[..., Awaitable[Visitor]]
LADDER = "/chasing/ladders/annual-declaration"
HOURS = {
    "letters_at": "08:15",
    "quiet_from": "19:00",
    "quiet_until": "07:00",
    "on_days": "working",
    "cap": "5",
}


async def test_officer_sees_the_plan_switches_settles_and_stops(visit: Visit, demo_scope: Scope) -> None:
    officer = await visit(name="Olive Invented")
    evil = "<b>Di</b> =Invented"
    async with transactions.scope_tx(demo_scope):
        await persons.add_person(
            demo_scope,
            name=evil,
            email="di@example.invalid",
            joined_on=real_now().date() - timedelta(days=14),
        )
    page = (await officer.get("/chasing")).text
    for words in (
        "Annual declaration of interests",
        "7 days before it is due",
        "The next 30 days",
        "&lt;b&gt;Di",
    ):
        assert words in page, words
    assert "<b>Di</b>" not in page
    sheet = (await officer.get("/chasing/plan.csv?kind=annual-declaration")).text
    assert "Your declaration of interests is due" in sheet
    assert "Annual declaration" not in (await officer.get("/chasing/plan.csv?kind=action-chase")).text

    assert (await officer.post(LADDER, {"turn": "off", "reason": ""})).status_code == 422
    assert (
        await officer.post(LADDER, {"turn": "off", "reason": "Until the rules are out"})
    ).status_code == 303
    assert (await officer.post(LADDER, {"turn": "off", "reason": "Again"})).status_code == 422
    assert (await officer.post("/chasing/ladders/no-such", {"turn": "off", "reason": "A"})).status_code == 404
    shown = (await officer.get("/chasing")).text
    assert "Until the rules are out" in shown
    assert "&lt;b&gt;Di" in shown, "who would get what is seen before it is switched on"

    assert (await officer.post("/chasing/hours", HOURS)).status_code == 303
    quiet = await officer.post("/chasing/hours", {**HOURS, "letters_at": "06:00"})
    assert quiet.status_code == 422
    assert "quiet hours" in quiet.text
    for wrong in ({"letters_at": "25:00"}, {"cap": "0"}, {"quiet_from": "noon"}):
        assert (await officer.post("/chasing/hours", {**HOURS, **wrong})).status_code == 422, wrong
    for day, status in (("2", 303), ("2", 422), ("31", 422)):
        form = {"name": "Founders' day", "day-day": day, "day-month": "6", "day-year": "2099"}
        assert (await officer.post("/chasing/closed-days", form)).status_code == status, day
    for mode in ("dry", "stopped", "live"):
        assert (
            await officer.post("/chasing/mode", {"mode": mode, "reason": f"To try {mode}"})
        ).status_code == 303
        assert (f"To try {mode}" in (await officer.get("/chasing")).text) is (mode != "live")

    auditor = await visit(name="Ali Invented", roles=("internal-audit",))
    assert (await auditor.get("/chasing")).status_code == 200
    assert (await auditor.post("/chasing/mode", {"mode": "dry", "reason": "A"})).status_code == 403
    member = await visit(name="Mo Invented", roles=())
    assert (await member.get("/chasing")).status_code in {403, 404}


async def test_dry_run_records_and_sends_nothing_and_going_live_sends_what_is_owed(stage: Stage) -> None:
    await undertaken(stage)
    async with transactions.scope_tx(stage.officer):
        await operations.settle_mode(stage.officer, SOURCES, mode=Mode.DRY, reason="To see")
    day = date(2014, 9, 17)
    await chores.chase_what_is_owed(clock(stage.officer, day))
    assert await letters(stage.officer) == []
    kept = await rows(stage.officer, "SELECT state FROM chasing_line WHERE tenant_id = $1")
    assert {row["state"] for row in kept} >= {"dry"}
    officer = replace(stage.officer, now=clock(stage.officer, day).now)
    async with transactions.scope_tx(officer):
        await operations.settle_mode(officer, SOURCES, mode=Mode.STOPPED, reason="Not yet")
    await chores.chase_what_is_owed(clock(stage.officer, date(2014, 9, 18)))
    assert await letters(stage.officer) == []
    async with transactions.scope_tx(officer):
        await operations.settle_mode(officer, SOURCES, mode=Mode.LIVE, reason="It is right")
        acts = [
            line.act
            for line in await ledger.events_between(
                officer, start=stage.officer.now, end=officer.now + timedelta(days=1)
            )
        ]
    assert acts.count("chasing.mode.settled") == 3
    await chores.chase_what_is_owed(clock(stage.officer, date(2014, 9, 18)))
    sent = await letters(stage.officer)
    assert any(name.startswith("Glenn") and "Write to the practices" in subject for _, name, subject in sent)


async def test_simulation_says_the_same_and_writes_nothing(stage: Stage) -> None:
    await undertaken(stage)
    count = (
        "SELECT (SELECT count(*) FROM chasing_line WHERE tenant_id = $1) "
        "+ (SELECT count(*) FROM notices_letter WHERE tenant_id = $1) AS rows"
    )
    before = await rows(stage.officer, count)
    made = await simulating.simulate(None, stage.officer.tenant.slug, date(2014, 9, 4), date(2014, 10, 31))
    text, page = simulating.as_text(made), simulating.as_html(made)
    for words in (
        "10 September 2014",
        "Action due on 17 September 2014: Write to the practices",
        "Letters by week",
        "█",
    ):
        assert words in text, words
    assert "<svg" in page
    told = json.loads(simulating.as_json(made))
    assert told["letters"] == made.letters > 0
    assert sum(week["letters"] for week in told["weeks"]) == made.letters
    assert await rows(stage.officer, count) == before


def test_digest_is_rendered_in_threes_with_sample_values(demo_scope: Scope) -> None:
    lines = [
        {"subject": sample["title"], "words": f"Due on {sample['due_on']}.\n\nSay so.", "notes": ["A note."],
         "links": [["See it", "/actions/1"]]}
        for sample in SAMPLES.values()
    ]  # fmt: skip
    words = wording.words_of(
        demo_scope, kind="chasing.digest", recipient="Avery Invented",
        context={"subject": "4 things wait for you, 1 of them late",
                 "groups": [{"title": "Late", "first": 1, "lines": lines}]},
    )  # fmt: skip
    assert words.subject.endswith("4 things wait for you, 1 of them late")
    for sample in SAMPLES.values():
        assert sample["title"] in words.text
        assert sample["title"] in words.html
    assert words.text.count("/actions/1") == words.html.count("/actions/1") == len(SAMPLES)
    assert "\n\n\n\n" not in words.text
    assert queries.Settings().hours.letters_at == 450
