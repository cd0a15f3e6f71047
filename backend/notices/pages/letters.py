"""One letter and its receipt, and sending it again."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.notices import queries, returns, rules
from backend.notices.pages.tags import TAGS
from backend.scope import Scope
from backend.web import access, forms, views


class AgainForm(forms.Form):
    """Where the letter goes this time."""

    address: str = Field(max_length=254, description="the email address")


@get("/t/{slug:str}/outbox/{letter_id:uuid}", opt=access.needs("notices.read"), name="notices.letter")
async def letter(request: Request[Any, Any, Any], letter_id: FromPath[UUID]) -> Template:
    """One letter: its text, and its receipt."""
    return await _letter(request, access.scope_of(request), letter_id, forms.FormState())


@post("/t/{slug:str}/outbox/{letter_id:uuid}/again", opt=access.needs("notices.change"), name="notices.again")
async def send_again(request: Request[Any, Any, Any], letter_id: FromPath[UUID]) -> Response[Any] | Template:
    """Send what it says once more, to the address that is given."""
    scope = access.scope_of(request)

    async def act(form: AgainForm) -> str:
        again = await returns.send_again(scope, letter_id=letter_id, address=form.address)
        return views.address(scope, f"/outbox/{again}?said=told")

    async def once_more(state: forms.FormState) -> Template:
        return await _letter(request, scope, letter_id, state)

    return await forms.submit(request, AgainForm, act=act, again=once_more)


async def _letter(
    request: Request[Any, Any, Any], scope: Scope, letter_id: UUID, state: forms.FormState
) -> Template:
    found = await queries.letter_of(scope, letter_id=letter_id)
    return views.page(
        request,
        "notices/letter.html",
        letter=found,
        meaning=rules.MEANINGS[found.state],
        tag=TAGS[found.state],
        may_go_again=found.state in rules.MAY_BE_SENT_AGAIN,
        state=state,
        crumbs=(views.Crumb("Outbox", views.address(scope, "/outbox")),),
    )


ROUTES = [letter, send_again]
