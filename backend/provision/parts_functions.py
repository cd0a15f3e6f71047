"""The register of functions of a tenant's folder, which the functions room keeps. No step makes a function held."""

from collections.abc import Mapping, Sequence

from backend.catalogue.functions import DelegationAgreement, RegisterFunction, TransferPlan
from backend.catalogue.loader import Catalogue
from backend.catalogue.tenants import TenantDocument
from backend.functions import catalogued
from backend.functions import operations as functions
from backend.provision.changes import Listed, Part, Step
from backend.scope import Scope


def _wanted_functions(document: TenantDocument, _: Catalogue) -> Mapping[str, RegisterFunction]:
    return {each.id: each for each in document.functions.functions}


async def _put_functions(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await catalogued.ids_of(scope, "function") if steps else {}
    for step in steps:
        if step.before is None:
            await functions.add_function(scope, function=step.after)
        else:
            await functions.change_function(scope, function_id=ids[step.key], function=step.after)


async def _retire_functions(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await catalogued.ids_of(scope, "function") if steps else {}
    for step in steps:
        await functions.retire_function(scope, function_id=ids[step.key])


FUNCTIONS = Part(
    room="functions",
    noun="function of the register",
    wanted=_wanted_functions,
    living=catalogued.catalogued_functions,
    put=_put_functions,
    retire=_retire_functions,
    exported=lambda document, living: {
        "functions": document.functions.model_copy(update={"functions": tuple(living.values())})
    },
)


def _wanted_agreements(document: TenantDocument, _: Catalogue) -> Mapping[str, DelegationAgreement]:
    return {each.id: each for each in document.functions.agreements}


async def _put_agreements(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await catalogued.ids_of(scope, "agreement") if steps else {}
    for step in steps:
        if step.before is None:
            await functions.make_agreement(scope, agreement=step.after)
        else:
            await functions.change_agreement(
                scope, agreement_id=ids[step.key], agreement=step.after, before=step.before
            )


async def _retire_agreements(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await catalogued.ids_of(scope, "agreement") if steps else {}
    for step in steps:
        await functions.retire_agreement(scope, agreement_id=ids[step.key])


AGREEMENTS = Part(
    room="functions",
    noun="agreement on delegation",
    wanted=_wanted_agreements,
    living=catalogued.catalogued_agreements,
    put=_put_agreements,
    retire=_retire_agreements,
    exported=lambda document, living: {
        "functions": document.functions.model_copy(update={"agreements": tuple(living.values())})
    },
    listed={"reports": Listed(noun="report", key="id", name="title")},
)


def _wanted_plans(document: TenantDocument, _: Catalogue) -> Mapping[str, TransferPlan]:
    return {each.id: each for each in document.functions.plans}


async def _put_plans(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await catalogued.ids_of(scope, "plan") if steps else {}
    for step in steps:
        if step.before is None:
            await functions.make_plan(scope, plan=step.after)
        else:
            await functions.change_plan(scope, plan_id=ids[step.key], plan=step.after)


async def _retire_plans(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await catalogued.ids_of(scope, "plan") if steps else {}
    for step in steps:
        await functions.retire_plan(scope, plan_id=ids[step.key])


PLANS = Part(
    room="functions",
    noun="plan of transfer",
    wanted=_wanted_plans,
    living=catalogued.catalogued_plans,
    put=_put_plans,
    retire=_retire_plans,
    exported=lambda document, living: {
        "functions": document.functions.model_copy(update={"plans": tuple(living.values())})
    },
    listed={"phases": Listed(noun="phase", key="id", name="name")},
)
