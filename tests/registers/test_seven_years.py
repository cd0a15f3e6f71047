"""One interest from its declaration to its proposal for disposal, and what the public sees on each day between."""

from datetime import date

from backend.interests.operations.declaring import end_interest
from backend.interests.operations.reviewing import approve_declaration
from backend.registers import chores
from backend.registers.operations import withholding
from backend.registers.queries import published, retention
from backend.scope import Scope
from backend.tenancy import transactions
from tests.registers.published import Stage, as_worker, at, declared, in_public, released


async def seen(scope: Scope, moment: str) -> list[str]:
    """What the public reads in the register of interests on a day."""
    stranger = in_public(scope, moment)
    async with transactions.scope_tx(stranger, readonly=True):
        release = await published.public_release(stranger)
        rows = await published.all_rows(stranger, publication_id=release.id, register="interests")
    return [str(row.cells["nature"]) for row in rows if row.cells["nature"]]


async def test_interest_is_public_for_its_time_withheld_at_once_and_due_for_disposal_in_the_seventh_year(
    stage: Stage,
) -> None:
    officer, approver, guardian = stage.officer, stage.approver, stage.guardian
    interest_id = await declared(stage, at(officer, "2017-07-03"), nature="Trustee", since=date(2017, 7, 1))
    await released(at(officer, "2017-07-04"), at(approver, "2017-07-04"))
    assert await seen(officer, "2017-07-05") == ["Trustee"]

    # withheld and lifted between two refreshes
    async with transactions.scope_tx(guardian):
        then = at(guardian, "2017-09-01")
        withholding_id = await withholding.withhold_row(
            then,
            register="interests",
            record_id=interest_id,
            reason="A real risk",
            review_on=date(2018, 1, 1),
        )
    assert await seen(officer, "2017-09-01") == []
    await released(at(officer, "2017-09-02"), at(approver, "2017-09-02"))
    assert await seen(officer, "2017-09-03") == []
    async with transactions.scope_tx(guardian):
        await withholding.lift_row(
            at(guardian, "2017-10-01"), withholding_id=withholding_id, reason="It has passed"
        )
    await released(at(officer, "2017-10-02"), at(approver, "2017-10-02"))
    assert await seen(officer, "2017-10-03") == ["Trustee"]

    # ended on 30 June 2018; the release of October 2017 knew nothing of it and is right all the same
    ending = at(officer, "2018-07-02")
    async with transactions.scope_tx(ending):
        declaration_id = await end_interest(ending, interest_id=interest_id, ended_on=date(2018, 6, 30))
    assert await seen(officer, "2018-06-30") == ["Trustee"]
    assert await seen(officer, "2018-12-30") == ["Trustee"]
    assert await seen(officer, "2018-12-31") == []

    # a refresh while the end waits for its review keeps what was reviewed; afterwards it shows the end
    await released(at(officer, "2018-07-03"), at(approver, "2018-07-03"))
    assert await seen(officer, "2018-07-03") == ["Trustee"]
    async with transactions.scope_tx(ending):
        await approve_declaration(at(approver, "2018-07-05"), declaration_id=declaration_id)
    await released(at(officer, "2018-07-06"), at(approver, "2018-07-06"))
    assert await seen(officer, "2018-11-30") == ["Trustee"], "five months after the end"
    assert await seen(officer, "2018-12-30") == ["Trustee"], "six months after the end, to the day"
    assert await seen(officer, "2018-12-31") == [], "six months and a day"
    assert await seen(officer, "2024-07-01") == [], "nor ever again"

    # the private record is kept for six years after the end, then proposed, and removed by nobody
    for moment, proposals in (("2024-06-29", 0), ("2024-06-30", 1)):
        await chores.propose_disposals(at(as_worker(officer), moment))
        async with transactions.scope_tx(officer):
            assert (await retention.disposals_of(officer)).count == proposals, moment
