"""Drafting a campaign: the list, the form of a new one, and of one that is not launched yet."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.interests.operations import campaigns as acts
from backend.interests.queries import campaigns
from backend.interests.rules import campaigns as rules
from backend.interests.rules import declarants as declarant_rules
from backend.web import access, forms, views


class CampaignForm(forms.Form):
    name: str = Field(min_length=1, max_length=120, description="a name")
    asked: rules.Asked = Field(description="what is asked")
    whom: rules.Whom = Field(description="who is asked")
    groups: list[str] = Field([], max_length=10, description="the groups")
    committee_ids: list[UUID] = Field([], max_length=200, description="the committees")
    due_on: forms.FormDate = Field(description="the due day")
    words: str | None = Field(None, max_length=2_000, description="your words")

    def population(self) -> rules.Population:
        return rules.Population(
            whom=self.whom,
            groups=tuple(self.groups) if self.whom is rules.Whom.GROUPS else (),
            committee_ids=tuple(self.committee_ids) if self.whom is rules.Whom.COMMITTEES else (),
        )


@get("/t/{slug:str}/campaigns", opt=access.needs("interests.campaigns.read"), name="interests.campaigns")
async def list_campaigns(request: Request[Any, Any, Any]) -> Template:
    """Every campaign, with how many have answered."""
    scope = access.scope_of(request)
    return views.page(
        request,
        "interests/campaigns.html",
        campaigns=await campaigns.campaigns_of(scope),
        may_run=scope.may("interests.campaign"),
    )


async def _blank(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _form(request, state, None)


async def _filled(request: Request[Any, Any, Any], state: forms.FormState, campaign_id: UUID) -> Template:
    held = await campaigns.campaign(access.scope_of(request), campaign_id=campaign_id)
    rules.check_state(held.state, wanted=rules.CampaignState.DRAFT, act="changed")
    return await _form(request, state, held)


async def _form(
    request: Request[Any, Any, Any], state: forms.FormState, held: campaigns.CampaignLine | None
) -> Template:
    scope = access.scope_of(request)
    crumbs = [views.Crumb("Campaigns", views.address(scope, "/campaigns"))]
    if held:
        crumbs.append(views.Crumb(held.name, views.address(scope, f"/campaigns/{held.id}")))
    return views.page(
        request,
        "interests/campaign-form.html",
        state=state,
        campaign=held,
        asks=[(code.value, words) for code, words in rules.ASKED_IN_WORDS.items()],
        whom=[(code.value, words) for code, words in rules.WHOM_IN_WORDS.items()],
        groups=list(declarant_rules.GROUPS.items()),
        committees=[(line.id, line.name) for line in await committees.committees_of(scope)],
        crumbs=crumbs,
    )


@get("/t/{slug:str}/campaigns/new", opt=access.needs("interests.campaign"), name="interests.new-campaign")
async def new_campaign(request: Request[Any, Any, Any]) -> Template:
    """The form for one more campaign."""
    return await _blank(request, forms.FormState())


@post("/t/{slug:str}/campaigns", opt=access.needs("interests.campaign"), name="interests.draft-campaign")
@forms.taking(CampaignForm, again=_blank)
async def draft(request: Request[Any, Any, Any], form: CampaignForm) -> str:
    """Make a campaign that asks nobody yet."""
    scope = access.scope_of(request)
    campaign_id = await acts.draft_campaign(
        scope,
        name=form.name,
        asked=form.asked,
        words=form.words,
        due_on=form.due_on,
        population=form.population(),
    )
    return views.address(scope, f"/campaigns/{campaign_id}?said=drafted")


@get(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/change",
    opt=access.needs("interests.campaign"),
    name="interests.campaign-form",
)
async def change_form(request: Request[Any, Any, Any], campaign_id: FromPath[UUID]) -> Template:
    """The form of a campaign that is not launched yet."""
    return await _filled(request, forms.FormState(), campaign_id)


@post(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}",
    opt=access.needs("interests.campaign"),
    name="interests.change-campaign",
)
@forms.taking(CampaignForm, again=_filled)
async def change(request: Request[Any, Any, Any], form: CampaignForm, campaign_id: FromPath[UUID]) -> str:
    """Change a campaign that is not launched yet."""
    scope = access.scope_of(request)
    await acts.change_campaign(
        scope,
        campaign_id=campaign_id,
        name=form.name,
        asked=form.asked,
        words=form.words,
        due_on=form.due_on,
        population=form.population(),
    )
    return views.address(scope, f"/campaigns/{campaign_id}?said=changed")


ROUTES = [list_campaigns, new_campaign, draft, change_form, change]
