"""The privacy notice: for anybody, and for the officers who word it."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.catalogue.own import PRIVACY
from backend.registers.queries import retention
from backend.setup.operations import own as acts
from backend.setup.queries import own
from backend.setup.rules import privacy as rules
from backend.setup.rules.privacy import UnableToSettlePrivacy
from backend.tenancy import settings
from backend.web import access, forms, views

_PAGE = "/settings/privacy"
_LONG = 12_000


class NoticeForm(forms.Form):
    controller: str = Field("", max_length=_LONG)
    contact: str = Field("", max_length=_LONG)
    officer: str = Field("", max_length=_LONG)
    officer_contact: str = Field("", max_length=_LONG)
    bases: str = Field("", max_length=_LONG)
    published: str = Field("", max_length=_LONG)
    shared: str = Field("", max_length=_LONG)
    periods: str = Field("", max_length=_LONG)
    because: str = Field("", max_length=500, description="why it changes")
    look: forms.Look = None


@get("/t/{slug:str}/public/privacy", opt=access.needs(access.PUBLIC), name="setup.privacy-notice")
async def notice(request: Request[Any, Any, Any]) -> Template:
    """What the organisation keeps about people, why, and what they may ask."""
    scope = access.scope_of(request)
    return views.public_page(
        request,
        "setup/privacy-notice.html",
        parts={
            each.part.field: each for each in rules.notice(own.privacy_kept(scope), tenant=scope.tenant.name)
        },
        periods=own.periods_of(scope),
        longer={each.record: each.because for each in retention.kept_longer(scope).longer},
        rights=rules.RIGHTS,
    )


@get("/t/{slug:str}/settings/privacy", opt=access.needs("setup.read"), name="setup.privacy")
async def page(request: Request[Any, Any, Any]) -> Template:
    """The words of the notice."""
    return await _page(request, forms.FormState())


async def _again(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state)


@post("/t/{slug:str}/settings/privacy", opt=access.needs("setup.change"), name="setup.privacy.settle")
@forms.taking(NoticeForm, again=_again)
async def settle(request: Request[Any, Any, Any], form: NoticeForm) -> str:
    """Keep the organisation's own words."""
    scope = access.scope_of(request)
    after = rules.checked(form.model_dump(exclude={"because", "look"}))
    await acts.settle_privacy(scope, after=after, because=form.because)
    return views.address(scope, f"{_PAGE}?said=kept")


ROUTES: list[Any] = [notice, page, settle]


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    kept = own.privacy_kept(scope)
    changes: Any = None
    if state.value("look"):
        try:
            after = rules.checked({part.field: str(state.value(part.field)) for part in rules.PARTS})
            changes = rules.changes(kept, after)
        except UnableToSettlePrivacy as refusal:
            state = forms.FormState(state.values, (forms.FieldError(refusal.field or "", refusal.sentence),))
    values = kept.model_dump()
    return views.page(
        request,
        "setup/privacy.html",
        state=state,
        changes=changes,
        parts=[
            (part, values[part.field] or "", part.shipped.format(tenant=scope.tenant.name))
            for part in rules.PARTS
        ],
        history_lines=[
            (each.settled_at, each.settled_by_name, each.because)
            for each in reversed(await settings.history(scope, part=PRIVACY))
        ],
        may_change=scope.may("setup.change"),
        crumbs=[views.Crumb("Set-up and settings", views.address(scope, "/settings"))],
    )
