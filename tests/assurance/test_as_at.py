"""What rules said on a past day is what another reading of them says of what was known then: over random lives.

Facts, rules and days change in any order; each change is followed by the real thing (ledger, statings, indexes of what
reads what). The history beside it is kept as plain values, and read by the scratch evaluator alone.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from backend.assurance.operations import following
from backend.assurance.queries.verdicts import verdicts_of
from backend.facts import operations as facts
from backend.facts.stating import ITSELF, Stating
from backend.facts.values import Span, Statement
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import Scope, Tenant
from backend.tenancy import transactions
from tests.assurance import scratch
from tests.assurance.random_rules import ABOUTS, BASE, RULES, SUBJECTS, WORLDS, statements
from tests.assurance.rule_stage import an_edition, change_rule
from tests.scopes import a_scope

ROOMS = {"committee": "committees", "office": "committees", "person": "interests"}
RULES_AT_ONCE = 3

Found = Callable[[], Awaitable[Tenant]]


@dataclass
class Life:
    """A tenant whose facts are what `stated` says, and all that was ever known of it, by moment."""

    scope: Scope
    stated: dict[str, dict[str, dict[str, Any]]]
    rules: list[dict[str, Any] | None]
    edition_id: UUID = field(default_factory=new_id)
    requirement_ids: list[UUID] = field(default_factory=list)
    ids: dict[tuple[str, str], UUID] = field(default_factory=dict)
    known: list[tuple[datetime, scratch.World, list[dict[str, Any] | None]]] = field(default_factory=list)

    def statings(self) -> tuple[Stating, ...]:
        """What the rooms would state, from the plain values."""

        def of(about: str) -> Callable[[Scope, Collection[UUID] | None], Awaitable[Sequence[Statement]]]:
            async def state(_: Scope, ids: Collection[UUID] | None) -> Sequence[Statement]:
                return [
                    Statement(
                        subject=subject,
                        title=subject,
                        room="test",
                        kind=about,
                        id=self.ids[about, subject],
                        facts={
                            fact: tuple(Span(value, start, until) for start, until, value in spans)
                            for fact, spans in self.stated[about][subject].items()
                        },
                    )
                    for subject in SUBJECTS[about]
                    if self.stated[about][subject] and (ids is None or self.ids[about, subject] in ids)
                ]

            return state

        return tuple(
            Stating(room=ROOMS[about], about=about, reach={f"test.{about}": ITSELF}, state=of(about))
            for about in SUBJECTS
        )

    def world(self) -> scratch.World:
        world: scratch.World = {}
        for subjects in self.stated.values():
            for subject, facts_ in subjects.items():
                for fact, spans in facts_.items():
                    world.setdefault(fact, {})[subject] = spans
        return deepcopy(world)

    def keep(self) -> None:
        self.known.append((self.scope.now, self.world(), list(self.rules)))

    async def begin(self) -> None:
        self.ids = {(about, name): new_id() for about, names in SUBJECTS.items() for name in names}
        async with transactions.scope_tx(self.scope):
            placeholder = {"fact": "office.holder", "on": "coi-guardian", "given": True}
            found = await an_edition(self.scope, [rule or placeholder for rule in self.rules], take=False)
            self.edition_id, self.requirement_ids = found
            await following.take_rules(self.scope, edition_id=self.edition_id)
        self.keep()

    async def take(self, step: tuple[str, Any]) -> None:
        kind, what = step
        if kind == "wait":  # nobody follows meanwhile
            self.scope = replace(self.scope, now=self.scope.now + timedelta(days=what))
            return
        self.scope = replace(self.scope, now=self.scope.now + timedelta(minutes=7))
        if kind == "state":
            about, place, facts_ = what
            subject = SUBJECTS[about][place % len(SUBJECTS[about])]
            self.stated[about][subject] = facts_
            record = Record(room="test", kind=about, id=self.ids[about, subject], title=subject)
            async with transactions.scope_tx(self.scope):
                await ledger.record(self.scope, "test.subject.changed", record)
            async with transactions.scope_tx(self.scope):
                await following.follow(self.scope)
        else:
            place, rule = what
            self.rules[place] = rule
            async with transactions.scope_tx(self.scope):
                await change_rule(
                    self.scope,
                    edition_id=self.edition_id,
                    requirement_id=self.requirement_ids[place],
                    rule=rule,
                )
        self.keep()

    async def agrees_on(self, day: date) -> None:
        """The verdicts as at a day are what the scratch evaluator says of what was known at its end."""
        before = [each for each in self.known if self.day_of(each[0]) <= day]
        async with transactions.scope_tx(self.scope, readonly=True):
            found = await verdicts_of(self.scope, requirement_ids=self.requirement_ids, on=day)
        if not before:
            assert found == {}
            return
        _, world, rules = before[-1]
        for requirement_id, rule in zip(self.requirement_ids, rules, strict=True):
            if rule is None:
                assert requirement_id not in found
                continue
            assert found[requirement_id].outcome == scratch.outcome(rule, world, day), (rule, day)
            lapses_on = scratch.lapses_on(rule, world, day, 20)
            if lapses_on:
                assert found[requirement_id].lapses_on == lapses_on

    def day_of(self, moment: datetime) -> date:
        return replace(self.scope, now=moment).today


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 40)),
        ABOUTS.flatmap(
            lambda about: st.tuples(
                st.just("state"), st.tuples(st.just(about), st.integers(0, 3), statements(about))
            )
        ),
        st.tuples(st.just("rule"), st.tuples(st.integers(0, RULES_AT_ONCE - 1), st.none() | RULES)),
    ),
    min_size=3,
    max_size=10,
)
LIVES = {
    "stated": WORLDS,
    "rules": st.lists(RULES, min_size=RULES_AT_ONCE, max_size=RULES_AT_ONCE),
    "steps": STEPS,
    "probes": st.lists(st.integers(-2, 120), min_size=2, max_size=4),
}


async def lives(
    found: Found, monkeypatch: pytest.MonkeyPatch, stated: Any, rules: Any, steps: Any, probes: list[int]
) -> None:
    life = Life(scope=a_scope(await found()), stated=deepcopy(stated), rules=list(rules))
    assert life.scope.today == BASE
    monkeypatch.setattr(facts, "statings", life.statings)
    await life.begin()
    for step in steps:
        await life.take(step)
    await life.agrees_on(life.scope.today)
    for probe in probes:
        await life.agrees_on(min(BASE + timedelta(days=probe), life.scope.today))
    async with transactions.scope_tx(life.scope):
        await following.follow(life.scope)
        again = await following.follow(life.scope)
        whole = await following.restate_all(life.scope)
    assert (again.facts, again.verdicts) == (0, 0)
    assert (whole.facts, whole.verdicts) == (0, 0), "the whole finds nothing that following did not"
    await life.agrees_on(life.scope.today)


@seed(3)
@settings(
    max_examples=6,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(**LIVES)
async def test_past_days_say_what_was_known_then(
    found: Found, monkeypatch: pytest.MonkeyPatch, stated: Any, rules: Any, steps: Any, probes: list[int]
) -> None:
    await lives(found, monkeypatch, stated, rules, steps, probes)


@pytest.mark.soak
@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(**LIVES)
async def test_past_days_say_what_was_known_then_at_length(
    found: Found, monkeypatch: pytest.MonkeyPatch, stated: Any, rules: Any, steps: Any, probes: list[int]
) -> None:
    await lives(found, monkeypatch, stated, rules, steps, probes)
