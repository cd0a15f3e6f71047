"""Functions, agreements and plans in one line each."""

from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.functions import (
    DelegationAgreement,
    Model,
    NoticeRule,
    RegisterFunction,
    ReportAsked,
    Standing,
    TransferPlan,
)
from backend.functions import operations
from backend.functions.operations import HoldingSaid
from backend.scope import Scope

SETTING = {"mark": "setting"}
APRIL = date(2015, 4, 1)

LEAVING = NoticeRule.model_validate(
    {
        "by": "The group",
        "last_day": "09-30",
        "takes_effect": "04-01",
        "text": "Notice by 30 September takes effect on the next 1 April.",
        "effective_from": date(2014, 11, 10),
        "effective_until": date(2022, 6, 30),
        **SETTING,
    }
)


def a_report(**traits: Any) -> ReportAsked:
    values = {"id": "quarter", "title": "Quarterly return", "rhythm": "quarterly", "due_within_days": 30}
    return ReportAsked.model_validate({**values, **SETTING, **traits})


async def a_function(scope: Scope, name: str = "Approve mergers", **traits: Any) -> UUID:
    slug = "-".join(word.lower() for word in name.split())
    values = {"id": slug, "name": name, "area": "Providers", **SETTING, **traits}
    return await operations.add_function(scope, function=RegisterFunction.model_validate(values))


def terms(**traits: Any) -> DelegationAgreement:
    values: dict[str, Any] = {
        "id": "delegation",
        "name": "Delegation agreement",
        "body": "NHS England",
        "model": "delegated",
        "from_on": APRIL,
        "notice": [LEAVING],
        "reports": [a_report()],
        **SETTING,
    }
    return DelegationAgreement.model_validate({**values, **traits})


async def an_agreement(scope: Scope, *, signed_on: date | None = date(2015, 3, 20), **traits: Any) -> UUID:
    agreement_id = await operations.make_agreement(scope, agreement=terms(**traits))
    if signed_on is not None:
        await operations.sign_agreement(
            scope, agreement_id=agreement_id, signed_on=signed_on, by_us="Ada Invented", by_body="Bo Invented"
        )
    return agreement_id


def a_plan(*phases: tuple[str, str | None, list[str]], **traits: Any) -> TransferPlan:
    """Phases as name, month and the short names of functions."""
    values: dict[str, Any] = {
        "id": "phases",
        "name": "Transfer in phases",
        "about": "Made for a test.",
        "held_before_by": "NHS England",
        "model": "delegated",
        "phases": [
            {
                "id": f"phase-{number}",
                "name": name,
                "planned_month": month,
                "functions": functions,
                **SETTING,
            }
            for number, (name, month, functions) in enumerate(phases, start=1)
        ],
        **SETTING,
    }
    return TransferPlan.model_validate({**values, **traits})


def said(function_id: UUID, from_on: date = APRIL, **traits: Any) -> HoldingSaid:
    values: dict[str, Any] = {
        "basis": "The agreement of March 2015",
        "standing": Standing.DELEGATED,
        "model": Model.DELEGATED,
        **traits,
    }
    return HoldingSaid(function_id=function_id, from_on=from_on, **values)


def by_nhs_england(function_id: UUID, from_on: date, **traits: Any) -> HoldingSaid:
    return said(
        function_id,
        from_on,
        holder="NHS England",
        standing=Standing.STATUTE,
        model=None,
        basis="Health and Social Care Act 2012",
        **traits,
    )
