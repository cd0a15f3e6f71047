"""The guided form for one interest: answers, the organisation found in the directory, a check of them all."""

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Template
from pydantic import Field, ValidationError

from backend.interests import settings
from backend.interests.operations import checking, copying
from backend.interests.operations import declaring as acts
from backend.interests.pages import finding
from backend.interests.pages.parts import crumbs, me
from backend.interests.queries import copies, declarations
from backend.interests.rules import declaring
from backend.kit import database
from backend.organisations import queries as organisations
from backend.scope import NotPermitted, Refusal, Scope
from backend.web import access, forms, views


class Answers(forms.Form):
    """What a person types to declare one interest, in the order of the page: errors are listed in it.

    `found_for` is the name that the choices of organisation were found for; they do not count for another.
    """

    person_id: UUID | None = None
    paper_on: forms.FormDate | None = Field(None, description="the day on which they signed it")
    whose: Literal["mine"] | declaring.Relationship = Field(description="whose interest it is")
    organisation_name: str | None = Field(None, max_length=200, description="the organisation's name")
    organisation_id: Literal["new"] | UUID | None = Field(None, description="the organisation")
    found_for: str | None = Field(None, max_length=200)
    interest_type: declaring.InterestType = Field(description="the type of interest")
    nature: str = Field(min_length=1, max_length=1_000, description="the nature of the interest")
    since: forms.FormDate = Field(description="when it began")
    until: forms.FormDate | None = Field(None, description="when it ended")
    known_on: forms.FormDate | None = Field(None, description="when you learnt of it")
    mitigation: str | None = Field(None, max_length=1_000, description="what is done about it")
    bodies: list[UUID] = Field(default_factory=list, description="the other registers")
    step: str | None = Field(None, max_length=10)


class InterestForm(Answers):
    """The answers once more, and that they are right."""

    correct: Literal["yes"] = Field(description="the box to say that this is complete and correct")


class _Undo(Exception):
    """Takes back what was only tried."""


@get("/t/{slug:str}/interests/declaration", opt=access.needs("interests.declare"), name="interests.form")
async def form(request: Request[Any, Any, Any]) -> Template:
    """The guided form for one interest; `person` names somebody whose paper an officer enters.

    `organisation` and `nature` are words that another page suggests; the person changes or drops them.
    """
    scope = access.scope_of(request)
    person = _id(request.query_params.get("person", ""))
    given = {
        "person_id": person,
        "organisation_name": request.query_params.get("organisation", "")[:200].strip(),
        "nature": request.query_params.get("nature", "")[:1_000].strip(),
    }
    return await _form(request, scope, forms.FormState({name: each for name, each in given.items() if each}))


@get(
    "/t/{slug:str}/interests/declaration/organisations",
    opt=access.needs("interests.declare"),
    name="interests.find-organisation",
)
async def find(request: Request[Any, Any, Any]) -> Template:
    """The organisations that a name may mean, as a part of the form: for browsers that run scripts."""
    scope = access.scope_of(request)
    name = request.query_params.get("organisation_name", "")[:200].strip()
    return views.page(
        request,
        "interests/_organisation-choices.html",
        state=forms.FormState(),
        found=await finding.found(scope, name),
    )


