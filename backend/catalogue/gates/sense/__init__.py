"""Sense: the configuration can be lived. One module for each noun."""

from collections.abc import Iterator

from backend.catalogue.drafts import Draft
from backend.catalogue.gates.sense import (
    agreed_contracts,
    assurance,
    casts,
    committees,
    covers,
    editions,
    functions,
    in_use,
    invented_contracts,
    invented_requests,
    invented_returns,
    invented_risks,
    mappings,
    measures,
    packs,
    powers,
    programmes,
    returns,
    tenants,
    workflows,
    years,
)
from backend.catalogue.problems import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    """What parses and resolves, yet could not work."""
    yield from editions.problems(draft)
    yield from assurance.problems(draft)
    yield from mappings.problems(draft)
    yield from in_use.problems(draft)
    yield from workflows.problems(draft)
    yield from tenants.problems(draft)
    yield from committees.problems(draft)
    yield from programmes.problems(draft)
    yield from returns.problems(draft)
    yield from packs.problems(draft)
    yield from measures.problems(draft)
    yield from agreed_contracts.problems(draft)
    yield from powers.problems(draft)
    yield from functions.problems(draft)
    yield from casts.problems(draft)
    yield from covers.problems(draft)
    yield from years.problems(draft)
    yield from invented_risks.problems(draft)
    yield from invented_contracts.problems(draft)
    yield from invented_requests.problems(draft)
    yield from invented_returns.problems(draft)
