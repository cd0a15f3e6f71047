"""What was declared at a meeting until it is on the register: paired once, reminded on its days, closed by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from backend.kit import database
from backend.scope import Scope
from backend.sittings import operations, queries
from backend.sittings.operations import following as chores
from backend.sittings.rules import following
from backend.sittings.rules.following import Declared, Entry, Made
from backend.tenancy import transactions
from tests.meetings.stage import STARTS, Stage, an_organisation, at
from tests.sittings.test_sittings import declare

WHEN = datetime(2015, 6, 3, 14, 0, tzinfo=UTC)
MOMENTS = st.integers(0, 20).map(lambda hours: WHEN + timedelta(hours=hours))
PERSONS = st.integers(1, 3).map(lambda number: UUID(int=number))


@given(
    st.lists(st.tuples(PERSONS, MOMENTS), max_size=5),
    st.lists(st.tuples(PERSONS, MOMENTS), max_size=5),
    st.booleans(),
)
def test_each_entry_answers_one_declaration_of_the_same_person_made_before_it(
    declared: list[tuple[UUID, datetime]], made: list[tuple[UUID, datetime]], refuses: bool
) -> None:
    lines = [Declared(id=UUID(int=100 + n), person_id=who, at=when) for n, (who, when) in enumerate(declared)]
    entries = [
        Made(interest_id=UUID(int=200 + n), person_id=who, at=when) for n, (who, when) in enumerate(made)
    ]
    no = {(line.id, entry.interest_id): False for line in lines for entry in entries} if refuses else {}
    found = following.paired(lines, entries, is_it=no)
    assert len({entry.interest_id for entry in found.values()}) == len(found)
    by_id = {line.id: line for line in lines}
    for declaration_id, entry in found.items():
        line = by_id[declaration_id]
        assert entry.person_id == line.person_id and entry.at >= line.at
        assert not refuses
    for line in lines:
        late = [e for e in entries if e.person_id == line.person_id and e.at >= line.at]
        if line.id not in found and not refuses:
            assert all(e.interest_id in {x.interest_id for x in found.values()} for e in late)


def test_person_is_reminded_a_week_before_on_the_day_and_when_it_was_missed() -> None:
    due = date(2015, 7, 1)
    said = {
        day: following.rung_due(due, today=day)
        for day in (date(2015, 6, 23), date(2015, 6, 24), date(2015, 7, 1), date(2015, 7, 2))
    }
    assert list(said.values()) == [None, "before", "on-the-day", "missed"]
    assert following.next_day([due], today=date(2015, 6, 24)) == due
    assert following.next_day([due], today=date(2015, 7, 2)) is None
    assert following.state_of(entered=False, due_on=due, today=due) is Entry.AWAITED
    assert following.state_of(entered=False, due_on=due, today=date(2015, 7, 2)) is Entry.OVERDUE


async def follow(scope: Scope) -> tuple[queries.FollowUp, ...]:
    async with transactions.scope_tx(scope, readonly=True):
        return await queries.follow_ups(scope)


async def test_follow_up_is_reminded_and_closes_by_itself_when_the_entry_is_made(stage: Stage) -> None:
    await declare(stage, stage.gp, await stage.add_item())
    (waiting,) = await follow(stage.officer)
    assert waiting.open and waiting.state_in_words == "Entry awaited: 28 days left"
    for days, letters in ((20, 0), (21, 1), (21, 0), (28, 1), (29, 1), (40, 0)):
        day = at(stage.officer, STARTS + timedelta(days=days))
        async with transactions.scope_tx(day):
            assert await chores.remind(day) == letters, days
    late = replace(stage, officer=at(stage.officer, STARTS + timedelta(days=30)))
    assert (await follow(late.officer))[0].state_in_words == "Overdue by 2 days"
    await late.conflicted(stage.second_gp, await an_organisation(late.officer))
    assert (await follow(late.officer))[0].open, "somebody else’s entry answers nothing"
    async with transactions.scope_tx(late.officer):
        (row,) = await database.fetch(
            "SELECT organisation_id FROM interests_entry WHERE tenant_id = $1 LIMIT 1", late.officer.tenant.id
        )
    await late.conflicted(stage.gp, row["organisation_id"])
    (done,) = await follow(late.officer)
    assert not done.open and done.entry is not None and "Partner in the practice" in done.entry
    assert done.entry_id is not None
    async with transactions.scope_tx(late.officer):
        await operations.say_of_entry(
            late.officer, declaration_id=done.id, interest_id=done.entry_id, is_it=False
        )
    assert (await follow(late.officer))[0].open
