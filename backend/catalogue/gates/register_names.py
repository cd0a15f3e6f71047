"""Names in a register of functions that resolve, in a tenant's file and in a shipped list."""

from collections.abc import Iterator

from backend.catalogue.drafts import Draft
from backend.catalogue.functions import FunctionsFile
from backend.catalogue.gates.resolving import no, unless
from backend.catalogue.problems import Problem


def register_names(
    draft: Draft, file: str, register: FunctionsFile, *, scheme: set[str] | None
) -> Iterator[Problem]:
    """`scheme` holds the functions of the tenant's scheme of powers; a shipped list knows no scheme."""
    functions = {function.id for function in register.functions}
    agreements = {agreement.id for agreement in register.agreements}
    for function in register.functions:
        for name in function.scheme:
            place = f"functions[{function.id}].scheme"
            yield from unless(name in (scheme or ()), file, place, no("function of the scheme", name))
    for agreement in register.agreements:
        for name in agreement.functions:
            place = f"agreements[{agreement.id}].functions"
            yield from unless(name in functions, file, place, no("function", name))
        for report in agreement.reports:
            named = report.definition
            known = named is None or named in draft.returns or draft.return_file(named) in draft.broken
            place = f"agreements[{agreement.id}].reports[{report.id}].definition"
            yield from unless(known, file, place, no("definition of a return", named or ""))
    for plan in register.plans:
        place = f"plans[{plan.id}]"
        named = plan.agreement
        known = named is None or named in agreements
        yield from unless(known, file, f"{place}.agreement", no("agreement", named or ""))
        for phase in plan.phases:
            for name in phase.functions:
                key = f"{place}.phases[{phase.id}].functions"
                yield from unless(name in functions, file, key, no("function", name))
