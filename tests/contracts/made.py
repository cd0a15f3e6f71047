"""Contracts of an invented place, in one line each."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from backend.catalogue.organisations import Organisation, OrganisationType
from backend.catalogue.shapes import Mark
from backend.contracts import operations
from backend.contracts.operations import PartnerSaid, Said, ShareSaid
from backend.organisations import operations as organisations
from backend.scope import Scope

BEGUN = date(2014, 4, 1)


async def an_organisation(
    scope: Scope, name: str, type: OrganisationType = OrganisationType.PRACTICE
) -> UUID:
    made = Organisation(
        id=name.lower().replace(" ", "-").replace("(", "").replace(")", ""),
        name=name,
        type=type,
        mark=Mark.SETTING,
    )
    return await organisations.add_organisation(scope, organisation=made)


async def a_contract(scope: Scope, **traits: Any) -> UUID:
    given: dict[str, Any] = {
        "title": "Joint and Bone Pathway",
        "form": "prime-provider",
        "begins_on": BEGUN,
        "ends_on": date(2019, 3, 31),
        **traits,
    }
    return await operations.keep_contract(scope, said=Said(**given))


async def a_partner(scope: Scope, contract_id: UUID, organisation_id: UUID, **traits: Any) -> UUID:
    given: dict[str, Any] = {"role": "partner", "since": BEGUN, **traits}
    return await operations.add_partner(
        scope, contract_id=contract_id, organisation_id=organisation_id, said=PartnerSaid(**given)
    )


async def a_share(scope: Scope, partner_id: UUID, **traits: Any) -> UUID:
    given: dict[str, Any] = {"percent": Decimal(12), "basis": "of savings", "since": BEGUN, **traits}
    return await operations.add_share(scope, partner_id=partner_id, said=ShareSaid(**given))
