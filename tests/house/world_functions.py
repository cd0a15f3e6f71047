"""Functions, their holders, agreements and plans in the two worlds of the sweep."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.functions import DelegationAgreement, Model, RegisterFunction, Standing, TransferPlan
from backend.catalogue.shapes import Mark
from backend.evidence import operations as evidence
from backend.functions import operations, queries
from backend.functions.chores import print_map
from backend.functions.operations import HoldingSaid, SegregationSaid, VariationSaid
from backend.functions.operations.prints import ask_print
from backend.scope import Scope
from backend.tenancy import transactions
from tests.functions.made import LEAVING, SETTING, a_report

Ids = dict[str, str]
FIRST = date(2015, 4, 1)


async def a_function(world: Any) -> Ids:
    """A function that we hold, under words and with a file of the world's own; a function of the scheme within it."""
    from tests.house.world import MAKERS

    power = await MAKERS["power"](world)
    scope = world.officer
    name = world.word("function")
    async with transactions.scope_tx(scope):
        file_id = await _a_file(scope, world)
        function_id = await operations.add_function(
            scope,
            function=RegisterFunction.model_validate(
                {
                    "id": await operations.free_slug_for(scope, name=name),
                    "name": name,
                    "area": world.word("area"),
                    "authority": world.word("statute"),
                    "says": [
                        {
                            "holder": world.word("body"),
                            "standing": "reserved",
                            "text": world.word("says"),
                            **SETTING,
                        }
                    ],
                    **SETTING,
                }
            ),
        )
        holding_id = await operations.record_holding(
            scope,
            said=HoldingSaid(
                function_id=function_id,
                from_on=FIRST,
                basis=world.word("basis"),
                standing=Standing.STATUTE,
                holder=world.word("holder"),
                file_id=file_id,
            ),
        )
        await operations.record_holding(
            scope,
            said=HoldingSaid(
                function_id=function_id,
                from_on=date(2016, 4, 1),
                basis=world.word("later"),
                standing=Standing.DELEGATED,
                ends_former=True,
            ),
        )
    return {
        "function_id": str(function_id),
        "holding_id": str(holding_id),
        "power_id": power["function_id"],
        "name": name,
    }


async def a_new_function(world: Any) -> Ids:
    """A function that nobody holds yet, and an agreement under which somebody may."""
    ids = await an_agreement(world)
    scope = world.officer
    name = world.word("function")
    async with transactions.scope_tx(scope):
        function_id = await operations.add_function(
            scope,
            function=RegisterFunction.model_validate(
                {
                    "id": await operations.free_slug_for(scope, name=name),
                    "name": name,
                    "area": world.word("area"),
                    **SETTING,
                }
            ),
        )
    return {**ids, "function_id": str(function_id), "name": name}


async def a_retired_function(world: Any) -> Ids:
    ids = await a_function(world)
    async with transactions.scope_tx(world.officer):
        await operations.retire_function(world.officer, function_id=UUID(ids["function_id"]))
    return ids


async def terms(world: Any) -> Ids:
    """Terms that nobody signed."""
    function = await a_function(world)
    scope = world.officer
    name = world.word("agreement")
    async with transactions.scope_tx(scope):
        agreement_id = await operations.make_agreement(
            scope,
            agreement=DelegationAgreement(
                id=await operations.free_agreement_slug(scope, name=name),
                name=name,
                body=world.word("body"),
                model=Model.DELEGATED,
                about=world.word("about"),
                from_on=FIRST,
                notice=(LEAVING.model_copy(update={"effective_until": None}),),
                reports=(a_report(title=world.word("report")),),
                mark=Mark.SETTING,
            ),
        )
        report = (await queries.agreement(scope, agreement_id=agreement_id)).reports[0]
    return {
        "agreement_id": str(agreement_id),
        "function_id": function["function_id"],
        "report_id": str(report.id),
        "name": name,
    }


async def an_agreement(world: Any) -> Ids:
    """Signed terms, with a variation, a notice and what shows that money is kept apart, each with its file."""
    ids = await terms(world)
    scope: Scope = world.officer
    agreement_id = UUID(ids["agreement_id"])
    async with transactions.scope_tx(scope):
        file_id = await _a_file(scope, world)
        await operations.sign_agreement(
            scope,
            agreement_id=agreement_id,
            signed_on=date(2015, 3, 1),
            by_us=world.word("signer"),
            by_body=world.word("other signer"),
            file_id=file_id,
        )
        variation_id = await operations.vary(
            scope,
            agreement_id=agreement_id,
            said=VariationSaid(
                words=world.word("variation"),
                agreed_on=FIRST,
                effective_on=FIRST,
                by_us="A",
                by_body="B",
                file_id=file_id,
            ),
        )
        notice_id = await operations.give_notice(
            scope, agreement_id=agreement_id, by_us=True, given_on=FIRST, reason=world.word("reason")
        )
        segregation_id = await operations.show_segregation(
            scope,
            agreement_id=agreement_id,
            said=SegregationSaid(
                cost_centres=world.word("centres"), words=world.word("apart"), from_on=FIRST, file_id=file_id
            ),
        )
    return {
        **ids,
        "record_id": str(variation_id),
        "notice_id": str(notice_id),
        "segregation_id": str(segregation_id),
    }


async def a_notice(world: Any) -> Ids:
    ids = await an_agreement(world)
    return {**ids, "record_id": ids["notice_id"]}


async def a_segregation(world: Any) -> Ids:
    ids = await an_agreement(world)
    return {**ids, "record_id": ids["segregation_id"]}


async def a_plan(world: Any) -> Ids:
    """A plan with a phase that moves a function."""
    ids = await a_new_function(world)
    scope = world.officer
    name = world.word("plan")
    async with transactions.scope_tx(scope):
        view = await queries.function_view(scope, function_id=UUID(ids["function_id"]))
        plan_id = await operations.make_plan(
            scope,
            plan=TransferPlan.model_validate(
                {
                    "id": await operations.free_plan_slug(scope, name=name),
                    "name": name,
                    "about": world.word("about"),
                    "held_before_by": world.word("body"),
                    "phases": [
                        {
                            "id": "one",
                            "name": world.word("phase"),
                            "functions": [view.line.slug],
                            **SETTING,
                        }
                    ],
                    **SETTING,
                }
            ),
        )
        phase = (await queries.plan(scope, plan_id=plan_id)).phases[0]
    return {**ids, "plan_id": str(plan_id), "phase_id": str(phase.id)}


async def a_print(world: Any) -> Ids:
    """The map with the world's own function on paper."""
    ids = await a_function(world)
    scope = world.officer
    async with transactions.scope_tx(scope):
        print_id = await ask_print(scope, on=scope.today)
    await print_map(replace(scope, request_id="print"), print_id=print_id)
    return {**ids, "print_id": str(print_id)}


async def _a_file(scope: Scope, world: Any) -> UUID:
    return await evidence.keep_file(
        scope, name=f"{world.word('file')}.txt", media_type="text/plain", data=world.word("data").encode()
    )


MAKERS = {
    "register_function": a_function,
    "new_register_function": a_new_function,
    "retired_register_function": a_retired_function,
    "agreement_terms": terms,
    "signed_agreement": an_agreement,
    "agreement_notice": a_notice,
    "agreement_segregation": a_segregation,
    "transfer_plan": a_plan,
    "functions_print": a_print,
}
