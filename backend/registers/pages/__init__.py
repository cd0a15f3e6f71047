"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.registers.pages import (
    erasing,
    exporting,
    fit_and_proper,
    import_names,
    import_results,
    imports,
    overview,
    periods,
    public,
    publication,
    related_parties,
    retention,
    returns,
    staff_lists,
    withholding,
)

ROUTES: list[Any] = [
    *overview.ROUTES,
    *withholding.ROUTES,
    *publication.ROUTES,
    *public.ROUTES,
    *erasing.ROUTES,
    *retention.ROUTES,
    *staff_lists.ROUTES,
]
ROUTES += [*imports.ROUTES, *import_names.ROUTES, *import_results.ROUTES, *exporting.ROUTES, *periods.ROUTES]
ROUTES += [*returns.ROUTES, *related_parties.ROUTES, *fit_and_proper.ROUTES]
