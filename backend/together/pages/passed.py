"""One message in its exact words, and trying again to deliver one that still waits."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template

from backend.together import operations, queries
from backend.together.pages.shown import crumbs
from backend.web import access, forms, views


@get(
    "/t/{slug:str}/together/messages/{message_id:uuid}",
    opt=access.needs("together.read"),
    name="together.message",
)
async def message(request: Request[Any, Any, Any], message_id: FromPath[UUID]) -> Template:
    """What was sent or received, field by field and as it was sealed."""
    return await _page(request, forms.FormState(), message_id)


async def _page(request: Request[Any, Any, Any], state: forms.FormState, message_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.passed(scope, message_id=message_id)
    agreement = await queries.agreement(scope, agreement_id=view.line.agreement_id)
    path = views.address(scope, f"/together/{agreement.line.id}")
    return views.page(
        request,
        "together/message.html",
        state=state,
        message=view,
        may_act=scope.may("together.agree"),
        line=view.line,
        agreement=agreement.line,
        crumbs=[*crumbs(scope), views.Crumb(agreement.line.name, path)],
    )


class CarryForm(forms.Form):
    """A button and nothing else."""


@post(
    "/t/{slug:str}/together/messages/{message_id:uuid}/carrying",
    opt=access.needs("together.agree"),
    name="together.carry",
)
@forms.taking(CarryForm, again=_page)
async def carry(request: Request[Any, Any, Any], _form: CarryForm, message_id: FromPath[UUID]) -> str:
    """Try again to deliver a message that waits."""
    scope = access.scope_of(request)
    await operations.carry_again(scope, message_id=message_id)
    return views.address(scope, f"/together/messages/{message_id}?said=carrying")


ROUTES: list[Any] = [message, carry]
