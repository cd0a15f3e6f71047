"""Campaigns: the list, making one, the preview of exactly who, the live count, and what it ended with."""

from collections import Counter
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.interests import snapshots
from backend.interests.operations import campaigns as acts
from backend.interests.queries import campaigns
from backend.interests.rules import campaigns as rules
from backend.interests.rules import declarants as declarant_rules
from backend.kit import keys
from backend.scope import NotFound, Scope
from backend.web import access, forms, views
from backend.web.stacked import Part, stacked

_ON_A_PAGE = 50
_PARTS = [Part(key=answer.value, words=rules.ANSWER_IN_WORDS[answer]) for answer in rules.Answer]


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


class LaunchForm(forms.Form):
    mark: str = Field(max_length=64, description="the list of people")
    sure: Literal["yes"] = Field(description="the box to say that these are the people to ask")


class ExceptionForm(forms.Form):
    reason: str = Field(min_length=1, max_length=500, description="why")


class NoForm(forms.Form):
    """A button alone."""


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


@get("/t/{slug:str}/campaigns/new", opt=access.needs("interests.campaign"), name="interests.new-campaign")
async def new_campaign(request: Request[Any, Any, Any]) -> Template:
    """The form for one more campaign."""
    return await _form(request, access.scope_of(request), forms.FormState(), None)


