"""A whole year of an invented committee, 2015/16: played once by its cast, then held to what each month must leave."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import pytest_asyncio
import uvicorn

from backend.app import create_app
from backend.assurance.queries.editions import running
from backend.assurance.queries.requirements import requirements_of
from backend.assurance.queries.verdicts import VerdictView, verdicts_of
from backend.between import queries as between
from backend.between.rules import ActState
from backend.catalogue.between import ActKind
from backend.desk import stage
from backend.desk.year import Played, documents
from backend.evidence import store
from backend.kit import database
from backend.kit.clock import Clock
from backend.kit.keys import KeyRing
from backend.kit.settings import read_settings
from backend.kit.storage import storage_from_url
from backend.meetings import queries as meetings
from backend.meetings.hits import HitState
from backend.meetings.lateness import Lateness
from backend.meetings.queries import readable
from backend.meetings.rules import Outcome
from backend.packs import sealing
from backend.planning import queries as planning
from backend.scope import NotFound, Scope
from backend.sittings import queries as sittings
from backend.sittings.queries.following import follow_ups
from backend.sittings.queries.records import TakenDecision
from backend.sittings.rules import Fault, Power, Settlement, Step
from backend.sittings.rules.following import Entry
from backend.tenancy import transactions
from backend.together.queries.meetings import in_common
from tests.journeys.reader import Reader, a_browser, sign_in
from tests.ports import free_port

pytestmark = [pytest.mark.journey, pytest.mark.soak]

SLUG = "wyvern-vale-ccg"
COMMITTEE = "primary-care-commissioning"
MONTHS = [f"2015-{month:02}" for month in range(4, 13)] + [f"2016-{month:02}" for month in range(1, 4)]


@pytest_asyncio.fixture(scope="module")
async def played(db: database.Database, ring: KeyRing, tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The year, played once for all of these."""
    store.use(storage_from_url(f"file://{tmp_path_factory.mktemp('year')}"))
    sealing.use(ring)
    started = time.process_time()
    made = await stage.play_year(SLUG)
    print(f"The year took {time.process_time() - started:.1f} s of one core.")
    return made


@pytest_asyncio.fixture
async def officer(played: Played) -> AsyncIterator[Scope]:
    """The governance officer after the year, in a transaction that only reads."""
    scope = await played.cast.as_officer(played.moment(played.document.until, 10))
    async with transactions.scope_tx(scope, readonly=True):
        yield scope


@contextlib.asynccontextmanager
async def reading(played: Played, person: str) -> AsyncIterator[Scope]:
    scope = await played.cast.as_person(person, played.moment(played.document.until, 10))
    async with transactions.scope_tx(scope, readonly=True):
        yield scope


async def taken(scope: Scope, played: Played, place: str) -> TakenDecision:
    """The decision on an item, by its meeting and business."""
    month = place.partition("/")[0]
    found = await sittings.decisions_of(scope, meeting_id=played.meetings[month])
    return next(each for each in found if each.id == played.decisions[place])


