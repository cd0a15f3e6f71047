"""Giving up a pack that is being built."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from backend.packs import operations, queries, rules
from backend.web import access, views


@post(
    "/t/{slug:str}/packs/{pack_id:uuid}/cancellation",
    opt=access.needs("packs.board.build"),
    name="packs.cancel-board",
)
async def cancel_board(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Response[Any]:
    """Cancel a board pack; one that got ready meanwhile stays."""
    scope = access.scope_of(request)
    await queries.board_pack(scope, pack_id=pack_id)
    return await _cancel(request, pack_id, f"/packs/{pack_id}")


@post(
    "/t/{slug:str}/assurance-packs/{pack_id:uuid}/cancellation",
    opt=access.needs("packs.assurance.build"),
    name="packs.cancel-assurance",
)
async def cancel_assurance(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Response[Any]:
    """Cancel an assurance pack; one that got ready meanwhile stays."""
    scope = access.scope_of(request)
    await queries.assurance_pack(scope, pack_id=pack_id)
    return await _cancel(request, pack_id, f"/assurance-packs/{pack_id}")


async def _cancel(request: Request[Any, Any, Any], pack_id: UUID, path: str) -> Response[Any]:
    scope = access.scope_of(request)
    try:
        await operations.cancel_pack(scope, pack_id=pack_id)
    except rules.UnableToCancelPack:
        return views.redirect(views.address(scope, f"{path}?said=too-late"))
    return views.redirect(views.address(scope, path))


ROUTES: list[Any] = [cancel_board, cancel_assurance]
