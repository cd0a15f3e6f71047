"""What the pages of every kind of pack share: how far it is, and its file."""

from typing import Any

from litestar import Request, Response
from litestar.response import Template

from backend.evidence import queries as evidence
from backend.packs import queries
from backend.scope import NotFound, Scope
from backend.web import views


def progress(request: Request[Any, Any, Any], pack: queries.PackView) -> Template | Response[Any]:
    """The part of the page that changes; once the pack is finished, the word to htmx to load the page anew."""
    if pack.final:
        return Response("", headers={"HX-Refresh": "true"})
    return views.page(request, "packs/_progress.html", pack=pack)


async def file(scope: Scope, pack: queries.PackView) -> Response[bytes]:
    if pack.file_id is None or pack.file_name is None:
        raise NotFound("file yet")
    data = await evidence.bytes_of(scope, file_id=pack.file_id)
    return views.download(data, name=pack.file_name, media_type=pack.media_type or "application/octet-stream")
