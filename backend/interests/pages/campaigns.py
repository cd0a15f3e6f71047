"""One campaign: the preview of exactly who, its launch, the live count, exceptions, and what it ended with."""

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


class LaunchForm(forms.Form):
    mark: str = Field(max_length=64, description="the list of people")
    sure: Literal["yes"] = Field(description="the box to say that these are the people to ask")


class ExceptionForm(forms.Form):
    reason: str = Field(min_length=1, max_length=500, description="why")


class NoForm(forms.Form):
    """A button alone."""


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


async def _first_page(request: Request[Any, Any, Any], state: forms.FormState, campaign_id: UUID) -> Template:
    return await _campaign(request, access.scope_of(request), campaign_id, state, {}, 1)


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


@post(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/launch",
    opt=access.needs("interests.campaign"),
    name="interests.launch-campaign",
)
@forms.taking(LaunchForm, again=_first_page)
async def launch(request: Request[Any, Any, Any], form: LaunchForm, campaign_id: FromPath[UUID]) -> str:
    """Freeze the people and tell them."""
    scope = access.scope_of(request)
    await acts.launch_campaign(scope, campaign_id=campaign_id, mark=form.mark)
    return views.address(scope, f"/campaigns/{campaign_id}?said=launched")


@post(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/discard",
    opt=access.needs("interests.campaign"),
    name="interests.discard-campaign",
)
@forms.taking(NoForm, again=_first_page)
async def discard(request: Request[Any, Any, Any], _form: NoForm, campaign_id: FromPath[UUID]) -> str:
    """Put a draft away."""
    scope = access.scope_of(request)
    await acts.discard_campaign(scope, campaign_id=campaign_id)
    return views.address(scope, "/campaigns?said=discarded")


@post(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/close",
    opt=access.needs("interests.campaign"),
    name="interests.close-campaign",
)
@forms.taking(NoForm, again=_first_page)
async def close(request: Request[Any, Any, Any], _form: NoForm, campaign_id: FromPath[UUID]) -> str:
    """Close a campaign and sign what it ended with."""
    scope = access.scope_of(request)
    await acts.close_campaign(scope, campaign_id=campaign_id)
    return views.address(scope, f"/campaigns/{campaign_id}?said=closed")


async def _person(
    request: Request[Any, Any, Any], state: forms.FormState, campaign_id: UUID, person_id: UUID
) -> Template:
    scope = access.scope_of(request)
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


@get(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/people/{person_id:uuid}",
    opt=access.needs("interests.campaigns.read"),
    name="interests.campaign-person",
)
async def person(
    request: Request[Any, Any, Any], campaign_id: FromPath[UUID], person_id: FromPath[UUID]
) -> Template:
    """Where one person stands in a campaign, and the form for an exception."""
    return await _person(request, forms.FormState(), campaign_id, person_id)


@post(
    "/t/{slug:str}/campaigns/{campaign_id:uuid}/people/{person_id:uuid}/exception",
    opt=access.needs("interests.campaign"),
    name="interests.excuse",
)
@forms.taking(ExceptionForm, again=_person)
async def excuse(
    request: Request[Any, Any, Any],
    form: ExceptionForm,
    campaign_id: FromPath[UUID],
    person_id: FromPath[UUID],
) -> str:
    """Agree an exception."""
    scope = access.scope_of(request)
    await acts.excuse_person(scope, campaign_id=campaign_id, person_id=person_id, reason=form.reason)
    return views.address(scope, f"/campaigns/{campaign_id}?said=excused")


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


ROUTES = [campaign, launch, discard, close, person, excuse, snapshot]
