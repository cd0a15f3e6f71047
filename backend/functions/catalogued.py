"""The register as a tenant's folder writes it, rebuilt from the rows. Who holds what, and who signed, stays here."""

from typing import Any
from uuid import UUID

from backend.catalogue.functions import DelegationAgreement, Model, RegisterFunction, Standing, TransferPlan
from backend.functions.queries.reading import function_of, phase_of, report_of, rules_of, sourced
from backend.kit.database import fetch
from backend.powers import queries as powers
from backend.scope import Scope

_LIVING = {
    "function": "SELECT * FROM functions_function WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY id",
    "agreement": "SELECT * FROM functions_agreement WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY id",
    "report": "SELECT * FROM functions_report WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY position, id",
    "plan": "SELECT * FROM functions_plan WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY id",
    "phase": "SELECT * FROM functions_phase WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY position, id",
}


async def catalogued_functions(scope: Scope) -> dict[str, RegisterFunction]:
    """The living functions by short name, in the order in which they were made."""
    slugs = {each.id: each.slug for each in await powers.functions_of(scope)}
    return {row["slug"]: function_of(row, slugs) for row in await fetch(_LIVING["function"], scope.tenant.id)}


async def catalogued_agreements(scope: Scope) -> dict[str, DelegationAgreement]:
    """The terms of the living agreements by short name, each with its reports."""
    slugs = await _slugs(scope, "function")
    reports = await fetch(_LIVING["report"], scope.tenant.id)
    return {
        row["slug"]: DelegationAgreement(
            id=row["slug"],
            name=row["name"],
            body=row["body"],
            model=Model(row["model"]),
            authority=row["authority"],
            about=row["about"],
            from_on=row["from_on"],
            until_on=row["until_on"],
            functions=tuple(slugs[each] for each in row["function_ids"] if each in slugs),
            notice=rules_of(row),
            reports=tuple(report_of(each) for each in reports if each["agreement_id"] == row["id"]),
            **sourced(row),
        )
        for row in await fetch(_LIVING["agreement"], scope.tenant.id)
    }


async def catalogued_plans(scope: Scope) -> dict[str, TransferPlan]:
    """The living plans by short name, each with its phases; one without a phase can't be said in a file."""
    slugs = await _slugs(scope, "function")
    agreements = await _slugs(scope, "agreement")
    phases = await fetch(_LIVING["phase"], scope.tenant.id)
    found = {}
    for row in await fetch(_LIVING["plan"], scope.tenant.id):
        own = tuple(phase_of(each, slugs) for each in phases if each["plan_id"] == row["id"])
        if own:
            found[row["slug"]] = TransferPlan(
                id=row["slug"],
                name=row["name"],
                about=row["about"],
                held_before_by=row["held_before_by"],
                to=row["to_body"],
                standing=Standing(row["standing"]),
                model=Model(row["model"]) if row["model"] else None,
                programme=row["programme"],
                agreement=agreements.get(row["agreement_id"]),
                phases=own,
                **sourced(row),
            )
    return found


async def ids_of(scope: Scope, noun: str) -> dict[str, UUID]:
    """The ids of what lives (`function`, `agreement`, `plan`) by short name."""
    return {slug: row_id for row_id, slug in (await _slugs(scope, noun)).items()}


async def _slugs(scope: Scope, noun: str) -> dict[Any, str]:
    return {row["id"]: row["slug"] for row in await fetch(_LIVING[noun], scope.tenant.id)}
