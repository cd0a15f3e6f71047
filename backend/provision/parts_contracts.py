"""The contracts of a tenant's folder, with their partners and gain-shares, which the contracts room keeps."""

from collections.abc import Mapping, Sequence

from backend.catalogue.agreed_contracts import AgreedContract
from backend.catalogue.loader import Catalogue
from backend.catalogue.tenants import TenantDocument
from backend.contracts import catalogued
from backend.provision.changes import Part, Step
from backend.scope import Scope


def _wanted(document: TenantDocument, _: Catalogue) -> Mapping[str, AgreedContract]:
    return {each.id: each for each in document.contracts}


async def _put(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        await catalogued.keep_as_the_folder_says(scope, step.after)


async def _retire(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        await catalogued.retire_by_slug(scope, step.key)


CONTRACTS = Part(
    room="contracts",
    noun="contract",
    wanted=_wanted,
    living=catalogued.catalogued_contracts,
    put=_put,
    retire=_retire,
    exported=lambda _, living: {"contracts": tuple(living.values())},
    words={"value_words": "value in words"},
)
