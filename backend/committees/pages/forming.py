"""The forms that form, change and retire a committee, and record a review of its terms."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.committees import Committee, CommitteeKind, ReportingLine, Terms
from backend.catalogue.shapes import Line, Provenance, Slug, Text
from backend.committees import operations, queries, rules
from backend.committees.pages.structure import committee_page, crumbs
from backend.kit.calendar import in_words
from backend.organisations import queries as organisations
from backend.organisations.rules import entered, provenance_of
from backend.scope import Scope
from backend.web import access, forms, views


class CommitteeForm(forms.Form):
    name: Line = Field(max_length=200, description="the committee's name")
    kind: CommitteeKind = Field(description="what kind of committee it is")
    purpose: Text = Field(max_length=4_000, description="what the committee is for")
    meets_in_public: Literal["yes", "no"] = Field(description="whether it meets in public")
    meets_every_months: int | None = Field(None, ge=1, le=60, description="the months between meetings")
    reports_to: list[Slug] = Field(default_factory=list, description="the committees that it reports to")
    held_by: Slug | None = Field(None, description="whose committee it is")
    terms_summary: Text | None = Field(None, max_length=4_000, description="the terms of reference")
    terms_review_months: int | None = Field(None, ge=1, le=120, description="the months between reviews")


class NothingForm(forms.Form):
    """A button and nothing else."""


async def _form(
    request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID | None
) -> Template:
    scope = access.scope_of(request)
    before = await operations.living(scope, committee_id=committee_id) if committee_id else None
    others = [line for line in await queries.committees_of(scope) if line.id != committee_id]
    return views.page(
        request,
        "committees/form.html",
        state=state,
        committee=before,
        committee_id=committee_id,
        kinds=[(kind.value, words) for kind, words in rules.KIND_IN_WORDS.items()],
        others=[(line.slug, line.name) for line in others],
        organisations=[(each.slug, each.name) for each in await organisations.organisations_of(scope)],
        crumbs=crumbs(scope, committee_id, before.name if before else ""),
    )


async def _blank(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _form(request, state, None)


async def _filled(request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID) -> Template:
    return await _form(request, state, committee_id)


@get("/t/{slug:str}/committees/new", opt=access.needs("committees.change"), name="committees.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a new committee."""
    return await _form(request, forms.FormState(), None)


@post("/t/{slug:str}/committees", opt=access.needs("committees.change"), name="committees.form-committee")
@forms.taking(CommitteeForm, again=_blank)
async def form_committee(request: Request[Any, Any, Any], form: CommitteeForm) -> str:
    """Form a committee; its seats and quorum follow on their own pages."""
    scope = access.scope_of(request)
    slug = await queries.free_slug(scope, name=form.name)
    committee_id = await operations.form_committee(scope, committee=_wanted(scope, form, slug, None))
    return views.address(scope, f"/committees/{committee_id}?said=formed")


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/particulars",
    opt=access.needs("committees.change"),
    name="committees.particulars",
)
async def particulars(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """The form that changes a committee's own traits and lines."""
    return await _form(request, forms.FormState(), committee_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/particulars",
    opt=access.needs("committees.change"),
    name="committees.change",
)
@forms.taking(CommitteeForm, again=_filled)
async def change(request: Request[Any, Any, Any], form: CommitteeForm, committee_id: FromPath[UUID]) -> str:
    """Change a committee's own traits and lines."""
    scope = access.scope_of(request)
    before = await operations.living(scope, committee_id=committee_id)
    wanted = _wanted(scope, form, before.id, before)
    await operations.change_committee(scope, committee_id=committee_id, committee=wanted)
    return views.address(scope, f"/committees/{committee_id}?said=changed")


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/review",
    opt=access.needs("committees.change"),
    name="committees.review",
)
@forms.taking(NothingForm, again=committee_page)
async def review(request: Request[Any, Any, Any], _form: NothingForm, committee_id: FromPath[UUID]) -> str:
    """Record that the terms of reference were reviewed today."""
    scope = access.scope_of(request)
    await operations.record_review(scope, committee_id=committee_id)
    return views.address(scope, f"/committees/{committee_id}?said=reviewed")


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/retirement",
    opt=access.needs("committees.change"),
    name="committees.retire",
)
@forms.taking(NothingForm, again=committee_page)
async def retire(request: Request[Any, Any, Any], _form: NothingForm, committee_id: FromPath[UUID]) -> str:
    """End a committee on which nobody sits any more."""
    scope = access.scope_of(request)
    await operations.retire_committee(scope, committee_id=committee_id)
    return views.address(scope, f"/committees/{committee_id}?said=retired")


def _wanted(scope: Scope, form: CommitteeForm, slug: str, before: Committee | None) -> Committee:
    """The committee that the form describes. What was read in a source stays so while it stays the same."""
    said = entered(scope.actor.name, in_words(scope.today))
    same = before and (before.name, before.kind, before.purpose) == (form.name, form.kind, form.purpose)
    kept = provenance_of(before) if before and same else said
    return Committee(
        id=slug,
        name=form.name,
        kind=form.kind,
        held_by=form.held_by,
        reports_to=_lines(form.reports_to, before, said),
        purpose=form.purpose,
        meets_in_public=form.meets_in_public == "yes",
        meets_every_months=form.meets_every_months,
        seats=before.seats if before else (),
        seats_from=before.seats_from if before else None,
        quorum=before.quorum if before else None,
        quorum_from=before.quorum_from if before else None,
        voting=before.voting if before else None,
        voting_from=before.voting_from if before else None,
        terms=_terms(form, before.terms if before else None, said),
        source=kept.source,
        mark=kept.mark,
        note=kept.note,
    )


def _lines(
    reports_to: Sequence[str], before: Committee | None, said: Provenance
) -> tuple[ReportingLine, ...]:
    known = {line.to: line for line in before.reports_to} if before else {}
    return tuple(
        known.get(slug) or ReportingLine(to=slug, mark=said.mark, note=said.note)
        for slug in dict.fromkeys(reports_to)
    )


def _terms(form: CommitteeForm, before: Terms | None, said: Provenance) -> Terms | None:
    if form.terms_summary is None:
        return None
    months = form.terms_review_months or 12
    if before and (before.summary, before.review_months) == (form.terms_summary, months):
        return before
    return Terms(summary=form.terms_summary, review_months=months, mark=said.mark, note=said.note)


ROUTES = [new, form_committee, particulars, change, review, retire]