@post("/t/{slug:str}/interests/declarations", opt=access.needs("interests.declare"), name="interests.declare")
async def declare(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Find the organisation, check the answers, or put the interest on the register: as the button says."""
    scope = access.scope_of(request)
    step = str((await request.form()).get("step", ""))
    if step in {"find", "change"}:
        return await _form(request, scope, forms.FormState(await forms.read_values(request, InterestForm)))
    if step == "check":
        return await _check(request, scope, forms.FormState())

    async def act(form: InterestForm) -> str:
        organisation_id = await finding.organisation_of(scope, _sought(form))
        said = _said(scope, form, organisation_id)
        checked = await checking.check_interest(scope, said)
        declaration_id, interest_id = await acts.put_on_register(scope, said, checked)
        await copying.send_copies(
            scope, declaration_id=declaration_id, interest_id=interest_id, to=_own(scope, said, form.bodies)
        )
        return views.address(scope, f"/interests/declarations/{declaration_id}?said=declared")

    async def again(state: forms.FormState) -> Template:
        others = tuple(error for error in state.errors if error.field != "correct")
        if not others:
            return await _check(request, scope, state)
        return await _form(request, scope, forms.FormState(state.values, others))

    return await forms.submit(request, InterestForm, act=act, again=again)


async def _check(request: Request[Any, Any, Any], scope: Scope, state: forms.FormState) -> Template:
    """The answers as they would stand on the register, or the form again with what is wrong with them."""
    given = await forms.read_values(request, Answers)
    try:
        answers = Answers.model_validate(given)
    except ValidationError as invalid:
        problems = list(forms.errors_of(invalid, Answers))
        if not given.get("organisation_name") and not given.get("organisation_id"):
            problems.append(forms.FieldError("organisation_name", "Enter the organisation’s name"))
        order = list(Answers.model_fields)
        problems.sort(key=lambda problem: order.index(problem.field) if problem.field in order else 99)
        return await _form(request, scope, forms.FormState(given, tuple(problems)), status=422)
    try:
        checked, said = await _tried(scope, answers)
    except Refusal as refusal:
        if refusal.status not in {409, 422}:
            raise
        problem = forms.FieldError(refusal.field or "", refusal.sentence)
        return await _form(request, scope, forms.FormState(given, (problem,)), status=refusal.status)
    return await _checked(request, scope, answers, given, checked, said, state)


async def _tried(scope: Scope, answers: Answers) -> tuple[checking.Checked, checking.Said]:
    """What would follow, with everything that was written for it taken back."""
    tried: list[tuple[checking.Checked, checking.Said]] = []
    try:
        async with database.savepoint():
            said = _said(scope, answers, await finding.organisation_of(scope, _sought(answers), asks=True))
            tried.append((await checking.check_interest(scope, said), said))
            raise _Undo
    except _Undo:
        return tried[0]


async def _checked(
    request: Request[Any, Any, Any],
    scope: Scope,
    answers: Answers,
    given: Mapping[str, Any],
    checked: checking.Checked,
    said: checking.Said,
    state: forms.FormState,
) -> Template:
    rule_set = await settings.rule_set_of(scope)
    known = await organisations.organisations_by_id(scope, ids=[said.organisation_id])
    chosen = {
        **given,
        "organisation_id": said.organisation_id if known else finding.NEW_ORGANISATION,
        "organisation_name": answers.organisation_name or checked.organisation_name,
    }
    chosen["found_for"] = chosen["organisation_name"]
    bodies = await _bodies(scope, said.person_id)
    return views.page(
        request,
        "interests/check.html",
        state=state,
        hidden=_hidden(chosen),
        said=said,
        checked=checked,
        is_new=not known,
        for_another=said.person_id != scope.actor.person_id,
        type_in_words=declaring.TYPE_IN_WORDS[said.interest_type],
        held_by=f"Indirect: {declaring.RELATIONSHIP_IN_WORDS[said.relationship].lower()}"
        if said.relationship
        else "Direct",
        sent_to=[body.name for body in bodies if body.tenant_id in answers.bodies],
        within_days=rule_set.declare_within_days.value,
        crumbs=_way(scope),
    )


async def _form(
    request: Request[Any, Any, Any], scope: Scope, state: forms.FormState, *, status: int = 200
) -> Template:
    rule_set = await settings.rule_set_of(scope)
    person_id = _id(str(state.value("person_id"))) or me(scope)
    person = None
    if person_id != me(scope):
        if not scope.may("interests.review"):
            raise NotPermitted("You can declare your own interests only.")
        person = await declarations.standing_of(scope, person_id=person_id)
    name = str(state.value("organisation_name"))
    looked_for = state.value("step") in {"find", "change", "check"} or state.value("organisation_id")
    return views.page(
        request,
        "interests/declare.html",
        status=status,
        state=state,
        person=person,
        found=await finding.found(scope, name) if looked_for else finding.Found(),
        types=[
            (code.value, declaring.TYPE_IN_WORDS[code], declaring.TYPE_MEANING[code])
            for code in declaring.InterestType
        ],
        relationships=[(code.value, words) for code, words in declaring.RELATIONSHIP_IN_WORDS.items()],
        bodies=[(body.tenant_id, body.name) for body in await _bodies(scope, person_id)],
        rule_set=rule_set,
        crumbs=_way(scope),
    )


def _sought(answers: Answers) -> finding.Sought:
    return finding.Sought(answers.organisation_id, answers.organisation_name, answers.found_for)


def _said(scope: Scope, answers: Answers, organisation_id: UUID) -> checking.Said:
    person_id = answers.person_id or me(scope)
    if person_id != me(scope) and answers.paper_on is None:
        raise declaring.UnableToDeclare(
            "Enter the day on which they signed the paper declaration.", field="paper_on"
        )
    return checking.Said(
        person_id=person_id,
        organisation_id=organisation_id,
        interest_type=answers.interest_type,
        nature=answers.nature,
        since=answers.since,
        until=answers.until,
        known_on=answers.known_on,
        is_indirect=answers.whose != "mine",
        relationship=None if answers.whose == "mine" else declaring.Relationship(answers.whose),
        mitigation=answers.mitigation,
        paper_on=answers.paper_on,
    )


def _own(scope: Scope, said: checking.Said, bodies: list[UUID]) -> list[UUID]:
    """Copies are of one's own declarations alone: an officer who enters a paper sends none."""
    if bodies and said.person_id != scope.actor.person_id:
        raise declaring.UnableToDeclare(
            "Only the person themself sends a copy to another organisation.", field="bodies"
        )
    return bodies


async def _bodies(scope: Scope, person_id: UUID) -> tuple[copies.Body, ...]:
    """The other bodies, for the person's own declaration alone."""
    return await copies.bodies_of(scope) if person_id == scope.actor.person_id else ()


def _hidden(chosen: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The answers as the fields of a form that is not seen."""
    fields: list[tuple[str, str]] = []
    for name, value in chosen.items():
        if name in {"step", "correct"}:
            continue
        if isinstance(value, Mapping):
            fields += [(f"{name}-{part}", str(each)) for part, each in value.items()]
        else:
            fields += [(name, str(each)) for each in (value if isinstance(value, list) else [value])]
    return fields


def _way(scope: Scope) -> list[views.Crumb]:
    return [*crumbs(scope), views.Crumb("My declarations", views.address(scope, "/interests/mine"))]


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


ROUTES = [form, find, declare]
