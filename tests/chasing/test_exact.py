"""What the page shows of the days ahead is exactly what the clock then sends, and a change of ladder is foretold too.

Random tenants: actions and claims about them, a paper, terms of reference, a milestone, absences, managers, closed
days, caps, and another ladder in the middle, looked at as a draft before it is put in force.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from backend import timetable
from backend.actions import operations as actions
from backend.catalogue.chasing import OwnRung
from backend.catalogue.workflows import Notice
from backend.chasing import operations as chasing
from backend.chasing import queries, sweeping
from backend.chasing.rules import drafting
from backend.chasing.rules.days import Hours
from backend.chasing.rules.ladders import ladder_of
from backend.committees import operations as committees
from backend.delegation import operations as delegation
from backend.desk import chores
from backend.desk.chasing.chased import SOURCES, WITH_NEWS
from backend.people import operations as people
from backend.people import queries as persons
from backend.people.operations import pauses
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.actions.test_chasing import stage as _stage  # the fixture's own function is what is wanted
from tests.actions.test_log import act, undertaken
from tests.chasing.test_sweeping import clock, rows
from tests.delegation.stage import a_programme, taken_up
from tests.meetings.conftest import folder
from tests.meetings.stage import Stage
from tests.scopes import a_scope

__all__ = ["folder"]

LONDON = ZoneInfo("Europe/London")
PINS = {"managing-conflicts-of-interest": "2013-03", "milestone-acceptance": "v2"}
START = date(2014, 9, 4)
CHANGE = START + timedelta(days=9)  # a Saturday
LAST = CHANGE + timedelta(days=30)
Found = Callable[..., Awaitable[Tenant]]


@dataclass(frozen=True, kw_only=True)
class World:
    """What a random tenant is made of; days are counted from the start, people by their places."""

    due: tuple[tuple[int, int, bool], ...]
    """Actions: due day, owner, private."""
    claims: tuple[int, ...]
    away: tuple[tuple[int, int, int | None], ...]
    managers: tuple[int | None, ...]
    closed: frozenset[int]
    cap: int
    every_day: bool
    rungs: tuple[tuple[int, bool, tuple[str, ...], tuple[str, ...], bool], ...]
    others: bool
    """A paper, terms of reference and a programme."""


ROLES = ("owner", "line-manager", "executive-owner", "chair", "governance-officer")
WORLDS = st.builds(
    World,
    due=st.lists(
        st.tuples(st.integers(-25, 45), st.integers(0, 3), st.booleans()), min_size=1, max_size=5
    ).map(tuple),
    claims=st.lists(st.integers(0, 4), max_size=2, unique=True).map(tuple),
    away=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 35), st.none() | st.integers(0, 15)), max_size=2
    ).map(tuple),
    managers=st.lists(st.none() | st.integers(0, 4), min_size=4, max_size=4).map(tuple),
    closed=st.frozensets(st.integers(1, 40), max_size=3),
    cap=st.integers(1, 3),
    every_day=st.booleans(),
    rungs=st.lists(
        st.tuples(
            st.integers(-15, 20),
            st.booleans(),
            st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True).map(tuple),
            st.lists(st.sampled_from(ROLES[3:]), max_size=1).map(tuple),
            st.booleans(),
        ),
        min_size=1,
        max_size=4,
    ).map(tuple),
    others=st.booleans(),
)
WHOLE = World(
    due=((-6, 0, False), (3, 1, True), (9, 0, False), (12, 2, False)),
    claims=(2,),
    away=((0, 8, 12), (1, 20, None)),
    managers=(3, 3, None, None),
    closed=frozenset({11, 12}),
    cap=2,
    every_day=False,
    rungs=(
        (-4, True, ("owner",), (), False),
        (6, False, ("line-manager", "executive-owner"), ("chair",), True),
        (15, True, ("governance-officer",), (), False),
    ),
    others=True,
)
FEW = settings(
    max_examples=1, database=None, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


def morning(scope: Scope, day: date, hour: int = 6) -> Scope:
    return replace(scope, now=datetime.combine(day, time(hour), LONDON))


async def made(found: Found, world: World) -> Stage:
    stage: Stage = await _stage.__wrapped__(a_scope(await found(pins=PINS)))  # type: ignore[attr-defined]
    everybody = [
        each for each in (stage.gp, stage.second_gp, stage.vice_chair, stage.chair) if each.actor.person_id
    ]
    ids: list[UUID] = [each.actor.person_id for each in everybody if each.actor.person_id]
    officer = morning(stage.officer, date(2014, 9, 3), 10)
    assert officer.actor.person_id is not None
    for place, manager in enumerate(world.managers):
        chosen = None if manager is None else [*ids, officer.actor.person_id][manager]
        if chosen is None or chosen == ids[place]:
            continue
        async with transactions.scope_tx(officer, readonly=True):
            ring = await persons.is_managed_by(officer, person_id=chosen, manager_id=ids[place])
        if not ring:
            await act(officer, people.name_manager, person_id=ids[place], manager_id=chosen)
    await act(officer, people.grant_role, person_id=ids[3], role="executive-owner")
    hours = Hours(every_day=world.every_day)
    await act_on(officer, chasing.settle_hours, hours=hours, cap=world.cap)
    for day in world.closed:
        try:
            await act_on(
                officer, chasing.close_day, day=START + timedelta(days=day), name="Closed (invented)"
            )
        except chasing.UnableToSettle:
            continue  # a holiday already
    action_ids = [
        await undertaken(
            replace(stage, officer=officer), words=f"Thing {number}", private=private,
            owner_person_id=ids[owner], due_on=START + timedelta(days=due),
        )
        for number, (due, owner, private) in enumerate(world.due)
    ]  # fmt: skip
    for place in world.claims:
        if place < len(action_ids):
            await act(officer, actions.claim_done, action_id=action_ids[place], words="It is done (invented)")
    for person, start, length in world.away:
        first = START + timedelta(days=start)
        await act(
            officer, pauses.pause_person, person_id=ids[person], from_on=first, reason="Leave (invented)",
            until_on=None if length is None else first + timedelta(days=length),
        )  # fmt: skip
    if world.others:
        await stage.submit(await stage.add_item())
        await act(
            officer, committees.adopt_terms, committee_id=stage.committee_id, text="Terms (invented)",
            in_force_from=date(2013, 11, 1), approved_by="The board (invented)", changes="New",
            review_by=date(2014, 11, 1),
        )  # fmt: skip
        await with_the_chair_and_with_the_reviewing_body(stage, officer)
    return stage


async def with_the_chair_and_with_the_reviewing_body(stage: Stage, officer: Scope) -> None:
    """Milestones under two signatures: one planned, one submitted, and one accepted by the commissioner alone."""
    values = a_programme().model_dump(mode="json", exclude_none=True)
    values["milestones"][0]["due_month"] = "2014-09"
    values["milestones"] += [{**values["milestones"][0], "id": "M04", "activity": "Count the chairs"}]
    programme = await taken_up(officer, a_programme(**values))
    ids = {each.slug: each.id for each in programme.milestones}
    for slug in ("M01", "M02"):
        await act(officer, delegation.take_step, milestone_id=ids[slug], step_id="submit")
    chair = morning(stage.chair, date(2014, 9, 3), 11)
    await act(chair, delegation.take_step, milestone_id=ids["M01"], step_id="accept")


async def act_on(scope: Scope, operation: Any, **given: Any) -> None:
    async with transactions.scope_tx(scope):
        await operation(scope, SOURCES, **given)


async def foretold(scope: Scope, last: date, **more: Any) -> list[tuple[Any, ...]]:
    async with transactions.scope_tx(scope, readonly=True):
        first = await sweeping.first_day(scope)
        plan = await sweeping.forecast(scope, WITH_NEWS, first=first, last=last, **more)
    return sorted((each.day, each.key, str(each.to.id), each.subject) for each in plan.letters)


async def sent(stage: Stage, first: date, last: date) -> list[tuple[Any, ...]]:
    """What the clock sends of these days, where it looks only when something is due."""
    names = ", ".join(f"'{name}'" for name in timetable.names_of_due("desk.chase_what_is_owed"))
    day = first
    while day <= last:
        waits = await rows(
            stage.officer,
            f"SELECT min(due_at) AS at FROM tenancy_due WHERE tenant_id = $1 AND chore IN ({names})",
        )
        if waits[0]["at"] is None:
            break
        day = max(day, waits[0]["at"].astimezone(LONDON).date())
        if clock(stage.officer, day).now < waits[0]["at"]:  # due after the minute at which the clock looks
            day += timedelta(days=1)
        if day > last:
            break
        scope = clock(stage.officer, day)
        await chores.chase_what_is_owed(scope)
        await chores.chase_what_is_owed(scope)  # run twice, the second does nothing
        day += timedelta(days=1)
    kept = await rows(
        stage.officer,
        "SELECT queued_at, key, recipient_person_id, subject FROM notices_letter WHERE tenant_id = $1 "
        "AND kind IN ('action-owed', 'declaration-owed', 'digest', 'owed')",
    )
    return sorted(
        (
            row["queued_at"].astimezone(LONDON).date(),
            row["key"],
            str(row["recipient_person_id"]),
            row["subject"],
        )
        for row in kept
        if first <= row["queued_at"].astimezone(LONDON).date() <= last
    )


def draft_of(world: World) -> tuple[OwnRung, ...]:
    """The drawn rungs as a ladder that can be climbed: in the order of their days, with an end."""
    drawn = [
        OwnRung(
            id=f"own-{number}", offset_days=offset, working=working, to=to, otherwise=otherwise, urgent=urgent,
            while_in=("open",), notice=Notice(subject="Mind {title}", text="Due on {due_on}, {days_late} late."),
        )
        for number, (offset, working, to, otherwise, urgent) in enumerate(world.rungs)
    ]  # fmt: skip
    end = OwnRung(
        id="own-end", offset_days=60, to=("governance-officer",), while_in=("open",), escalates=True,
        notice=Notice(subject="End of {title}", text="{owner}"),
    )  # fmt: skip
    return drafting.in_order([*drawn, end])


async def holds(found: Found, world: World) -> list[tuple[Any, ...]]:
    stage = await made(found, world)
    shown = await foretold(morning(stage.officer, START), CHANGE)
    assert await sent(stage, START, CHANGE) == shown

    noon = morning(stage.officer, CHANGE, 12)
    async with transactions.scope_tx(noon, readonly=True):
        document = queries.workflow_for(noon, "action-chase")
    rungs = draft_of(world)
    if drafting.faults_of(rungs, document):
        return shown  # days that can go backwards: it is never climbed
    draft = ladder_of(document, own=rungs)
    ahead = await foretold(noon, LAST, drafts={"action-chase": draft})
    await act_on(noon, chasing.climb_own, ladder="action-chase", rungs=rungs, because="To see")
    assert await foretold(noon, LAST) == ahead, "the draft in force says what it said as a draft"
    assert await sent(stage, CHANGE + timedelta(days=1), LAST) == ahead
    return [*shown, *ahead]


@example(world=WHOLE)
@given(world=WORLDS)
@FEW
async def test_what_is_shown_is_exactly_what_is_sent(found: Found, world: World) -> None:
    told = await holds(found, world)
    if world is WHOLE:  # so that all of this is about something
        assert any(key.startswith("chasing.digest/") for _, key, _, _ in told)
        assert any("Mind Thing" in subject for *_, subject in told)
        assert len(told) > 10


@pytest.mark.soak
@settings(FEW, max_examples=120, derandomize=False)
@given(world=WORLDS)
async def test_what_is_shown_is_exactly_what_is_sent_to_many_tenants(found: Found, world: World) -> None:
    await holds(found, world)
