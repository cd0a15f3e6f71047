"""Asking for the map of a day on paper, and keeping what the worker made of it."""

from datetime import date
from uuid import UUID

from backend.functions.tables.register import Print
from backend.kit import queue
from backend.scope import Scope

MAKE = "functions.print_map"


async def ask_print(scope: Scope, *, on: date) -> UUID:
    """Have the worker print the map as at a day. Returns the id of the print."""
    print_id: UUID = await Print.add(scope, shown_on=on, asked_at=scope.now, asked_by_name=scope.actor.name)
    await queue.defer(MAKE, tenant_id=scope.tenant.id, lock=f"functions-print:{print_id}", print_id=print_id)
    return print_id


async def made(scope: Scope, *, print_id: UUID, file_id: UUID | None, failed: str | None) -> None:
    await Print.change(scope, file_id=file_id, failed=failed).where(Print.id == print_id)
