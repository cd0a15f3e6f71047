"""The committees' powers follow the functions: the scheme is told who holds what it decides within."""

from uuid import UUID

from backend.functions.queries.register import holdings_of
from backend.functions.tables.register import Function
from backend.powers import operations as powers
from backend.powers.rules import Spell
from backend.scope import Scope


async def tell_powers(scope: Scope, function_id: UUID) -> None:
    """Tell the scheme who holds the function on which days; of a retired one it is told nothing any more."""
    row = (await Function.within(scope).where(Function.id == function_id))[0]
    spells = [
        Spell(
            holder=each.holder,
            ours=each.ours,
            shared=each.shared,
            from_on=each.from_on,
            until_on=each.until_on,
        )
        for each in await holdings_of(scope, function_id=function_id)
        if each.withdrawn is None and row["retired_on"] is None
    ]
    await powers.keep_holdings(
        scope, subject_id=function_id, name=row["name"], function_ids=row["scheme_ids"], spells=spells
    )
