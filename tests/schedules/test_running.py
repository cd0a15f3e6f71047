"""Schedules on the real database: each runs once however often it is asked for, missed or broken off, and says how."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from backend.catalogue.schedules import ScheduleSettings
from backend.desk import chores
from backend.desk.scheduled import DOINGS
from backend.kit.database import execute, fetch
from backend.ledger import queries as ledger
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.packs.operations import cancel_pack
from backend.people import permissions
from backend.people.operations import persons
from backend.schedules import operations, queries
from backend.schedules.doings import Did
from backend.schedules.queries import RunLine
from backend.schedules.rules import OUR_FAULT, State, UnableToRun
from backend.scope import OvertakenByAnother, Scope
from backend.tenancy import dues, transactions
from backend.tenancy import queries as tenancy
from tests.meetings.stage import Stage, a_stage

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
async def stage(scope: Scope) -> Stage:
    made = await a_stage(scope)
    person_id = made.officer.actor.person_id
    assert person_id
    role = {"person_id": person_id, "role": permissions.OFFICER, "from_on": date(2014, 4, 1)}
    await act(made.officer, persons.grant_role, **role)
    return made


def clock(scope: Scope, text: str) -> Scope:
    """The clock's scope at a moment on the wall in London."""
    now = datetime.fromisoformat(text).replace(tzinfo=LONDON)
    return replace(scope.as_chore("desk.run_schedules"), now=now, permissions=frozenset())


async def act(scope: Scope, operation: Any, /, **given: Any) -> Any:
    async with transactions.scope_tx(scope):
        return await operation(scope, **given)


async def look(scope: Scope) -> datetime | None:
    """As the worker does: the clock looks, and everything that it asked for is done. Returns when it looks again."""
    await chores.run_schedules(scope)
    for run in (await act(scope, queries.open_runs)).values():
        if run.state is not State.FOLLOWING:
            await chores.run_schedule(scope, run_id=run.id)
    found: datetime | None = await act(scope, dues.hold_due, chore=operations.CHORE)
    return found


async def runs(scope: Scope, key: str) -> Sequence[RunLine]:
    found: Sequence[RunLine] = await act(scope, queries.runs_of, key=key, most=50)
    return found


async def alone(scope: Scope, key: str) -> None:
    """Every other schedule is paused, so that this one's next moment is the tenant's."""
    for line in await act(scope, queries.schedules_of):
        if line.key != key and line.settings.on:
            await act(scope, operations.switch, key=line.key, on=False, reason="A test")


async def letters(scope: Scope, kind: str) -> list[str]:
    async with transactions.scope_tx(scope, readonly=True):
        rows = await fetch(
            "SELECT text FROM notices_letter WHERE tenant_id = $1 AND kind = $2 ORDER BY queued_at",
            scope.tenant.id,
            kind,
        )
    return [" ".join(row["text"].split()) for row in rows]


