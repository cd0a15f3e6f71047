"""The data-protection impact assessment, with this organisation's facts, its signature and its next review."""

from typing import Any, Literal

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.own import ASSESSMENT
from backend.scope import NotFound
from backend.setup import printing
from backend.setup.operations import own as acts
from backend.setup.queries import own
from backend.setup.rules import assessment as rules
from backend.tenancy import settings
from backend.web import access, forms, views

_PAGE = "/settings/impact-assessment"


class SignForm(forms.Form):
    officer: str = Field(min_length=1, max_length=200, description="the name of the data protection officer")
    signed_on: forms.FormDate = Field(description="the day of the signature")
    review_on: forms.FormDate = Field(description="the day of the next review")
    outcome: Literal["accepted", "accepted-with-conditions"] = Field(description="what was decided")
    conditions: str = Field("", max_length=4_000, description="the conditions")
    residual: str = Field("", max_length=4_000, description="what is left")
    seen: str = Field(min_length=64, max_length=64)


@get("/t/{slug:str}/settings/impact-assessment", opt=access.needs("setup.read"), name="setup.assessment")
async def page(request: Request[Any, Any, Any]) -> Template:
    """The assessment as it stands."""
    return await _page(request, forms.FormState())


@get(
    "/t/{slug:str}/settings/impact-assessment/{sha256:str}",
    opt=access.needs("setup.read"),
    name="setup.assessment.print",
)
async def on_paper(request: Request[Any, Any, Any], sha256: FromPath[str]) -> Response[bytes]:
    """The same as a PDF: what was seen, under the hash that a signature would be bound to."""
    scope = access.scope_of(request)
    shown = await own.assessed(scope)
    if sha256 != shown.sha256:
        raise NotFound("assessment with these facts any more: open its page again")
    data = await printing.printed(scope, shown=shown, kept=own.assessment_kept(scope))
    mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
    name = f"{mark}{scope.tenant.slug}-impact-assessment.pdf"
    return views.download(data, name=name, media_type="application/pdf")


async def _again(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state)


@post(
    "/t/{slug:str}/settings/impact-assessment",
    opt=access.needs("setup.change"),
    name="setup.assessment.sign",
)
@forms.taking(SignForm, again=_again)
async def sign(request: Request[Any, Any, Any], form: SignForm) -> str:
    """Keep what the data protection officer decided."""
    scope = access.scope_of(request)
    await acts.sign_assessment(
        scope,
        officer=form.officer,
        signed_on=form.signed_on,
        review_on=form.review_on,
        outcome=form.outcome,
        conditions=form.conditions,
        residual=form.residual,
        seen=form.seen,
    )
    return views.address(scope, f"{_PAGE}?said=signed")


ROUTES: list[Any] = [page, on_paper, sign]


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    shown = await own.assessed(scope)
    kept = own.assessment_kept(scope)
    return views.page(
        request,
        "setup/assessment.html",
        state=state,
        shown=shown,
        kept=kept,
        still=kept.sha256 == shown.sha256,
        late=kept.review_on is not None and kept.review_on < scope.today,
        data=rules.DATA,
        risks=rules.RISKS,
        history_lines=[
            (each.settled_at, each.settled_by_name, each.because)
            for each in reversed(await settings.history(scope, part=ASSESSMENT))
        ],
        may_change=scope.may("setup.change"),
        crumbs=[views.Crumb("Set-up and settings", views.address(scope, "/settings"))],
    )
