"""The pages of the room. Fixed addresses come before those that hold an id."""

from typing import Any

from backend.registers.pages import (
    exporting,
    import_results,
    imports,
    public,
    publication,
    staff_lists,
    withholding,
)

ROUTES: list[Any] = [*withholding.ROUTES, *publication.ROUTES, *public.ROUTES, *staff_lists.ROUTES]
ROUTES += [*imports.ROUTES, *import_results.ROUTES, *exporting.ROUTES]