class TestYear:
    async def test_every_month_has_its_meeting_with_minutes_that_went_their_way(
        self, played: Played, officer: Scope
    ) -> None:
        for month in MONTHS:
            view = await sittings.minutes_of(officer, meeting_id=played.meetings[month])
            steps = [each.step for each in view.steps]
            last = month == MONTHS[-1]
            assert steps[:3] == ([Step.AGREED] if last else [Step.AGREED, Step.APPROVED, Step.SIGNED]), month
            assert (Step.PUBLISHED in steps) is (month == "2015-09"), month

    async def test_what_was_decided_inquorate_is_irregular_until_the_next_month_ratified_it(
        self, played: Played, officer: Scope
    ) -> None:
        june = await taken(officer, played, "2015-06/care-homes")
        july = await taken(officer, played, "2015-07/care-homes-ratified")

        assert june.quorate is False
        (fault,) = june.faults
        assert fault.fault is Fault.INQUORATE
        assert "executive" in fault.words.lower() or "accountable" in fault.words.lower()
        assert (fault.state, fault.settled_by_decision_id) == (Settlement.RATIFIED, july.id)
        assert july.quorate and not july.faults
        before = await taken(officer, played, "2015-04/budget")
        assert before.quorate, "the same committee, with its executives, is quorate"

    async def test_whoever_directs_a_bidder_reached_the_paper_by_no_way(self, played: Played) -> None:
        item_id, paper_id = played.items["2015-09/diagnostics"], played.papers["2015-09/diagnostics"]
        async with reading(played, "jamie-madeup") as jamie:
            assert await readable.readable_papers(jamie, paper_ids=[paper_id]) == {}
            with pytest.raises(NotFound):
                await meetings.paper(jamie, paper_id=paper_id)
            minutes = await sittings.minutes_of(jamie, meeting_id=played.meetings["2015-09"])
            assert all(part.withheld for part in minutes.parts if part.item_id == item_id)
            register = await sittings.decision_register(jamie, committee_id=played.committees[COMMITTEE])
            assert "Kelpie" not in " ".join(each.decision.text for each in register)
        async with reading(played, "corin-imagined") as corin:
            assert paper_id in await readable.readable_papers(corin, paper_ids=[paper_id])

    async def test_what_was_found_of_members_was_judged_and_their_handling_minuted(
        self, played: Played, officer: Scope
    ) -> None:
        found = []
        for place, item_id in played.items.items():
            if place.startswith("20"):
                view = await meetings.handling_of_item(officer, item_id=item_id)
                found += [(place, hit.person, hit.state) for hit in view.item.hits]
        assert ("2015-05/pms-review", "Ira Pretend", HitState.ACCEPTED) in found
        assert ("2015-06/care-homes", "Bryn Invented", HitState.DISMISSED) in found
        # what Glenn Fabled declared in January went on the register a week after the meeting
        waiting = {place for place, _, state in found if state is HitState.OPEN}
        assert waiting <= {"2016-01/nursing"}
        minutes = await sittings.minutes_of(officer, meeting_id=played.meetings["2015-11"])
        words = next(p.words for p in minutes.parts if p.item_id == played.items["2015-11/carers"])
        assert "Bryn Invented" in words and "hands over the chair" in words
        assert (await taken(officer, played, "2015-11/carers")).chair_name == "Corin Imagined"

    async def test_referral_has_both_committees_on_one_thread(self, played: Played, officer: Scope) -> None:
        _, steps = await meetings.thread_of_item(officer, item_id=played.items["2015-12/premises-again"])

        assert [(step.committee.split()[0], step.outcome) for step in steps] == [
            ("Primary", Outcome.REFERRED),
            ("Finance", Outcome.AGREED),
            ("Primary", Outcome.AGREED),
        ]

    async def test_late_paper_shows_why_and_who_agreed_to_take_it(
        self, played: Played, officer: Scope
    ) -> None:
        view = await meetings.paper(officer, paper_id=played.papers["2015-08/winter"])

        late = view.line.late
        assert late is not None and late.lateness is Lateness.AGREED
        assert "Bryn Invented (chair) agreed to take it" in (late.note or "")

    async def test_public_questions_are_minuted_with_a_name_only_by_consent(
        self, played: Played, officer: Scope
    ) -> None:
        asked = await planning.questions_for(officer, played.meetings["2015-05"])
        assert asked[0].name == "Teddy Nowhere" and "Bobby" not in asked[1].name
        minutes = await sittings.minutes_of(officer, meeting_id=played.meetings["2015-05"])
        words = "\n".join(part.words for part in minutes.parts)
        assert "Teddy Nowhere" in words and "stays in general practice in the Vale" in words
        assert "nine days on the average" in words
        assert "Bobby" not in words

    async def test_chairs_action_came_to_the_next_agenda_and_was_reported(
        self, played: Played, officer: Scope
    ) -> None:
        (act,) = await between.acts_of(officer, committee_id=played.committees[COMMITTEE])

        assert (act.kind, act.state, act.irregular) == (
            ActKind.CHAIR_ACTION,
            ActState.REPORTED,
            False,
        )
        assert (act.meeting_id, act.item_id) == (played.meetings["2015-10"], played.items["2015-10/flood"])
        assert act.settled_by_decision_id == played.decisions["2015-10/flood"]
        assert act.because and act.clause and act.value_pence == 8_000_00

    async def test_meeting_in_common_has_two_bodies_with_minutes_and_decisions_of_their_own(
        self, played: Played
    ) -> None:
        meeting, place = "2016-02-in-common", "2016-02-in-common/evening-surgery"
        found = []
        for body in (played, played.neighbours["griffin-hill-ccg"]):
            scope = await body.cast.as_officer(played.moment(played.document.until, 10))
            async with transactions.scope_tx(scope, readonly=True):
                minutes = await sittings.minutes_of(scope, meeting_id=body.meetings[meeting])
                (common,) = await in_common(scope, meeting_id=body.meetings[meeting])
                found.append((await taken(scope, body, place), minutes, common))
                for other in [each for each in (played, *played.neighbours.values()) if each is not body]:
                    with pytest.raises(NotFound):
                        await sittings.minutes_of(scope, meeting_id=other.meetings[meeting])
        (ours, our_minutes, hosted), (theirs, their_minutes, guest) = found

        assert (ours.value_pence, theirs.value_pence) == (90_000_00, 60_000_00)
        assert ours.quorate and theirs.quorate and not (ours.faults or theirs.faults)
        assert ours.quorum_words != theirs.quorum_words, "each body has its own quorum"
        said = [" ".join(part.words for part in each.parts) for each in (our_minutes, their_minutes)]
        assert "Bryn Invented" in said[0] and "Shay Invented" not in said[0]
        assert "Shay Invented" in said[1] and "Bryn Invented" not in said[1]
        assert (hosted.role, guest.role) == ("host", "guest")
        assert len(guest.packs) == 1, "the public copy of the pack came over"

    async def test_new_interest_of_january_is_on_the_register_in_time(
        self, played: Played, officer: Scope
    ) -> None:
        (entry,) = await follow_ups(officer, meeting_id=played.meetings["2016-01"])

        assert entry.name == "Glenn Fabled"
        assert entry.state is Entry.ENTERED
        assert entry.entered_at is not None and entry.entered_at.date() <= entry.due_on

    async def test_what_is_beyond_power_went_to_the_body_that_holds_it(
        self, played: Played, officer: Scope
    ) -> None:
        march = await taken(officer, played, "2016-03/health-centre")
        above = await taken(officer, played, "governing-body-2016-03/health-centre-recommended")

        assert (march.outcome, march.power, march.faults) == (Outcome.REFERRED, Power.BEYOND, ())
        assert (above.outcome, above.power, above.faults) == (Outcome.AGREED, Power.WITHIN, ())
        merger = await taken(officer, played, "2016-02/merger")
        assert merger.consent and not merger.faults

    async def test_register_of_decisions_is_whole_and_nothing_irregular_is_without_a_way(
        self, played: Played, officer: Scope
    ) -> None:
        register = await sittings.decision_register(officer, committee_id=played.committees[COMMITTEE])

        known = {each.decision.id for each in register}
        assert {
            decision for place, decision in played.decisions.items() if place.partition("/")[0] in MONTHS
        } <= known
        assert {each.meeting for each in register} == {
            meeting.title for meeting in played.document.meetings if meeting.committee == COMMITTEE
        }
        assert all(each.decision.tested for each in register)
        for each in register:
            for fault in each.decision.faults:
                assert fault.way and not fault.is_open

    async def test_attendance_of_the_year_adds_up(self, played: Played, officer: Scope) -> None:
        table = await sittings.attendance_of(
            officer,
            committee_id=played.committees[COMMITTEE],
            since=played.document.since,
            until=played.document.until,
        )

        held = [meeting for meeting in played.document.meetings if meeting.committee == COMMITTEE]
        assert [day for _, _, day in table.meetings] == [meeting.day for meeting in held]
        assert len(held) == 13, "twelve months, and the meeting in common"
        away = [person for meeting in held for person in meeting.away]
        rows = {row.name: row for row in table.rows}
        for person in played.cast.document.people:
            if any(seat.committee == COMMITTEE for seat in person.seats):
                missed = away.count(person.id)
                assert (rows[person.name].came, rows[person.name].possible) == (13 - missed, 13), person.name


