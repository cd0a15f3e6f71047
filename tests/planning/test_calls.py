"""Meetings that are extraordinary, called off, moved or inquorate from the start: who is told, and what follows."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from backend.kit.database import fetch
from backend.meetings import operations as meetings
from backend.meetings import rules as meeting_rules
from backend.planning import chores, operations, queries, rules
from backend.planning.rules import questions as question_rules
from backend.tenancy import transactions
from tests.meetings.stage import ENDS, STARTS, Stage, at
from tests.planning.test_plans import act, another_meeting
from tests.planning.test_questions import asked, seen

LONDON = ZoneInfo("Europe/London")
NOVEMBER = datetime(2014, 11, 5, 14, 0, tzinfo=LONDON)


async def told(stage: Stage, kind: str) -> dict[str, str]:
    """What letters of a kind said, by whom they went to."""
    async with transactions.scope_tx(stage.officer, readonly=True):
        rows = await fetch(
            "SELECT recipient_name, text FROM notices_letter WHERE tenant_id = $1 AND kind = $2 ORDER BY id",
            stage.officer.tenant.id,
            kind,
        )
    return {row["recipient_name"]: row["text"] for row in rows}


async def move(stage: Stage, starts_at: datetime, **traits: Any) -> None:
    await act(
        stage.officer,
        meetings.change_meeting,
        meeting_id=stage.meeting_id,
        **{
            "title": "Commissioning Committee",
            "starts_at": starts_at,
            "ends_at": starts_at + (ENDS - STARTS),
            "venue": "An invented hall",
            "in_public": True,
            **traits,
        },
    )


async def test_meeting_moved_across_a_clock_change_keeps_its_hour_and_all_that_hangs_on_it_moves(
    stage: Stage,
) -> None:
    await act(stage.officer, operations.take_questions, meeting_id=stage.meeting_id, takes=True)
    item_id = await stage.add_item(lead_person_id=stage.author_id)
    question_id = await asked(stage)
    assert STARTS.utcoffset() != NOVEMBER.utcoffset()
    await move(stage, NOVEMBER)
    async with transactions.scope_tx(stage.officer, readonly=True):
        setting = await queries.setting_of(stage.officer, meeting_id=stage.meeting_id)
    assert setting.meeting.starts_at.astimezone(LONDON).hour == 14
    assert setting.meeting.day == date(2014, 11, 5) and setting.meeting.minutes_available == 120
    assert setting.call.closes_on == date(2014, 10, 30), "three clear working days before the new day"
    assert [item.id for item in setting.meeting.items] == [item_id]
    assert (await seen(stage, question_id)).meeting_on == date(2014, 11, 5)

    letters = await told(stage, "meeting-moved")
    assert letters.keys() >= {"Charlie Invented", "Glenn Invented", "Arden Invented"}, "who leads an item too"
    assert "Olive Invented" not in letters, "who moved it knows"
    assert "17 September 2014 at 2:00pm" in letters["Glenn Invented"]
    assert "5 November 2014 at 2:00pm" in letters["Glenn Invented"]
    for _ in range(2):
        await chores.tell_askers(stage.officer, meeting_id=stage.meeting_id)
    (asker,) = (await told(stage, "question-meeting-changed")).values()
    assert "now waits for “Commissioning Committee” on 5 November 2014 at 2:00pm" in asker
    await move(stage, NOVEMBER, title="Commissioning Committee, autumn")
    assert len(await told(stage, "meeting-moved")) == len(letters), "a new title moves nothing"


async def test_own_last_day_for_questions_never_lies_after_a_meeting_that_was_moved_forward(
    stage: Stage,
) -> None:
    own = date(2014, 9, 16)
    await act(
        stage.officer,
        operations.take_questions,
        meeting_id=stage.meeting_id,
        takes=True,
        closes_on=own,
    )
    await move(stage, STARTS - timedelta(days=5))
    async with transactions.scope_tx(stage.officer, readonly=True):
        setting = await queries.setting_of(stage.officer, meeting_id=stage.meeting_id)
    assert setting.call.closes_on == date(2014, 9, 12) == setting.meeting.day


async def test_whoever_is_expected_and_whoever_asked_is_told_that_a_meeting_is_cancelled(
    stage: Stage,
) -> None:
    await asked(stage)
    await stage.submit(await stage.add_item())
    other_id = await another_meeting(stage)
    await act(stage.officer, operations.call_off, meeting_id=stage.meeting_id, because="The hall is flooded")
    letters = await told(stage, "meeting-cancelled")
    assert {"Charlie Invented", "Arden Invented"} <= letters.keys()
    assert "The hall is flooded" in letters["Charlie Invented"]
    (asker,) = (await told(stage, "question-meeting-changed")).values()
    assert "does not take place" in asker and "in writing by" in asker and "flooded" not in asker

    receipt = await act(
        stage.officer,
        operations.ask,
        meeting_id=other_id,
        text="And Sundays?",
        route=question_rules.Route.LETTER,
        name="Bay Invented",
        email="bay@example.invalid",
    )
    third_id = await another_meeting(stage, days=56)
    await act(stage.officer, operations.call_off, meeting_id=other_id, because="Snow", carry_to_id=third_id)
    assert (await seen(stage, receipt.id)).meeting_id == third_id
    assert "12 November 2014" in (await told(stage, "question-meeting-changed"))["Bay Invented"]


async def test_extraordinary_meeting_is_announced_and_takes_nothing_of_the_plan(stage: Stage) -> None:
    await act(
        stage.chair,
        operations.call_extraordinary,
        meeting_id=stage.meeting_id,
        because="The lease of the clinic ends",
        public_words="It is called about one lease.",
    )
    letters = await told(stage, "meeting-extraordinary")
    assert "The lease of the clinic ends" in letters["Glenn Invented"] and "Charlie Invented" not in letters
    async with transactions.scope_tx(stage.officer, readonly=True):
        setting = await queries.setting_of(stage.officer, meeting_id=stage.meeting_id)
    assert setting.call.extraordinary and setting.call.public_words == "It is called about one lease."
    await act(stage.officer, operations.say_to_public, meeting_id=stage.meeting_id, words=" ")
    async with transactions.scope_tx(stage.officer, readonly=True):
        setting = await queries.setting_of(stage.officer, meeting_id=stage.meeting_id)
    assert setting.call.extraordinary and setting.call.public_words is None


async def test_meeting_inquorate_from_the_start_is_told_and_its_business_goes_on(stage: Stage) -> None:
    item_id = await stage.add_item()
    other_id = await another_meeting(stage)
    begun = at(stage.officer, STARTS + timedelta(minutes=20))
    early = act(
        stage.officer, operations.record_inquorate, meeting_id=stage.meeting_id, because="All the GPs"
    )
    with pytest.raises(meeting_rules.UnableToArrange, match="not begun"):
        await early
    made = await act(
        begun,
        operations.record_inquorate,
        meeting_id=stage.meeting_id,
        because="All the GPs",
        carry_to_id=other_id,
    )
    assert set(made) == {item_id}
    letter = (await told(stage, "meeting-inquorate"))["Glenn Invented"]
    assert "took no business. All the GPs" in letter and "October” on 15 October 2014" in letter
    with pytest.raises(rules.UnableToPlan, match="already"):
        await act(begun, operations.record_inquorate, meeting_id=stage.meeting_id, because="Again")
