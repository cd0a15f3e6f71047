"""The page that hands out verify.html and says by what to know it. For anybody: a regulator need not sign in."""

from typing import Any

from litestar import Request, Response, get
from litestar.response import Template

from backend.packs.verifier import NAME, the_verifier
from backend.web import access, views


@get("/verify", opt=access.needs(access.ANYONE), name="packs.verifier")
async def verifier(request: Request[Any, Any, Any]) -> Template:
    """What the verifier is, how to have it, and how to know that it is the right one."""
    return views.page(request, "packs/verifier.html", verifier=the_verifier())


@get("/verify.html", opt=access.needs(access.ANYONE), name="packs.verifier-file")
async def verifier_file() -> Response[bytes]:
    """The file, to keep. It is never shown here, where it would be a page of ours and not the reader's own."""
    return Response(
        the_verifier().content,
        media_type="text/html; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{NAME}"', "cache-control": "no-cache"},
    )


ROUTES: list[Any] = [verifier, verifier_file]
