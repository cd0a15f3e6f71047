"""Spreadsheets on their way in, in the two worlds of the sweep."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.kit.identity import new_id
from backend.registers import chores
from backend.registers.operations import import_writing
from backend.registers.operations import imports as acts
from backend.registers.queries import surveys
from backend.tenancy import transactions
from tests.registers import sheets


async def an_import(world: Any) -> dict[str, str]:
    """A file whose columns are not settled yet, with a name that is like one on record."""
    scope = world.officer
    name, place = world.word("declarant"), world.word("body")
    alike = f"{scope.actor.name}{new_id().hex[-2:]}"  # another each time: a file that was brought in makes it known
    rows = [
        sheets.TEMPLATE,
        [f"{name} Invented", "Member", f"{place} (invented)", "Financial", "", "Owner", "2013"],
        [
            alike,
            "Member",
            f"{place} (invented)",
            "Financial",
            "",
            "Trustee",
            "soon",
        ],
        [alike, "Member", f"{place} (invented)", "Financial", "", "Owner", "2012"],
    ]
    async with transactions.scope_tx(scope):
        import_id = await acts.start(scope, file_name=f"{world.word('file')}.csv", data=sheets.text(rows))
    return {"import_id": str(import_id)}


async def a_settled_import(world: Any) -> dict[str, str]:
    """A file whose columns and names are settled; one row of it has a problem."""
    ids = await an_import(world)
    import_id, scope = UUID(ids["import_id"]), world.officer
    async with transactions.scope_tx(scope):
        survey = await surveys.survey(scope, import_id=import_id)
        mapped = {n: {c: each.key for c, each in found.items()} for n, found in survey.suggested.items()}
        await acts.settle_columns(scope, import_id=import_id, columns_by_group=mapped, choices={})
        survey = await surveys.survey(scope, import_id=import_id)
        await acts.settle_names(
            scope,
            import_id=import_id,
            people={each.wanted.key: "new" for each in survey.people.questions},
            organisations={each.wanted.key: "new" for each in survey.organisations.questions},
        )
    return ids


async def a_finished_import(world: Any) -> dict[str, str]:
    """A file that was brought in, and is the last."""
    ids = await a_settled_import(world)
    import_id, scope = UUID(ids["import_id"]), world.officer
    async with transactions.scope_tx(scope):
        await import_writing.ask_to_write(scope, import_id=import_id, leave_out=True, split_confirmed=True)
    await chores.bring_in(replace(scope, now=real_now()), import_id=import_id)
    return ids


MAKERS = {"import": an_import, "settled_import": a_settled_import, "finished_import": a_finished_import}