async def test_board_pack_is_asked_for_five_working_days_before_each_meeting(stage: Stage) -> None:
    """The meeting is on Wednesday 17 September 2014, so its pack is due on the 10th at six."""
    await alone(stage.officer, "board-packs")
    assert (
        await look(clock(stage.officer, "2014-09-01T09:00")) == clock(stage.officer, "2014-09-10T06:00").now
    )
    assert (
        await look(clock(stage.officer, "2014-09-10T05:55")) == clock(stage.officer, "2014-09-10T06:00").now
    )
    assert not await runs(stage.officer, "board-packs")

    # the agenda is not published: it says so, tells the officer once, and tries again the next morning
    again = await look(clock(stage.officer, "2014-09-10T06:05"))
    assert again == clock(stage.officer, "2014-09-11T06:00").now
    (first,) = await runs(stage.officer, "board-packs")
    assert (first.state, first.by_hand) == (State.FAILED, False)
    assert "is not published, so its pack can’t be built" in first.words
    await look(clock(stage.officer, "2014-09-11T06:05"))
    told = await letters(stage.officer, "run-failed")
    assert len(told) == 1, "the second time the reason is the same"
    assert "It is tried again on 11 September 2014 at 6:00am" in told[0]

    await stage.add_item()
    morning = replace(stage.officer, now=clock(stage.officer, "2014-09-11T10:00").now)
    await act(morning, meetings.publish_agenda, meeting_id=stage.meeting_id)
    # nobody was at work over the weekend: it is caught up once
    look_at = clock(stage.officer, "2014-09-15T08:00")
    assert await look(look_at) == look_at.now + timedelta(minutes=15)
    asked = (await runs(stage.officer, "board-packs"))[0]
    assert (asked.state, asked.words, len(asked.refs)) == (State.FOLLOWING, "Asked for 1 board pack.", 1)
    assert asked.caught_up
    await look(clock(stage.officer, "2014-09-15T08:05"))
    assert len(await runs(stage.officer, "board-packs")) == 3

    # a pack that fails says why, is told, and is asked for again
    async with transactions.scope_tx(morning):
        await execute(
            "UPDATE packs_pack SET state = 'failed', failure = 'A paper is damaged.' WHERE tenant_id = $1",
            morning.tenant.id,
        )
        await operations.look_soon(
            replace(morning, now=clock(morning, "2014-09-15T08:06").now), ref=asked.refs[0]
        )
    assert (
        await look(clock(stage.officer, "2014-09-15T08:10")) == clock(stage.officer, "2014-09-15T09:10").now
    )
    failed = (await runs(stage.officer, "board-packs"))[0]
    assert (failed.id, failed.state) == (asked.id, State.FAILED) and failed.words.endswith(
        "A paper is damaged."
    )
    assert len(await letters(stage.officer, "run-failed")) == 2
    await look(clock(stage.officer, "2014-09-15T09:10"))
    asked = (await runs(stage.officer, "board-packs"))[0]
    assert asked.state is State.FOLLOWING and asked.id != failed.id

    # what became of the pack ends the run; another is not asked for, but for one that was given up
    await act(morning, cancel_pack, pack_id=asked.refs[0])
    await look(clock(stage.officer, "2014-09-15T09:30"))
    ended = (await runs(stage.officer, "board-packs"))[0]
    assert ended.state is State.DONE and "Somebody cancelled the board pack" in ended.words
    assert ended.took == "20 minutes"
    await look(clock(stage.officer, "2014-09-17T14:05"))
    assert (await runs(stage.officer, "board-packs"))[0].id == ended.id, "the meeting has begun"


async def test_meeting_that_is_arranged_late_has_its_pack_at_once_and_one_that_moves_waits(
    stage: Stage,
) -> None:
    await alone(stage.officer, "board-packs")
    await look(clock(stage.officer, "2014-09-01T09:00"))
    starts = datetime(2014, 9, 30, 14, tzinfo=LONDON)
    given = {"title": "Moved", "starts_at": starts, "ends_at": starts + timedelta(hours=1), "venue": "Here"}
    now = replace(stage.officer, now=clock(stage.officer, "2014-09-09T09:00").now)
    await act(now, meetings.change_meeting, meeting_id=stage.meeting_id, in_public=True, **given)
    assert await act(now, dues.hold_due, chore=operations.CHORE) == now.now, "it is looked at anew"
    assert await look(clock(now, "2014-09-09T09:05")) == clock(now, "2014-09-23T06:00").now
    async with transactions.scope_tx(now):
        lines = await meeting_queries.meetings_of(now, when="upcoming")
    assert [line.title for line in lines] == ["Moved"]


async def test_run_that_is_asked_for_twice_at_once_runs_once(stage: Stage) -> None:
    async def ask() -> UUID:
        run_id: UUID = await act(stage.officer, operations.ask_for_run, key="terms-review")
        return run_id

    first, second = await asyncio.gather(ask(), ask())
    assert first == second
    await asyncio.gather(*(chores.run_schedule(stage.officer, run_id=first) for _ in range(2)))
    await chores.run_schedule(stage.officer, run_id=first)
    (run,) = await runs(stage.officer, "terms-review")
    assert run.by_hand and run.asked_by_name == "Olive Invented"
    assert run.state in {State.DONE, State.NOTHING}
    assert len(await letters(stage.officer, "review-due")) == (run.state is State.DONE)
    assert await ask() != first, "it has ended, so that it can be asked for again"


