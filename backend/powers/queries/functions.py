"""The functions of the scheme."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.catalogue.shapes import Provenance
from backend.kit.database import fetch
from backend.powers.tables import Function
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionLine:
    """A function that is there on a day, for whoever chooses one."""

    id: UUID
    slug: str
    name: str
    authority: str
    about: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionView:
    """One function with where it was read; `retired_on` is the first day without it."""

    id: UUID
    slug: str
    name: str
    authority: str
    about: str | None
    provenance: Provenance
    retired_on: date | None


async def functions_of(scope: Scope, *, on: date | None = None) -> tuple[FunctionLine, ...]:
    """The functions that are there on a day (today where none is given), by name. One statement."""
    rows = await fetch(
        "SELECT * FROM powers_function WHERE tenant_id = $1 AND (retired_on IS NULL OR retired_on > $2) "
        "ORDER BY lower(name), id",
        scope.tenant.id,
        on or scope.today,
    )
    return tuple(
        FunctionLine(
            id=row["id"],
            slug=row["slug"],
            name=row["name"],
            authority=row["authority"],
            about=row["about"],
        )
        for row in rows
    )


async def function_view(scope: Scope, *, function_id: UUID) -> FunctionView:
    """One function, retired or not. Raises NotFound."""
    rows = await Function.within(scope).where(Function.id == function_id)
    if not rows:
        raise NotFound("function")
    row = rows[0]
    return FunctionView(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        authority=row["authority"],
        about=row["about"],
        provenance=Provenance.model_validate_json(row["source"]),
        retired_on=row["retired_on"],
    )
