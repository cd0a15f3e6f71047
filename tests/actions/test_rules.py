"""The rules of actions, with no database: states, colours, waiting, ages."""

import itertools
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.actions import rules
from backend.actions.rules import Act, State, ages, waiting
from backend.actions.rules.rag import FIRST, Facts, Rag, Setting, rag_of, setting_on
from backend.kit.identity import new_id
from tests.scopes import a_scope

DAYS = st.dates(date(2014, 1, 1), date(2016, 12, 31))
STATES = st.sampled_from(list(State))


@given(st.lists(st.sampled_from(list(Act)), max_size=12))
def test_nothing_is_closed_that_nobody_said_was_done(acts: list[Act]) -> None:
    state, path = State.OPEN, [State.OPEN]
    for act in acts:
        if rules.can_take(act, state):
            state = rules.state_after(act, state)
            path.append(state)
        else:
            with pytest.raises(rules.UnableToStep):
                rules.state_after(act, state)
    for before, after in itertools.pairwise(path):
        assert after is not State.CLOSED or before is State.DONE_CLAIMED
        assert after is not before
        assert before not in rules.ENDED or after is State.REOPENED


@given(STATES)
def test_every_state_can_be_left_and_every_open_one_can_end(state: State) -> None:
    leads = [rules.state_after(act, state) for act in Act if rules.can_take(act, state)]
    assert leads
    assert state in rules.ENDED or State.WITHDRAWN in leads


def test_owner_never_accepts_own_claim_nor_does_whoever_made_it() -> None:
    officer = a_scope()
    member = a_scope(officer.tenant, roles=())
    me = officer.actor.person_id
    assert rules.can_accept(officer, committee_id=None, holders=frozenset({new_id()}), claimed_by=new_id())
    assert not rules.can_accept(officer, committee_id=None, holders=frozenset({me}), claimed_by=None)
    assert not rules.can_accept(officer, committee_id=None, holders=frozenset({None, me}), claimed_by=None)
    assert not rules.can_accept(officer, committee_id=None, holders=frozenset(), claimed_by=me)
    assert not rules.can_accept(member, committee_id=new_id(), holders=frozenset(), claimed_by=None)


def test_private_action_is_seen_by_officers_and_its_holder_alone() -> None:
    member = a_scope(roles=())
    seen: dict[str, Any] = {"private": True, "committee_id": new_id()}
    assert rules.may_see(a_scope(), **seen, holders=frozenset())
    assert rules.may_see(member, **seen, holders=frozenset({member.actor.person_id}))
    assert not rules.may_see(member, **seen, holders=frozenset({None}))
    assert rules.may_see(member, private=False, committee_id=None, holders=frozenset())


@given(STATES, st.none() | DAYS, st.integers(0, 5), DAYS, st.booleans())
def test_red_is_an_open_action_after_its_day_and_no_other(
    state: State, due_on: date | None, moves: int, today: date, paused: bool
) -> None:
    colour, why = rag_of(Facts(state=state, due_on=due_on, moves=moves, paused=paused), FIRST, today=today)
    assert why
    if colour is Rag.RED:
        assert state in rules.OWED
        assert due_on is not None
        assert due_on < today
        assert not paused
    if colour is Rag.GREEN and state in rules.OWED:
        assert due_on is not None
        assert due_on >= today
    assert (colour is Rag.BLUE) == (state is State.CLOSED)


@given(DAYS, DAYS)
def test_an_action_that_nobody_touches_never_gets_greener(due_on: date, today: date) -> None:
    order = [Rag.GREEN, Rag.AMBER, Rag.RED]
    facts = Facts(state=State.OPEN, due_on=due_on)
    days = [today + timedelta(days=step) for step in range(10)]
    found = [order.index(rag_of(facts, FIRST, today=day)[0]) for day in days]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("due_on", "today", "colour"),
    [
        (date(2014, 9, 17), date(2014, 9, 9), Rag.GREEN),  # six working days left
        (date(2014, 9, 17), date(2014, 9, 10), Rag.AMBER),  # five
        (date(2014, 9, 17), date(2014, 9, 17), Rag.AMBER),
        (date(2014, 9, 17), date(2014, 9, 18), Rag.RED),
        (date(2014, 9, 19), date(2014, 9, 21), Rag.AMBER),  # due on a Friday; a Sunday makes nobody late
        (date(2014, 9, 19), date(2014, 9, 22), Rag.RED),
        (date(2014, 12, 24), date(2014, 12, 28), Rag.AMBER),  # Christmas Day, Boxing Day and a weekend
    ],
)
def test_colour_counts_working_days_in_england(due_on: date, today: date, colour: Rag) -> None:
    assert rag_of(Facts(state=State.OPEN, due_on=due_on), FIRST, today=today)[0] is colour


def test_amber_says_what_is_the_matter() -> None:
    today, due_on = date(2014, 9, 1), date(2014, 12, 1)
    matters: tuple[tuple[dict[str, Any], str], ...] = (
        ({"moves": 2}, "moved 2 times"),
        ({"waits_until": date(2015, 1, 5)}, "due later"),
        ({"waits_open": True}, "due later"),
        ({"asked": True}, "question"),
    )
    for more, words in matters:
        colour, why = rag_of(Facts(state=State.OPEN, due_on=due_on, **more), FIRST, today=today)
        assert (colour, words in why) == (Rag.AMBER, True)
    assert rag_of(Facts(state=State.OPEN, due_on=None), FIRST, today=today)[0] is Rag.AMBER
    assert rag_of(Facts(state=State.DONE_CLAIMED, due_on=today), FIRST, today=due_on)[0] is Rag.GREEN


def test_committee_s_own_setting_holds_before_the_tenant_s_from_its_day() -> None:
    ours = new_id()
    kept = (
        Setting(effective_from=date(2014, 4, 1), amber_within=10),
        Setting(effective_from=date(2015, 4, 1), committee_id=ours, amber_within=3),
    )
    assert setting_on(kept, committee_id=ours, on=date(2014, 3, 31)) is FIRST
    assert setting_on(kept, committee_id=ours, on=date(2014, 4, 1)).amber_within == 10
    assert setting_on(kept, committee_id=ours, on=date(2015, 4, 1)).amber_within == 3
    assert setting_on(kept, committee_id=None, on=date(2015, 4, 1)).amber_within == 10


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=25))
def test_waiting_never_comes_round_in_a_circle(tries: list[tuple[int, int]]) -> None:
    ids = [new_id() for _ in range(7)]
    edges: list[tuple[UUID, UUID]] = []
    for waits, other in tries:
        if not waiting.would_circle(edges, waiting_id=ids[waits], for_id=ids[other]):
            edges.append((ids[waits], ids[other]))
    rank = dict.fromkeys(ids, 0)
    for _ in ids:  # longest chains: a circle would grow for ever
        for first, second in edges:
            rank[first] = max(rank[first], rank[second] + 1)
    assert all(rank[first] > rank[second] for first, second in edges)


@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=30), DAYS)
def test_ages_count_each_action_once(actions: list[tuple[date, bool]], today: date) -> None:
    bars = ages.bars_of(actions, today=today)
    assert sum(bar.count for bar in bars) == len(actions)
    assert sum(bar.red for bar in bars) == sum(red for _, red in actions)
    assert all(0 <= bar.red_length <= bar.length <= ages.WIDTH for bar in bars)
