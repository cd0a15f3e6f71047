"""An assessment from its opening to its signature: answers, reviews, what is taken back, verdicts that change."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from backend.assurance.operations import answering, assessments, carrying, restanding
from backend.assurance.queries import answer as one
from backend.assurance.queries import answers
from backend.assurance.queries import assessments as queries
from backend.assurance.queries.answers import Filters
from backend.assurance.rules.assessing import Tally, added
from backend.assurance.rules.assessing import one as one_of
from backend.assurance.rules.standing import Stands
from backend.people.operations import persons
from backend.scope import NotFound, NotPermitted, OvertakenByAnother, Refusal, Scope
from backend.tenancy import transactions
from tests.assurance.stage import EDITION, Stage, a_following_edition, a_stage


@pytest_asyncio.fixture
async def stage(scope: Scope) -> Stage:
    return await a_stage(scope)


async def answer(stage: Stage, ref: str, level: str, *, by: Scope | None = None, **traits: object) -> None:
    """Answer a requirement as its page shows it now, in a transaction that is open."""
    known = await place(stage, ref)
    given: dict[str, object] = {"words": "Seen", "version": known.version, **traits}
    await answering.answer(
        by or stage.officer,
        **known.at,
        level=level,
        **given,  # type: ignore[arg-type]  # a test's own
    )


@dataclass(frozen=True)
class Place:
    at: dict[str, Any]
    version: int
    requirement_id: UUID


async def place(stage: Stage, ref: str) -> Place:
    line = (await stage.lines())[ref]
    view = await one.answer_of(
        stage.officer,
        assessment_id=stage.assessment_id,
        requirement_id=line.requirement_id,
        on=stage.officer.today,
    )
    return Place(
        {"assessment_id": stage.assessment_id, "requirement_id": line.requirement_id},
        view.version,
        line.requirement_id,
    )


async def tally(stage: Stage, scope: Scope | None = None) -> Tally:
    """The tally as it is kept; it must be what the lines come to when they are counted one by one."""
    asked = scope or stage.officer
    kept = await queries.tallies_of(asked, assessment_ids=[stage.assessment_id])
    whole = queries.whole(kept[stage.assessment_id])
    page = await answers.page_of(
        asked, assessment_id=stage.assessment_id, day=asked.today, filters=Filters(), number=1, total=10
    )
    counted = added(
        one_of(line.stands, to_review=line.to_review, differs=line.differs, waits=line.waits)
        for line in page.lines
    )
    assert whole == counted
    return whole


async def test_answers_move_the_tally_and_taking_back_moves_it_back(stage: Stage) -> None:
    async with transactions.scope_tx(stage.officer):
        refs = list(await stage.lines())
        assert (await tally(stage)) == Tally(unanswered=len(refs))
        first = refs[0]
        await answer(stage, first, "working", valid_until=date(2014, 10, 31))
        assert (await tally(stage)).met == (await tally(stage)).to_review == 1
        known = await place(stage, first)

        with pytest.raises(Refusal, match="You answered this yourself"):
            await answering.review(stage.officer, **known.at, agrees=True, words="", version=known.version)
        await answering.review(stage.second, **known.at, agrees=True, words="", version=known.version)
        third = replace(
            stage.second,
            actor=replace(
                stage.second.actor,
                person_id=await persons.add_person(stage.officer, name="Third Invented"),
            ),
        )
        with pytest.raises(OvertakenByAnother, match="Ezra Invented reviewed this answer before you"):
            await answering.review(third, **known.at, agrees=False, words="No", version=known.version)
        assert (await tally(stage)).to_review == 0
        with pytest.raises(OvertakenByAnother, match="Ezra Invented changed this requirement’s answer after"):
            await answering.answer(
                stage.officer, **known.at, level="working", words="Again", version=known.version
            )

        for expected in ({"met": 1, "to_review": 1}, {}):
            known = await place(stage, first)
            await answering.take_back(stage.officer, **known.at, version=known.version)
            found = await tally(stage)
            assert found == Tally(**{"unanswered": len(refs) - found.met, **expected})
        known = await place(stage, first)
        with pytest.raises(Refusal, match="nothing here to take back"):
            await answering.take_back(stage.officer, **known.at, version=known.version)
        history = await one.history_of(stage.officer, answer_id=(await stage.lines())[first].id)
        assert [each.did for each in history] == ["taken-back", "taken-back", "agreed", "answered"]
        with pytest.raises(NotFound):
            await answering.answer(
                stage.officer,
                assessment_id=stage.assessment_id,
                requirement_id=stage.edition_id,
                level="working",
                words="Seen",
                version=1,
            )


async def test_verdicts_and_days_move_what_stands(stage: Stage) -> None:
    officer = stage.officer
    async with transactions.scope_tx(officer):
        refs = list(await stage.lines())
        ids = [(await place(stage, ref)).requirement_id for ref in refs[:3]]
        await restanding.verdicts_changed(officer, {ids[0]: "met", ids[1]: "not-met", ids[2]: "unknown"})
        assert await tally(stage) == Tally(met=1, not_met=1, unknown=1, unanswered=len(refs) - 3)
        with pytest.raises(Refusal, match="The rule says not met"):
            await answer(stage, refs[1], "working")
        await answer(stage, refs[1], "working", overruled_because="The minutes show it")
        await answer(stage, refs[0], "working", valid_until=date(2014, 9, 30))
        await answer(stage, refs[3], "not-begun", valid_until=date(2014, 9, 30))
        assert await tally(stage) == Tally(
            met=2, not_met=1, unknown=1, unanswered=len(refs) - 4, to_review=3, differing=1
        )
        await restanding.verdicts_changed(officer, {ids[0]: "not-met", ids[2]: None})
        found = await tally(stage)
        assert (found.met, found.not_met, found.differing) == (1, 2, 2)

        october = replace(officer, now=officer.now + timedelta(days=30))
        found = await tally(stage, october)
        assert (found.lapsed, found.not_met, found.differing) == (1, 1, 1), "a day alone ended two answers"
        narrowed = await answers.page_of(
            october,
            assessment_id=stage.assessment_id,
            day=october.today,
            filters=Filters(state="lapsed"),
            number=1,
            total=0,
        )
        assert [line.ref for line in narrowed.lines] == [refs[3]] and narrowed.total == 1
        for filters, count in (
            (Filters(state="differs"), 1),
            (Filters(text=refs[1]), None),
            (Filters(owner=answers.NOBODY), len(refs)),
            (Filters(owner=officer.actor.person_id), 0),
            (Filters(state="review"), 3),
        ):
            page = await answers.page_of(
                october,
                assessment_id=stage.assessment_id,
                day=october.today,
                filters=filters,
                number=1,
                total=0,
            )
            # a list narrowed in the database is the same as one narrowed here
            lines = await stage.lines()
            whole = answers.narrow(tuple(lines.values()), filters)
            assert page.total == (len(whole) if count is None else count), filters


async def test_as_at_a_day_shows_what_was_known_by_its_end(stage: Stage) -> None:
    officer = stage.officer
    later = replace(officer, now=officer.now + timedelta(days=2))
    async with transactions.scope_tx(officer):
        ref = next(iter(await stage.lines()))
        await answer(stage, ref, "agreed")
        await answer(stage, ref, "working", by=later)
        was, now = await stage.lines(officer.today), await stage.lines(later.today)
        assert (was[ref].stands, now[ref].stands) == (Stands.PARTLY, Stands.MET)
        before = await stage.lines(officer.today - timedelta(days=1))
        assert before[ref].stands is Stands.UNANSWERED


async def test_assessment_is_closed_and_signed_and_then_stays(stage: Stage) -> None:
    officer = stage.officer
    async with transactions.scope_tx(officer):
        ref = next(iter(await stage.lines()))
        await answer(stage, ref, "working", valid_until=officer.today)
        with pytest.raises(Refusal, match="before it is signed"):
            await assessments.sign(officer, assessment_id=stage.assessment_id, words="Fair")
        await assessments.close(officer, assessment_id=stage.assessment_id)
        with pytest.raises(Refusal, match="Reopen it first"):
            await answer(stage, ref, "not-begun")
        await assessments.reopen(officer, assessment_id=stage.assessment_id, because="One was missed")
        await assessments.close(officer, assessment_id=stage.assessment_id)
        later = replace(officer, now=officer.now + timedelta(days=9))
        reader = replace(officer, permissions=frozenset({"assurance.read"}))
        with pytest.raises(NotPermitted):
            await assessments.sign(reader, assessment_id=stage.assessment_id, words="Fair")
        await assessments.sign(later, assessment_id=stage.assessment_id, words="A fair picture")
        view = await queries.assessment_of(later, assessment_id=stage.assessment_id)
        assert view.signed_tally is not None and view.signed_tally.met == 1
        assert (await queries.tallies_of(later, assessment_ids=[view.id]))[view.id], "still to be read"
        await restanding.verdicts_changed(later, {(await place(stage, ref)).requirement_id: "not-met"})
        assert queries.whole((await queries.tallies_of(later, assessment_ids=[view.id]))[view.id]).met == 1
        with pytest.raises(Refusal, match="called “2014/15” already"):
            await assessments.open_assessment(
                officer,
                edition_id=stage.edition_id,
                title="2014/15 ",
                period_from=date(2014, 4, 1),
                period_until=date(2015, 3, 31),
            )


@dataclass(frozen=True, kw_only=True)
class Line:
    from_id: UUID | None
    to_id: UUID | None
    became: str
    confirm: bool


async def test_answers_are_carried_over_marked_and_wait_where_the_plan_says(stage: Stage) -> None:
    officer = stage.officer
    async with transactions.scope_tx(officer):
        lines = list((await stage.lines()).values())
        for each in lines[:3]:
            await answer(stage, each.ref, "working")
        next_id, became = await a_following_edition(officer, stage.edition_id)
        ids = [each.requirement_id for each in lines]
        plan = [
            Line(from_id=ids[0], to_id=became[ids[0]], became="same", confirm=False),
            Line(from_id=ids[1], to_id=became[ids[2]], became="changed", confirm=True),
            Line(from_id=ids[2], to_id=None, became="dropped", confirm=False),
        ]
        found = await carrying.carry(
            officer, from_assessment_id=stage.assessment_id, to_edition_id=next_id, plan=plan
        )
        assert (found.carried, found.waiting) == (1, 1)
        assert [(each.ref, each.why) for each in found.not_carried] == [
            (lines[2].ref, "The requirement was dropped.")
        ]
        after = replace(stage, assessment_id=found.assessment_id)
        assert await tally(after) == Tally(met=1, unanswered=len(lines) - 1, to_review=1, waiting=1)
        view = await queries.assessment_of(officer, assessment_id=found.assessment_id)
        assert view.carried_from_id == stage.assessment_id
        waiting = await place(after, lines[2].ref)
        await answering.confirm(stage.second, **waiting.at, version=waiting.version)
        assert await tally(after) == Tally(met=2, unanswered=len(lines) - 2, to_review=2)
        shown = await one.answer_of(
            officer,
            assessment_id=found.assessment_id,
            requirement_id=became[ids[2]],
            on=officer.today,
        )
        assert shown.carried_words == f"{lines[1].ref} of {EDITION}, changed in this edition"
