"""The directory, one organisation, and the form that adds or changes one."""

import re
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field, TypeAdapter, ValidationError, field_validator

from backend.catalogue.organisations import ListSize, Organisation, OrganisationType
from backend.catalogue.shapes import Line, Slug, Sourced
from backend.kit.calendar import in_words
from backend.organisations import merging, operations, queries, rules, ties
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

_NAMES = TypeAdapter(list[Line])


class OrganisationForm(forms.Form):
    name: Line = Field(max_length=200, description="the organisation's name")
    type: OrganisationType = Field(description="what kind of organisation it is")
    other_names: str | None = Field(None, max_length=2_000, description="the other names")
    former_names: str | None = Field(None, max_length=2_000, description="the former names")
    ods_code: str | None = Field(None, description="the ODS code")
    company_number: str | None = Field(None, description="the company number")
    charity_number: str | None = Field(None, description="the charity number")
    locality: Slug | None = Field(None, description="the locality")
    part_of: Slug | None = Field(None, description="what it is part of")
    patients: int | None = Field(None, ge=1, le=1_000_000, description="the number of registered patients")
    as_at: Line | None = Field(None, max_length=100, description="when the patients were counted")
    started_on: forms.FormDate | None = Field(None, description="when it began")
    ended_on: forms.FormDate | None = Field(None, description="when it ended")

    @field_validator("ods_code")
    @classmethod
    def _is_a_code(cls, code: str | None) -> str | None:
        if code is None:
            return None
        plain = code.replace(" ", "").upper()
        if not (3 <= len(plain) <= 10 and plain.isascii() and plain.isalnum()):
            raise ValueError("the ODS code must be 3 to 10 letters and numbers, such as M87001")
        return plain

    @field_validator("company_number")
    @classmethod
    def _is_a_company(cls, number: str | None) -> str | None:
        if number is None:
            return None
        plain = number.replace(" ", "").upper()
        plain = plain.zfill(8) if plain.isdigit() else plain
        if not re.fullmatch(r"([A-Z]{2}|[0-9]{2})[0-9]{6}", plain):
            raise ValueError(
                "the company number must be 8 digits, or 2 letters and 6 digits, such as 01234567"
            )
        return plain

    @field_validator("charity_number")
    @classmethod
    def _is_a_charity(cls, number: str | None) -> str | None:
        if number is None:
            return None
        plain = number.replace(" ", "").upper()
        if not re.fullmatch(r"(SC)?[0-9]{5,8}(-[0-9]{1,2})?", plain):
            raise ValueError(
                "the charity number must be 5 to 8 digits, such as 1234567, or SC012345 in Scotland"
            )
        return plain

    @field_validator("other_names", "former_names")
    @classmethod
    def _are_names(cls, names: str | None) -> str | None:
        lines = (names or "").split("\n")
        if len(lines) > 20:
            raise ValueError("the names must be 20 or fewer, one on each line")
        try:
            _NAMES.validate_python([line.strip() for line in lines if line.strip()])
        except ValidationError:
            raise ValueError("each name must be plain text of 300 characters or fewer") from None
        return names


def _names(text: str | None) -> tuple[str, ...]:
    found = (line.strip() for line in (text or "").split("\n"))
    return tuple(dict.fromkeys(name for name in found if name))


class NothingForm(forms.Form):
    """A button and nothing else."""


@get("/t/{slug:str}/organisations", opt=access.needs("organisations.read"), name="organisations.list")
async def directory(
    request: Request[Any, Any, Any],
    text: Annotated[str, QueryParameter(name="text", max_length=200)] = "",
    type_: Annotated[str, QueryParameter(name="type", max_length=40)] = "",
    locality: Annotated[str, QueryParameter(name="locality", max_length=80)] = "",
    retired: Annotated[str, QueryParameter(name="retired", max_length=3)] = "",
) -> Template:
    """The directory, filtered by kind, locality and words."""
    scope = access.scope_of(request)
    localities = await queries.localities_of(scope)
    kind = OrganisationType(type_) if type_ in set(OrganisationType) else None
    place = next((each for each in localities if each.slug == locality), None)
    lines = await queries.organisations_of(
        scope,
        type=kind,
        locality_id=place.id if place else None,
        text=text,
        include_retired=retired == "yes",
    )
    return views.page(
        request,
        "organisations/list.html",
        organisations=lines,
        localities=localities,
        places=await queries.places_of(scope),
        levels=rules.from_the_smallest((await queries.catalogued_levels(scope)).values()),
        types=rules.TYPE_IN_WORDS,
        chosen={"text": text, "type": kind or "", "locality": locality if place else "", "retired": retired},
        filtered=bool(text or kind or place or retired),
    )


async def _form(
    request: Request[Any, Any, Any], state: forms.FormState, organisation_id: UUID | None
) -> Template:
    scope = access.scope_of(request)
    before = None
    if organisation_id is not None:
        before = await queries.organisation(scope, organisation_id=organisation_id)
        if before.line.retired_on is not None:
            raise NotFound("organisation")
    others = await queries.organisations_of(scope)
    localities = await queries.localities_of(scope)
    slugs = {line.id: line.slug for line in others}
    chosen = {place.id: place.slug for place in localities}
    return views.page(
        request,
        "organisations/form.html",
        state=state,
        organisation=before,
        locality=chosen.get(before.line.locality_id) if before and before.line.locality_id else None,
        part_of=slugs.get(before.line.part_of) if before and before.line.part_of else None,
        types=[(code.value, words) for code, words in rules.TYPE_IN_WORDS.items()],
        localities=[(each.slug, each.in_words) for each in localities],
        others=[(line.slug, line.name) for line in others if line.id != organisation_id],
        crumbs=[views.Crumb("Organisations", views.address(scope, "/organisations"))],
    )


