"""Signing in by password and code, setting a second factor up, confirming, signing out, choosing a tenant.

A sign-in that fails answers 200 with the reason: the gate commits answers of success alone, and the failure must be
counted.
"""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.params import QueryParameter
from litestar.response import Template
from pydantic import Field, ValidationError

from backend.kit.clock import real_now
from backend.people import operations, queries, rules
from backend.people.operations import codes
from backend.people.operations.codes import Offer
from backend.people.operations.signing_in import HalfDone
from backend.people.pages import doorway
from backend.web import access, forms, views

Next = Annotated[str, QueryParameter(name="next", max_length=500)]


class PasswordForm(forms.Form):
    email: str = Field(min_length=1, max_length=254, description="your email address")
    password: str = Field(min_length=1, max_length=1_000, description="your password")
    next: str = Field("/", max_length=500)


class CodeForm(forms.Form):
    code: str = Field(min_length=1, max_length=20, description="the code")


class SetUpForm(forms.Form):
    code: str = Field(min_length=1, max_length=20, description="the code that your app shows")
    sealed: str = Field(min_length=1, max_length=1_000)


class ConfirmForm(forms.Form):
    code: str = Field(min_length=1, max_length=20, description="the code")
    next: str = Field("/account", max_length=500)


@get("/sign-in", opt=access.needs(access.ANYONE), name="people.sign-in")
async def sign_in_page(request: Request[Any, Any, Any], next_: Next = "/") -> Response[Any] | Template:
    """The first step."""
    go_to = views.local_path(next_)
    if request.state.visitor is not None:
        return views.redirect(go_to)
    return _sign_in(request, forms.FormState({"next": go_to}))


