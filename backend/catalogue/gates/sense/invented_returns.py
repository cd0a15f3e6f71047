"""Invented returns that can be entered: plainly invented, of the cast, by definitions and on days that there are."""

from collections.abc import Iterator

from backend.catalogue.drafts import Draft, TenantDraft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.invented_returns import InventedReturns
from backend.catalogue.problems import Problem


def problems(draft: Draft) -> Iterator[Problem]:
    for tenant in draft.every_folder():
        if tenant.invented_returns is not None:
            yield from _of(f"{tenant.folder}/demonstration/returns.toml", tenant, tenant.invented_returns)


def _of(file: str, tenant: TenantDraft, kept: InventedReturns) -> Iterator[Problem]:
    if "DEMONSTRATION" not in kept.says:
        yield nonsense(file, "says", "What is said of the returns must hold the word DEMONSTRATION.")
    if tenant.cast is None:
        yield nonsense(
            file, "returns", "Returns are entered by a cast; the folder has none that can be used."
        )
        return
    people = {person.id for person in tenant.cast.people}
    organisations = (
        {each.id for each in tenant.organisations.organisations} if tenant.organisations else set()
    )
    until = tenant.cast.clock_starts.date()
    yield from twice(file, "periods", [each.id for each in kept.periods])
    yield from twice(file, "definitions", [each.edition for each in kept.definitions])
    yield from twice(file, "commissioners", [each.organisation for each in kept.commissioners])
    yield from twice(
        file, "returns", [f"{each.commissioner}/{each.period}/{each.issue}" for each in kept.returns]
    )
    for each in kept.commissioners:
        if each.organisation not in organisations:
            yield nonsense(file, "commissioners", f"“{each.organisation}” is not in organisations.toml.")
    named = [
        kept.entered_by,
        *(one for each in kept.commissioners for one in (each.lead, each.second) if one),
        *(one for each in kept.acts for one in (each.by, each.second) if one),
        *(one for each in kept.covers for one in (each.person, each.cover)),
    ]
    for person in sorted(set(named) - people):
        yield nonsense(file, "people", f"“{person}” is no person in this cast.")
    known = {each.organisation for each in kept.commissioners}
    periods = {each.id for each in kept.periods}
    places = [
        *((each.commissioner, each.period) for each in kept.returns),
        *((each.commissioner, each.period) for each in kept.acts),
    ]
    for commissioner, period in places:
        if commissioner not in known or period not in periods:
            yield nonsense(file, "returns", f"There is no {commissioner} with the period {period} here.")
    for came in kept.returns:
        key = f"returns[{came.commissioner}/{came.period}/{came.issue}]"
        definition = kept.definition(came.edition)
        if definition is None:
            yield nonsense(file, f"{key}.edition", f"There is no definition of the edition {came.edition}.")
        elif extra := sorted({*came.values, *came.reds} - {figure.key for figure in definition.figures}):
            yield nonsense(file, f"{key}.values", f"The edition asks for no {extra[0]}.")
        if came.received_on > until:
            yield nonsense(file, f"{key}.received_on", f"It comes after the clock starts ({until}).")
