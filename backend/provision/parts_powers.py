"""The scheme of powers of a tenant's folder, which the powers room keeps: its functions, then its entries."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.catalogue.loader import Catalogue
from backend.catalogue.powers import PowerEntry, PowerFunction
from backend.catalogue.tenants import TenantDocument
from backend.powers import catalogued
from backend.powers import operations as powers
from backend.powers import queries as power_queries
from backend.provision.changes import Part, Step
from backend.scope import Scope


def _wanted_functions(document: TenantDocument, _: Catalogue) -> Mapping[str, PowerFunction]:
    return {each.id: each for each in document.scheme.functions}


async def _put_functions(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await _ids(scope)
    for step in steps:
        if step.before is None:
            await powers.add_function(scope, function=step.after)
        else:
            await powers.change_function(scope, function_id=ids[step.key], function=step.after)


async def _retire_functions(scope: Scope, steps: Sequence[Step]) -> None:
    ids = await _ids(scope)
    for step in steps:
        await powers.retire_function(scope, function_id=ids[step.key])


async def _ids(scope: Scope) -> dict[str, Any]:
    return {line.slug: line.id for line in await power_queries.functions_of(scope)}


FUNCTIONS = Part(
    room="powers",
    noun="function",
    wanted=_wanted_functions,
    living=catalogued.catalogued_functions,
    put=_put_functions,
    retire=_retire_functions,
    exported=lambda document, living: {
        "scheme": document.scheme.model_copy(update={"functions": tuple(living.values())})
    },
)


def _wanted_entries(document: TenantDocument, _: Catalogue) -> Mapping[str, PowerEntry]:
    return {each.id: each for each in document.scheme.entries}


async def _put_entries(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        await powers.put_entry(scope, entry=step.after)


async def _retire_entries(scope: Scope, steps: Sequence[Step]) -> None:
    for step in steps:
        await powers.drop_entry(scope, slug=step.key)


ENTRIES = Part(
    room="powers",
    noun="entry of the scheme",
    wanted=_wanted_entries,
    living=catalogued.catalogued_entries,
    put=_put_entries,
    retire=_retire_entries,
    exported=lambda document, living: {
        "scheme": document.scheme.model_copy(update={"entries": tuple(living.values())})
    },
)
