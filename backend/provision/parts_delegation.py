"""The programmes of a tenant's folder, which the delegation room keeps.

What people made in the app or took up from a plan is theirs: the folder neither changes nor retires it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.catalogue.loader import Catalogue
from backend.catalogue.programmes import DelegationProgramme
from backend.catalogue.tenants import TenantDocument
from backend.delegation import catalogued
from backend.delegation import operations as delegation
from backend.provision.changes import Listed, Part, Step
from backend.scope import Scope


def _wanted(document: TenantDocument, _: Catalogue) -> Mapping[str, DelegationProgramme]:
    first = () if document.delegation is None else (document.delegation,)
    return {each.id: each for each in (*first, *document.programmes)}


async def _put(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        if step.before is None:
            await delegation.take_up_programme(scope, programme=step.after)
        else:
            await delegation.change_programme(scope, programme=step.after)


async def _retire(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        await delegation.retire_programme(scope, slug=step.key)


def _exported(document: TenantDocument, living: Mapping[str, Any]) -> Mapping[str, Any]:
    """Each where the folder has it; of what it hasn't, the first that was taken up is its `delegation.toml`."""
    beside = {each.id for each in document.programmes}
    new = next((slug for slug in living if slug not in beside), "")
    first = document.delegation.id if document.delegation else new
    others = tuple(each for slug, each in living.items() if slug != first)
    return {"delegation": living.get(first), "programmes": others}


DELEGATION = Part(
    room="delegation",
    noun="delegation programme",
    wanted=_wanted,
    living=catalogued.programmes_of_folder,
    put=_put,
    retire=_retire,
    exported=_exported,
    listed={
        "milestones": Listed(noun="milestone", key="id", name="id"),
        "gates": Listed(noun="gate", key="id", name="id"),
        "commitments": Listed(noun="commitment", key="id", name="id"),
        "scope": Listed(noun="scope row", key="n", name="area"),
        "sections": Listed(noun="section", key="id", name="name"),
        "streams": Listed(noun="stream", key="id", name="name"),
    },
)
