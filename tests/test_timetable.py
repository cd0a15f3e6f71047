"""Every line of the timetable names a chore that there is, at an hour that there is, and that a worker can run."""

from collections.abc import Awaitable, Callable

import pytest
from apscheduler.triggers.cron import CronTrigger

from backend import timetable
from backend.scope import Tenant
from backend.worker import jobs
from tests.scopes import a_scope


@pytest.mark.parametrize("line", timetable.LINES, ids=lambda line: line.chore)
def test_line_names_a_chore_that_the_worker_knows(line: timetable.Line) -> None:
    if line.each_tenant:
        assert jobs.chores()[line.chore] is timetable.function_of(line)
    else:
        assert line.chore in jobs.UPKEEP


async def test_chores_run_as_the_worker_calls_them_outside_any_transaction(
    found: Callable[..., Awaitable[Tenant]],
) -> None:
    scope = a_scope(await found())
    for line in timetable.LINES:
        if line.each_tenant:
            await timetable.function_of(line)(scope.as_chore(line.chore))


@pytest.mark.parametrize("line", timetable.LINES, ids=lambda line: line.chore)
def test_hour_is_one_that_the_clock_understands(line: timetable.Line) -> None:
    assert CronTrigger.from_crontab(line.cron, timezone=timetable.ZONE)


def test_no_chore_is_listed_twice() -> None:
    names = [line.chore for line in timetable.LINES]
    assert len(names) == len(set(names))


def test_upkeep_of_the_worker_is_on_the_timetable() -> None:
    assert {line.chore for line in timetable.LINES if not line.each_tenant} == set(jobs.UPKEEP)


def test_line_without_a_chore_is_found_out() -> None:
    nobody = timetable.Line(chore="nobody.does_this", cron="* * * * *", hour="", does="")
    with pytest.raises(LookupError, match=r"no backend\.nobody\.chores"):
        timetable.function_of(nobody)
    forgotten = timetable.Line(chore="notices.does_this", cron="* * * * *", hour="", does="")
    with pytest.raises(LookupError, match="doesn't list it"):
        timetable.function_of(forgotten)


def test_page_in_markdown_has_a_row_for_every_line() -> None:
    page = timetable.in_markdown()
    assert all(f"| `{line.chore}` | {line.hour} | `{line.cron}` |" in page for line in timetable.LINES)
