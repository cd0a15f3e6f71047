"""One message in its exact words."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath
from litestar.response import Template

from backend.together import queries
from backend.together.pages.shown import crumbs
from backend.web import access, views


@get(
    "/t/{slug:str}/together/messages/{message_id:uuid}",
    opt=access.needs("together.read"),
    name="together.message",
)
async def message(request: Request[Any, Any, Any], message_id: FromPath[UUID]) -> Template:
    """What was sent or received, field by field and as it was sealed."""
    scope = access.scope_of(request)
    view = await queries.passed(scope, message_id=message_id)
    agreement = await queries.agreement(scope, agreement_id=view.line.agreement_id)
    path = views.address(scope, f"/together/{agreement.line.id}")
    return views.page(
        request,
        "together/message.html",
        message=view,
        line=view.line,
        agreement=agreement.line,
        crumbs=[*crumbs(scope), views.Crumb(agreement.line.name, path)],
    )


ROUTES: list[Any] = [message]