@post("/t/{slug:str}/campaigns", opt=access.needs("interests.campaign"), name="interests.draft-campaign")
async def draft(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Make a campaign that asks nobody yet."""
    scope = access.scope_of(request)

    async def act(form: CampaignForm) -> str:
        campaign_id = await acts.draft_campaign(
            scope,
            name=form.name,
            asked=form.asked,
            words=form.words,
            due_on=form.due_on,
            population=form.population(),
        )
        return views.address(scope, f"/campaigns/{campaign_id}?said=drafted")

    async def again(state: forms.FormState) -> Template:
        return await _form(request, scope, state, None)

    return await forms.submit(request, CampaignForm, act=act, again=again)


@get(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}",
    opt=access.needs("interests.campaigns.read"),
    name="interests.campaign",
)
async def campaign(
    request: Request[Any, Any, Any],
    campaign_id: FromPath[UUID],
    answer: Annotated[str, QueryParameter(name="answer", max_length=20)] = "",
    group: Annotated[str, QueryParameter(name="group", max_length=40)] = "",
    text: Annotated[str, QueryParameter(name="text", max_length=200)] = "",
    place: Annotated[int, QueryParameter(name="page", ge=1, le=10_000)] = 1,
) -> Template:
    """One campaign: its preview, its live count, or what it ended with."""
    chosen = {"answer": answer, "group": group, "text": text}
    return await _campaign(request, access.scope_of(request), campaign_id, forms.FormState(), chosen, place)


@get(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/change",
    opt=access.needs("interests.campaign"),
    name="interests.campaign-form",
)
async def change_form(request: Request[Any, Any, Any], campaign_id: FromPath[UUID]) -> Template:
    """The form of a campaign that is not launched yet."""
    scope = access.scope_of(request)
    held = await campaigns.campaign(scope, campaign_id=campaign_id)
    rules.check_state(held.state, wanted=rules.CampaignState.DRAFT, act="changed")
    return await _form(request, scope, forms.FormState(), held)


@post(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}",
    opt=access.needs("interests.campaign"),
    name="interests.change-campaign",
)
async def change(request: Request[Any, Any, Any], campaign_id: FromPath[UUID]) -> Response[Any] | Template:
    """Change a campaign that is not launched yet."""
    scope = access.scope_of(request)

    async def act(form: CampaignForm) -> str:
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

    async def again(state: forms.FormState) -> Template:
        return await _form(request, scope, state, await campaigns.campaign(scope, campaign_id=campaign_id))

    return await forms.submit(request, CampaignForm, act=act, again=again)


@post(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/launch",
    opt=access.needs("interests.campaign"),
    name="interests.launch-campaign",
)
async def launch(request: Request[Any, Any, Any], campaign_id: FromPath[UUID]) -> Response[Any] | Template:
    """Freeze the people and tell them."""
    scope = access.scope_of(request)

    async def act(form: LaunchForm) -> str:
        await acts.launch_campaign(scope, campaign_id=campaign_id, mark=form.mark)
        return views.address(scope, f"/campaigns/{campaign_id}?said=launched")

    return await forms.submit(request, LaunchForm, act=act, again=_again(request, scope, campaign_id))


@post(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/discard",
    opt=access.needs("interests.campaign"),
    name="interests.discard-campaign",
)
async def discard(request: Request[Any, Any, Any], campaign_id: FromPath[UUID]) -> Response[Any] | Template:
    """Put a draft away."""
    scope = access.scope_of(request)

    async def act(form: NoForm) -> str:
        await acts.discard_campaign(scope, campaign_id=campaign_id)
        return views.address(scope, "/campaigns?said=discarded")

    return await forms.submit(request, NoForm, act=act, again=_again(request, scope, campaign_id))


@post(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/close",
    opt=access.needs("interests.campaign"),
    name="interests.close-campaign",
)
async def close(request: Request[Any, Any, Any], campaign_id: FromPath[UUID]) -> Response[Any] | Template:
    """Close a campaign and sign what it ended with."""
    scope = access.scope_of(request)

    async def act(form: NoForm) -> str:
        await acts.close_campaign(scope, campaign_id=campaign_id)
        return views.address(scope, f"/campaigns/{campaign_id}?said=closed")

    return await forms.submit(request, NoForm, act=act, again=_again(request, scope, campaign_id))


@get(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/people/{person_id:uuid}",
    opt=access.needs("interests.campaigns.read"),
    name="interests.campaign-person",
)
async def person(
    request: Request[Any, Any, Any], campaign_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Template:
    """Where one person stands in a campaign, and the form for an exception."""
    return await _person(request, access.scope_of(request), campaign_id, person_id, forms.FormState())


@post(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/people/{person_id:uuid}/exception",
    opt=access.needs("interests.campaign"),
    name="interests.excuse",
)
async def excuse(
    request: Request[Any, Any, Any], campaign_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Agree an exception."""
    scope = access.scope_of(request)

    async def act(form: ExceptionForm) -> str:
        await acts.excuse_person(scope, campaign_id=campaign_id, person_id=person_id, reason=form.reason)
        return views.address(scope, f"/campaigns/{campaign_id}?said=excused")

    async def again(state: forms.FormState) -> Template:
        return await _person(request, scope, campaign_id, person_id, state)

    return await forms.submit(request, ExceptionForm, act=act, again=again)


@get(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/snapshot/{form:str}",
    opt=access.needs("interests.campaigns.read"),
    name="interests.campaign-snapshot",
)
async def snapshot(
    request: Request[Any, Any, Any], campaign_id: FromPath[UUID], form: FromPath[str]
) -> Response[bytes]:
    """What the campaign ended with, as a file: `json`, `csv`, or the `signature` over the first."""
    scope = access.scope_of(request)
    taken = await campaigns.snapshot_of(scope, campaign_id=campaign_id)
    name = f"campaign-{str(campaign_id)[-12:]}"
    if taken is None or form not in {"json", "csv", "signature"}:
        raise NotFound("snapshot")
    if form == "json":
        return views.download(taken.content.encode(), name=f"{name}.json", media_type="application/json")
    if form == "csv":
        return views.download(
            snapshots.as_csv(taken), name=f"{name}.csv", media_type="text/csv; charset=utf-8"
        )
    return views.download(
        snapshots.signature_file(taken), name=f"{name}.signature.json", media_type="application/json"
    )


def _again(request: Request[Any, Any, Any], scope: Scope, campaign_id: UUID) -> Any:
    async def again(state: forms.FormState) -> Template:
        return await _campaign(request, scope, campaign_id, state, {}, 1)

    return again


async def _campaign(
    request: Request[Any, Any, Any],
    scope: Scope,
    campaign_id: UUID,
    state: forms.FormState,
    chosen: dict[str, str],
    place: int,
) -> Template:
    held = await campaigns.campaign(scope, campaign_id=campaign_id)
    draft = held.state is rules.CampaignState.DRAFT
    found = await campaigns.found_by(scope, population=held.population) if draft else None
    people = () if draft else await campaigns.people_of(scope, campaign_id=campaign_id)
    taken = await campaigns.snapshot_of(scope, campaign_id=campaign_id)
    if found is not None:
        listed: list[Any] = [p for p in found.people if not chosen.get("group") or p.group == chosen["group"]]
    else:
        listed = [p for p in people if _fits(p, chosen)]
    words = chosen.get("text", "").casefold()
    listed = [p for p in listed if words in p.person_name.casefold()]
    pages = max(1, -(-len(listed) // _ON_A_PAGE))
    place = min(place, pages)
    return views.page(
        request,
        "interests/campaign.html",
        state=state,
        campaign=held,
        population=held.population.in_words(await committees.committee_names(scope)),
        found=found,
        preview=Counter(p.group_in_words for p in found.people) if found else None,
        stack=None if draft else _stack(campaign_id, people),
        counts=campaigns.counted(people),
        people=listed[(place - 1) * _ON_A_PAGE : place * _ON_A_PAGE],
        listed=len(listed),
        place=place,
        pages=pages,
        chosen=chosen,
        answers=rules.ANSWER_IN_WORDS,
        groups=declarant_rules.GROUPS,
        snapshot=taken,
        holds=snapshots.holds(scope, taken) if taken else False,
        fingerprint=keys.fingerprint_of(taken.public_key) if taken else "",
        may_run=scope.may("interests.campaign"),
        crumbs=[views.Crumb("Campaigns", views.address(scope, "/campaigns"))],
    )


def _fits(person: campaigns.PersonLine, chosen: dict[str, str]) -> bool:
    return (not chosen.get("answer") or person.answer == chosen["answer"]) and (
        not chosen.get("group") or person.group == chosen["group"]
    )


def _stack(campaign_id: UUID, people: tuple[campaigns.PersonLine, ...]) -> Any:
    counts = Counter((person.group, person.answer.value) for person in people)
    rows = [
        (words, group, {answer.value: counts[group, answer.value] for answer in rules.Answer})
        for group, words in declarant_rules.GROUPS.items()
        if any(person.group == group for person in people)
    ]
    return stacked(
        caption="Who has answered",
        heading="Group",
        parts=_PARTS,
        rows=rows,
        path=f"/campaigns/{campaign_id}?group={{row}}&answer={{part}}",
    )


async def _form(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    held: campaigns.CampaignLine | None,
) -> Template:
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


async def _person(
    request: Request[Any, Any, Any], scope: Scope, campaign_id: UUID, person_id: UUID, state: forms.FormState
) -> Template:
    held = await campaigns.campaign(scope, campaign_id=campaign_id)
    line = await campaigns.person_of(scope, campaign_id=campaign_id, person_id=person_id)
    may_excuse = (
        scope.may("interests.campaign")
        and held.state is rules.CampaignState.OPEN
        and line.answer in {rules.Answer.OUTSTANDING, rules.Answer.PAUSED}
        and person_id != scope.actor.person_id
    )
    return views.page(
        request,
        "interests/campaign-person.html",
        state=state,
        campaign=held,
        person=line,
        may_excuse=may_excuse,
        crumbs=[
            views.Crumb("Campaigns", views.address(scope, "/campaigns")),
            views.Crumb(held.name, views.address(scope, f"/campaigns/{campaign_id}")),
        ],
    )


ROUTES = [
    list_campaigns,
    new_campaign,
    draft,
    campaign,
    change_form,
    change,
    launch,
    discard,
    close,
    person,
    excuse,
    snapshot,
]