@pytest_asyncio.fixture(scope="module")
async def address(played: Played, home: Any) -> AsyncIterator[str]:
    """The application on a port of its own, over the year that was played."""
    port = free_port()
    public = f"http://127.0.0.1:{port}"
    settings = read_settings(
        {"PROBITY_HOME": str(home), "PROBITY_PORT": str(port), "PROBITY_PUBLIC_URL": public}
    )
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings, clock=Clock()),
            host="127.0.0.1",
            port=port,
            log_level="warning",
            lifespan="off",
        )
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event to wait for
        await asyncio.sleep(0.05)
    yield public
    server.should_exit = True
    with contextlib.suppress(asyncio.CancelledError):
        await serving


class TestYearOnPaper:
    async def test_its_documents_are_put_out_with_a_list_of_them(
        self, played: Played, home: Path, tmp_path: Path
    ) -> None:
        settings = read_settings({"PROBITY_HOME": str(home)})
        found = await documents.put_out(
            played, tmp_path, app=create_app(settings, clock=Clock()), settings=settings
        )

        listed = (tmp_path / "README.md").read_text(encoding="utf-8")
        assert all(f"`{each.name}`" in listed for each in found)
        for name in ("chairs-brief-2015-09.pdf", "minutes-2015-09.pdf", "extract-2015-09-diagnostics.pdf"):
            assert (tmp_path / name).read_bytes().startswith(b"%PDF-")
        public = pypdfium2.PdfDocument(tmp_path / "minutes-2015-09-public.pdf")
        assert "Kelpie" not in "".join(page.get_textpage().get_text_bounded() for page in public)
        assert "Ratified" in (tmp_path / "decisions.csv").read_text(encoding="utf-8-sig")
        assert (tmp_path / "attendance.csv").read_text(encoding="utf-8-sig").count("\n") == 12


