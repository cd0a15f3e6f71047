"""What the worker does for packs. Run twice, the second does nothing: a pack is built once."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from backend.packs import builds
from backend.packs.assurance import building as assurance
from backend.packs.board import building as board
from backend.packs.publishing import holding, preparing, releasing
from backend.schedules import operations as schedules
from backend.scope import Scope
from backend.tenancy import transactions


async def build_board_pack(scope: Scope, *, pack_id: UUID) -> None:
    """Build a board pack that was asked for, and go on with the publication that waits for it."""
    await builds.build(scope, pack_id=pack_id, work=board.build_board_pack)
    async with transactions.scope_tx(scope):
        await preparing.go_on(scope, pack_id=pack_id)
        await schedules.look_soon(scope, ref=pack_id)


async def build_assurance_pack(scope: Scope, *, pack_id: UUID) -> None:
    """Build and seal an assurance pack that was asked for."""
    await builds.build(scope, pack_id=pack_id, work=assurance.build_assurance_pack)
    async with transactions.scope_tx(scope):
        await schedules.look_soon(scope, ref=pack_id)


async def prepare_publications(scope: Scope) -> None:
    """Prepare what is to be public of the meetings whose day has come; a person still has to approve it."""
    async with transactions.scope_tx(scope):
        await preparing.prepare_due(scope)


async def release_publications(scope: Scope) -> None:
    """Make public what was approved and whose hour has come."""
    async with transactions.scope_tx(scope):
        await releasing.release_due(scope)


CHORES: dict[str, Callable[..., Awaitable[None]]] = {
    "packs.build_board_pack": build_board_pack,
    "packs.build_assurance_pack": build_assurance_pack,
    holding.PREPARE: prepare_publications,
    holding.RELEASE: release_publications,
}
