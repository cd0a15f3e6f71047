"""The register kept: who holds what is said by a person, powers follow, facts are never refused."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import pytest_asyncio

from backend.catalogue.functions import Model, Standing
from backend.committees import queries as committees
from backend.delegation.queries.gates import gate as gate_now
from backend.delegation.queries.gates import gates_of
from backend.functions import operations, queries
from backend.functions.operations import SegregationSaid, VariationSaid
from backend.functions.rules.agreements import AgreementState
from backend.functions.rules.holding import UnableToKeepFunction
from backend.powers import queries as powers
from backend.powers.rules import FindingKind
from backend.scope import Actor, NotFound, NotPermitted, OvertakenByAnother, Scope
from backend.tenancy import transactions
from tests.committees.made import a_person, formed
from tests.delegation.stage import a_programme, taken_up
from tests.functions.made import APRIL, a_function, a_plan, an_agreement, by_nhs_england, said, terms
from tests.powers.made import a_function as a_power
from tests.powers.made import an_entry, body


@pytest_asyncio.fixture
async def officer(scope: Scope) -> Scope:
    """A named person who keeps the register."""
    async with transactions.scope_tx(scope):
        person_id = await a_person(scope, "Olive Invented")
    return replace(
        scope,
        now=datetime(2018, 6, 1, 9, tzinfo=UTC),
        actor=Actor(name="Olive Invented", person_id=person_id),
        permissions=scope.permissions | {"functions.keep", "functions.read"},
    )


async def test_transfer_recorded_by_a_person_moves_the_function_and_the_powers_of_committees(
    officer: Scope,
) -> None:
    async with transactions.scope_tx(officer):
        committee_id = await formed(officer, name="Panel")
        power_id = await a_power(officer, "Approve a merger")
        await an_entry(officer, power_id, body(committee_id))
        function_id = await a_function(officer, scheme=["approve-a-merger"])
        other_id = await a_function(officer, "Pay premises")
        agreement_id = await an_agreement(officer, functions=["approve-mergers"])
        plan_id = await operations.make_plan(
            officer,
            plan=a_plan(
                ("First", "2015-04", ["approve-mergers"]),
                ("Second", None, ["pay-premises"]),
                agreement="delegation",
            ),
        )
        assert (await powers.finding_for(officer, power_id, committee_id=committee_id, on=APRIL)).is_within
        line = {each.id: each for each in await queries.register_of(officer, on=APRIL)}[function_id]
        assert line.held_here is None and line.planned is not None and line.planned.month == "2015-04"
        await operations.record_holding(officer, said=by_nhs_england(function_id, date(2013, 4, 1)))
        found = await powers.finding_for(officer, power_id, committee_id=committee_id, on=APRIL)
        assert found.kind is FindingKind.BEYOND and "NHS England holds it from 1 April 2013" in found.words
        phase = (await queries.plan(officer, plan_id=plan_id)).phases[0]
        await operations.record_transfer(
            officer,
            phase_id=phase.id,
            function_ids=(function_id,),
            happened_on=APRIL,
            basis="The letter of March 2015",
        )
        assert (await powers.finding_for(officer, power_id, committee_id=committee_id, on=APRIL)).is_within
        earlier = await powers.finding_for(officer, power_id, committee_id=committee_id, on=date(2015, 3, 31))
        assert "not held by us on 31 March 2015" in earlier.words
        view = await queries.function_view(officer, function_id=function_id, on=APRIL)
        assert [(each.holder, each.from_on, each.until_on) for each in view.holdings] == [
            (officer.tenant.name, APRIL, None),
            ("NHS England", date(2013, 4, 1), date(2015, 3, 31)),
        ]
        assert view.line.held_here is True and view.line.planned is None and not view.holdings[0].irregular
        assert view.holdings[0].agreement == "Delegation agreement"
        assert [each.words for each in view.line.deciders] == ["Panel, without a limit"]
        after = await queries.plan(officer, plan_id=plan_id)
        assert (after.moved, after.functions) == (1, 2) and after.phases[0].done
        with pytest.raises(UnableToKeepFunction, match="on record already"):
            await operations.record_transfer(
                officer, phase_id=phase.id, function_ids=(function_id,), happened_on=APRIL, basis="x"
            )
        with pytest.raises(UnableToKeepFunction, match="does not move this function"):
            await operations.record_transfer(
                officer, phase_id=phase.id, function_ids=(other_id,), happened_on=APRIL, basis="x"
            )
        held = await queries.holdings_under(officer, agreement_id=agreement_id)
        assert [name for name, _ in held] == ["Approve mergers"]
        await operations.withdraw_holding(officer, holding_id=view.holdings[0].id, because="The wrong year")
        again = await queries.plan(officer, plan_id=plan_id)
        assert again.moved == 0
        assert committee_id in await committees.committee_names(officer)


async def test_two_holders_on_a_day_and_days_to_come_are_refused_and_nothing_is_written(
    officer: Scope,
) -> None:
    async with transactions.scope_tx(officer):
        function_id = await a_function(officer)
        await operations.record_holding(officer, said=by_nhs_england(function_id, date(2013, 4, 1)))
        with pytest.raises(UnableToKeepFunction, match="can’t hold it on 1 April 2015 as well"):
            await operations.record_holding(officer, said=said(function_id))
        with pytest.raises(UnableToKeepFunction, match="still to come"):
            await operations.record_holding(officer, said=said(function_id, date(2199, 4, 1)))
        with pytest.raises(UnableToKeepFunction, match="Name that body as the holder"):
            await operations.record_holding(officer, said=said(function_id, model=Model.JOINT))
        with pytest.raises(UnableToKeepFunction, match="stays with the body that delegates"):
            await operations.record_holding(
                officer, said=said(function_id, standing=Standing.RESERVED, model=None)
            )
        holding = (await queries.holdings_of(officer, function_id=function_id))[0]
        with pytest.raises(UnableToKeepFunction, match="before it starts"):
            await operations.end_holding(officer, holding_id=holding.id, until_on=date(2013, 3, 31))
        await operations.end_holding(officer, holding_id=holding.id, until_on=date(2015, 3, 31))
        await operations.record_holding(officer, said=said(function_id))
        with pytest.raises(UnableToKeepFunction, match="can’t hold it on 1 April 2015"):
            await operations.end_holding(officer, holding_id=holding.id, until_on=date(2015, 4, 1))
        assert len(await queries.holdings_of(officer, function_id=function_id)) == 2


async def test_no_chore_and_nobody_without_the_right_makes_a_function_held(officer: Scope) -> None:
    chore = officer.as_chore("functions.anything")
    nameless = replace(officer, actor=Actor(name="A token"))
    async with transactions.scope_tx(officer):
        function_id = await a_function(officer)
        agreement_id = await an_agreement(officer)
        for other, refusal in (
            (chore, UnableToKeepFunction),
            (nameless, UnableToKeepFunction),
            (replace(officer, permissions=frozenset({"functions.read"})), NotPermitted),
        ):
            with pytest.raises(refusal):
                await operations.record_holding(other, said=said(function_id))
            with pytest.raises(refusal):
                await operations.sign_agreement(
                    other, agreement_id=agreement_id, signed_on=APRIL, by_us="A", by_body="B"
                )
            with pytest.raises(refusal):
                await operations.give_notice(
                    other, agreement_id=agreement_id, by_us=True, given_on=APRIL, reason="x"
                )
        line = (await queries.register_of(officer, on=APRIL))[0]
        assert line.held_here is None


async def test_what_happened_before_the_agreement_was_signed_is_recorded_as_irregular(
    officer: Scope,
) -> None:
    async with transactions.scope_tx(officer):
        function_id = await a_function(officer)
        agreement_id = await an_agreement(officer, signed_on=date(2015, 5, 5))
        await operations.record_holding(officer, said=said(function_id, agreement_id=agreement_id))
        line = (await queries.register_of(officer, on=APRIL))[0]
        assert line.held_here is True and line.holding is not None
        assert (
            line.holding.irregular_because
            == "The agreement “Delegation agreement” on 1 April 2015: not signed."
        )


async def test_agreement_is_signed_varied_left_by_notice_and_its_reports_are_due(officer: Scope) -> None:
    async with transactions.scope_tx(officer):
        agreement_id = await an_agreement(officer, signed_on=None)
        assert await queries.reports_due(officer, since=APRIL, until=date(2016, 4, 1)) == ()
        before = (await queries.agreement(officer, agreement_id=agreement_id)).line
        with pytest.raises(OvertakenByAnother):
            await operations.change_agreement(
                officer, agreement_id=agreement_id, agreement=terms(body="X"), before=terms(), version=99
            )
        with pytest.raises(UnableToKeepFunction, match="Record that first"):
            await operations.give_notice(
                officer, agreement_id=agreement_id, by_us=True, given_on=APRIL, reason="x"
            )
        await operations.sign_agreement(
            officer,
            agreement_id=agreement_id,
            signed_on=date(2015, 3, 20),
            by_us="Ada Invented",
            by_body="Bo Invented",
        )
        with pytest.raises(UnableToKeepFunction, match="a variation that both sides consent to"):
            await operations.change_agreement(
                officer, agreement_id=agreement_id, agreement=terms(body="Other"), before=terms()
            )
        with pytest.raises(UnableToKeepFunction, match="so it stays"):
            await operations.retire_agreement(officer, agreement_id=agreement_id)
        due = await queries.reports_due(officer, since=date(2015, 7, 1), until=date(2015, 12, 31))
        assert [(each.title, each.period, each.due_on, each.body) for each in due] == [
            ("Quarterly return", "April to June 2015", date(2015, 7, 30), "NHS England"),
            ("Quarterly return", "July to September 2015", date(2015, 10, 30), "NHS England"),
        ]
        varied = VariationSaid(
            words="Premises are added", agreed_on=date(2016, 1, 5), effective_on=date(2016, 4, 1), by_us="Ada",
            by_body=" ",
        )  # fmt: skip
        with pytest.raises(UnableToKeepFunction, match="by consent only"):
            await operations.vary(officer, agreement_id=agreement_id, said=varied)
        await operations.vary(officer, agreement_id=agreement_id, said=replace(varied, by_body="Bo"))
        late = date(2016, 10, 1)
        early = {"given_on": late, "takes_effect_on": date(2017, 4, 1), "reason": "Merging"}
        with pytest.raises(UnableToKeepFunction, match="takes effect on 1 April 2018 by the rule"):
            await operations.give_notice(officer, agreement_id=agreement_id, by_us=True, **early)
        notice_id = await operations.give_notice(
            officer, agreement_id=agreement_id, by_us=True, **early, irregular_because="Both sides let it be"
        )
        view = await queries.agreement(officer, agreement_id=agreement_id, on=date(2016, 12, 1))
        assert view.line.state is AgreementState.NOTICE_GIVEN and view.line.last_day == date(2017, 3, 31)
        assert (
            view.notices[0].irregular_because == "Both sides let it be" and view.notices[0].rule is not None
        )
        await operations.withdraw(officer, noun="notice", record_id=notice_id, because="Typed twice")
        assert await operations.give_notice(
            officer, agreement_id=agreement_id, by_us=True, given_on=date(2016, 9, 30), reason="Merging"
        )
        ended = await queries.agreement(officer, agreement_id=agreement_id, on=date(2017, 4, 1))
        assert ended.line.state is AgreementState.ENDED and ended.line.version > before.version
        assert ended.variations[0].agreed_by_body == "Bo"
        last = await queries.reports_due(officer, since=date(2017, 4, 1), until=date(2018, 4, 1))
        assert [each.period for each in last] == ["January to March 2017"]
        with pytest.raises(UnableToKeepFunction, match="where it can be seen"):
            await operations.show_segregation(
                officer,
                agreement_id=agreement_id,
                said=SegregationSaid(cost_centres="C1", words="Own ledger", from_on=APRIL),
            )
        await operations.show_segregation(
            officer,
            agreement_id=agreement_id,
            said=SegregationSaid(
                cost_centres="C1", words="Own ledger", from_on=APRIL, seen_in="Ledger, page 3"
            ),
        )
        assert (await queries.agreement(officer, agreement_id=agreement_id)).segregations[0].seen_in


async def test_shipped_lists_are_taken_up_and_a_bill_is_not(officer: Scope) -> None:
    async with transactions.scope_tx(officer):
        taken = await operations.take_up(officer, key="functions-in-four-phases/2017")
        assert (taken.functions, taken.plans) == (10, 1)
        plan = (await queries.plans_of(officer))[0]
        assert (
            len(plan.phases) == 4 and plan.functions == 0 and plan.phases[3].phase.planned_month == "2018-03"
        )
        names = await queries.names_of(officer)
        ids = tuple(each for each, name in names.items() if name.startswith("Approve"))
        first = plan.phases[0]
        await operations.change_phase(officer, phase_id=first.id, phase=first.phase, function_ids=ids)
        with pytest.raises(UnableToKeepFunction, match="moves once"):
            await operations.change_phase(
                officer, phase_id=plan.phases[1].id, phase=plan.phases[1].phase, function_ids=ids
            )
        await operations.record_transfer(
            officer, phase_id=first.id, function_ids=ids, happened_on=date(2017, 7, 1), basis="Their letter"
        )
        held = [each for each in await queries.register_of(officer, on=date(2017, 7, 1)) if each.held_here]
        assert [each.name for each in held] == ["Approve practice mergers"]
        with pytest.raises(UnableToKeepFunction, match="in the register already"):
            await operations.take_up(officer, key="functions-in-four-phases/2017")
        with pytest.raises(UnableToKeepFunction, match="Royal Assent is not confirmed"):
            await operations.take_up(officer, key="health-bill/2026-05")
        with pytest.raises(NotFound):
            await operations.take_up(officer, key="no-such/2000")


async def test_function_that_started_past_a_gate_is_recorded_as_it_happened_and_marked(
    officer: Scope,
) -> None:
    gate = {
        "id": "G1",
        "name": "Before a function starts",
        "guards": {"acts": ["function-start"], "functions": ["approve-mergers"]},
        "conditions": [{"id": "C1", "text": "The money is agreed", "mark": "setting"}],
        "mark": "setting",
    }
    programme = await taken_up(officer, a_programme(gates=[gate]))
    async with transactions.scope_tx(officer):
        behind, beside = await a_function(officer), await a_function(officer, "Pay premises")
        for function_id in (behind, beside):
            await operations.record_holding(officer, said=said(function_id))
        lines = {each.id: each for each in await queries.register_of(officer, on=APRIL)}
        assert all(each.held_here for each in lines.values()), "no fact is refused"
        past, free = lines[behind].holding, lines[beside].holding
        assert past is not None and free is not None
        assert past.irregular_because == (
            "Gate G1 (Before a function starts), which stands before it, was not passed on 1 April 2015."
        )
        at_gate = (await gates_of(officer, programme_id=programme.line.id))[0]
        told = await gate_now(officer, gate_id=at_gate.id)
        assert [each.irregular for each in told.happenings] == [True], "reported and followed up at the gate"
        assert not free.irregular, "the gate stands before the other function alone"
