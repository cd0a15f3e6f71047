"""Adding, changing, retiring and bringing back functions."""

from typing import Any
from uuid import UUID

from backend.catalogue.powers import PowerFunction
from backend.ledger import operations as ledger
from backend.ledger.records import Record, canonical
from backend.organisations.rules import free_slug, provenance_of
from backend.powers import catalogued, rules
from backend.powers.operations.saying import one_at_a_time
from backend.powers.tables import Function
from backend.scope import NotFound, Scope


async def add_function(scope: Scope, *, function: PowerFunction) -> UUID:
    """Add a function, or bring back the retired one of the same slug as it is now said. Returns its id.

    Raises UnableToKeepPower where a living one has its slug or its name.
    """
    await one_at_a_time(scope)
    rows = await Function.within(scope).where(Function.slug == function.id)
    if rows and rows[0]["retired_on"] is None:
        raise rules.UnableToKeepPower(
            f"There is a function with the short name “{function.id}” already.", field="name"
        )
    await _check_name(scope, function.name, but=rows[0]["id"] if rows else None)
    if rows:
        function_id: UUID = rows[0]["id"]
        await Function.change(scope, **_values(function), retired_on=None).where(Function.id == function_id)
    else:
        function_id = await Function.add(scope, slug=function.id, **_values(function))
    act = "powers.function.restored" if rows else "powers.function.added"
    await ledger.record(scope, act, _record(function_id, function.name), after=_plain(function))
    return function_id


async def change_function(scope: Scope, *, function_id: UUID, function: PowerFunction) -> None:
    """Make the function say what `function` says; its slug stays. Raises UnableToKeepPower, NotFound."""
    await one_at_a_time(scope)
    row = await _row(scope, function_id)
    before = catalogued.function_of(row)
    after = function.model_copy(update={"id": before.id})
    if before == after:
        return
    await _check_name(scope, function.name, but=function_id)
    await Function.change(scope, **_values(after)).where(Function.id == function_id)
    old, new = _plain(before), _plain(after)
    changed = {name for name in old | new if old.get(name) != new.get(name)}
    await ledger.record(
        scope,
        "powers.function.changed",
        _record(function_id, after.name),
        before={name: old.get(name) for name in changed},
        after={name: new.get(name) for name in changed},
    )


async def retire_function(scope: Scope, *, function_id: UUID) -> None:
    """From today the scheme knows the function no more; its entries stay on record, and days before keep it."""
    await one_at_a_time(scope)
    row = await _row(scope, function_id)
    if row["retired_on"] is not None:
        return
    await Function.change(scope, retired_on=scope.today).where(Function.id == function_id)
    await ledger.record(
        scope,
        "powers.function.retired",
        _record(function_id, row["name"]),
        after={"retired_on": scope.today},
    )


async def restore_function(scope: Scope, *, function_id: UUID) -> None:
    """Undo the retirement, as if it had never been. Raises UnableToKeepPower, NotFound."""
    await one_at_a_time(scope)
    row = await _row(scope, function_id)
    if row["retired_on"] is None:
        return
    await _check_name(scope, row["name"], but=function_id)
    await Function.change(scope, retired_on=None).where(Function.id == function_id)
    await ledger.record(
        scope,
        "powers.function.restored",
        _record(function_id, row["name"]),
        before={"retired_on": row["retired_on"]},
    )


async def free_slug_for(scope: Scope, *, name: str) -> str:
    """A short name that no function of the tenant has or had."""
    rows = await Function.within(scope, Function.slug)
    return free_slug(name, {row["slug"] for row in rows})


async def _check_name(scope: Scope, name: str, *, but: UUID | None) -> None:
    rows = await Function.within(scope, Function.id, Function.name).where(Function.retired_on.is_null())
    if any(row["id"] != but and row["name"].casefold() == name.casefold() for row in rows):
        raise rules.UnableToKeepPower(f"There is a function called “{name}” already.", field="name")


async def _row(scope: Scope, function_id: UUID) -> Any:
    rows = await Function.within(scope).where(Function.id == function_id)
    if not rows:
        raise NotFound("function")
    return rows[0]


def _values(function: PowerFunction) -> dict[str, Any]:
    return {
        "name": function.name,
        "authority": function.authority,
        "about": function.about,
        "source": canonical(provenance_of(function).model_dump(mode="json", exclude_none=True)),
    }


def _plain(function: PowerFunction) -> dict[str, Any]:
    return function.model_dump(mode="json", exclude_none=True)


def _record(function_id: UUID, name: str) -> Record:
    return Record(room="powers", kind="function", id=function_id, title=name)
