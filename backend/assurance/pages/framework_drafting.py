"""Writing an own framework: its title and its domains."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import domains as domain_acts
from backend.assurance.operations import drafting as acts
from backend.assurance.operations.drafting import Head
from backend.assurance.pages.framework_parts import about, at, crumbs, theirs
from backend.assurance.queries import editions as queries
from backend.assurance.queries import requirements
from backend.web import access, forms, views


class HeadForm(forms.Form):
    title: str = Field(min_length=1, max_length=200, description="the title")
    words: str | None = Field(None, max_length=4_000, description="what it is about")
    publisher: str | None = Field(None, max_length=200, description="the publisher")
    licence: str | None = Field(None, max_length=1_000, description="the licence")
    effective_from: forms.FormDate | None = Field(None, description="the day from which it is in force")
    effective_to: forms.FormDate | None = Field(None, description="the last day on which it is in force")


class NewForm(HeadForm):
    label: str = Field(min_length=1, max_length=40, description="the name of the edition")


class AboutForm(HeadForm):
    version: int = Field(ge=1, description="the version that was read")


class DomainForm(forms.Form):
    ref: str = Field(min_length=1, max_length=60, description="the ref")
    name: str = Field(min_length=1, max_length=200, description="the name")
    words: str | None = Field(None, max_length=2_000, description="what it is about")


class ChangedDomainForm(DomainForm):
    version: int = Field(ge=1, description="the version that was read")


class VersionForm(forms.Form):
    version: int = Field(ge=1, description="the version that was read")


async def _new(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(request, "assurance/framework-head.html", state=state, view=None, crumbs=crumbs(scope))


@get(
    "/t/{slug:str}/assurance/frameworks/new",
    opt=access.needs("assurance.keep"),
    name="assurance.new-framework",
)
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for an own framework."""
    return await _new(request, forms.FormState())


@post(
    "/t/{slug:str}/assurance/frameworks", opt=access.needs("assurance.keep"), name="assurance.start-framework"
)
@forms.taking(NewForm, again=_new)
async def start(request: Request[Any, Any, Any], form: NewForm) -> str:
    """Begin an own framework as a draft."""
    scope = access.scope_of(request)
    edition_id = await acts.start_own(scope, label=form.label, head=_head(form))
    return at(scope, edition_id, "?said=drafted")


async def _about(request: Request[Any, Any, Any], state: forms.FormState, edition_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.edition_of(scope, edition_id=edition_id)
    given = {
        "title": view.title,
        "words": view.about,
        "publisher": view.publisher,
        "licence": view.licence or "",
        "effective_from": view.effective_from,
        "effective_to": view.effective_to,
    }
    return views.page(
        request,
        "assurance/framework-head.html",
        **about(scope, view),
        state=state if state.values else forms.FormState(given),
        theirs=theirs(state, view.version),
        crumbs=crumbs(scope, view),
    )


@get(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/about",
    opt=access.needs("assurance.keep"),
    name="assurance.framework-about",
)
async def about_form(request: Request[Any, Any, Any], edition_id: FromPath[UUID]) -> Template:
    """What is said of the framework as a whole, as a form."""
    return await _about(request, forms.FormState(), edition_id)


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/about",
    opt=access.needs("assurance.keep"),
    name="assurance.change-framework",
)
@forms.taking(AboutForm, again=_about)
async def change(request: Request[Any, Any, Any], form: AboutForm, edition_id: FromPath[UUID]) -> str:
    """Say better what the framework is."""
    scope = access.scope_of(request)
    await acts.change_head(scope, edition_id=edition_id, version=form.version, head=_head(form))
    return at(scope, edition_id, "?said=written")


async def _domains(request: Request[Any, Any, Any], state: forms.FormState, edition_id: UUID) -> Template:
    return await _domain_page(request, state, edition_id, None)


