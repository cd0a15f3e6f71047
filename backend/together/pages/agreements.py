"""Agreements with other bodies: the list, the form to propose one, its page, the answer, the end."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue import shelf
from backend.committees import queries as committees
from backend.scope import Scope
from backend.together import operations, queries, rules
from backend.together.pages.shown import agreement_page, crumbs, people_to_choose
from backend.web import access, forms, views


class ProposalForm(forms.Form):
    """What is agreed, with whom, for which committee, on whose authority."""

    to_slug: str | None = Field(None, max_length=80, description="the other organisation")
    other_slug: str | None = Field(None, max_length=80, description="its short name")
    kind: rules.Kind = Field(description="how you meet")
    name: str = Field(min_length=1, max_length=200, description="what the agreement is called")
    terms: str = Field(min_length=1, max_length=20_000, description="what is agreed, in words")
    shares: rules.Shares = Field(description="what is shared")
    committee_id: UUID | None = Field(None, description="your committee")
    acting_as: str | None = Field(None, max_length=300, description="who acts for you")
    from_on: forms.FormDate = Field(description="the first day")
    until_on: forms.FormDate | None = Field(None, description="the last day")
    signed_by_id: UUID = Field(description="who authorises it")
    authority: str = Field(min_length=1, max_length=2_000, description="by what authority it is made")


class AcceptanceForm(forms.Form):
    committee_id: UUID | None = Field(None, description="your committee")
    signed_by_id: UUID = Field(description="who authorises it")
    authority: str = Field(min_length=1, max_length=2_000, description="by what authority it is made")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


@get("/t/{slug:str}/together", opt=access.needs("together.read"), name="together.list")
async def every_agreement(request: Request[Any, Any, Any]) -> Template:
    """Every agreement with another body, newest first."""
    scope = access.scope_of(request)
    found = await queries.agreements_of(scope)
    return views.page(
        request,
        "together/list.html",
        agreements=[each for each in found if each.kind is not rules.Kind.OVERSIGHT],
        oversight=[each for each in found if each.kind is rules.Kind.OVERSIGHT],
        may_act=scope.may("together.agree"),
    )


def _reviews(scope: Scope) -> bool:
    """Whether it is the kind of tenant that proposes to review others, and to meet with nobody."""
    return shelf.catalogue().reviews(scope.tenant.kind)


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "together/form.html",
        state=state,
        bodies=[(body.slug, body.name) for body in await queries.found_bodies(scope)],
        reviews=_reviews(scope),
        kinds=[(rules.Kind.OVERSIGHT.value, "Oversight", "You review what the other body submits to you")]
        if _reviews(scope)
        else [
            (
                rules.Kind.IN_COMMON.value,
                "Meetings in common",
                "One agenda and pack; each body decides for itself",
            ),
            (
                rules.Kind.JOINT.value,
                "A joint committee",
                "One committee with one quorum, kept here, with powers from each body",
            ),
        ],
        shares=[
            (each.value, words)
            for each, words in rules.SHARES_IN_WORDS.items()
            if (
                each is rules.Shares.SUBMITTED
                if _reviews(scope)
                else each in (rules.Shares.PUBLIC, rules.Shares.ALL)
            )
        ],
        committees=[(line.id, line.name) for line in await committees.committees_of(scope)],
        people=await people_to_choose(scope),
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/together/proposal", opt=access.needs("together.agree"), name="together.form")
async def proposal_form(request: Request[Any, Any, Any]) -> Template:
    """The form to propose an agreement to another body."""
    return await _form(request, forms.FormState())


@post("/t/{slug:str}/together", opt=access.needs("together.agree"), name="together.propose")
@forms.taking(ProposalForm, again=_form)
async def propose(request: Request[Any, Any, Any], form: ProposalForm) -> str:
    """Propose an agreement."""
    scope = access.scope_of(request)
    slug = form.other_slug or form.to_slug
    if form.kind is rules.Kind.OVERSIGHT and not _reviews(scope):
        raise rules.UnableToAgree(
            "An oversight agreement is proposed by the reviewing body, and accepted here.", field="kind"
        )
    if form.kind is rules.Kind.SUCCESSION:
        raise rules.UnableToAgree("A merger or a split is announced under Mergers and splits.", field="kind")
    if form.kind in (rules.Kind.SYSTEM, rules.Kind.CLUSTER):
        raise rules.UnableToAgree(
            "Grant figures, and propose a cluster, under Across the system.", field="kind"
        )
    if not slug:
        raise rules.UnableToAgree("Choose the other organisation, or give its short name.", field="to_slug")
    agreement_id = await operations.propose(
        scope,
        to_slug=slug,
        kind=form.kind,
        name=form.name,
        terms=form.terms,
        shares=form.shares,
        committee_id=form.committee_id,
        acting_as=form.acting_as,
        from_on=form.from_on,
        until_on=form.until_on,
        signed_by_id=form.signed_by_id,
        authority=form.authority,
    )
    return views.address(scope, f"/together/{agreement_id}?said=proposed")


@get(
    "/t/{slug:str}/together/{agreement_id:uuid}",
    opt=access.needs("together.read"),
    name="together.agreement",
)
async def one_agreement(request: Request[Any, Any, Any], agreement_id: FromPath[UUID]) -> Template:
    """One agreement: its text, both signatures, what passed under it."""
    return await agreement_page(request, forms.FormState(), agreement_id)


@post(
    "/t/{slug:str}/together/{agreement_id:uuid}/acceptance",
    opt=access.needs("together.agree"),
    name="together.accept",
)
@forms.taking(AcceptanceForm, again=agreement_page)
async def accept(request: Request[Any, Any, Any], form: AcceptanceForm, agreement_id: FromPath[UUID]) -> str:
    """Accept a proposal."""
    scope = access.scope_of(request)
    await operations.accept(
        scope,
        agreement_id=agreement_id,
        committee_id=form.committee_id,
        signed_by_id=form.signed_by_id,
        authority=form.authority,
    )
    return views.address(scope, f"/together/{agreement_id}?said=accepted")


@post(
    "/t/{slug:str}/together/{agreement_id:uuid}/refusal",
    opt=access.needs("together.agree"),
    name="together.refuse",
)
@forms.taking(BecauseForm, again=agreement_page)
async def refuse(request: Request[Any, Any, Any], form: BecauseForm, agreement_id: FromPath[UUID]) -> str:
    """Refuse a proposal."""
    scope = access.scope_of(request)
    await operations.refuse(scope, agreement_id=agreement_id, because=form.because)
    return views.address(scope, f"/together/{agreement_id}?said=refused")


@post(
    "/t/{slug:str}/together/{agreement_id:uuid}/ending",
    opt=access.needs("together.agree"),
    name="together.end",
)
@forms.taking(BecauseForm, again=agreement_page)
async def end(request: Request[Any, Any, Any], form: BecauseForm, agreement_id: FromPath[UUID]) -> str:
    """End an agreement, or take a proposal back."""
    scope = access.scope_of(request)
    await operations.end(scope, agreement_id=agreement_id, because=form.because)
    return views.address(scope, f"/together/{agreement_id}?said=ended")


ROUTES: list[Any] = [every_agreement, proposal_form, propose, one_agreement, accept, refuse, end]
