"""How the organisation shows itself: settled, shown before it is kept, and its logo for anybody."""

from typing import Any, Literal

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.own import BRANDING, BrandingKept
from backend.evidence import store
from backend.scope import NotFound
from backend.setup.operations import branding as acts
from backend.setup.rules import branding as rules
from backend.setup.rules.branding import UnableToBrand
from backend.tenancy import settings
from backend.tenancy.brands import branding_of
from backend.web import access, forms, views

_PAGE = "/settings/branding"


class LookForm(forms.Form):
    line: str = Field("", max_length=200, description="the name at the head")
    descriptor: str = Field("", max_length=200, description="the line under it")
    lozenge: Literal["yes"] | None = Field(None, description="whether the NHS logo is shown")
    may_use: Literal["yes"] | None = Field(None, description="that you may use it")
    colour: str = Field("nhs-blue", max_length=40, description="a colour")
    because: str = Field("", max_length=500, description="why it changes")
    look: forms.Look = None


class LogoForm(forms.Form):
    logo: UploadFile = Field(description="the file with the logo")
    says: str = Field("", max_length=300, description="what the logo shows")


class NothingForm(forms.Form):
    """A form of one button."""


@get("/t/{slug:str}/settings/branding", opt=access.needs("setup.read"), name="setup.branding")
async def page(request: Request[Any, Any, Any]) -> Template:
    """How the organisation shows itself."""
    return await _page(request, forms.FormState())


async def _again(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state)


@post("/t/{slug:str}/settings/branding", opt=access.needs("setup.change"), name="setup.branding.settle")
@forms.taking(LookForm, again=_again)
async def settle(request: Request[Any, Any, Any], form: LookForm) -> str:
    """Keep the look."""
    scope = access.scope_of(request)
    after = _wished(branding_of(scope.tenant), form.model_dump())
    await acts.settle(scope, after=after, because=form.because)
    return views.address(scope, f"{_PAGE}?said=kept")


async def _logo_again(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    values = {name: value for name, value in state.values.items() if name != "logo"}
    return await _page(request, forms.FormState(values, state.errors))


@post(
    "/t/{slug:str}/settings/branding/logo",
    opt=access.needs("setup.change"),
    name="setup.branding.logo",
    request_max_body_size=2 * 1024 * 1024,
)
@forms.taking(LogoForm, again=_logo_again)
async def keep_logo(request: Request[Any, Any, Any], form: LogoForm) -> str:
    """Bring a partnership's logo in."""
    scope = access.scope_of(request)
    await acts.keep_logo(scope, data=await form.logo.read(), says=form.says, because="")
    return views.address(scope, f"{_PAGE}?said=kept")


@post(
    "/t/{slug:str}/settings/branding/logo/removal",
    opt=access.needs("setup.change"),
    name="setup.branding.remove-logo",
)
@forms.taking(NothingForm, again=_again)
async def remove_logo(request: Request[Any, Any, Any], form: NothingForm) -> str:
    """Do without it again."""
    scope = access.scope_of(request)
    await acts.remove_logo(scope)
    return views.address(scope, f"{_PAGE}?said=kept")


@get("/t/{slug:str}/public/logos/{name:str}", opt=access.needs(access.PUBLIC), name="setup.logo")
async def logo(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """The logo, as it was drawn anew here; another one has another name."""
    kept = branding_of(access.scope_of(request).tenant)
    if kept.logo is None or kept.logo.rpartition("/")[2] != name.removesuffix(".png"):
        raise NotFound("logo")
    return views.public_file(await store.get(kept.logo, name="logo.png"), media_type="image/png")


ROUTES: list[Any] = [page, settle, keep_logo, remove_logo, logo]


def _wished(now: BrandingKept, values: dict[str, Any]) -> BrandingKept:
    fields = rules.checked(
        line=str(values.get("line") or ""),
        descriptor=str(values.get("descriptor") or ""),
        lozenge=values.get("lozenge") == "yes",
        may_use=values.get("may_use") == "yes",
        colour=str(values.get("colour") or "nhs-blue"),
    )
    return now.model_copy(update=fields)


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    now = branding_of(scope.tenant)
    shown, changes = now, None
    if state.value("look"):
        try:
            shown = _wished(now, dict(state.values))
            changes = rules.changes(now, shown, tenant=scope.tenant.name)
        except UnableToBrand as refusal:
            state = forms.FormState(state.values, (forms.FieldError(refusal.field or "", refusal.sentence),))
    return views.page(
        request,
        "setup/branding.html",
        state=state,
        now=now,
        shown=shown,
        changes=changes,
        colours=[(key, name, value) for key, (name, value) in rules.COLOURS.items()],
        may_have_logo=rules.may_have_logo(scope.tenant.kind),
        history_lines=[
            (each.settled_at, each.settled_by_name, each.because)
            for each in reversed(await settings.history(scope, part=BRANDING))
        ],
        may_change=scope.may("setup.change"),
        crumbs=[views.Crumb("Set-up and settings", views.address(scope, "/settings"))],
    )
