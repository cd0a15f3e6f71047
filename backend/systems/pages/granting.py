"""What we let others see: the list with the threshold, the form with its preview, one grant with its deliveries."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field, ValidationInfo, field_validator

from backend.scope import Scope
from backend.systems import operations
from backend.systems.pages.seeing import crumbs
from backend.systems.queries import gathering
from backend.systems.queries import granted as queries
from backend.systems.rules import granting as rules
from backend.systems.rules import suppression
from backend.together.pages.shown import people_to_choose
from backend.together.queries import found_bodies
from backend.together.rules import GrantedLine
from backend.web import access, forms, views

_HERE = "/systems/grants"
_AT = "/t/{slug:str}/systems/grants"
_ONE = _AT + "/{grant_id:uuid}"


class WithWhomForm(forms.Form):
    """The other body: by the short name that was typed, or else as it was chosen."""

    other_slug: str | None = Field(None, max_length=80, description="its short name")
    to_slug: str = Field("", max_length=80, description="the other organisation", validate_default=True)

    @field_validator("to_slug", mode="before")
    @classmethod
    def _typed_or_chosen(cls, chosen: str | None, info: ValidationInfo) -> str:
        if slug := info.data.get("other_slug") or chosen:
            return slug
        raise ValueError("Choose the other organisation, or give its short name")


class GrantForm(WithWhomForm):
    figures: list[rules.Figure] = Field([], description="which figures", validate_default=True)
    every: rules.Every = Field(description="how often they go")
    words: str | None = Field(None, max_length=4_000, description="what else is agreed")
    from_on: forms.FormDate = Field(description="the first day")
    until_on: forms.FormDate | None = Field(None, description="the last day")
    signed_by_id: UUID = Field(description="who authorises it")
    authority: str = Field(min_length=1, max_length=2_000, description="by what authority it is made")

    @field_validator("figures")
    @classmethod
    def _some(cls, chosen: list[rules.Figure]) -> list[rules.Figure]:
        if not chosen:
            raise ValueError("Choose at least one figure")
        return chosen


class ThresholdForm(forms.Form):
    threshold: int = Field(ge=1, le=10_000, description="the smallest count that is shown")
    from_on: forms.FormDate = Field(description="the first day")
    source: str = Field(min_length=1, max_length=1_000, description="who settled it, or where it stands")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


class SendForm(forms.Form):
    """A button and nothing else."""


async def _list(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "systems/grants.html",
        state=state,
        grants=await queries.grants_of(scope),
        threshold=await queries.threshold_on(scope),
        threshold_words=queries.threshold_in_words(await queries.threshold_on(scope)),
        thresholds=await queries.thresholds_of(scope),
        least=suppression.LEAST,
        may_grant=scope.may("systems.grant"),
        crumbs=crumbs(scope),
    )


@get(_AT, opt=access.needs("systems.read"), name="systems.grants")
async def every_grant(request: Request[Any, Any, Any]) -> Template:
    """Every grant of ours, and the threshold for counts of people."""
    return await _list(request, forms.FormState())


@post("/t/{slug:str}/systems/threshold", opt=access.needs("systems.grant"), name="systems.settle-threshold")
@forms.taking(ThresholdForm, again=_list)
async def settle_threshold(request: Request[Any, Any, Any], form: ThresholdForm) -> str:
    """Settle the threshold from a day on."""
    scope = access.scope_of(request)
    await operations.settle_threshold(
        scope, threshold=form.threshold, from_on=form.from_on, source=form.source
    )
    return views.address(scope, f"{_HERE}?said=threshold#small-numbers")


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    held = await queries.threshold_on(scope)
    found = await gathering.gathered(scope, tuple(rules.Figure), threshold=held.threshold)
    return views.page(
        request,
        "systems/grant-form.html",
        state=state,
        bodies=[(body.slug, body.name) for body in await found_bodies(scope)],
        figures=[(each.value, rules.TITLES[each], rules.MEANINGS[each]) for each in rules.Figure],
        preview=[(rules.TITLES[each], lines) for each, lines in found.items()],
        every=[(each.value, words) for each, words in rules.EVERY_IN_WORDS.items()],
        threshold_words=queries.threshold_in_words(held),
        people=await people_to_choose(scope),
        crumbs=_grants(scope),
    )


@get(f"{_AT}/new", opt=access.needs("systems.grant"), name="systems.grant-form")
async def grant_form(request: Request[Any, Any, Any]) -> Template:
    """The form to grant figures, with what would go today."""
    return await _form(request, forms.FormState())


@post(_AT, opt=access.needs("systems.grant"), name="systems.grant")
@forms.taking(GrantForm, again=_form)
async def grant(request: Request[Any, Any, Any], form: GrantForm) -> str:
    """Grant figures to another body."""
    scope = access.scope_of(request)
    grant_id = await operations.grant(
        scope,
        to_slug=form.to_slug,
        figures=form.figures,
        every=form.every,
        words=form.words or "",
        from_on=form.from_on,
        until_on=form.until_on,
        signed_by_id=form.signed_by_id,
        authority=form.authority,
    )
    return views.address(scope, f"{_HERE}/{grant_id}?said=granted")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, grant_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.grant_of(scope, grant_id=grant_id)
    held = await queries.threshold_on(scope)
    would: dict[rules.Figure, tuple[GrantedLine, ...]] = {}
    if view.agreement.in_force or view.waits:
        would = await gathering.gathered(scope, view.figures, threshold=held.threshold)
    return views.page(
        request,
        "systems/grant.html",
        state=state,
        grant=view,
        preview=[(rules.TITLES[each], lines) for each, lines in would.items()],
        threshold_words=queries.threshold_in_words(held),
        may_grant=scope.may("systems.grant"),
        crumbs=_grants(scope),
    )


@get(_ONE, opt=access.needs("systems.read"), name="systems.one-grant")
async def one_grant(request: Request[Any, Any, Any], grant_id: FromPath[UUID]) -> Template:
    """One grant: what would go now, and everything that went."""
    return await _page(request, forms.FormState(), grant_id)


@post(f"{_ONE}/delivery", opt=access.needs("systems.grant"), name="systems.deliver")
@forms.taking(SendForm, again=_page)
async def deliver(request: Request[Any, Any, Any], form: SendForm, grant_id: FromPath[UUID]) -> str:
    """Send the figures as they are today."""
    scope = access.scope_of(request)
    sent = await operations.deliver(scope, grant_id=grant_id)
    return views.address(scope, f"{_HERE}/{grant_id}?said={'sent' if sent else 'sent-already'}")


@post(f"{_ONE}/ending", opt=access.needs("systems.grant"), name="systems.end-grant")
@forms.taking(BecauseForm, again=_page)
async def end(request: Request[Any, Any, Any], form: BecauseForm, grant_id: FromPath[UUID]) -> str:
    """End a grant."""
    scope = access.scope_of(request)
    await operations.end(scope, grant_id=grant_id, because=form.because)
    return views.address(scope, f"{_HERE}/{grant_id}?said=ended")


def _grants(scope: Scope) -> list[views.Crumb]:
    return [*crumbs(scope), views.Crumb("What we let others see", views.address(scope, _HERE))]


ROUTES: list[Any] = [every_grant, grant_form, settle_threshold, grant, one_grant, deliver, end]
