"""Dudley's programme from June 2013 to April 2015 on a simulated clock: every milestone, gate and sign-off of it.

The milestones, their months, the conditions and the bodies are the source's (pages 12 to 17). Who did what on which
day, the slip of M10 and the condition that was carried over are INVENTED, and say so in their words.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from backend.catalogue import shelf
from backend.delegation import operations, queries, rules
from backend.delegation.operations import imposed, judgements, passing
from backend.delegation.pages import printing
from backend.delegation.queries import MilestoneView, ProgrammeView, gates
from backend.evidence import store
from backend.kit import database
from backend.kit.calendar import MonthDate
from backend.kit.keys import KeyRing
from backend.kit.pdf import walk
from backend.kit.storage import storage_from_url
from backend.ledger.records import Record
from backend.packs import sealing
from backend.provision import lifetime
from backend.releases import operations as releases
from backend.scope import Refusal, Scope, Tenant
from backend.tenancy import transactions
from tests.chasing.test_exact import foretold, sent
from tests.delegation import pack_journey
from tests.delegation.stage import a_governing_body, a_person, taken_up
from tests.journeys.reader import a_browser
from tests.packs.agenda import text_of
from tests.portal.test_pages import a_reviewer
from tests.scopes import a_scope, a_tenant

BEGUN = date(2013, 6, 3)
THEN = date(2014, 10, 1)
LAST = date(2015, 4, 30)
BODY = "NHS England, Birmingham, Solihull and the Black Country Area Team"
SLIPPED = {"M10": MonthDate(2014, 10), "M11": MonthDate(2014, 11)}
"""Invented: the first phase of the outcomes framework takes a month more, and what follows it moves along."""


Told = list[tuple[date, list[tuple[Any, ...]]]]


@dataclass(frozen=True, kw_only=True)
class Run:
    """The people of the run, and the programme as it was taken up."""

    officer: Scope
    owner: Scope
    chair: Scope
    executive: Scope
    programme: ProgrammeView

    def at(self, who: Scope, day: date) -> Scope:
        return replace(who, now=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    async def do(self, who: Scope, day: date, operation: Callable[..., Awaitable[Any]], **given: Any) -> Any:
        scope = self.at(who, day)
        async with transactions.scope_tx(scope):
            return await operation(scope, **given)

    async def milestones(self, day: date) -> dict[str, MilestoneView]:
        """By their numbers, as they stood at the end of a day."""
        scope = self.at(self.officer, LAST + timedelta(days=1))
        async with transactions.scope_tx(scope, readonly=True):
            found = await queries.milestones_of(scope, programme_id=self.programme.line.id, on=day)
        return {each.slug: each for each in found}

    async def gate(self, slug: str, day: date) -> gates.GateView:
        scope = self.at(self.officer, day)
        async with transactions.scope_tx(scope, readonly=True):
            found = await gates.gates_of(scope, programme_id=self.programme.line.id)
        return next(each for each in found if each.slug == slug)


async def begun(found: Callable[..., Awaitable[Tenant]], **traits: Any) -> Run:
    """Dudley's own document, taken up in June 2013 by invented people of a tenant of the test's own."""
    start = replace(a_scope(await found(**traits)), now=datetime(2013, 6, 3, 9, tzinfo=UTC))
    document = shelf.catalogue().tenants["dudley-ccg"].delegation
    assert document is not None
    body = await a_governing_body(start)
    officer = await a_person(start, "Olive Invented", roles=("governance-officer",))
    run = Run(
        officer=officer,
        owner=await a_person(start, "Ellis Invented", roles=("executive-owner",)),
        executive=await a_person(start, "Hayden Invented", roles=("executive-owner",)),
        chair=await a_person(start, "Charlie Invented", chairs=body),
        programme=await taken_up(officer, document),
    )
    for milestone in (await run.milestones(BEGUN)).values():
        await run.do(
            officer,
            BEGUN,
            operations.name_owner,
            milestone_id=milestone.id,
            owner_id=run.owner.actor.person_id,
        )
    return run


async def lived(run: Run) -> list[tuple[date, list[tuple[Any, ...]]]]:
    """Everything from June 2013 to April 2015. Between two days with acts, what the chase shows ahead is what it sends.

    Returns for each stretch its first day and what was sent in it.
    """
    acts = script(run, await run.milestones(BEGUN))
    days = sorted(acts)
    told = []
    stage: Any = run  # `sent` asks of a stage who its officer is, and nothing else
    for day, until in zip(days, [*days[1:], LAST], strict=True):
        for act in acts[day]:
            await act()
        evening = replace(run.officer, now=datetime(day.year, day.month, day.day, 22, tzinfo=UTC))
        first = day + timedelta(days=1)
        if first <= until:
            shown = await foretold(evening, until)
            came = [
                (*line[:3], line[3].removeprefix("DEMONSTRATION: "))
                for line in await sent(stage, first, until)
            ]
            assert came == shown, f"from {first} to {until}"
            told.append((first, shown))
    return told


Act = Callable[[], Awaitable[Any]]


def script(run: Run, milestones: dict[str, MilestoneView]) -> dict[date, list[Act]]:
    """What is done on which day: each milestone in its month, the gates before what they guard."""
    acts: dict[date, list[Act]] = {}

    def on(day: date, act: Act) -> None:
        acts.setdefault(day, []).append(act)

    for slug, milestone in milestones.items():
        month = SLIPPED.get(slug) or milestone.baseline
        assert isinstance(month, MonthDate)
        for day, act in _accepted_by_both(run, milestone, month):
            on(day, act)
    for day, act in _first_gate(run):
        on(day, act)
    for day, act in _second_gate(run):
        on(day, act)
    on(date(2014, 9, 24), lambda: _slip(run, milestones))
    return acts


def _accepted_by_both(run: Run, milestone: MilestoneView, month: MonthDate) -> list[tuple[date, Act]]:
    """Submitted on the 8th, accepted by our chair on the 15th, by the reviewing body's letter on the 22nd (invented).

    M13 is late: submitted on the last day of its month, and accepted in the next.
    """
    year, number = month.first_day.year, month.first_day.month
    days = [date(year, number, each) for each in (8, 15, 22)]
    if milestone.slug == "M13":
        days = [date(2014, 9, 30), date(2014, 10, 9), date(2014, 10, 23)]
    letter = Record(room="evidence", kind="file", id=milestone.id, title="A letter (invented)")
    about = {"milestone_id": milestone.id}

    async def submit() -> None:
        await run.do(run.owner, days[0], operations.take_step, step_id="submit", evidence=(letter,), **about)

    async def accept() -> None:
        await run.do(run.chair, days[1], operations.take_step, step_id="accept", **about)

    async def review() -> None:
        await run.do(
            run.officer, days[2], operations.record_review, outcome="accepted", by_name="Robin Invented", body=BODY,
            on=days[2], words="Accepted (invented)", evidence=(letter,), **about,
        )  # fmt: skip

    return list(zip(days, (submit, accept, review), strict=True))


def _first_gate(run: Run) -> list[tuple[date, Act]]:
    """C1 and C2 are judged in July 2014, the gate is passed with a condition, and that is carried into 2015/16."""

    async def judge() -> None:
        with pytest.raises(Refusal, match="G1"):
            await _pass(run, "G1", date(2014, 7, 1))
        await _judge_all(run, "G1", date(2014, 7, 1))

    async def let_through() -> None:
        await _pass(
            run, "G1", date(2014, 7, 3),
            conditions=(
                passing.ToSet(
                    words="A note each quarter of where the surplus went (invented)",
                    due_on=date(2015, 3, 31),
                    owner_person_id=run.owner.actor.person_id,
                    imposed_by=BODY,
                ),
            ),
        )  # fmt: skip

    async def carry() -> None:
        gate = await run.gate("G1", date(2015, 3, 26))
        (condition,) = gate.imposed
        await run.do(
            run.officer, date(2015, 3, 26), imposed.carry_over, imposed_id=condition.id, year="2015/16",
            due_on=date(2016, 3, 31), words="The last quarter’s note is still to come (invented)",
        )  # fmt: skip

    return [(date(2014, 7, 1), judge), (date(2014, 7, 3), let_through), (date(2015, 3, 26), carry)]


def _second_gate(run: Run) -> list[tuple[date, Act]]:
    async def judge() -> None:
        await _judge_all(run, "G2", date(2015, 3, 12))

    async def let_through() -> None:
        await _pass(run, "G2", date(2015, 3, 19))

    return [(date(2015, 3, 12), judge), (date(2015, 3, 19), let_through)]


async def _judge_all(run: Run, slug: str, day: date) -> None:
    for criterion in (await run.gate(slug, day)).conditions:
        await run.do(
            run.officer, day, judgements.judge_condition, condition_id=criterion.id, state=rules.Judgement.MET,
            words="Agreed in writing (invented)",
        )  # fmt: skip


async def _pass(run: Run, slug: str, day: date, **given: Any) -> None:
    gate = await run.gate(slug, day)
    await run.do(
        run.executive, day, passing.pass_gate, gate_id=gate.id, seen=gate.sha256, proved_by="password and code",
        **given,
    )  # fmt: skip


async def _slip(run: Run, milestones: dict[str, MilestoneView]) -> None:
    await run.do(
        run.officer, date(2014, 9, 24), operations.slip, milestone_id=milestones["M10"].id, kind="agreed",
        to=SLIPPED["M10"], reason="The practices asked for another month (invented)",
        followers=[milestones["M11"].id],
    )  # fmt: skip


@pytest_asyncio.fixture(scope="module")
async def dudley(db: database.Database, ring: KeyRing, tmp_path_factory: Any) -> tuple[Run, Told]:
    """The run, lived once for both tests."""
    store.use(storage_from_url(f"file://{tmp_path_factory.mktemp('dudley')}"))
    sealing.use(ring)

    async def found(**traits: object) -> Tenant:
        tenant = a_tenant(**traits)
        scope = a_scope(tenant)
        async with transactions.scope_tx(scope):
            await lifetime.found_tenant(scope)
        return tenant

    run = await begun(found, demonstration=True, name="NHS Dudley CCG")
    return run, await lived(run)


async def test_dudleys_programme_runs_from_june_2013_to_april_2015(dudley: tuple[Run, Told]) -> None:
    run, told = dudley

    await _ended_whole(run)
    await _stood_as_it_was_in_october_2014(run)
    of_programme = [
        (day.isoformat(), subject.partition(":")[0])
        for _, lines in told
        for day, key, _, subject in lines
        if not key.startswith("interests.") and day > date(2013, 7, 15)  # until then people declare
    ]
    assert of_programme == [
        ("2013-09-02", "2 things wait for you, the first due on 30 September 2013"),  # M03 and M04
        ("2014-01-03", "2 things wait for you, the first due on 31 January 2014"),
        ("2014-06-02", "M07 is due on 30 June 2014"),
        ("2014-07-03", "M08 is due on 31 July 2014"),
        ("2014-08-04", "M09 is due on 31 August 2014"),  # the 3rd is a Sunday
        ("2014-09-02", "3 things wait for you, the first due on 30 September 2014"),  # M10, M12 and M13
        ("2014-09-23", "2 things wait for you, the first due on 30 September 2014"),  # M12 is submitted
        ("2014-10-03", "2 things wait for you, the first due on 31 October 2014"),  # M10 was moved, M14
        ("2014-10-14", "M13 is 14 days late"),  # to the chair and to the officers
        ("2014-10-14", "M13 is 14 days late"),
        ("2014-11-03", "2 things wait for you, the first due on 30 November 2014"),  # M11 moved along, M15
        ("2014-12-03", "M16 is due on 31 December 2014"),
        ("2015-01-05", "M17 is due on 31 January 2015"),
        ("2015-02-02", "M18 is due on 28 February 2015"),
        ("2015-03-03", "M19 is due on 31 March 2015"),
        ("2015-03-24", "Action due on 31 March 2015"),  # carried into 2015/16 on the 26th, and due then
        ("2015-04-02", "2 things wait for you, the first due on 30 April 2015"),
    ]


@pytest.mark.journey
async def test_its_pack_is_released_opened_verified_asked_about_answered_and_issued_anew(
    dudley: tuple[Run, Told], found: Callable[..., Awaitable[Tenant]], visit: Any, home: Path, tmp_path: Path
) -> None:
    run, _ = dudley
    day = LAST + timedelta(days=4)
    hands = run.at(
        a_scope(await found(demonstration=True, kind="reviewing-body", name="Marches Edge (invented)")), day
    )
    piers, reviewer = await a_reviewer(visit, hands, "Piers Invented")
    exchange = await pack_journey.agreed(
        {
            who: run.at(each, day)
            for who, each in (("officer", run.officer), ("writer", run.owner), ("approver", run.executive))
        },
        hands,
        reviewer,
    )
    to = await pack_journey.named(exchange.body, piers)
    first_id = await exchange.issued(to)
    first = await exchange.arrives()
    async with pack_journey.served(home, hands.now) as (address, cookie), a_browser() as browser:
        regulator = await pack_journey.at_a_browser(browser, address, cookie, piers)
        data = await pack_journey.opens_and_verifies(regulator, browser, exchange, first, tmp_path)
        await pack_journey.receipts_and_asks(regulator, first)
        request_id = await pack_journey.answered(exchange, first_id)
        await exchange.issued(to, answers_request_id=request_id)
        await exchange.ours.act("officer", releases.look_after)
        second = await exchange.arrives()
        await pack_journey.sees_it_issued_anew(regulator, exchange, first, second, data)


async def _ended_whole(run: Run) -> None:
    """Every milestone accepted on both sides, both gates passed, and the condition carried over."""
    ended = await run.milestones(LAST)
    assert len(ended) == 21
    assert {each.state for each in ended.values()} == {"accepted"}
    for each in ended.values():
        versions = await run.do(run.officer, LAST, queries.versions_of, milestone_id=each.id)
        said = {line.state_in_words: line.person_name for line in versions}
        assert said["Accepted by the commissioner"] == "Charlie Invented", each.slug
        assert said["Accepted by the reviewing body"] == f"Olive Invented, for Robin Invented ({BODY})", (
            each.slug
        )
    assert {slug for slug, each in ended.items() if each.moved} == set(SLIPPED)
    assert [(await run.gate(slug, LAST)).open for slug in ("G1", "G2")] == [True, True]
    first, second = (await run.gate("G1", LAST)).imposed
    assert (first.into_number, second.from_number) == (second.number, first.number)
    assert (second.year, second.due_on, second.pending) == ("2015/16", date(2016, 3, 31), True)


async def _stood_as_it_was_in_october_2014(run: Run) -> None:
    """Read from April 2015, the programme says what was true on 1 October 2014, and prints it."""
    then = await run.milestones(THEN)
    accepted = {*(f"M{number:02}" for number in range(1, 10)), "M12"}
    assert {slug for slug, each in then.items() if each.state == "accepted"} == accepted
    assert then["M13"].state == "submitted"
    assert {then[slug].state for slug in set(then) - accepted - {"M13"}} == {"planned"}
    assert [(then[slug].due_in_words, then[slug].baseline.isoformat()) for slug in SLIPPED] == [
        ("October 2014", "2014-09"),
        ("November 2014", "2014-10"),
    ]

    paper = await _on_paper(run)
    words = " ".join(paper.split())
    assert "as at 1 October 2014" in words
    assert words.count("Accepted by the reviewing body") >= len(accepted)
    assert "At first September 2014" in words, "that M10 was moved is told"
    assert "At first October 2014" in words
    assert "15 October 2014" not in words, "what came later is not told"


async def _on_paper(run: Run) -> str:
    """The words of the printed programme, as another program than ours reads them."""
    reader = run.at(run.officer, LAST)
    async with transactions.scope_tx(reader, readonly=True):
        programme = await queries.programme(reader, programme_id=run.programme.line.id, on=THEN)
    data = printing.printed(reader, programme, programme.milestones)
    assert walk.walk(data).problems == ()
    return "\n".join(text_of(data))
