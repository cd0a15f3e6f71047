"""Registers of functions that can be kept: names of their own, and no function that moves twice in one plan."""

from collections.abc import Iterator

from backend.catalogue.drafts import Draft
from backend.catalogue.functions import FunctionsFile
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    for key, shipped in draft.functions.items():
        yield from _file(draft.functions_file(key), shipped)
    for tenant in draft.every_folder():
        if tenant.functions is not None:
            yield from _file(f"{tenant.folder}/functions.toml", tenant.functions)


def _file(file: str, register: FunctionsFile) -> Iterator[Problem]:
    yield from twice(file, "functions", [each.id for each in register.functions])
    yield from twice(file, "functions", [each.name for each in register.functions])
    yield from twice(file, "agreements", [each.id for each in register.agreements])
    yield from twice(file, "plans", [each.id for each in register.plans])
    for agreement in register.agreements:
        place = f"agreements[{agreement.id}]"
        yield from twice(file, f"{place}.reports", [each.id for each in agreement.reports])
    for plan in register.plans:
        place = f"plans[{plan.id}].phases"
        yield from twice(file, place, [phase.id for phase in plan.phases])
        yield from twice(file, place, [name for phase in plan.phases for name in phase.functions])
        days = [phase.planned_by for phase in plan.phases]
        for phase, earlier in zip(plan.phases[1:], days, strict=False):
            if phase.planned_by is not None and earlier is not None and phase.planned_by < earlier:
                sentence = "It is planned before the phase that stands above it."
                yield nonsense(file, f"{place}[{phase.id}]", sentence)