@post("/sign-in", opt=access.needs(access.ANYONE), name="people.sign-in.password")
async def sign_in(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Check the password."""
    values = await forms.read_values(request, PasswordForm)
    shown = {"email": values.get("email", ""), "next": views.local_path(str(values.get("next", "/")))}
    try:
        form = PasswordForm.model_validate(values)
    except ValidationError as invalid:
        return _sign_in(request, forms.FormState(shown, forms.errors_of(invalid, PasswordForm)), status=422)
    try:
        half = await operations.sign_in_with_password(
            email=form.email,
            password=form.password,
            go_to=views.local_path(form.next),
            address=doorway.address_of(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    except rules.UnableToSignIn as refusal:
        return _sign_in(request, _problem(shown, refusal, "email"), status=_status(refusal))
    return doorway.next_step(request, half)


@get("/sign-in/code", opt=access.needs(access.ANYONE), name="people.sign-in.code")
async def code_page(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """The second step."""
    half = await doorway.half_done(request)
    return _code(request, half, forms.FormState()) if half else views.redirect("/sign-in")


@post("/sign-in/code", opt=access.needs(access.ANYONE), name="people.sign-in.give-code")
async def give_code(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Check the code."""
    half = await doorway.half_done(request)
    if half is None:
        return views.redirect("/sign-in")
    values = await forms.read_values(request, CodeForm)
    try:
        form = CodeForm.model_validate(values)
    except ValidationError as invalid:
        return _code(request, half, forms.FormState({}, forms.errors_of(invalid, CodeForm)), status=422)
    try:
        done = await operations.sign_in_with_code(
            half,
            code=form.code,
            address=doorway.address_of(request),
            device=doorway.device_of(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    except rules.UnableToSignIn as refusal:
        return _code(request, half, _problem({}, refusal, "code"), status=_status(refusal))
    return doorway.let_in(request, done)


@get("/sign-in/set-up", opt=access.needs(access.ANYONE), name="people.sign-in.set-up")
async def set_up_page(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """A second factor for an account that has none: nothing else opens before it is set up."""
    half = await doorway.half_done(request)
    if half is None or half.ways.second_factor:
        return views.redirect("/sign-in")
    offer = operations.offer_codes(
        half.account_id, email=half.email, now=real_now(), seal=doorway.of(request).seal
    )
    return _set_up(request, half, offer, forms.FormState())


@post("/sign-in/set-up", opt=access.needs(access.ANYONE), name="people.sign-in.keep-codes")
async def set_up(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Keep the key, and let the person in."""
    half = await doorway.half_done(request)
    if half is None:
        return views.redirect("/sign-in")
    seal = doorway.of(request).seal
    values = await forms.read_values(request, SetUpForm)

    def again(errors: tuple[forms.FieldError, ...]) -> Template:
        sealed = str(values.get("sealed", ""))
        offer = codes.offer_again(half.account_id, sealed, email=half.email, now=real_now(), seal=seal)
        return _set_up(request, half, offer, forms.FormState({}, errors), status=422)

    try:
        form = SetUpForm.model_validate(values)
    except ValidationError as invalid:
        return again(forms.errors_of(invalid, SetUpForm))
    try:
        done = await operations.set_up_codes(
            half,
            sealed=form.sealed,
            code=form.code,
            device=doorway.device_of(request),
            now=real_now(),
            seal=seal,
        )
    except (codes.UnableToSetUpCodes, rules.UnableToSignIn) as refusal:
        return again((forms.FieldError(refusal.field or "code", refusal.sentence),))
    return doorway.let_in(request, done)


@get("/confirm", opt=access.needs(access.SIGNED_IN), name="people.confirm")
async def confirm_page(request: Request[Any, Any, Any], next_: Next = "/account") -> Template:
    """Ask again who it is, before an act of weight."""
    return await _confirm(request, forms.FormState({"next": views.local_path(next_)}))


@post("/confirm", opt=access.needs(access.SIGNED_IN), name="people.confirm.code")
async def confirm(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Check the code; the session gets a new token."""
    values = await forms.read_values(request, ConfirmForm)
    shown = {"next": views.local_path(str(values.get("next", "/account")))}
    try:
        form = ConfirmForm.model_validate(values)
    except ValidationError as invalid:
        return await _confirm(
            request, forms.FormState(shown, forms.errors_of(invalid, ConfirmForm)), status=422
        )
    try:
        token = await operations.confirm_by_code(
            await doorway.signed_in(request),
            token=doorway.token_of(request),
            code=form.code,
            address=doorway.address_of(request),
            now=real_now(),
            seal=doorway.of(request).seal,
        )
    except rules.UnableToSignIn as refusal:
        return await _confirm(request, _problem(shown, refusal, "code"), status=_status(refusal))
    return doorway.with_token(request, views.redirect(shown["next"]), token)


@post("/sign-out", opt=access.needs(access.ANYONE), name="people.sign-out")
async def sign_out(request: Request[Any, Any, Any]) -> Response[Any]:
    """End the session, here and on the server."""
    await operations.sign_out(doorway.token_of(request), now=real_now())
    answer = doorway.without_token(request, views.redirect("/sign-in?said=signed-out"))
    # nothing that a page kept on this device outlives the session: drafts, and copies of packs
    answer.headers["clear-site-data"] = '"cache", "storage"'
    return answer


@get("/choose", opt=access.needs(access.SIGNED_IN), name="people.choose")
async def choose(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """The tenants that I serve; with one alone there is nothing to choose."""
    tenants = request.state.visitor.tenants
    if len(tenants) == 1:
        return views.redirect(f"/t/{tenants[0].slug}")
    return views.page(request, "people/choose.html", tenants=tenants)


ROUTES: list[Any] = [
    sign_in_page,
    sign_in,
    code_page,
    give_code,
    set_up_page,
    set_up,
    confirm_page,
    confirm,
    sign_out,
    choose,
]


def _sign_in(request: Request[Any, Any, Any], state: forms.FormState, *, status: int = 200) -> Template:
    door = doorway.of(request)
    return views.page(
        request,
        "people/sign-in.html",
        status=status,
        state=state,
        passkeys=door.place is not None,
        provider=door.provider.name if door.provider else None,
        own_door=_own_door(str(state.value("next", "/"))),
    )


def _own_door(go_to: str) -> str | None:
    """Where one signs in by the own provider of the organisation that one was on the way to, whether there is one."""
    parts = go_to.split("/")
    return (
        f"/t/{parts[2]}/public/sign-in" if len(parts) > 2 and parts[1] == "t" and parts[2].isascii() else None
    )


def _code(
    request: Request[Any, Any, Any], half: HalfDone, state: forms.FormState, *, status: int = 200
) -> Template:
    return views.page(
        request,
        "people/code.html",
        status=status,
        state=state,
        ways=half.ways,
        passkeys=bool(half.ways.passkeys) and doorway.of(request).place is not None,
        demonstration_code=rules.DEMONSTRATION_CODE if half.ways.demonstration else None,
    )


def _set_up(
    request: Request[Any, Any, Any],
    half: HalfDone,
    offer: Offer,
    state: forms.FormState,
    *,
    status: int = 200,
) -> Template:
    return views.page(
        request,
        "people/set-up.html",
        status=status,
        state=state,
        offer=offer,
        email=half.email,
        action="/sign-in/set-up",
        passkeys=doorway.of(request).place is not None,
        first=True,
    )


async def _confirm(request: Request[Any, Any, Any], state: forms.FormState, *, status: int = 200) -> Template:
    ways = await queries.ways_of(request.state.visitor.account_id)
    provider = doorway.of(request).provider
    return views.page(
        request,
        "people/confirm.html",
        status=status,
        state=state,
        ways=ways,
        passkeys=bool(ways.passkeys) and doorway.of(request).place is not None,
        provider=provider.name if provider and provider.issuer in ways.providers else None,
        own_door=await _door_of_session(request),
        demonstration_code=rules.DEMONSTRATION_CODE if ways.demonstration else None,
    )


async def _door_of_session(request: Request[Any, Any, Any]) -> str | None:
    """The own provider at which this session was begun, where one can prove it once more."""
    signed_in = await doorway.signed_in(request)
    served = signed_in.memberships
    return f"/t/{served[0].slug}/public/sign-in" if signed_in.limited and served else None


def _problem(values: dict[str, Any], refusal: rules.UnableToSignIn, field: str) -> forms.FormState:
    return forms.FormState(values, (forms.FieldError(field, refusal.sentence),))


def _status(refusal: rules.UnableToSignIn) -> int:
    """200 for a failure, which was recorded and must be committed; 429 where nothing was tried."""
    return refusal.status if isinstance(refusal, rules.TooManyAttempts) else 200