async def test_missed_quarters_are_caught_up_once_and_two_clocks_do_no_harm(stage: Stage) -> None:
    await alone(stage.officer, "assurance-pack")
    first = await look(clock(stage.officer, "2014-09-01T09:00"))
    assert first == clock(stage.officer, "2014-10-03T06:00").now, "the third working day after the quarter"
    late = clock(stage.officer, "2015-02-10T12:00")  # two were missed
    await asyncio.gather(chores.run_schedules(late), chores.run_schedules(late))
    await look(late)
    (run,) = await runs(stage.officer, "assurance-pack")
    assert run.meant_at == first and run.state is State.FOLLOWING
    async with transactions.scope_tx(late, readonly=True):
        (pack,) = await fetch(
            "SELECT since_on, until_on FROM packs_pack WHERE tenant_id = $1", stage.officer.tenant.id
        )
        lines = {line.key: line for line in await queries.schedules_of(late)}
    assert (str(pack["since_on"]), str(pack["until_on"])) == ("2014-10-01", "2014-12-31")
    assert lines["assurance-pack"].next_at == clock(stage.officer, "2015-04-07T06:00").now, "after Easter"


async def test_paused_schedule_does_nothing_and_goes_on_without_what_it_missed(stage: Stage) -> None:
    await alone(stage.officer, "assurance-pack")
    await act(stage.officer, operations.switch, key="assurance-pack", on=False, reason="Auditors are here")
    with pytest.raises(OvertakenByAnother):
        await act(stage.officer, operations.switch, key="assurance-pack", on=False, reason="Again")
    assert await look(clock(stage.officer, "2015-02-10T12:00")) is None, "nothing is ever due"
    later = replace(stage.officer, now=clock(stage.officer, "2015-02-10T12:00").now)
    await act(later, operations.switch, key="assurance-pack", on=True, reason="They have left")
    assert (
        await look(clock(stage.officer, "2015-02-10T12:05")) == clock(stage.officer, "2015-04-07T06:00").now
    )
    assert not await runs(stage.officer, "assurance-pack")
    async with transactions.scope_tx(later, readonly=True):
        lines = await ledger.events_between(later, start=stage.officer.now, end=later.now + timedelta(1))
    told = [(line.act, line.after["reason"]) for line in lines if "assurance" in line.subject_title.lower()]
    assert told == [
        ("schedules.schedule.paused", "Auditors are here"),
        ("schedules.schedule.resumed", "They have left"),
    ]


async def test_suspended_tenant_is_left_alone_and_caught_up_when_it_resumes(stage: Stage) -> None:
    await look(clock(stage.officer, "2014-09-01T09:00"))
    for state, expected in (("suspended", False), ("live", True)):
        async with transactions.scope_tx(stage.officer):
            await execute(
                "UPDATE tenancy_tenant SET state = $2 WHERE id = $1", stage.officer.tenant.id, state
            )
        # the application's role sees no other tenant, so it asks as its own
        async with transactions.scope_tx(stage.officer, readonly=True):
            rows = await tenancy.tenants_due(
                operations.CHORE, now=clock(stage.officer, "2014-09-10T07:00").now
            )
        assert bool(rows) is expected


class Broken:
    """A doing that fails as it is told to."""

    key = "terms-review"
    title = "A test"
    does = "Fails."
    unless = "Never"

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.did = 0

    async def due_at(self, *_: Any) -> datetime | None:
        return None

    async def do(self, scope: Scope, *_: Any, **__: Any) -> Did:
        self.did += 1
        if self.error:
            raise self.error
        return Did(words="Wrote 12 letters.")

    async def follow(self, *_: Any) -> tuple[bool, Did]:
        raise AssertionError


async def test_failure_is_told_once_in_plain_words_tried_again_and_forgotten_when_it_works(
    stage: Stage,
) -> None:
    officer = stage.officer
    await alone(officer, "terms-review")
    doing = Broken(UnableToRun("The moon is in the wrong house."))
    doings = {**DOINGS, "terms-review": doing}
    moments = ["2015-04-01T07:05", "2015-04-01T07:20", "2015-04-01T08:25"]
    await look(clock(officer, "2014-09-01T09:00"))
    for text in moments:
        at = clock(officer, text)
        async with transactions.scope_tx(at):
            await operations.wake(at, doings)
        (run,) = (await act(at, queries.open_runs)).values()
        await operations.run_one(at, doings, run_id=run.id)
    found = await runs(officer, "terms-review")
    assert [(run.state, run.words) for run in found] == [
        (State.FAILED, "The moon is in the wrong house.")
    ] * 3
    assert len(await letters(officer, "run-failed")) == 1
    (line,) = [each for each in await act(officer, queries.schedules_of) if each.key == "terms-review"]
    assert (line.failures, line.next_at) == (3, clock(officer, "2016-04-01T07:00").now), (
        "it waits for next year"
    )

    doing.error = None
    run_id = await act(replace(officer, now=at.now), operations.ask_for_run, key="terms-review")
    await operations.run_one(at, doings, run_id=run_id)
    (line,) = [each for each in await act(officer, queries.schedules_of) if each.key == "terms-review"]
    assert line.failures == 0
    assert (await runs(officer, "terms-review"))[0].words == "Wrote 12 letters."


