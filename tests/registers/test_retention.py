"""Retention: proposed by the clock, decided by a person, beaten by a hold, removed by nobody."""

from datetime import date
from typing import Any

import pytest

from backend.facts.registers import Moment
from backend.interests.operations.declaring import end_interest
from backend.interests.queries import register
from backend.interests.registers import INTERESTS
from backend.kit.database import execute
from backend.registers import chores
from backend.registers.operations import retention
from backend.registers.queries import retention as queries
from backend.registers.rules import retention as rules
from backend.registers.rules.retention import DisposalState, HoldKind, UnableToDispose
from backend.scope import OvertakenByAnother
from backend.tenancy import transactions
from tests.registers.published import Stage, as_worker, at, declared


async def test_interest_is_proposed_after_six_years_and_a_hold_beats_it(stage: Stage) -> None:
    interest_id = await declared(stage, stage.officer, nature="Trustee", since=date(2017, 1, 1))
    ending = at(stage.officer, "2018-07-02")
    async with transactions.scope_tx(ending):
        await end_interest(ending, interest_id=interest_id, ended_on=date(2018, 6, 30))
    for moment, expected in (("2024-06-29", 0), ("2024-06-30", 1), ("2024-08-01", 1)):
        await chores.propose_disposals(at(as_worker(stage.officer), moment))
        async with transactions.scope_tx(stage.officer):
            assert (await queries.disposals_of(stage.officer)).count == expected, moment

    officer = at(stage.officer, "2024-08-02")
    async with transactions.scope_tx(officer):
        (line,) = (await queries.disposals_of(officer)).lines
        hold_id = await retention.place_hold(
            officer, kind=HoldKind.INQUIRY, reason="An inquiry", record_type=None, person_id=stage.person_id
        )
        with pytest.raises(UnableToDispose, match="hold"):
            await retention.decide_disposal(officer, disposal_id=line.id, approve=True, reason="Old enough")
        await retention.lift_hold(officer, hold_id=hold_id, reason="It is closed")
        await retention.decide_disposal(officer, disposal_id=line.id, approve=True, reason="Old enough")
        with pytest.raises(OvertakenByAnother):
            await retention.decide_disposal(officer, disposal_id=line.id, approve=False, reason="No")
        await retention.note_carried_out(officer, disposal_id=line.id, how="Erased by the people who run it")
        (line,) = (await queries.disposals_of(officer)).lines
        assert line.state is DisposalState.CARRIED_OUT
        assert (await register.entry(officer, interest_id=interest_id)).nature == "Trustee", (
            "removed by nobody"
        )


async def test_held_record_is_not_proposed_until_the_hold_is_lifted(stage: Stage) -> None:
    interest_id = await declared(stage, stage.officer, nature="Trustee", since=date(2017, 1, 1))
    ending = at(stage.officer, "2017-07-04")
    async with transactions.scope_tx(ending):
        await end_interest(ending, interest_id=interest_id, ended_on=date(2017, 7, 1))
    later = at(stage.officer, "2024-01-01")
    async with transactions.scope_tx(later):
        hold_id = await retention.place_hold(
            later, kind=HoldKind.LEGAL, reason="A claim", record_type="interests", person_id=None
        )
        assert await retention.propose_disposals(later) == 0
        (due,) = (await queries.falling_due(later)).lines
        assert due.held and due.due_on == date(2023, 7, 1)
        await retention.lift_hold(later, hold_id=hold_id, reason="Settled")
        assert await retention.propose_disposals(later) == 1
        assert await retention.propose_disposals(later) == 0


async def test_what_falls_due_is_paged_by_the_database_as_the_schedule_says(stage: Stage, db: Any) -> None:
    """Sixty interests that ended on sixty days around a 29 February; each proposed once, in few statements."""
    interest_id = await declared(stage, stage.officer, nature="Trustee", since=date(2010, 1, 1))
    officer = at(stage.officer, "2024-12-31")
    async with transactions.scope_tx(officer):
        await execute(
            """
            INSERT INTO interests_entry (tenant_id, id, interest_id, declaration_id, person_id, organisation_id,
              interest_type, is_indirect, nature, since, until, known_from, rule_set)
            SELECT tenant_id, gen_random_uuid(), gen_random_uuid(), declaration_id, person_id, organisation_id,
              interest_type, is_indirect, nature, since, date '2016-01-31' + n, known_from, rule_set
            FROM interests_entry, generate_series(1, 60) n WHERE tenant_id = $1 AND interest_id = $2""",
            officer.tenant.id,
            interest_id,
        )
        first, second = [await queries.falling_due(officer, number=number) for number in (1, 2)]
        rows = await INTERESTS.rows(officer, Moment(on=officer.today, known_at=officer.now))
        before = db.statements
        assert await retention.propose_disposals(officer) == 60
        assert db.statements - before < 8
        proposals = await queries.disposals_of(officer, number=2)

    assert (first.count, len(first.lines), len(second.lines)) == (60, 50, 10)
    lines = [*first.lines, *second.lines]
    schedule = queries.schedule_of(officer)
    assert {line.kept.record_id for line in lines} == {row.id for row in rows if row.ended_on}
    assert [line.due_on for line in lines] == sorted(line.due_on for line in lines)
    for line in lines:
        assert rules.due(schedule, line.kept) == (line.record_type, line.due_on)
    assert {line.kept.ended_on: line.due_on for line in lines}[date(2016, 2, 29)] == date(2022, 3, 1)
    assert (proposals.count, proposals.pages, len(proposals.lines)) == (60, 2, 10)
