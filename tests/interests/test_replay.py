"""Whatever happened, the register's answers at two times are those that the ledger alone tells."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from backend.interests.operations import bringing_in, correcting, declaring, reviewing
from backend.interests.operations.bringing_in import BroughtIn
from backend.interests.queries import parts, register, tally
from backend.interests.rules.declaring import InterestType, Relationship, ReviewedAlready
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import queries as ledger
from backend.organisations import operations as organisations
from backend.people.operations import persons
from backend.scope import OvertakenByAnother, Refusal, Scope, Tenant
from backend.tenancy import transactions
from tests.interests.replay import Retold, told
from tests.scopes import a_scope

Found = Callable[..., Awaitable[Tenant]]
BEGUN = date(2014, 9, 1)

_DAYS = st.integers(-900, 400)
_WHICH = st.integers(0, 5)
_HOURS = st.sampled_from([0, 1, 7, 24, 24 * 40])
_STEPS = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {
                "act": st.just("declare"),
                "hours": _HOURS,
                "whose": st.integers(0, 1),
                "where": st.integers(0, 1),
                "kind": st.sampled_from(InterestType),
                "relationship": st.none() | st.sampled_from(Relationship),
                "since": _DAYS,
                "lasts": st.none() | st.integers(0, 600),
            }
        ),
        st.fixed_dictionaries({"act": st.just("end"), "hours": _HOURS, "which": _WHICH, "on": _DAYS}),
        st.fixed_dictionaries(
            {
                "act": st.just("approve"),
                "hours": _HOURS,
                "which": _WHICH,
                "mitigation": st.sampled_from([None, "Leaves for the item", "Does not vote"]),
            }
        ),
        st.fixed_dictionaries(
            {
                "act": st.just("bring"),
                "hours": _HOURS,
                "rows": st.lists(st.tuples(st.integers(0, 1), _DAYS, st.booleans()), min_size=1, max_size=3),
            }
        ),
        st.fixed_dictionaries(
            {
                "act": st.just("correct"),
                "hours": _HOURS,
                "which": _WHICH,
                "where": st.integers(0, 1),
                "kind": st.sampled_from(InterestType),
                "relationship": st.none() | st.sampled_from(Relationship),
                "since": _DAYS,
                "lasts": st.none() | st.integers(0, 600),
            }
        ),
        st.fixed_dictionaries({"act": st.just("withdraw"), "hours": _HOURS, "which": _WHICH}),
        st.fixed_dictionaries({"act": st.just("undo"), "hours": _HOURS, "which": _WHICH}),
        st.fixed_dictionaries({"act": st.just("return"), "hours": _HOURS, "which": _WHICH}),
    ),
    min_size=2,
    max_size=12,
)
_PROBES = st.lists(st.tuples(_DAYS, st.integers(-1, 12), st.booleans()), min_size=4, max_size=8)


@dataclass
class History:
    """A tenant with two people and two practices, and what was done so far."""

    scope: Scope
    people: list[UUID] = field(default_factory=list)
    practices: list[UUID] = field(default_factory=list)
    moments: list[datetime] = field(default_factory=list)
    imports: list[UUID] = field(default_factory=list)
    done: int = 0

    @classmethod
    async def begin(cls, tenant: Tenant) -> "History":
        scope = a_scope(tenant)
        history = cls(scope)
        async with transactions.scope_tx(scope):
            for number in range(2):
                history.people.append(
                    await persons.add_person(
                        scope, name=f"Person {number} Invented", joined_on=date(2012, 1, 1)
                    )
                )
                history.practices.append(
                    await organisations.add_as_named(scope, name=f"Invented Practice {number}")
                )
            reviewer = await persons.add_person(scope, name="Morgan Invented", joined_on=date(2012, 1, 1))
        history.scope = replace(scope, actor=replace(scope.actor, person_id=reviewer))
        return history

    async def take(self, step: dict[str, Any]) -> None:
        """Do the step, or find that the rules refuse it; either way the clock goes on."""
        self.scope = replace(self.scope, now=self.scope.now + timedelta(hours=step["hours"], seconds=1))
        self.moments.append(self.scope.now)
        try:
            async with transactions.scope_tx(self.scope):
                await self._do(step)
                self.done += 1
        except OvertakenByAnother as overtaken:
            if not isinstance(overtaken, ReviewedAlready):
                raise  # nobody else is here
        except Refusal:
            pass

    async def _do(self, step: dict[str, Any]) -> None:
        if step["act"] == "declare":
            since = BEGUN + timedelta(days=step["since"])
            await declaring.declare_interest(
                self.scope,
                person_id=self.people[step["whose"]],
                organisation_id=self.practices[step["where"]],
                interest_type=step["kind"],
                nature=f"Partner since {since}",
                since=since,
                until=None if step["lasts"] is None else since + timedelta(days=step["lasts"]),
                relationship=step["relationship"],
                is_indirect=step["relationship"] is not None,
            )
            return
        if step["act"] == "bring":
            self.imports.append(new_id())
            batch = [
                BroughtIn(
                    person_id=self.people[whose],
                    person_name="Invented",
                    place=f"row {number}",
                    organisation_id=self.practices[whose],
                    organisation_name="Invented Practice",
                    nature="Partner, says the sheet",
                    since=BEGUN + timedelta(days=since),
                    until=BEGUN + timedelta(days=since + 90) if ended else None,
                    mitigation="As the sheet says" if ended else None,
                )
                for number, (whose, since, ended) in enumerate(step["rows"])
            ]
            await bringing_in.bring_in(self.scope, import_id=self.imports[-1], source="old.xlsx", batch=batch)
            return
        if step["act"] == "undo":
            if self.imports:
                import_id = self.imports[step["which"] % len(self.imports)]
                await bringing_in.undo_brought_in(self.scope, import_id=import_id, source="old.xlsx")
            return
        interest_id, declaration_id = await self._chosen(step["which"])
        if step["act"] == "end":
            await declaring.end_interest(
                self.scope, interest_id=interest_id, ended_on=BEGUN + timedelta(days=step["on"])
            )
        elif step["act"] == "withdraw":
            await correcting.withdraw_interest(self.scope, interest_id=interest_id, reason="It never was")
        elif step["act"] == "correct":
            since = BEGUN + timedelta(days=step["since"])
            correction = correcting.Correction(
                organisation_id=self.practices[step["where"]],
                interest_type=step["kind"],
                nature=f"Partner, it should have said, since {since}",
                since=since,
                until=None if step["lasts"] is None else since + timedelta(days=step["lasts"]),
                relationship=step["relationship"],
                is_indirect=step["relationship"] is not None,
                reason="The date was wrong",
            )
            await correcting.correct_interest(self.scope, interest_id=interest_id, correction=correction)
        elif step["act"] == "approve":
            await reviewing.approve_declaration(
                self.scope, declaration_id=declaration_id, mitigation=step["mitigation"]
            )
        else:
            await reviewing.return_declaration(
                self.scope, declaration_id=declaration_id, question="Why is that so?"
            )

    async def _chosen(self, which: int) -> tuple[UUID, UUID]:
        """One of the versions so far: its interest and the declaration that wrote it."""
        rows = await fetch(
            "SELECT interest_id, declaration_id FROM interests_entry WHERE tenant_id = $1 ORDER BY known_from, id",
            self.scope.tenant.id,
        )
        if not rows:
            raise Refusal("Nothing was declared yet.")
        row = rows[which % len(rows)]
        return row["interest_id"], row["declaration_id"]


async def agrees(found: Found, steps: list[dict[str, Any]], probes: list[tuple[int, int, bool]]) -> None:
    history = await History.begin(await found())
    for step in steps:
        await history.take(step)
    await compare(history, [*probes, (400, -1, True)])


async def compare(history: History, probes: list[tuple[int, int, bool]]) -> None:
    """Both answers at each probe: days from the beginning, which moment, and whether with what had ended."""
    scope = history.scope
    async with transactions.scope_tx(scope, readonly=True):
        events = await ledger.events_between(
            scope, start=scope.now - timedelta(days=9_000), end=scope.now + timedelta(seconds=1)
        )
        retold = Retold.of(events)
        for days, moment, include_ended in probes:
            on = BEGUN + timedelta(days=days)
            known_at = history.moments[min(moment, len(history.moments) - 1)]
            answered = await register.register_of(
                scope, on=on, known_at=known_at, include_ended=include_ended
            )
            expected = retold.register(on=on, known_at=known_at, include_ended=include_ended)
            assert told(answered) == expected, f"on {on}, as known at {known_at}"
            number = await tally.standing(scope, on=on, include_ended=include_ended)
            known_now = retold.register(on=on, known_at=scope.now, include_ended=include_ended)
            assert number == len(known_now), f"the number that is kept for {on}"
            if include_ended:
                assert await in_parts(scope, on=on, known_at=known_at) == list(answered)


async def in_parts(scope: Scope, *, on: date, known_at: datetime) -> list[register.RegisterEntry]:
    """The same register, as a program reads it: two lines at a time."""
    entries: list[register.RegisterEntry] = []
    while True:
        after = entries[-1].interest_id if entries else None
        part = await parts.part_of_register(scope, on=on, known_at=known_at, limit=2, after=after)
        assert part is not None
        if not part:
            return entries
        entries += part


@seed(11)
@settings(max_examples=25, database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=_STEPS, probes=_PROBES)
async def test_register_at_two_times_is_what_the_ledger_tells(
    found: Found, steps: list[dict[str, Any]], probes: list[tuple[int, int, bool]]
) -> None:
    await agrees(found, steps, probes)


@pytest.mark.soak
@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=_STEPS, probes=_PROBES)
async def test_register_at_two_times_is_what_the_ledger_tells_at_length(
    found: Found, steps: list[dict[str, Any]], probes: list[tuple[int, int, bool]]
) -> None:
    await agrees(found, steps, probes)


async def test_replay_would_see_a_version_that_the_ledger_does_not_tell(found: Found) -> None:
    """A row that was changed behind the ledger's back makes the two disagree."""
    history = await History.begin(await found())
    declare = {"act": "declare", "hours": 1, "whose": 0, "where": 0, "kind": InterestType.FINANCIAL}
    await history.take({**declare, "relationship": None, "since": -30, "lasts": None})
    assert history.done == 1
    async with transactions.scope_tx(history.scope):
        await fetch(
            "UPDATE interests_entry SET nature = 'Changed by hand' WHERE tenant_id = $1",
            history.scope.tenant.id,
        )
    with pytest.raises(AssertionError, match="as known at"):
        await compare(history, [(0, -1, True)])
