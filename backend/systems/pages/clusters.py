"""Clusters: the bodies that share those who lead them, the offices that are shared, and what that brings with it."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.systems import operations
from backend.systems.pages.granting import WithWhomForm
from backend.systems.pages.seeing import crumbs
from backend.systems.queries import clusters as queries
from backend.systems.rules.clusters import USUAL
from backend.together.pages.shown import people_to_choose
from backend.together.queries import found_bodies
from backend.web import access, forms, views

_HERE = "/systems/clusters"
_AT = "/t/{slug:str}/systems/clusters"
_ONE = _AT + "/{agreement_id:uuid}"


class ClusterForm(WithWhomForm):
    name: str = Field(min_length=1, max_length=200, description="what the cluster is called")
    offices: str = Field(min_length=1, max_length=2_000, description="the offices that are shared")
    source: str = Field(min_length=1, max_length=1_000, description="where that stands")
    words: str | None = Field(None, max_length=4_000, description="what else is agreed")
    from_on: forms.FormDate = Field(description="the first day")
    signed_by_id: UUID = Field(description="who authorises it")
    authority: str = Field(min_length=1, max_length=2_000, description="by what authority it is made")


class OfficeForm(forms.Form):
    office: str = Field(min_length=1, max_length=200, description="the office")
    person_id: UUID = Field(description="who holds it")
    since: forms.FormDate = Field(description="since when they hold it in both bodies")
    source: str | None = Field(None, max_length=1_000, description="where that stands")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


class EndForm(forms.Form):
    """A button and nothing else."""


@get(_AT, opt=access.needs("systems.read"), name="systems.clusters")
async def every_cluster(request: Request[Any, Any, Any]) -> Template:
    """Every cluster that we are or were of, and what to look at."""
    scope = access.scope_of(request)
    return views.page(
        request,
        "systems/clusters.html",
        clusters=await queries.clusters_of(scope),
        may_grant=scope.may("systems.grant"),
        crumbs=crumbs(scope),
    )


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "systems/cluster-form.html",
        state=state,
        bodies=[(body.slug, body.name) for body in await found_bodies(scope)],
        usual=USUAL,
        people=await people_to_choose(scope),
        crumbs=_clusters(scope),
    )


@get(f"{_AT}/new", opt=access.needs("systems.grant"), name="systems.cluster-form")
async def cluster_form(request: Request[Any, Any, Any]) -> Template:
    """The form to propose a cluster."""
    return await _form(request, forms.FormState())


@post(_AT, opt=access.needs("systems.grant"), name="systems.propose-cluster")
@forms.taking(ClusterForm, again=_form)
async def propose(request: Request[Any, Any, Any], form: ClusterForm) -> str:
    """Propose a cluster to another body."""
    scope = access.scope_of(request)
    agreement_id = await operations.propose_cluster(
        scope,
        to_slug=form.to_slug,
        name=form.name,
        offices=form.offices.splitlines(),
        source=form.source,
        words=form.words or "",
        from_on=form.from_on,
        signed_by_id=form.signed_by_id,
        authority=form.authority,
    )
    return views.address(scope, f"{_HERE}/{agreement_id}?said=proposed")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, agreement_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = [each for each in await queries.clusters_of(scope) if each.agreement.id == agreement_id]
    if not found:
        raise NotFound("cluster")
    return views.page(
        request,
        "systems/cluster.html",
        state=state,
        cluster=found[0],
        usual=USUAL,
        people=[(each.id, each.name) for each in await people.people_of(scope)],
        may_grant=scope.may("systems.grant"),
        crumbs=_clusters(scope),
    )


@get(_ONE, opt=access.needs("systems.read"), name="systems.cluster")
async def one_cluster(request: Request[Any, Any, Any], agreement_id: FromPath[UUID]) -> Template:
    """One cluster: offices here and there, and what sharing them brings with it."""
    return await _page(request, forms.FormState(), agreement_id)


@post(f"{_ONE}/offices", opt=access.needs("systems.grant"), name="systems.hold-office")
@forms.taking(OfficeForm, again=_page)
async def hold_office(request: Request[Any, Any, Any], form: OfficeForm, agreement_id: FromPath[UUID]) -> str:
    """State who holds a shared office here."""
    scope = access.scope_of(request)
    await operations.hold_office(
        scope,
        agreement_id=agreement_id,
        office=form.office,
        person_id=form.person_id,
        since=form.since,
        source=form.source or "",
    )
    return views.address(scope, f"{_HERE}/{agreement_id}?said=stated")


@post(f"{_ONE}/ending", opt=access.needs("systems.grant"), name="systems.end-cluster")
@forms.taking(BecauseForm, again=_page)
async def end(request: Request[Any, Any, Any], form: BecauseForm, agreement_id: FromPath[UUID]) -> str:
    """End a cluster."""
    scope = access.scope_of(request)
    await operations.end_cluster(scope, agreement_id=agreement_id, because=form.because)
    return views.address(scope, f"{_HERE}/{agreement_id}?said=ended")


async def _of_office(request: Request[Any, Any, Any], state: forms.FormState, office_id: UUID) -> Template:
    scope = access.scope_of(request)
    for each, _ in await queries.offices_of(scope):
        if each.id == office_id:
            return await _page(request, state, each.agreement_id)
    raise NotFound("shared office")


@post(
    "/t/{slug:str}/systems/offices/{office_id:uuid}/ending",
    opt=access.needs("systems.grant"),
    name="systems.end-office",
)
@forms.taking(EndForm, again=_of_office)
async def end_office(request: Request[Any, Any, Any], form: EndForm, office_id: FromPath[UUID]) -> str:
    """State that an office is not shared any more."""
    scope = access.scope_of(request)
    agreement_id = await operations.end_office(scope, office_id=office_id)
    return views.address(scope, f"{_HERE}/{agreement_id}?said=office-ended")


def _clusters(scope: Scope) -> list[views.Crumb]:
    return [*crumbs(scope), views.Crumb("Clusters", views.address(scope, _HERE))]


ROUTES: list[Any] = [every_cluster, cluster_form, propose, one_cluster, hold_office, end, end_office]
