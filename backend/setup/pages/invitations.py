"""Inviting people to their accounts, and how far each of them has come."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.kit.clock import real_now
from backend.kit.settings import Settings
from backend.people.operations.bringing_in import InvitedPerson
from backend.setup.operations import inviting
from backend.setup.queries import people_lists as queries
from backend.web import access, forms, views

SHOWN = 200
STATES = ("not invited", "invited", "expired", "signed up", "no address")

State = Annotated[str, QueryParameter(name="state", max_length=20)]
Page = Annotated[int, QueryParameter(name="page", ge=1, le=1_000)]


class InviteForm(forms.Form):
    person: list[UUID] = Field(default_factory=list, max_length=SHOWN, description="people")
    everybody: Literal["yes"] | None = Field(None, description="everybody")


@get("/t/{slug:str}/set-up/people/invitations", opt=access.needs("people.change"), name="setup.invitations")
async def invitations(request: Request[Any, Any, Any], chosen: State = "", page: Page = 1) -> Template:
    """Everybody, and how far their way in has come."""
    return await _page(request, forms.FormState(), chosen=chosen, page=page)


@post("/t/{slug:str}/set-up/people/invitations", opt=access.needs("people.change"), name="setup.invite")
async def invite(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Invite some or all; without a mail server their links are shown this once."""
    scope = access.scope_of(request)

    async def act(form: InviteForm) -> str | Template:
        invited = await inviting.invite(
            scope, person_ids=form.person, everybody=form.everybody == "yes", now=real_now()
        )
        if invited and not inviting.letters_go():
            return await _page(request, forms.FormState(), invited=invited)
        return views.address(
            scope, f"/set-up/people/invitations?said={'many' if invited is None else 'invited'}"
        )

    async def again(state: forms.FormState) -> Template:
        return await _page(request, state)

    return await forms.submit(request, InviteForm, act=act, again=again)


ROUTES: list[Any] = [invitations, invite]


async def _page(
    request: Request[Any, Any, Any],
    state: forms.FormState,
    *,
    chosen: str = "",
    page: int = 1,
    invited: tuple[InvitedPerson, ...] = (),
) -> Template:
    scope = access.scope_of(request)
    settings: Settings = request.app.state.settings
    everybody = await queries.invited_of(scope, now=real_now())
    wanted = [line for line in everybody if not chosen or line.state == chosen]
    first = (page - 1) * SHOWN
    return views.page(
        request,
        "setup/invitations.html",
        state=state,
        people=wanted[first : first + SHOWN],
        counts=[(each, sum(line.state == each for line in everybody)) for each in STATES],
        chosen=chosen if chosen in STATES else "",
        waiting=sum(line.state in {"not invited", "expired"} for line in everybody),
        invited=invited,
        root=f"{settings.public_url}/invitation/",
        letters=inviting.letters_go(),
        page=page,
        pages=max(1, -(-len(wanted) // SHOWN)),
        crumbs=[views.Crumb("Set-up", views.address(scope, "/set-up"))],
    )