async def _domain_page(
    request: Request[Any, Any, Any], state: forms.FormState, edition_id: UUID, domain_id: UUID | None
) -> Template:
    scope = access.scope_of(request)
    view = await queries.edition_of(scope, edition_id=edition_id)
    found = await requirements.domains_of(scope, edition_id=edition_id)
    chosen = next((each for each in found if each.id == domain_id), None)
    counts = await requirements.counts_by_domain(scope, edition_id=edition_id)
    if chosen is not None and not state.values:
        state = forms.FormState(
            {"ref": chosen.ref, "name": chosen.name, "words": chosen.about or ""}, state.errors
        )
    return views.page(
        request,
        "assurance/domains.html",
        **about(scope, view),
        state=state,
        domains=[(each, counts.get(each.id, 0)) for each in found],
        chosen=chosen,
        crumbs=crumbs(scope, view),
    )


async def _domain(request: Request[Any, Any, Any], state: forms.FormState, domain_id: UUID) -> Template:
    scope = access.scope_of(request)
    edition_id = await requirements.edition_of_domain(scope, domain_id=domain_id)
    return await _domain_page(request, state, edition_id, domain_id)


@get(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/domains",
    opt=access.needs("assurance.keep"),
    name="assurance.framework-domains",
)
async def domains(request: Request[Any, Any, Any], edition_id: FromPath[UUID]) -> Template:
    """The domains of a draft."""
    return await _domains(request, forms.FormState(), edition_id)


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/domains",
    opt=access.needs("assurance.keep"),
    name="assurance.add-domain",
)
@forms.taking(DomainForm, again=_domains)
async def add_domain(request: Request[Any, Any, Any], form: DomainForm, edition_id: FromPath[UUID]) -> str:
    """Write a domain."""
    scope = access.scope_of(request)
    await domain_acts.add_domain(scope, edition_id=edition_id, ref=form.ref, name=form.name, about=form.words)
    return at(scope, edition_id, "/domains")


@get(
    "/t/{slug:str}/assurance/framework-domains/{domain_id:uuid}",
    opt=access.needs("assurance.keep"),
    name="assurance.framework-domain",
)
async def domain(request: Request[Any, Any, Any], domain_id: FromPath[UUID]) -> Template:
    """One domain of a draft, to be named better or left out."""
    return await _domain(request, forms.FormState(), domain_id)


@post(
    "/t/{slug:str}/assurance/framework-domains/{domain_id:uuid}",
    opt=access.needs("assurance.keep"),
    name="assurance.change-domain",
)
@forms.taking(ChangedDomainForm, again=_domain)
async def change_domain(
    request: Request[Any, Any, Any], form: ChangedDomainForm, domain_id: FromPath[UUID]
) -> str:
    """Name a domain better."""
    scope = access.scope_of(request)
    edition_id = await requirements.edition_of_domain(scope, domain_id=domain_id)
    await domain_acts.change_domain(
        scope, domain_id=domain_id, version=form.version, ref=form.ref, name=form.name, about=form.words
    )
    return at(scope, edition_id, "/domains")


@post(
    "/t/{slug:str}/assurance/framework-domains/{domain_id:uuid}/leave-out",
    opt=access.needs("assurance.keep"),
    name="assurance.leave-out-domain",
)
@forms.taking(VersionForm, again=_domain)
async def leave_out_domain(
    request: Request[Any, Any, Any], form: VersionForm, domain_id: FromPath[UUID]
) -> str:
    """Leave an empty domain out."""
    scope = access.scope_of(request)
    edition_id = await requirements.edition_of_domain(scope, domain_id=domain_id)
    await domain_acts.leave_out_domain(scope, domain_id=domain_id, version=form.version)
    return at(scope, edition_id, "/domains")


def _head(form: HeadForm) -> Head:
    return Head(
        title=form.title,
        about=form.words or "",
        publisher=form.publisher,
        licence=form.licence,
        effective_from=form.effective_from,
        effective_to=form.effective_to,
    )


ROUTES: list[Any] = [
    new,
    start,
    about_form,
    change,
    domains,
    add_domain,
    domain,
    change_domain,
    leave_out_domain,
]
