"""The paper of the framework: as at its day, its numbers those of the page, made anew as a new version, tagged."""

import io
import re
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pikepdf
import pytest

from backend.catalogue.schedules import Every, ScheduleSettings
from backend.committees import queries as committees
from backend.desk.scheduled import DOINGS
from backend.evidence import queries as evidence
from backend.meetings import operations as meetings
from backend.meetings import queries as meeting_queries
from backend.people.operations import persons
from backend.risks import chores, operations, rules
from backend.risks.operations import reports as asking
from backend.risks.pictures.drawn import assurance_map_of, heat_map_of, movement_of
from backend.risks.queries import reports
from backend.risks.reports.facts import facts_of_framework
from backend.risks.reports.numbers import numbers_of, table_of
from backend.risks.rules.reports import ReportKind, ReportState, UnableToReport
from backend.schedules.doings import Did
from backend.schedules.rules import Calendar
from backend.scope import Actor, Scope
from backend.tenancy import transactions
from tests.meetings.stage import Stage
from tests.risks.made import SAID, act, later, scored, with_appetite

JULY, AUGUST = date(2014, 7, 1), date(2014, 8, 20)


async def a_framework(officer: Scope) -> tuple[UUID, UUID]:
    """Two principal risks: one that fell and lies beyond appetite, with a gap past its date, and one not scored."""
    await with_appetite(officer, most=8, effective_from=JULY)
    objective = await act(
        officer, operations.set_objective, position=1, title="Good care & staff", held_from=JULY
    )
    said = replace(SAID, level=rules.Level.BAF, objective_ids=(objective,), target_on=date(2015, 3, 31))
    first = await act(officer, operations.open_risk, said=said, on=JULY)
    await scored(officer, first, 5, 4, on=JULY)
    await scored(officer, first, 4, 4, on=AUGUST, because="Two posts were filled")
    await scored(officer, first, 2, 4, on=JULY, kind=rules.ScoreKind.TARGET)
    control = await act(officer, operations.add_control, risk_id=first, words="A bank of staff", since=JULY)
    await act(
        officer,
        operations.add_assurance,
        risk_id=first,
        control_id=control,
        words="Weekly count <of> shifts",
        line=1,
        level=rules.AssuranceLevel.LIMITED,
        given_on=AUGUST,
        since=JULY,
    )
    await act(
        officer,
        operations.add_gap,
        risk_id=first,
        kind=rules.GapKind.ASSURANCE,
        words="Nobody independent has looked",
        due_on=AUGUST,
        since=JULY,
    )
    other = replace(said, title="Money may not follow", objective_ids=())
    return first, await act(officer, operations.open_risk, said=other, on=AUGUST)


async def made(scope: Scope, **asked: Any) -> reports.ReportView:
    """A report that was asked for, and that the worker has made."""
    report_id = await act(scope, asking.ask_for_report, **asked)
    await chores.make_report(scope.as_chore("risks.make_report"), report_id=report_id)
    async with transactions.scope_tx(scope, readonly=True):
        return await reports.report_of(scope, report_id=report_id)


async def paper_of(scope: Scope, report: reports.ReportView) -> tuple[meeting_queries.PaperView, str, bytes]:
    async with transactions.scope_tx(scope, readonly=True):
        assert report.paper_id is not None
        paper = await meeting_queries.paper(scope, paper_id=report.paper_id)
        html = (await evidence.bytes_in(paper.newest.content)).decode()
        return paper, html, await evidence.bytes_in(paper.newest.original)