async def test_fault_of_ours_is_told_without_its_words_and_raised_for_the_log(stage: Stage) -> None:
    doings = {"terms-review": Broken(ValueError("Dr Secret has a secret"))}
    run_id = await act(stage.officer, operations.ask_for_run, key="terms-review")
    with pytest.raises(ValueError, match="Secret"):
        await operations.run_one(stage.officer, doings, run_id=run_id)
    (run,) = await runs(stage.officer, "terms-review")
    assert (run.state, run.words) == (State.FAILED, OUR_FAULT)


async def test_run_whose_worker_died_is_taken_up_again_and_given_up_in_the_end(stage: Stage) -> None:
    officer = stage.officer
    await alone(officer, "terms-review")
    run_id = await act(officer, operations.ask_for_run, key="terms-review")
    async with transactions.scope_tx(officer):  # as a worker leaves it that is killed while it runs
        await execute(
            "UPDATE schedules_run SET state = 'running', started_at = $2 WHERE tenant_id = $1",
            officer.tenant.id,
            officer.now,
        )
    later = clock(officer, "2014-09-01T09:20")
    await chores.run_schedules(later)
    await chores.run_schedule(later, run_id=run_id)
    (run,) = await runs(officer, "terms-review")
    assert run.state in {State.DONE, State.NOTHING}

    run_id = await act(officer, operations.ask_for_run, key="terms-review")
    async with transactions.scope_tx(officer):
        await execute(
            "UPDATE schedules_run SET state = 'running', attempts = 5 WHERE tenant_id = $1 AND id = $2",
            officer.tenant.id,
            run_id,
        )
    await chores.run_schedule(later, run_id=run_id)
    assert "begun several times and never finished" in (await runs(officer, "terms-review"))[0].words


async def test_old_runs_are_cleared_but_for_the_newest(stage: Stage) -> None:
    officer = stage.officer
    for _ in range(2):
        run_id = await act(officer, operations.ask_for_run, key="terms-review")
        await chores.run_schedule(officer, run_id=run_id)
        officer = replace(officer, now=officer.now + timedelta(days=1))
    await chores.run_schedules(clock(officer, "2019-01-01T12:00"))
    (kept,) = await runs(officer, "terms-review")
    assert kept.id == run_id


async def test_chase_writes_down_what_it_did_and_why_it_failed(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    morning = clock(stage.officer, "2014-09-04T08:05")
    await chores.chase_what_is_owed(morning)
    (run,) = await runs(stage.officer, "chase")
    assert run.words in {"Nothing was due."} or run.words.startswith("Wrote ")

    async def away(*_: Any, **__: Any) -> int:
        raise UnableToRun("The ladder has no end.")

    monkeypatch.setattr(chores.sweeping, "sweep", away)
    later = clock(stage.officer, "2014-09-04T09:05")
    with pytest.raises(UnableToRun):  # whoever keeps the timetable tries it again in an hour
        await chores.chase_what_is_owed(later)
    assert (await runs(stage.officer, "chase"))[0].words == "The ladder has no end."
    assert len(await letters(stage.officer, "run-failed")) == 1


async def test_time_zone_that_changes_keeps_the_hour_on_the_wall(stage: Stage) -> None:
    daily = ScheduleSettings.model_validate({"every": "week", "weekday": "friday", "at": "06:00"})
    await alone(stage.officer, "terms-review")
    await act(stage.officer, operations.settle, key="terms-review", settings=daily)
    await act(stage.officer, operations.restart, time_zone="America/New_York")
    due = await act(stage.officer, dues.hold_due, chore=operations.CHORE)
    assert due == datetime(2014, 9, 5, 6, tzinfo=ZoneInfo("America/New_York"))
