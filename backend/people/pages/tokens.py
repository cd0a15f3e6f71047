"""One's own tokens: what a program reads with on one's behalf."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit.clock import real_now
from backend.kit.settings import Settings
from backend.people import rules, tokens
from backend.people.operations import tokens as acts
from backend.people.operations.tokens import MadeToken
from backend.people.pages import doorway
from backend.web import access, forms, views


class TokenForm(forms.Form):
    name: str = Field(min_length=1, max_length=80, description="a name for the token")
    days: str = Field(max_length=3, description="how long the token is good for")
    organisations: list[str] = Field(default=[], max_length=200, description="organisations")


@get("/account/tokens", opt=access.needs(access.SIGNED_IN), name="people.tokens")
async def own_tokens(request: Request[Any, Any, Any]) -> Template:
    """My tokens, and how to make one."""
    return await _tokens(request, forms.FormState())


@post("/account/tokens", opt=access.needs(access.SIGNED_IN), name="people.tokens.make")
async def make_token(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Make a token; it is shown this once."""
    signed_in = await doorway.signed_in(request)
    if not rules.is_fresh(signed_in.authenticated_at, now=real_now()):
        return doorway.confirm_first("/account/tokens")
    made: list[MadeToken] = []

    async def act(form: TokenForm) -> str:
        made.append(
            await acts.make_token(
                signed_in, name=form.name, days=form.days, organisations=form.organisations, now=real_now()
            )
        )
        return "/account/tokens"

    async def again(state: forms.FormState) -> Template:
        return await _tokens(request, state)

    answer = await forms.submit(request, TokenForm, act=act, again=again)
    return await _tokens(request, forms.FormState(), made=made[0]) if made else answer


@post(
    "/account/tokens/{token_id:uuid}/revocation",
    opt=access.needs(access.SIGNED_IN),
    name="people.tokens.revoke",
)
async def revoke_token(request: Request[Any, Any, Any], token_id: FromPath[UUID]) -> Response[Any]:
    """Revoke one of my tokens."""
    signed_in = await doorway.signed_in(request)
    await acts.revoke_token(signed_in.account_id, token_id=token_id, now=real_now())
    return views.redirect("/account/tokens?said=revoked")


ROUTES: list[Any] = [own_tokens, make_token, revoke_token]


async def _tokens(
    request: Request[Any, Any, Any], state: forms.FormState, *, made: MadeToken | None = None
) -> Template:
    settings: Settings = request.app.state.settings
    signed_in = await doorway.signed_in(request)
    return views.page(
        request,
        "people/tokens.html",
        state=state,
        made=made,
        tokens=await tokens.tokens_of(signed_in.account_id, now=real_now()),
        organisations=[(one.slug, one.name) for one in signed_in.memberships],
        lives=list(tokens.LIVES.items()),
        limit=tokens.CALLS_A_MINUTE,
        fresh=rules.is_fresh(signed_in.authenticated_at, now=real_now()),
        public_url=settings.public_url,
        crumbs=[views.Crumb("Your account", "/account")],
    )
