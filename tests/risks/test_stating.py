"""What the room states of its risks, and what the shipped rules say of it."""

from dataclasses import replace
from datetime import date

from backend.assurance.operations import editions, following
from backend.assurance.queries import requirements as asked
from backend.assurance.queries.verdicts import VerdictView, verdicts_of
from backend.assurance.rules.judging import Outcome
from backend.risks import operations, rules
from backend.scope import Scope
from backend.tenancy import transactions
from tests.risks.made import SAID, act, later, scored


async def test_rules_follow_what_becomes_of_a_risk(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        edition_id = await editions.take_into_use(scope, framework="risks-in-order", edition="2013-04")
        ids = {each.ref: each.id for each in await asked.requirements_of(scope, edition_id=edition_id)}

    async def said(now: Scope) -> dict[str, VerdictView]:
        async with transactions.scope_tx(now):
            await following.follow(now)
            found = await verdicts_of(now, requirement_ids=list(ids.values()))
        return {ref: found[key] for ref, key in ids.items() if key in found}

    none = await said(scope)
    assert {none[ref].outcome for ref in ("R1", "R3", "P2")} == {Outcome.UNKNOWN}, "there is no risk to judge"

    risk_id = await act(scope, operations.open_risk, said=SAID)
    found = await said(scope)
    assert found["R1"].outcome is Outcome.MET, "opened today"
    assert found["R3"].outcome is Outcome.NOT_MET
    assert found["R4"].outcome is Outcome.NOT_MET
    [reason] = [each for each in found["R3"].reasons if each.record is not None]
    assert reason.record is not None
    assert (reason.record.room, reason.record.kind, reason.record.id) == ("risks", "risk", risk_id)
    await scored(scope, risk_id, 4, 4)
    await scored(scope, risk_id, 2, 3, kind=rules.ScoreKind.TARGET)
    assert (await said(scope))["R4"].outcome is Outcome.MET

    in_spring = later(scope, "2015-03-02")
    assert (await said(in_spring))["R1"].outcome is Outcome.NOT_MET, "nobody looked at it for half a year"
    await act(in_spring, operations.review, risk_id=risk_id, words="Looked at")
    reviewed = (await said(in_spring))["R1"]
    assert reviewed.outcome is Outcome.MET
    assert reviewed.lapses_on == date(2015, 6, 1), "ninety days and the day itself count"

    await act(in_spring, operations.close_risk, risk_id=risk_id, because="The service is staffed")
    assert (await said(in_spring))["R1"].outcome is Outcome.UNKNOWN, "a closed risk is no longer judged"


async def test_controls_and_independent_assurances_are_counted(scope: Scope) -> None:
    async with transactions.scope_tx(scope):
        edition_id = await editions.take_into_use(scope, framework="risks-in-order", edition="2013-04")
        ids = {each.ref: each.id for each in await asked.requirements_of(scope, edition_id=edition_id)}
    risk_id = await act(scope, operations.open_risk, said=replace(SAID, level=rules.Level.BAF))

    async def outcome(ref: str) -> Outcome:
        async with transactions.scope_tx(scope):
            await following.follow(scope)
            return (await verdicts_of(scope, requirement_ids=[ids[ref]]))[ids[ref]].outcome

    assert await outcome("P2") is Outcome.NOT_MET
    await act(scope, operations.add_control, risk_id=risk_id, words="Bank staff (invented)")
    assert await outcome("P2") is Outcome.MET
    for words, line in (("Rota looked at each week", 1), ("Committee asks each month", 2)):
        await act(scope, operations.add_assurance, risk_id=risk_id, words=words, line=line)
    assert await outcome("P3") is Outcome.NOT_MET, "none is independent"
    await act(scope, operations.add_assurance, risk_id=risk_id, words="Internal audit (invented)", line=3)
    assert await outcome("P3") is Outcome.MET
    await act(
        scope, operations.add_gap, risk_id=risk_id, kind=rules.GapKind.CONTROL, words="No night cover",
        due_on=scope.today,
    )  # fmt: skip
    assert await outcome("P4") is Outcome.MET, "its day has not passed"
