"""What the reader's scripts ask for: a copy to keep on a device, and whether it may still be shown."""

import base64
import hashlib
import hmac
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from backend.kit import keyholder
from backend.reading import operations
from backend.reading.pages import approving
from backend.reading.queries import issues
from backend.scope import NotFound, Scope
from backend.web import access, templating, views

Asked = Request[Any, Any, Any]

_USE = "reader-offline/v1"
_WORKER = "reader-worker.js"


@post("/t/{slug:str}/packs/{pack_id:uuid}/keeping", opt=access.needs("packs.board.read"), name="reading.keep")
async def keep(request: Asked, pack_id: FromPath[UUID]) -> Response[Any]:
    """Leave for a device to keep an opened issue, encrypted, until the lease ends: its key, and what is in it."""
    scope = access.scope_of(request)
    issue = await issues.issue(scope, pack_id=pack_id)
    if issue.opened_at is None:
        raise NotFound("opened issue")
    issue, until = await operations.open_issue(scope, pack_id=pack_id, offline=True)
    here = views.address(scope, f"/packs/{pack_id}/read")
    marks = await approving.marks_of(scope, issue)
    told = {
        "token": issue.token,
        "key": base64.b64encode(_key(scope, issue)).decode(),
        "seconds": int((until - scope.now).total_seconds()),
        "checked": templating.moment(scope.now),
        "pages": [here, *(f"{here}/{part.key}" for part in issue.parts)],
        "marks": {f"{here}/{key}": mark for key, mark in marks.items()},
    }
    return Response(told, status_code=200)


@get("/t/{slug:str}/packs/{pack_id:uuid}/lease", opt=access.needs("packs.board.read"), name="reading.lease")
async def lease(request: Asked, pack_id: FromPath[UUID]) -> Response[Any]:
    """What a kept copy is compared with: another token, or none at all, and the device removes it."""
    scope = access.scope_of(request)
    issue = await issues.issue(scope, pack_id=pack_id)
    return Response({"pack": str(pack_id), "token": issue.token})


# browsers ask for it without saying who asks; it holds nothing of anybody
@get(f"/t/{{slug:str}}/{_WORKER}", opt=access.needs(access.PUBLIC), name="reading.worker")
async def worker(request: Asked) -> Response[bytes]:
    """The script that shows kept pages without a connection; it may answer for this tenant's addresses alone."""
    scope = access.scope_of(request)
    file = templating.BUILT / templating.asset(_WORKER).removeprefix("/static/")
    # what it imports lies among the static files, not beside the address that it is served from
    script = file.read_text().replace('from "./', 'from "/static/')
    return Response(
        script.encode(),
        media_type="text/javascript; charset=utf-8",
        headers={"Service-Worker-Allowed": views.address(scope, "/")},
    )


def _key(scope: Scope, issue: issues.Issue) -> bytes:
    """The key of one person's copy of one issue, as it may be read now."""
    told = f"{scope.actor.person_id}/{issue.pack.id}/{issue.token}"
    return hmac.new(keyholder.ring().derive(scope.tenant.id, _USE), told.encode(), hashlib.sha256).digest()


ROUTES: list[Any] = [keep, lease, worker]
