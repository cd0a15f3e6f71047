"""Writing what an own framework asks: the words, the scale, the evidence expected, a rule over facts."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import requirements as acts
from backend.assurance.operations.requirements import Asking
from backend.assurance.pages.framework_parts import about, at, crumbs
from backend.assurance.queries import editions as queries
from backend.assurance.queries import requirements
from backend.assurance.queries.requirements import RequirementView
from backend.assurance.rules.conditions import (
    Chosen,
    Over,
    rule_as_text,
    rule_from_choices,
    rule_from_text,
    rule_in_words,
)
from backend.assurance.rules.editions import UnableToKeepFramework
from backend.catalogue.conditions import COMPARISONS
from backend.catalogue.vocabulary import FACTS, SUBJECTS
from backend.web import access, forms, views

_OVER_IN_WORDS = {
    Over.ONE: "Of one that is named",
    Over.EVERY: "Of every one",
    Over.SOME: "Of at least one",
    Over.SHARE: "Of a share of them",
}
_COMPARISON_IN_WORDS = {
    "is": "is",
    "is_not": "is not",
    "one_of": "is one of (parted by commas)",
    "at_least": "is at least",
    "at_most": "is at most",
    "within_last": "lies within the last (such as 12 months)",
    "within_next": "lies within the next (such as 90 days)",
    "older_than": "lies further back than (such as 2 years)",
    "past": "has passed (yes or no)",
    "since": "is on or after the day (2016-04-01)",
    "before": "is before the day (2016-04-01)",
    "given": "is there at all (yes or no)",
}


class RequirementForm(forms.Form):
    """`look` reads the rule back, or puts one together from what was chosen; nothing is kept then."""

    domain_id: UUID = Field(description="the domain")
    ref: str = Field(min_length=1, max_length=60, description="the ref")
    heading: str | None = Field(None, max_length=200, description="the short title")
    words: str = Field(min_length=1, max_length=8_000, description="what it asks")
    guidance: str | None = Field(None, max_length=4_000, description="the guidance")
    scale: str = Field(min_length=1, max_length=80, description="the scale")
    expects: str | None = Field(None, max_length=8_000, description="the evidence expected")
    document: str | None = Field(None, max_length=300, description="the document")
    page: int | None = Field(None, ge=1, le=100_000, description="the page")
    note: str | None = Field(None, max_length=2_000, description="the note")
    rule: str | None = Field(None, max_length=4_000, description="the rule")
    rule_fact: str | None = Field(None, max_length=80, description="the fact")
    rule_over: Over | None = Field(None, description="of what the fact is judged")
    rule_on: str | None = Field(None, max_length=160, description="the one that is named")
    rule_per_cent: int | None = Field(None, ge=0, le=100, description="the share")
    rule_comparison: str | None = Field(None, max_length=20, description="the comparison")
    rule_value: str | None = Field(None, max_length=160, description="what it is compared with")
    look: forms.Look = None
    version: int = Field(1, ge=1, description="the version that was read")


class LeaveOutForm(forms.Form):
    version: int = Field(ge=1, description="the version that was read")


async def _page(
    request: Request[Any, Any, Any],
    state: forms.FormState,
    edition_id: UUID,
    requirement: RequirementView | None = None,
) -> Template:
    scope = access.scope_of(request)
    view = await queries.edition_of(scope, edition_id=edition_id)
    documents = {each["id"]: each["title"] for each in view.documents}
    theirs = None
    if requirement is not None:
        if not state.values:
            state = forms.FormState(_given(requirement, documents), state.errors)
        elif str(state.value("version", requirement.version)) != str(requirement.version):
            theirs = requirement
    state, rule, problem = _read_back(state)
    return views.page(
        request,
        "assurance/requirement-form.html",
        **about(scope, view),
        state=state,
        requirement=requirement,
        theirs=theirs,
        rule_words=rule,
        rule_problem=problem,
        domains=[
            (each.id, f"{each.ref} {each.name}")
            for each in await requirements.domains_of(scope, edition_id=edition_id)
        ],
        scales=[(scale.key, scale.name) for scale in view.scales],
        facts=[
            (kind.key, f"{SUBJECTS[kind.about].one}: {kind.words}")
            for kind in sorted(FACTS.values(), key=lambda each: (SUBJECTS[each.about].one, each.words))
        ],
        overs=[(over.value, words) for over, words in _OVER_IN_WORDS.items()],
        comparisons=[(key, _COMPARISON_IN_WORDS[key]) for key in COMPARISONS if key in _COMPARISON_IN_WORDS],
        crumbs=crumbs(scope, view),
    )


def _read_back(state: forms.FormState) -> tuple[forms.FormState, str | None, str | None]:
    """The form with a rule put together where one was chosen, the rule in words, and what is wrong with it."""
    values = dict(state.values)
    try:
        if values.get("look") and values.get("rule_fact"):
            per_cent = str(values.get("rule_per_cent", ""))
            rule = rule_from_choices(
                Chosen(
                    fact=str(values["rule_fact"]),
                    over=Over(values.get("rule_over", Over.ONE)),
                    comparison=str(values.get("rule_comparison", "is")),
                    value=str(values.get("rule_value", "")) or None,
                    on=str(values.get("rule_on", "")) or None,
                    per_cent=int(per_cent) if per_cent.isascii() and per_cent.isdecimal() else None,
                )
            )
            kept = {key: value for key, value in values.items() if not key.startswith("rule_")}
            return (
                forms.FormState({**kept, "rule": rule_as_text(rule)}, state.errors),
                rule_in_words(rule),
                None,
            )
        text = str(values.get("rule", ""))
        return state, rule_in_words(rule_from_text(text)) if text else None, None
    except UnableToKeepFramework as refusal:
        return state, None, refusal.sentence
    except ValueError:
        return state, None, "Choose of what the fact is judged."


async def _new(request: Request[Any, Any, Any], state: forms.FormState, edition_id: UUID) -> Template:
    return await _page(request, state, edition_id)


async def _one(request: Request[Any, Any, Any], state: forms.FormState, requirement_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await requirements.requirement_of(scope, requirement_id=requirement_id)
    return await _page(request, state, found.edition_id, found)


@get(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/requirements/new",
    opt=access.needs("assurance.keep"),
    name="assurance.new-requirement",
)
async def new(request: Request[Any, Any, Any], edition_id: FromPath[UUID]) -> Template:
    """The form for a requirement."""
    return await _new(request, forms.FormState(), edition_id)


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/requirements",
    opt=access.needs("assurance.keep"),
    name="assurance.add-requirement",
)
@forms.taking(RequirementForm, again=_new)
async def add(request: Request[Any, Any, Any], form: RequirementForm, edition_id: FromPath[UUID]) -> str:
    """Write a requirement."""
    scope = access.scope_of(request)
    await acts.add_requirement(scope, edition_id=edition_id, asking=_asking(form))
    return at(scope, edition_id, "?said=written")


@get(
    "/t/{slug:str}/assurance/framework-requirements/{requirement_id:uuid}",
    opt=access.needs("assurance.keep"),
    name="assurance.edit-requirement",
)
async def one(request: Request[Any, Any, Any], requirement_id: FromPath[UUID]) -> Template:
    """A requirement of a draft, as a form."""
    return await _one(request, forms.FormState(), requirement_id)


@post(
    "/t/{slug:str}/assurance/framework-requirements/{requirement_id:uuid}",
    opt=access.needs("assurance.keep"),
    name="assurance.change-requirement",
)
@forms.taking(RequirementForm, again=_one)
async def change(
    request: Request[Any, Any, Any], form: RequirementForm, requirement_id: FromPath[UUID]
) -> str:
    """Write a requirement better."""
    scope = access.scope_of(request)
    found = await requirements.requirement_of(scope, requirement_id=requirement_id)
    await acts.change_requirement(
        scope, requirement_id=requirement_id, version=form.version, asking=_asking(form)
    )
    return at(scope, found.edition_id, f"?said=written#r-{requirement_id}")


@post(
    "/t/{slug:str}/assurance/framework-requirements/{requirement_id:uuid}/leave-out",
    opt=access.needs("assurance.keep"),
    name="assurance.leave-out-requirement",
)
@forms.taking(LeaveOutForm, again=_one)
async def leave_out(
    request: Request[Any, Any, Any], form: LeaveOutForm, requirement_id: FromPath[UUID]
) -> str:
    """Leave a requirement out of the draft."""
    scope = access.scope_of(request)
    found = await requirements.requirement_of(scope, requirement_id=requirement_id)
    await acts.leave_out(scope, requirement_id=requirement_id, version=form.version)
    return at(scope, found.edition_id, "?said=left-out")


def _asking(form: RequirementForm) -> Asking:
    return Asking(
        domain_id=form.domain_id,
        ref=form.ref,
        heading=form.heading,
        text=form.words,
        scale=form.scale,
        guidance=form.guidance,
        expects=tuple(line.strip() for line in (form.expects or "").splitlines() if line.strip()),
        rule=rule_from_text(form.rule) if form.rule else None,
        document=form.document,
        page=form.page,
        note=form.note,
    )


def _given(requirement: RequirementView, documents: dict[str, str]) -> dict[str, Any]:
    source = requirement.source or {}
    return {
        "domain_id": str(requirement.domain_id),
        "ref": requirement.ref,
        "heading": requirement.heading or "",
        "words": requirement.text,
        "guidance": requirement.guidance or "",
        "scale": requirement.scale,
        "expects": "\n".join(requirement.expects),
        "document": documents.get(source.get("document", ""), ""),
        "page": source.get("page", ""),
        "note": requirement.note or "",
        "rule": rule_as_text(requirement.rule),
    }


ROUTES: list[Any] = [new, add, one, change, leave_out]
