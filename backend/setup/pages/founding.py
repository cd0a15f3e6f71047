"""Founding an organisation by a founding link: what it is and starts from, what would be there, and doing it."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field, ValidationError

from backend.catalogue import shelf
from backend.kit.clock import Clock, real_now
from backend.people.operations.founding import FoundingLink, usable_link
from backend.people.pages import doorway
from backend.people.queries import SignedIn
from backend.setup.operations import founding as acts
from backend.setup.rules import founding as rules
from backend.setup.rules.founding import UnableToFound, Wish
from backend.web import access, forms, views

_SHOWN_AT_ONCE = 400


class WishForm(forms.Form):
    """Lenient, so that the rules can say everything that is wrong at once."""

    name: str = Field("", max_length=400, description="the name")
    slug: str = Field("", max_length=200, description="the word for addresses")
    start: str = Field("", max_length=200, description="what it shall start from")
    starts_on: forms.FormDate | None = Field(None, description="the first day")


@get("/founding/{token:str}/organisation", opt=access.needs(access.SIGNED_IN), name="setup.founding")
async def organisation_page(request: Request[Any, Any, Any], token: FromPath[str]) -> Template:
    """What the organisation is, and what it starts from."""
    signed_in, _ = await _holder(request, token)
    today = _clock(request).now().date()
    return await _form(request, token, signed_in, forms.FormState({"starts_on": _parts(today)}))


@post("/founding/{token:str}/preview", opt=access.needs(access.SIGNED_IN), name="setup.founding.preview")
async def preview(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any] | Template:
    """What would be there; nothing is founded yet."""
    signed_in, _ = await _holder(request, token)
    return await _looked_at(request, token, signed_in, _shown)


@post("/founding/{token:str}/organisation", opt=access.needs(access.SIGNED_IN), name="setup.founding.found")
async def found(request: Request[Any, Any, Any], token: FromPath[str]) -> Response[Any] | Template:
    """Found it, all or nothing."""
    signed_in, link = await _holder(request, token, held=True)

    async def do(
        request: Request[Any, Any, Any], token: str, signed_in: SignedIn, wish: Wish
    ) -> Response[Any]:
        slug = await acts.found(
            link, wish=wish, signed_in=signed_in, now=_clock(request).now(), real=real_now()
        )
        return views.redirect(f"/t/{slug}/set-up?said=founded")

    return await _looked_at(request, token, signed_in, do)


ROUTES: list[Any] = [organisation_page, preview, found]


async def _holder(
    request: Request[Any, Any, Any], token: str, *, held: bool = False
) -> tuple[SignedIn, FoundingLink]:
    """Who is signed in, and the link, which was made for their address."""
    signed_in = await doorway.signed_in(request)
    return signed_in, await usable_link(token, signed_in=signed_in, now=real_now(), held=held)


_Done = Callable[[Request[Any, Any, Any], str, SignedIn, Wish], Awaitable[Response[Any] | Template]]


async def _looked_at(
    request: Request[Any, Any, Any], token: str, signed_in: SignedIn, do: _Done
) -> Response[Any] | Template:
    """`do` with a wish that is read, or the form again with everything that is wrong with it."""
    values = await forms.read_values(request, WishForm)
    wrong: tuple[forms.FieldError, ...] = ()
    try:
        form = WishForm.model_validate(values)
    except ValidationError as invalid:
        wrong = forms.errors_of(invalid, WishForm)
        named = {error.field for error in wrong}
        form = WishForm.model_validate({key: each for key, each in values.items() if key not in named})
    wish = Wish(
        name=form.name,
        slug=form.slug.lower() or rules.slug_from(form.name),
        start=form.start,
        starts_on=form.starts_on,
    )
    try:
        if wrong:
            await acts.preview(wish, signed_in=signed_in, now=_clock(request).now())
        else:
            return await do(request, token, signed_in, wish)
    except UnableToFound as unable:
        told = {error.field for error in wrong}
        wrong += tuple(
            forms.FieldError(problem.field, problem.sentence)
            for problem in unable.problems
            if problem.field not in told
        )
    return await _form(request, token, signed_in, forms.FormState(values, wrong), status=422)


async def _shown(request: Request[Any, Any, Any], token: str, signed_in: SignedIn, wish: Wish) -> Template:
    seen = await acts.preview(wish, signed_in=signed_in, now=_clock(request).now())
    kind = shelf.catalogue().kinds[seen.document.kind]
    starts = await acts.starts_for(signed_in, now=_clock(request).now())
    return views.page(
        request,
        "setup/founding-preview.html",
        token=token,
        wish=wish,
        kind=kind,
        start=next(each for each in starts if each.key == wish.start),
        sentences=seen.sentences[:_SHOWN_AT_ONCE],
        more=max(0, len(seen.sentences) - _SHOWN_AT_ONCE),
        rule_set=seen.rule_set,
        committees=[committee.name for committee in seen.document.committees],
        state=forms.FormState(),
    )


async def _form(
    request: Request[Any, Any, Any],
    token: str,
    signed_in: SignedIn,
    state: forms.FormState,
    *,
    status: int = 200,
) -> Template:
    starts = await acts.starts_for(signed_in, now=_clock(request).now())
    return views.page(
        request,
        "setup/founding.html",
        status=status,
        token=token,
        state=state,
        choices=[(each.key, each.title, each.meaning) for each in starts],
        usually=[each for each in starts if each.usually],
    )


def _clock(request: Request[Any, Any, Any]) -> Clock:
    clock: Clock = request.app.state.clock
    return clock


def _parts(day: Any) -> dict[str, str]:
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}
