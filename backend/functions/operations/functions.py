"""Adding, changing and retiring functions of the register."""

from typing import Any
from uuid import UUID

from backend.catalogue.functions import RegisterFunction
from backend.functions.operations.following import tell_powers
from backend.functions.operations.recording import hold, source_of, subject
from backend.functions.queries.reading import function_of
from backend.functions.rules.holding import UnableToKeepFunction
from backend.functions.tables.register import Function
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import canonical
from backend.organisations.rules import free_slug
from backend.powers import queries as powers
from backend.scope import NotFound, Scope


async def add_function(scope: Scope, *, function: RegisterFunction) -> UUID:
    """Put a function into the register, or bring back the retired one of its short name. Returns its id.

    Nobody holds it by that. Raises UnableToKeepFunction for a name that is there already.
    """
    rows = await Function.within(scope).where(Function.slug == function.id)
    if rows and rows[0]["retired_on"] is None:
        raise UnableToKeepFunction(
            f"There is a function with the short name “{function.id}” already.", field="name"
        )
    await _check_name(scope, function.name, but=rows[0]["id"] if rows else None)
    values = await _values(scope, function)
    if rows:
        function_id: UUID = rows[0]["id"]
        await Function.change(scope, **values, retired_on=None, version=rows[0]["version"] + 1).where(
            Function.id == function_id
        )
    else:
        function_id = await Function.add(scope, slug=function.id, **values, version=1)
    await ledger.record(
        scope,
        "functions.function.added",
        subject("function", function_id, function.name),
        after=_plain(function),
    )
    await tell_powers(scope, function_id)
    return function_id


async def change_function(
    scope: Scope, *, function_id: UUID, function: RegisterFunction, version: int | None = None
) -> None:
    """Make the function say what `function` says; its short name and its holders stay.

    Raises UnableToKeepFunction, NotFound, OvertakenByAnother.
    """
    row = await hold(scope, "function", function_id, version=version)
    slugs = {each.id: each.slug for each in await powers.functions_of(scope)}
    before = function_of(row, slugs)
    after = function.model_copy(update={"id": before.id})
    if before == after:
        return
    await _check_name(scope, after.name, but=function_id)
    await Function.change(scope, **await _values(scope, after), version=row["version"] + 1).where(
        Function.id == function_id
    )
    old, new = _plain(before), _plain(after)
    changed = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    await ledger.record(
        scope,
        "functions.function.changed",
        subject("function", function_id, after.name),
        before={name: old.get(name) for name in changed},
        after={name: new.get(name) for name in changed},
    )
    await tell_powers(scope, function_id)


async def retire_function(scope: Scope, *, function_id: UUID) -> None:
    """From today the register shows the function no more; days before keep it. Raises NotFound."""
    row = await hold(scope, "function", function_id)
    if row["retired_on"] is not None:
        return
    await Function.change(scope, retired_on=scope.today, version=row["version"] + 1).where(
        Function.id == function_id
    )
    await ledger.record(
        scope,
        "functions.function.retired",
        subject("function", function_id, row["name"]),
        after={"retired_on": scope.today},
    )
    await tell_powers(scope, function_id)


async def restore_function(scope: Scope, *, function_id: UUID) -> None:
    """Undo the retirement. Raises UnableToKeepFunction where its name is taken meanwhile, NotFound."""
    row = await hold(scope, "function", function_id)
    if row["retired_on"] is None:
        return
    await _check_name(scope, row["name"], but=function_id)
    await Function.change(scope, retired_on=None, version=row["version"] + 1).where(
        Function.id == function_id
    )
    await ledger.record(
        scope,
        "functions.function.restored",
        subject("function", function_id, row["name"]),
        before={"retired_on": row["retired_on"]},
    )
    await tell_powers(scope, function_id)


async def free_slug_for(scope: Scope, *, name: str) -> str:
    """A short name that no function of the register has or had."""
    return free_slug(name, {row["slug"] for row in await Function.within(scope, Function.slug)})


async def ids_of(scope: Scope) -> dict[str, UUID]:
    """The ids of the functions in the register by short name."""
    rows = await Function.within(scope, Function.slug, Function.id).where(Function.retired_on.is_null())
    return {row["slug"]: row["id"] for row in rows}


async def check_known(scope: Scope, function_ids: tuple[UUID, ...], *, field: str) -> None:
    """Raises NotFound where one of the functions is not in the register."""
    rows = await fetch(
        "SELECT id FROM functions_function WHERE tenant_id = $1 AND id = ANY($2) AND retired_on IS NULL",
        scope.tenant.id,
        list(function_ids),
    )
    if len({row["id"] for row in rows}) < len(set(function_ids)):
        raise NotFound("function")


async def _check_name(scope: Scope, name: str, *, but: UUID | None) -> None:
    rows = await Function.within(scope, Function.id, Function.name).where(Function.retired_on.is_null())
    if any(row["id"] != but and row["name"].casefold() == name.casefold() for row in rows):
        raise UnableToKeepFunction(f"There is a function called “{name}” already.", field="name")


async def _values(scope: Scope, function: RegisterFunction) -> dict[str, Any]:
    ids = {each.slug: each.id for each in await powers.functions_of(scope)}
    unknown = next((slug for slug in function.scheme if slug not in ids), None)
    if unknown is not None:
        raise UnableToKeepFunction(
            f"The scheme of powers has no function “{unknown}”, in which “{function.name}” would be decided.",
            field="scheme",
        )
    return {
        "name": function.name,
        "area": function.area,
        "about": function.about,
        "authority": function.authority,
        "scheme_ids": [ids[slug] for slug in function.scheme],
        "says": canonical([each.model_dump(mode="json", exclude_none=True) for each in function.says]),
        "source": source_of(function),
    }


def _plain(function: RegisterFunction) -> dict[str, Any]:
    return function.model_dump(mode="json", exclude_none=True)