async def test_report_lies_on_the_agenda_with_the_numbers_of_the_page(stage: Stage) -> None:
    officer = stage.officer
    await a_framework(officer)
    report = await made(officer, meeting_id=stage.meeting_id, on=date(2014, 8, 31), since=date(2014, 7, 31))
    assert (report.state, report.paper_version, report.failure) == (ReportState.READY, 1, None)
    paper, html, pdf = await paper_of(officer, report)
    assert paper.line.title == "Board assurance framework, as at 31 August 2014"
    async with transactions.scope_tx(officer, readonly=True):
        facts = await facts_of_framework(officer, on=report.as_at, since=report.since)
    matrix = facts.settings.matrix
    pictures = (
        heat_map_of(facts.risks, matrix, kind=rules.ScoreKind.CURRENT, on=report.as_at),
        movement_of(facts.before, facts.risks, matrix, since=date(2014, 7, 31), on=report.as_at),
        assurance_map_of(facts.risks, on=report.as_at),
    )
    for picture in pictures:
        assert str(picture.table.html) in html
        assert f'src="asset:{picture.key}.svg"' in html
    assert [row[3] for row in pictures[1].table.plain[1:]] == ["Down 4", "Not scored"]
    said = {label.label: label.words for label in paper.cover}
    assert (
        "2 principal risks: 1 extreme. 1 is beyond appetite. 1 gap is past the date set"
        in said["Executive summary"]
    )
    assert "As at 31 August 2014" in html and "Weekly count &lt;of&gt; shifts" in html
    assert "is beyond appetite: its score is 16" in html and "HOLE: none" in html
    assert not paper.unexcused, "the cover sheet is complete"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked and str(opened.Root.Lang) == "en-GB"
        tagged = [each for each in opened.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S")]
        figures = [str(each.get("/Alt", "")) for each in tagged if each.S == "/Figure"]
        assert len(figures) == 4 and all("The table says the same." in words for words in figures)
        assert {"/H1", "/TH", "/Caption"} <= {str(each.S) for each in tagged}
    async with transactions.scope_tx(officer, readonly=True):
        assert report.paper_id is not None
        drawing = await meeting_queries.asset(officer, paper_id=report.paper_id, version=1, name="heat.svg")
    assert drawing.media_type == "image/svg+xml"
    numbers = numbers_of(facts.risks, matrix, on=report.as_at)
    assert str(table_of(numbers, caption="The framework as at 31 August 2014").html) in html


async def test_made_anew_it_is_the_next_version_and_keeps_what_its_author_wrote(stage: Stage) -> None:
    officer = stage.officer
    first, _ = await a_framework(officer)
    report = await made(officer, meeting_id=stage.meeting_id)
    async with transactions.scope_tx(officer):
        answers = {**report.cover, "recommendation": "Ask internal audit to look."}
        await meetings.change_cover(officer, paper_id=report.paper_id, answers=answers)  # type: ignore[arg-type]  # it is made
    same = await made(officer, meeting_id=stage.meeting_id)
    assert same.paper_version == 2, "nothing has changed since the author’s own version"
    tomorrow = later(officer, "2014-09-02")
    await scored(tomorrow, first, 2, 4)
    again = await made(tomorrow, meeting_id=stage.meeting_id)
    assert (again.paper_id, again.item_id, again.paper_version) == (report.paper_id, report.item_id, 3)
    paper, after, _ = await paper_of(tomorrow, again)
    said = {label.label: label.words for label in paper.cover}
    assert said["Recommendation"] == "Ask internal audit to look."
    assert "0 are beyond appetite" in said["Executive summary"] and "1 is beyond" not in after
    with pytest.raises(UnableToReport, match="today or earlier"):
        await act(officer, asking.ask_for_report, meeting_id=stage.meeting_id, on=date(2014, 9, 3))
    with pytest.raises(UnableToReport, match="nothing to report"):
        await act(officer, asking.ask_for_report, meeting_id=stage.meeting_id, on=date(2014, 6, 1))
    dive = await made(tomorrow, meeting_id=stage.meeting_id, kind=ReportKind.DEEP_DIVE, risk_id=first)
    _, html, _ = await paper_of(tomorrow, dive)
    assert dive.paper_id != again.paper_id and "Two posts were filled" in html
    assert re.search(r"Every score of R\d+ up to 2 September 2014", html)


async def test_schedule_asks_once_for_each_meeting_and_follows_to_the_end(stage: Stage) -> None:
    officer, calendar = stage.officer, Calendar(zone="Europe/London")
    doing = DOINGS["framework-report"]
    async with transactions.scope_tx(officer):
        body = await committees.committee(officer, committee_id=stage.committee_id)
    settings = ScheduleSettings(every=Every.MEETING, at="06:00", days=8, committees=(body.slug,))

    async def at(moment: str) -> tuple[datetime | None, Did]:
        clock = replace(later(officer, moment), actor=Actor.of_chore("desk.run_schedules"), roles=frozenset())
        async with transactions.scope_tx(clock):
            due = await doing.due_at(clock, settings, calendar)
            return due, await doing.do(clock, settings, calendar, by_hand=False)

    assert (await at("2014-09-01"))[0] is None, "the framework holds no risk yet"
    await a_framework(officer)
    assert (await at("2014-09-01"))[0] is None, "its committee leads none"
    led = replace(SAID, title="Led here", level=rules.Level.BAF, committee_id=stage.committee_id)
    await act(officer, operations.open_risk, said=led, on=AUGUST)
    due, did = await at("2014-09-04")
    assert due is not None and due.date() == date(2014, 9, 5), "eight working days before the 17th"
    assert did.words.startswith("Nothing was due. The next report")
    async with transactions.scope_tx(officer):
        await persons.grant_role(
            officer,
            person_id=stage.author_id,
            role="governance-officer",
            from_on=date(2014, 8, 1),
        )
    _, did = await at("2014-09-05")
    assert (did.words, did.failed, len(did.waits_for)) == ("Asked for 1 report.", False, 1)
    assert (await at("2014-09-05"))[0] is None, "it has one"
    morning = later(officer, "2014-09-05")
    async with transactions.scope_tx(morning):
        assert not (await doing.follow(morning, did.waits_for))[0]
    await chores.make_report(morning.as_chore("risks.make_report"), report_id=did.waits_for[0])
    async with transactions.scope_tx(morning):
        ended, said = await doing.follow(morning, did.waits_for)
    assert ended and not said.failed and "Version 1 lies on the agenda." in said.words
    async with transactions.scope_tx(morning, readonly=True):
        report = await reports.report_of(morning, report_id=did.waits_for[0])
    paper, html, _ = await paper_of(morning, report)
    assert f"risks led by {body.name}" in paper.line.title
    assert "Led here" in html and "Money may not follow" not in html
