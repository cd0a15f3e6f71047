"""What somebody who was invited sees."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit.clock import real_now
from backend.people import operations, queries, rules
from backend.people.operations.signing_in import HalfDone
from backend.people.pages import doorway
from backend.people.queries import InvitationView
from backend.scope import NotFound
from backend.web import access, forms, views


class PasswordForm(forms.Form):
    password: str = Field(min_length=1, max_length=1_000, description="a password")


@get("/invitation/{token:str}", opt=access.needs(access.ANYONE), name="people.invitation")
async def invitation_page(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    """Who invites, and how to accept."""
    return _page(request, token, await _invitation(token), forms.FormState())


@post("/invitation/{token:str}", opt=access.needs(access.ANYONE), name="people.invitation.accept")
async def accept(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any] | Template:
    """Open an account with a password; the second factor comes next."""
    invitation = await _invitation(token)
    made: list[HalfDone] = []

    async def act(form: PasswordForm) -> str:
        made.append(
            await operations.accept_invitation(
                token, password=form.password, now=real_now(), seal=doorway.of(request).seal
            )
        )
        return "/sign-in/set-up"

    async def again(state: forms.FormState) -> Template:
        return _page(request, token, invitation, forms.FormState({}, state.errors))

    answer = await forms.submit(request, PasswordForm, act=act, again=again)
    return doorway.next_step(request, made[0]) if made else answer


@post("/invitation/{token:str}/joining", opt=access.needs(access.SIGNED_IN), name="people.invitation.join")
async def join(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any]:
    """Serve one more organisation with the account that I have."""
    slug = await operations.join_by_invitation(
        token, signed_in=await doorway.signed_in(request), now=real_now()
    )
    return views.redirect(f"/t/{slug}")


ROUTES: list[Any] = [invitation_page, accept, join]


async def _invitation(token: str) -> InvitationView:
    invitation = await queries.invitation_of(token, now=real_now())
    if invitation is None:
        raise NotFound("invitation")
    return invitation


def _page(
    request: Request[Any, Any, Any], token: str, invitation: InvitationView, state: forms.FormState
) -> Template:
    provider = doorway.of(request).provider
    return views.page(
        request,
        "people/invitation.html",
        token=token,
        invitation=invitation,
        state=state,
        shortest=rules.SHORTEST_PASSWORD,
        advised=rules.ADVISED_PASSWORD,
        provider=provider.name if provider else None,
    )
