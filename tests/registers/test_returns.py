"""Returns: computed from facts, signed by somebody else, kept as they were sent."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from backend.committees.operations import terms
from backend.interests.operations import training
from backend.interests.rules.training import DutySettled
from backend.kit.database import execute
from backend.ledger.records import content_hash
from backend.people.operations import persons
from backend.registers.operations import returns as acts
from backend.registers.queries import returns
from backend.registers.rules import returns as rules
from backend.scope import NotPermitted, Scope, Tenant
from backend.tenancy import transactions
from tests.committees.made import a_person, a_seat, formed, seat_id
from tests.scopes import a_scope

Found = Callable[..., Awaitable[Tenant]]
YEAR = rules.period_of(date(2017, 6, 1), months=12)
QUARTER = rules.period_of(date(2018, 2, 1), months=3)


@pytest_asyncio.fixture
async def officer(found: Found) -> Scope:
    """A governance officer in May 2018, after the year 2017/18."""
    return a_scope(await found(), now="2018-05-02T09:00")


@pytest.fixture
def executive(officer: Scope) -> Scope:
    other = a_scope(officer.tenant, now="2018-05-03T09:00", name="Ellis Invented", roles=("executive-owner",))
    return replace(other, now=datetime(2018, 5, 3, 9, tzinfo=UTC))


async def prepared(
    scope: Scope, kind: str = "annual", period: rules.ReturnPeriod = YEAR
) -> returns.ReturnLine:
    async with transactions.scope_tx(scope):
        return_id = await acts.prepare_return(scope, kind=kind, period=period, note=None)
        return await returns.return_(scope, return_id=return_id)


async def signed(executive: Scope, line: returns.ReturnLine) -> returns.ReturnLine:
    async with transactions.scope_tx(executive):
        await acts.sign_return(executive, return_id=line.id, seen=line.sha256)
        return await returns.return_(executive, return_id=line.id)


def answer(line: returns.ReturnLine, fact: str) -> dict[str, object]:
    return next(each for each in line.content["answers"] if each["fact"] == fact)


async def an_owner_of_training(scope: Scope) -> UUID:
    async with transactions.scope_tx(scope):
        person_id = await persons.add_person(
            scope, name="Dana Invented", job_title=None, email=None, joined_on=date(2017, 1, 6)
        )
        await training.settle_duty(
            scope, person_id=person_id, module="module-1", duty=DutySettled.ADDED, reason="Buys for us."
        )
    return person_id


async def seated(scope: Scope, *, kind: str, slug: str, name: str, **traits: str) -> UUID:
    """One more committee of ours with one seat, and somebody new in it from the start of 2017."""
    committee_id = await formed(
        scope,
        id=kind,
        name=f"{kind} (invented)",
        kind=kind,
        quorum={"at_least": 1},
        seats=[a_seat(slug, **traits)],
    )
    person_id = await a_person(scope, name)
    await terms.appoint(
        scope,
        seat_id=await seat_id(scope, committee_id, slug),
        person_id=person_id,
        from_on=date(2017, 4, 1),
    )
    return person_id


async def test_annual_return_answers_from_facts_with_the_people_behind(officer: Scope) -> None:
    await an_owner_of_training(officer)
    before = replace(officer, now=datetime(2017, 4, 1, 9, tzinfo=UTC))
    async with transactions.scope_tx(before):
        await seated(before, kind="governing-body", slug="lay", name="Lee Invented")
        chair_id = await seated(before, kind="audit", slug="chair", name="Alex Invented", office="chair")
        await persons.grant_role(before, person_id=chair_id, role="coi-guardian")

    line = await prepared(officer)

    lay = answer(line, "lay-members")
    assert lay["met"] is False
    assert lay["answer"] == "1 lay or non-executive members; at least 3 are asked for"
    assert lay["behind"] == [{"words": "Lee Invented, Lay", "path": lay["behind"][0]["path"]}]  # type: ignore[index]  # plain JSON
    assert answer(line, "audit-chair-is-guardian")["met"] is True
    trained = answer(line, "trained")
    assert (trained["met"], trained["answer"]) == (False, "0%: 0 of 3; the target is 90%")
    assert [each["words"].split(":")[0] for each in trained["behind"]] == [  # type: ignore[attr-defined]  # plain JSON
        "Alex Invented",
        "Dana Invented",
        "Lee Invented",
    ], "seats on the governing body and a part in decisions ask it of the others"
    assert line.content["period"] == "2017/18"
    assert line.sha256 == content_hash(line.content)


async def test_later_correction_does_not_change_what_was_sent(officer: Scope, executive: Scope) -> None:
    person_id = await an_owner_of_training(officer)
    line = await prepared(officer)
    sent = await signed(executive, line)
    assert (sent.state, sent.signed_by_name) == (rules.ReturnState.SIGNED, "Ellis Invented")

    async with transactions.scope_tx(officer):
        await training.record_training(
            officer, person_ids=[person_id], module="module-1", done_on=date(2018, 3, 1)
        )
    again = await prepared(officer)
    async with transactions.scope_tx(officer):
        kept = await returns.return_(officer, return_id=line.id)

    assert (kept.content, kept.sha256) == (line.content, line.sha256)
    assert str(answer(again, "trained")["answer"]).startswith("100%")
    assert (again.number, again.state) == (2, rules.ReturnState.PREPARED)
    assert any(
        "Trained" in each or "trained" in each for each in returns.differences(kept.content, again.content)
    )
    with pytest.raises(asyncpg.PostgresError):
        async with transactions.scope_tx(officer):
            await execute(
                "UPDATE registers_sent_return SET content = '{}' WHERE tenant_id = $1", officer.tenant.id
            )


async def test_preparer_does_not_sign_and_nobody_signs_what_they_did_not_read(
    officer: Scope, executive: Scope
) -> None:
    line = await prepared(officer)
    both = replace(officer, now=executive.now)
    async with transactions.scope_tx(both):
        with pytest.raises(rules.UnableToReturn, match="doesn’t sign it"):
            await acts.sign_return(both, return_id=line.id, seen=line.sha256)
    async with transactions.scope_tx(executive):
        with pytest.raises(rules.UnableToReturn, match="prepared anew"):
            await acts.sign_return(executive, return_id=line.id, seen="0" * 64)
    unable = replace(executive, permissions=frozenset({"returns.read"}))
    async with transactions.scope_tx(unable):
        with pytest.raises(NotPermitted):
            await acts.sign_return(unable, return_id=line.id, seen=line.sha256)


async def test_return_is_not_signed_before_its_period_ends(officer: Scope, executive: Scope) -> None:
    line = await prepared(officer, "quarterly", rules.period_of(date(2018, 5, 1), months=3))
    with pytest.raises(rules.UnableToReturn, match="from the day after"):
        await signed(executive, line)


async def test_sent_back_return_is_prepared_anew_and_the_old_one_is_put_away(
    officer: Scope, executive: Scope
) -> None:
    first = await prepared(officer, "quarterly", QUARTER)
    async with transactions.scope_tx(executive):
        await acts.send_back_return(executive, return_id=first.id, question="Is that all?")
    second = await prepared(officer, "quarterly", QUARTER)
    with pytest.raises(rules.UnableToReturn, match="prepared anew since"):
        await signed(executive, first)
    await signed(executive, second)
    async with transactions.scope_tx(officer):
        lines = await returns.returns_of(officer)
        due = await returns.due_lines(officer, lines=lines)
    assert [line.id for line in lines] == [second.id]
    states = {
        each.period.in_words: each.line and each.line.state for each in due if each.asked.id == "quarterly"
    }
    assert states["quarter 4 of 2017/18"] is rules.ReturnState.SIGNED
    assert states["quarter 1 of 2018/19"] is None


async def test_edition_without_returns_asks_for_none(found: Found) -> None:
    scope = a_scope(await found(), now="2022-08-01T09:00")
    async with transactions.scope_tx(scope):
        assert await returns.due_lines(scope, lines=()) == ()
        with pytest.raises(rules.UnableToReturn, match="ask for no annual return"):
            await acts.prepare_return(
                scope, kind="annual", period=rules.period_of(date(2022, 8, 1), months=12), note=None
            )


@pytest.mark.parametrize(
    ("day", "months", "words"),
    [
        (date(2017, 3, 31), 3, "quarter 4 of 2016/17"),
        (date(2017, 4, 1), 3, "quarter 1 of 2017/18"),
        (date(2016, 9, 30), 3, "quarter 2 of 2016/17"),
        (date(2017, 3, 31), 12, "2016/17"),
        (date(2099, 12, 31), 12, "2099/00"),
    ],
)
def test_periods_begin_in_april(day: date, months: int, words: str) -> None:
    period = rules.period_of(day, months=months)
    assert period.in_words == words
    assert period.since <= day <= period.until