async def _blank(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _form(request, state, None)


async def _filled(request: Request[Any, Any, Any], state: forms.FormState, organisation_id: UUID) -> Template:
    return await _form(request, state, organisation_id)


@get("/t/{slug:str}/organisations/new", opt=access.needs("organisations.change"), name="organisations.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for one more organisation."""
    return await _form(request, forms.FormState(), None)


@post("/t/{slug:str}/organisations", opt=access.needs("organisations.change"), name="organisations.add")
@forms.taking(OrganisationForm, again=_blank)
async def add(request: Request[Any, Any, Any], form: OrganisationForm) -> str:
    """Add an organisation to the directory."""
    scope = access.scope_of(request)
    slug = await queries.free_slug(scope, name=form.name)
    wanted = _wanted(scope, form, slug, None)
    organisation_id = await operations.add_organisation(scope, organisation=wanted)
    return views.address(scope, f"/organisations/{organisation_id}?said=added")


@get(
    "/t/{slug:str}/organisations/{organisation_id:uuid}",
    opt=access.needs("organisations.read"),
    name="organisations.organisation",
)
async def organisation(request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> Template:
    """One organisation with its parts and where each fact comes from."""
    return await page_of(request, forms.FormState(), organisation_id)


@get(
    "/t/{slug:str}/organisations/{organisation_id:uuid}/particulars",
    opt=access.needs("organisations.change"),
    name="organisations.form",
)
async def particulars(request: Request[Any, Any, Any], organisation_id: FromPath[UUID]) -> Template:
    """The form that changes an organisation."""
    return await _form(request, forms.FormState(), organisation_id)


@post(
    "/t/{slug:str}/organisations/{organisation_id:uuid}/particulars",
    opt=access.needs("organisations.change"),
    name="organisations.change",
)
@forms.taking(OrganisationForm, again=_filled)
async def change(
    request: Request[Any, Any, Any], form: OrganisationForm, organisation_id: FromPath[UUID]
) -> str:
    """Change what the directory says of an organisation."""
    scope = access.scope_of(request)
    before = await queries.organisation(scope, organisation_id=organisation_id)
    wanted = _wanted(scope, form, before.line.slug, before)
    await operations.change_organisation(scope, organisation_id=organisation_id, organisation=wanted)
    return views.address(scope, f"/organisations/{organisation_id}?said=changed")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, organisation_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.organisation(scope, organisation_id=organisation_id)
    into = found.line.merged_into
    known = await queries.organisations_by_id(scope, ids=[into]) if into else {}
    others = await queries.organisations_of(scope) if scope.may("organisations.change") else ()
    return views.page(
        request,
        "organisations/organisation.html",
        state=state,
        organisation=found,
        merged_into=known.get(into) if into else None,
        merges=await merging.merges_into(scope, organisation_id=organisation_id),
        ties=await ties.ties_of(scope, organisation_id=organisation_id),
        tie_kinds=[(kind.value, words) for kind, words in ties.TIE_IN_WORDS.items()],
        others=[(each.id, each.name) for each in others if each.id != organisation_id],
        documents=await queries.documents_of(scope),
        crumbs=[views.Crumb("Organisations", views.address(scope, "/organisations"))],
    )


@post(
    "/t/{slug:str}/organisations/{organisation_id:uuid}/retirement",
    opt=access.needs("organisations.change"),
    name="organisations.retire",
)
@forms.taking(NothingForm, again=page_of)
async def retire(request: Request[Any, Any, Any], _form: NothingForm, organisation_id: FromPath[UUID]) -> str:
    """Take an organisation out of use."""
    scope = access.scope_of(request)
    await operations.retire_organisation(scope, organisation_id=organisation_id)
    return views.address(scope, f"/organisations/{organisation_id}?said=retired")


def _wanted(
    scope: Scope, form: OrganisationForm, slug: str, before: queries.OrganisationDetail | None
) -> Organisation:
    """The organisation that the form describes. What was read in a source stays so while it stays the same."""
    if form.started_on and form.ended_on and form.ended_on < form.started_on:
        raise rules.UnableToKeepOrganisation("It can’t end before it began.", field="ended_on")
    entered = rules.entered(scope.actor.name, in_words(scope.today))
    size = before.list_size if before else None
    if form.patients is None:
        size = None
    elif size is None or (size.patients, size.as_at) != (form.patients, form.as_at or size.as_at):
        as_at = form.as_at or in_words(scope.today)
        size = ListSize(patients=form.patients, as_at=as_at, mark=entered.mark, note=entered.note)
    kept: Sourced = entered
    if before and (before.line.name, before.line.type) == (form.name, form.type):
        kept = before.line.provenance
    return Organisation(
        id=slug,
        name=form.name,
        type=form.type,
        number=before.line.number if before else None,
        locality=form.locality,
        part_of=form.part_of,
        ods_code=form.ods_code,
        also_known_as=_names(form.other_names),
        formerly=_names(form.former_names),
        company_number=form.company_number,
        charity_number=form.charity_number,
        started_on=form.started_on,
        ended_on=form.ended_on,
        list_size=size,
        source=kept.source,
        mark=kept.mark,
        note=kept.note,
    )


ROUTES = [directory, new, add, organisation, particulars, change, retire]