class TestYearInTheBrowser:
    async def test_live_page_matrix_minutes_and_registers_can_be_read_by_everybody(
        self, played: Played, address: str
    ) -> None:
        september = f"/meetings/{played.meetings['2015-09']}"
        committee = f"/committees/{played.committees['primary-care-commissioning']}"
        async with a_browser() as browser:
            context = await browser.new_context(viewport={"width": 1280, "height": 900})
            await sign_in(context, address, "Ashby Exemplar")
            reader = Reader(await context.new_page(), address, SLUG)
            for path, words in (
                (f"{september}/live", "Tests near the patient"),
                (f"{september}/treatments", "Jamie Madeup"),
                (f"{september}/minutes", "which part they would be asked to leave for"),
                (f"{committee}/decisions", "ratified its decision of 17 June 2015"),
                (f"{committee}/attendance?year=2015", "Ottilie Notreal"),
            ):
                await reader.open(path)
                await reader.reads(words)
                await reader.finds_nothing_wrong()


async def test_rules_say_of_each_month_what_was_known_in_it(played: Played) -> None:
    """The group answers to a framework of rules: its verdicts as at days of the year, with the meetings behind them."""
    async with played.officer(played.moment(played.document.until, 9)) as scope:
        (edition,) = await running(scope)
        refs = {each.ref: each.id for each in await requirements_of(scope, edition_id=edition.id)}

        async def said(ref: str, on: date) -> VerdictView:
            return (await verdicts_of(scope, requirement_ids=[refs[ref]], on=on))[refs[ref]]

        june, october = await said("A1", date(2015, 6, 1)), await said("A1", date(2015, 10, 1))
        late, minutes = await said("B2", date(2015, 10, 1)), await said("M1", date(2015, 10, 1))
    assert (june.outcome, october.outcome) == ("met", "not-met")
    assert [reason.title for reason in october.reasons] == [
        "Primary Care Commissioning Committee, June 2015, 17 June 2015"
    ]
    assert october.reasons[0].record is not None
    assert october.reasons[0].record.id in played.meetings.values()
    assert late.words == "Not met: 5 of 6 meetings."
    assert (minutes.outcome, minutes.lapses_on) == ("met", date(2015, 10, 17))
