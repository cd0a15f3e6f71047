"""What the worker does for packs. Run twice, the second does nothing: a pack is built once."""

from uuid import UUID

from backend.packs import builds
from backend.packs.assurance import building as assurance
from backend.packs.board import building as board
from backend.scope import Scope


async def build_board_pack(scope: Scope, *, pack_id: UUID) -> None:
    """Build a board pack that was asked for."""
    await builds.build(scope, pack_id=pack_id, work=board.build_board_pack)


async def build_assurance_pack(scope: Scope, *, pack_id: UUID) -> None:
    """Build and seal an assurance pack that was asked for."""
    await builds.build(scope, pack_id=pack_id, work=assurance.build_assurance_pack)


CHORES = {
    "packs.build_board_pack": build_board_pack,
    "packs.build_assurance_pack": build_assurance_pack,
}
