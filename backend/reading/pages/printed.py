"""The pages of a part as they are printed: pictures, for whoever wants to see what paper shows."""

import asyncio
from collections import OrderedDict
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.kit.confine import ConfinedFailure, ConfinedRefusal
from backend.kit.pdf.picture import picture_of
from backend.packs import queries as packs
from backend.reading.pages.reader import frame
from backend.reading.queries import issues
from backend.scope import NotFound
from backend.web import access, views

Asked = Request[Any, Any, Any]

_HELD = 40
"""Pictures that a process keeps at hand, by the file's hash and the page."""

_MOST_AT_ONCE = 10

_at_hand: OrderedDict[tuple[str, int], bytes] = OrderedDict()
_drawing = asyncio.Semaphore(1)


@get(
    "/t/{slug:str}/packs/{pack_id:uuid}/read/{key:str}/printed",
    opt=access.needs("packs.board.read"),
    name="reading.printed",
)
async def printed(request: Asked, pack_id: FromPath[UUID], key: FromPath[str]) -> Template | Response[Any]:
    """A part's pages as printed, ten at a time."""
    scope = access.scope_of(request)
    issue = await issues.issue(scope, pack_id=pack_id)
    here = views.address(scope, f"/packs/{pack_id}/read")
    if issue.opened_at is None:
        return views.redirect(here)
    part = issue.part(key)
    given = request.query_params.get("from", "1")
    start = min(max(1, int(given) if given.isdecimal() and len(given) < 7 else 1), part.pages)
    end = min(part.pages, start + _MOST_AT_ONCE - 1)
    before, after = issue.beside(key)
    return views.page(
        request,
        "reading/printed.html",
        **await frame(scope, issue),
        part=part,
        pages=[(part.first_page + at - 1, issues.label_of(part, at)) for at in range(start, end + 1)],
        earlier=max(1, start - _MOST_AT_ONCE) if start > 1 else None,
        later=end + 1 if end < part.pages else None,
        before=before,
        after=after,
    )


@get(
    "/t/{slug:str}/packs/{pack_id:uuid}/pictures/{page:int}",
    opt=access.needs("packs.board.read"),
    name="reading.picture",
)
async def picture(request: Asked, pack_id: FromPath[UUID], page: FromPath[int]) -> Response[bytes]:
    """One page of the pack's file as a PNG, its printed label in it."""
    scope = access.scope_of(request)
    issue = await issues.issue(scope, pack_id=pack_id)
    if issue.opened_at is None or not 1 <= page <= (issue.pack.pages or 0):
        raise NotFound("page of the pack")
    known = (issue.pack.sha256 or "", page)
    if known not in _at_hand:
        data = await packs.bytes_of(scope, pack_id=pack_id)
        try:
            async with _drawing:
                _at_hand[known] = await asyncio.to_thread(picture_of, data, page=page)
        except (ConfinedFailure, ConfinedRefusal):
            raise NotFound("picture: this page can't be drawn") from None
        while len(_at_hand) > _HELD:
            _at_hand.popitem(last=False)
    _at_hand.move_to_end(known)
    return Response(_at_hand[known], media_type="image/png")


ROUTES: list[Any] = [printed, picture]
