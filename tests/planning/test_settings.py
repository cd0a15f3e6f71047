"""Planning settings: what holds on which day, what follows from it, and what is refused with a sentence."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest

from backend.catalogue.planning import PlanningSettings
from backend.planning import operations, queries
from backend.planning.queries.settings import Settings
from backend.planning.rules import questions as question_rules
from backend.planning.rules import settings as rules
from backend.scope import NotPermitted
from backend.tenancy import transactions
from tests.meetings.stage import Stage
from tests.planning.test_plans import act, another_meeting
from tests.planning.test_questions import asked, seen
from tests.visitors import Visitor

Visit = Callable[..., Awaitable[Visitor]]
SOURCE = "Governing body (invented), 6 May 2014, item 7"
OCTOBER = date(2014, 10, 1)


async def settled(stage: Stage, effective_from: date, **changes: Any) -> Any:
    async with transactions.scope_tx(stage.officer):
        values = rules.values_of(await queries.settings_on(stage.officer))
        return await operations.settle(
            stage.officer, effective_from=effective_from, values={**values, **changes}, source=SOURCE
        )


async def known(stage: Stage) -> Settings:
    async with transactions.scope_tx(stage.officer, readonly=True):
        return await queries.every_setting(stage.officer)


async def test_deadline_follows_what_holds_on_the_day_of_each_meeting(stage: Stage) -> None:
    later = await another_meeting(stage)
    for meeting_id in (stage.meeting_id, later):
        await act(stage.officer, operations.take_questions, meeting_id=meeting_id, takes=True)
    settled_id = await settled(
        stage, OCTOBER, clear_working_days=10, notice_clear_days=6, notice_working=True
    )
    async with transactions.scope_tx(stage.officer, readonly=True):
        before = await queries.setting_of(stage.officer, meeting_id=stage.meeting_id)
        after = await queries.setting_of(stage.officer, meeting_id=later)
    # 17 September with 3 clear working days, 15 October with 10
    assert (before.call.closes_on, after.call.closes_on) == (date(2014, 9, 11), date(2014, 9, 30))
    assert (before.notice_by, after.notice_by) == (date(2014, 9, 13), date(2014, 10, 6))
    await act(stage.officer, operations.take_back, settled_id=settled_id, because="It was not agreed")
    async with transactions.scope_tx(stage.officer, readonly=True):
        again = await queries.setting_of(stage.officer, meeting_id=later)
    assert again.call.closes_on == date(2014, 10, 9)
    (line,) = (await known(stage)).lines
    assert not line.stands and line.withdrawn_because == "It was not agreed" and line.source == SOURCE
    with pytest.raises(rules.UnableToSettle, match="already"):
        await act(stage.officer, operations.take_back, settled_id=settled_id, because="Again")


async def test_written_answer_is_due_by_what_held_when_it_was_asked_and_grounds_by_what_holds_now(
    stage: Stage,
) -> None:
    question_id = await asked(stage)
    due = (await seen(stage, question_id)).answer_due_on
    await settled(
        stage,
        stage.officer.today,
        written_within_days=10,
        grounds=rules.grounds_from("It is about something else", ()),
    )
    assert (await seen(stage, question_id)).answer_due_on == due
    new_id = await asked(stage)
    assert (await seen(stage, new_id)).answer_due_on == stage.officer.today + timedelta(days=10)
    with pytest.raises(question_rules.UnableToHandle, match="ground"):
        await act(stage.officer, operations.refuse_question, question_id=new_id, ground="not-ours")
    await act(
        stage.officer, operations.refuse_question, question_id=new_id, ground="it-is-about-something-else"
    )


async def test_only_officers_settle_and_each_number_has_its_bounds(stage: Stage) -> None:
    values = rules.values_of((await known(stage)).shipped)
    with pytest.raises(NotPermitted):
        await act(stage.chair, operations.settle, effective_from=OCTOBER, values=values, source=SOURCE)
    with pytest.raises(rules.UnableToSettle, match="already"):
        await act(stage.officer, operations.settle, effective_from=OCTOBER, values=values, source=SOURCE)
    for name, (least, most) in rules.LIMITS.items():
        for wrong in (least - 1, most + 1):
            with pytest.raises(rules.UnableToSettle) as refused:
                rules.check_values({**values, name: wrong})
            assert refused.value.field == name and str(most) in str(refused.value)


def test_ground_keeps_its_name_as_long_as_its_words_and_no_two_are_one() -> None:
    known = rules.grounds_from("It is not ours\n\n  It is   offensive  ", ())
    assert [each["id"] for each in known] == ["it-is-not-ours", "it-is-offensive"]
    held = rules.settled(PlanningSettings(), {"grounds": known}).questions.grounds
    again = rules.grounds_from("It is offensive\nIt is not ours!\nIt is not ours", held)
    assert [each["id"] for each in again] == ["it-is-offensive", "it-is-not-ours-2", "it-is-not-ours"]
    for wrong in ("Twice\nTWICE", "\n".join(f"Ground {each}" for each in range(21)), "x" * 301):
        with pytest.raises(rules.UnableToSettle):
            rules.grounds_from(wrong, ())


async def test_officer_settles_on_the_page_and_everybody_reads_the_history(visit: Visit) -> None:
    officer = await visit()
    form = {
        "effective_from-day": "1",
        "effective_from-month": "5",
        "effective_from-year": "2030",
        "source": SOURCE,
        **{name: str(least + 1) for name, (least, _) in rules.LIMITS.items()},
        "grounds": "It is not ours",
        "notice_working": "yes",
        "numbering": "meeting",
    }
    wrong = await officer.post("/plan/settings", {**form, "most_answered": "0"})
    assert wrong.status_code == 422 and "choose a number between 1 and 100" in wrong.text
    assert SOURCE in wrong.text, "what was typed is still there"
    answer = await officer.post("/plan/settings", form)
    assert answer.status_code == 303
    page = await officer.get("/plan/settings")
    assert "Will hold" in page.text and "1 May 2030" in page.text and SOURCE in page.text
    assert "(before: " in page.text
