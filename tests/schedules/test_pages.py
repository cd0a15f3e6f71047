"""The pages of schedules: read, settled, paused and run by an officer, read by an auditor, shut to everybody else."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from backend.desk import chores
from backend.desk.scheduled import DOINGS
from backend.kit.clock import real_now
from backend.ledger import queries as ledger
from backend.schedules import queries
from backend.scope import Scope
from backend.tenancy import transactions
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
QUARTERLY = {"days": "4", "working": "every", "at": "6.30pm"}


async def _run_what_was_asked(scope: Scope) -> None:
    async with transactions.scope_tx(scope, readonly=True):
        waiting = await queries.open_runs(scope)
    for run in waiting.values():
        await chores.run_schedule(scope.as_chore("desk.run_schedule"), run_id=run.id)


async def test_officer_reads_settles_pauses_and_runs_a_schedule(visit: Visit, demo_scope: Scope) -> None:
    officer = await visit(name="Olive <b>Invented</b>")
    page = (await officer.get("/schedules")).text
    for doing in DOINGS.values():
        assert doing.title in page
    assert "Five working days before each meeting, at 6:00am." in page
    assert "It has not run yet" in page and "Every working day at" in page

    # settled, and read back
    one = "/schedules/assurance-pack"
    assert (await officer.post(f"{one}/settings", QUARTERLY)).status_code == 303
    told = (await officer.get(f"{one}?said=settled")).text
    assert "On the fourth day after each quarter ends, at 6:30pm." in told
    for wrong, words in (
        ({"days": "41"}, "40"),
        ({"days": "0"}, "from 1 to 40"),
        ({"at": "25:00"}, "time of day"),
        ({"at": "noon"}, "time of day"),
        ({"every": "year", "month": "4", "days": "1"}, "Choose how often"),
    ):
        again = await officer.post(f"{one}/settings", {**QUARTERLY, **wrong})
        assert again.status_code == 422 and words in again.text, wrong
    packs = {"days": "3", "working": "working", "at": "06:00"}
    unknown = await officer.post("/schedules/board-packs/settings", {**packs, "committees": "nobodys"})
    assert unknown.status_code == 422 and "from the list" in unknown.text
    for wrong, words in (({"every": "week"}, "day of the week"), ({"every": "year"}, "Choose the month")):
        again = await officer.post("/schedules/terms-review/settings", {**packs, **wrong})
        assert again.status_code == 422 and words in again.text, wrong
    weekly = {**packs, "every": "week", "weekday": "friday"}
    assert (await officer.post("/schedules/terms-review/settings", weekly)).status_code == 303
    assert "Every Friday, or the next working day" in (await officer.get("/schedules/terms-review")).text
    assert (await officer.post("/schedules/chase/settings", packs)).status_code == 404
    assert (await officer.get("/schedules/no-such")).status_code == 404
    assert (await officer.post("/schedules/no-such/run", {})).status_code == 404

    # run: waiting, then done, with what it did in words
    review = "/schedules/register-review"
    assert (await officer.post(f"{review}/run", {})).status_code == 303
    assert (await officer.post(f"{review}/run", {})).status_code == 303
    waiting = (await officer.get(review)).text
    assert "Waiting for its turn to begin" in waiting and "1 run is kept" in waiting
    assert "Waiting for its turn" in (await officer.get(f"{review}/progress")).text
    await _run_what_was_asked(demo_scope)
    assert (await officer.get(f"{review}/progress")).headers["hx-refresh"] == "true"
    done = (await officer.get(review)).text
    assert (
        "Told" in done and "how the register stands" in done and "Olive &lt;b&gt;Invented&lt;/b&gt;" in done
    )
    assert "how the register stands" in (await officer.get(f"{review}/runs.csv")).text
    assert (await officer.get(f"{review}?page=%27")).status_code == 200
    assert (await officer.get(f"{review}?page=999999")).status_code == 200

    # paused and resumed, the chase by its own switch
    for path in (one, "/schedules/chase"):
        assert (await officer.post(f"{path}/pause", {"reason": ""})).status_code == 422
        assert (await officer.post(f"{path}/pause", {"reason": "The auditors are here"})).status_code == 303
        assert (await officer.post(f"{path}/pause", {"reason": "Again"})).status_code in {409, 422}
        shown = (await officer.get(path)).text
        assert "The auditors are here" in shown and "None while it is paused" in shown
    assert "Nobody is chased" in (await officer.get("/chasing")).text
    await officer.post("/schedules/chase/run", {})
    await _run_what_was_asked(demo_scope)
    assert "chasing is stopped" in (await officer.get("/schedules/chase")).text
    for path in (one, "/schedules/chase"):
        assert (await officer.post(f"{path}/resume", {"reason": "They have left"})).status_code == 303
        assert "None while it is paused" not in (await officer.get(path)).text

    now = real_now()
    async with transactions.scope_tx(demo_scope, readonly=True):
        lines = await ledger.events_between(demo_scope, start=now - timedelta(1), end=now + timedelta(1))
    acts = [line.act for line in lines if line.act.startswith("schedules.")]
    assert acts.count("schedules.run.asked-for") == 2, "asked for twice at once, it runs once"
    assert {"schedules.schedule.settled", "schedules.schedule.paused", "schedules.schedule.resumed"} <= set(
        acts
    )


async def test_auditor_reads_and_changes_nothing_and_members_see_nothing(visit: Visit) -> None:
    auditor = await visit(name="Ali Invented", roles=("internal-audit",))
    page = await auditor.get("/schedules/board-packs")
    assert page.status_code == 200 and "Run now" not in page.text and "Pause it" not in page.text
    for verb in ("run", "pause", "resume", "settings"):
        assert (await auditor.post(f"/schedules/board-packs/{verb}", {"reason": "A"})).status_code == 403
    member = await visit(name="Mo Invented", roles=())
    assert (await member.get("/schedules")).status_code in {403, 404}
