"""The frameworks that the organisation keeps, and those that come with Probity."""

from typing import Annotated, Any

from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import editions as acts
from backend.assurance.operations import succeeding
from backend.assurance.pages.framework_parts import at, crumbs
from backend.assurance.queries import editions as queries
from backend.assurance.queries import requirements, shipped
from backend.assurance.rules.conditions import rule_in_words
from backend.assurance.rules.editions import STATE_IN_WORDS, State
from backend.catalogue.conditions import condition_as_data
from backend.web import access, forms, views


class TakingForm(forms.Form):
    on: forms.FormDate | None = Field(None, description="since when it is in use")


@get("/t/{slug:str}/assurance/frameworks", opt=access.needs("assurance.read"), name="assurance.frameworks")
async def shown(
    request: Request[Any, Any, Any],
    text: Annotated[str, QueryParameter(name="text", max_length=200)] = "",
    standing: Annotated[str, QueryParameter(name="state", max_length=20)] = "",
) -> Template:
    """Every edition that is kept here: in use, being written, and what was before."""
    scope = access.scope_of(request)
    kept = await queries.editions_of(scope)
    counts = await requirements.counts_by_edition(scope)
    wanted = text.casefold().strip()
    lines = [
        (each, counts.get(each.id, 0))
        for each in kept
        if (not standing or each.state == standing)
        and (not wanted or wanted in f"{each.title} {each.label} {each.publisher}".casefold())
    ]
    order = [State.IN_USE, State.DRAFT, State.SUPERSEDED, State.RETIRED]
    return views.page(
        request,
        "assurance/frameworks.html",
        lines=sorted(lines, key=lambda line: order.index(line[0].state)),
        chosen={"text": text, "state": standing},
        states=[(each.value, STATE_IN_WORDS[each]) for each in order],
        kept=len(kept),
    )


@get(
    "/t/{slug:str}/assurance/frameworks/shipped",
    opt=access.needs("assurance.read"),
    name="assurance.shipped-frameworks",
)
async def shipped_list(
    request: Request[Any, Any, Any],
    text: Annotated[str, QueryParameter(name="text", max_length=200)] = "",
) -> Template:
    """The frameworks that come with Probity, with what of them is kept here."""
    scope = access.scope_of(request)
    kept = {(each.framework, each.label): each for each in await queries.editions_of(scope)}
    wanted = text.casefold().strip()
    return views.page(
        request,
        "assurance/shipped.html",
        lines=[
            (each, kept.get((each.id, each.label)))
            for each in shipped.shipped_editions()
            if wanted in f"{each.title} {each.label} {each.framework.publisher}".casefold()
        ],
        text=text,
        today=scope.today,
        crumbs=crumbs(scope),
    )


async def _one(
    request: Request[Any, Any, Any], state: forms.FormState, framework: str, label: str
) -> Template:
    scope = access.scope_of(request)
    found = shipped.shipped(framework, label)
    editions = await queries.editions_of(scope, framework=framework)
    kept = next((each for each in editions if each.label == label), None)
    return views.page(
        request,
        "assurance/shipped-one.html",
        state=state,
        found=found,
        kept=kept,
        again=kept is not None and kept.state is State.RETIRED,
        running=next((each for each in editions if each.state is State.IN_USE), None),
        documents={each.id: each.title for each in found.framework.documents},
        rules={
            each.ref: rule_in_words(condition_as_data(each.rule))
            for each in found.requirements
            if each.rule is not None
        },
        scales={scale.key: scale for scale in found.scales},
        ahead=scope.today < found.effective_from,
        crumbs=[*crumbs(scope), views.Crumb("Frameworks that come with Probity", at(scope, rest="/shipped"))],
    )


@get(
    "/t/{slug:str}/assurance/frameworks/shipped/{framework:str}/{label:str}",
    opt=access.needs("assurance.read"),
    name="assurance.shipped-framework",
)
async def shipped_one(
    request: Request[Any, Any, Any], framework: FromPath[str], label: FromPath[str]
) -> Template:
    """What a shipped edition asks, and where its words come from, before it is taken into use."""
    return await _one(request, forms.FormState(), framework, label)


@post(
    "/t/{slug:str}/assurance/frameworks/shipped/{framework:str}/{label:str}",
    opt=access.needs("assurance.keep"),
    name="assurance.take-framework",
)
@forms.taking(TakingForm, again=_one)
async def take(
    request: Request[Any, Any, Any], form: TakingForm, framework: FromPath[str], label: FromPath[str]
) -> str:
    """Take it into use; where an earlier edition is in use, look first at what would be carried over."""
    scope = access.scope_of(request)
    running = next(
        (
            each
            for each in await queries.editions_of(scope, framework=framework)
            if each.state is State.IN_USE and each.label != label
        ),
        None,
    )
    if running is not None:
        next_id = await succeeding.draw_up_shipped(
            scope, edition_id=running.id, framework=framework, label=label
        )
        return at(scope, next_id, "/change")
    edition_id = await acts.take_into_use(scope, framework=framework, edition=label, on=form.on)
    return at(scope, edition_id, "?said=taken")


ROUTES: list[Any] = [shown, shipped_list, shipped_one, take]
