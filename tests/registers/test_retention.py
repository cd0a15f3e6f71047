"""Retention: proposed by the clock, decided by a person, beaten by a hold, removed by nobody."""

from datetime import date

import pytest

from backend.interests.operations.declaring import end_interest
from backend.interests.queries import register
from backend.registers import chores
from backend.registers.operations import retention
from backend.registers.queries import retention as queries
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
            assert len(await queries.disposals_of(stage.officer)) == expected, moment

    officer = at(stage.officer, "2024-08-02")
    async with transactions.scope_tx(officer):
        (line,) = await queries.disposals_of(officer)
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
        (line,) = await queries.disposals_of(officer)
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
        (due,) = await queries.falling_due(later)
        assert due.held and due.due_on == date(2023, 7, 1)
        await retention.lift_hold(later, hold_id=hold_id, reason="Settled")
        assert await retention.propose_disposals(later) == 1
        assert await retention.propose_disposals(later) == 0
