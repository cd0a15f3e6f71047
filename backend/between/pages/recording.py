"""Recording an act in steps: how it was decided, the facts, who took part, and what the rules say."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.between import operations, queries, rules, settings
from backend.between.operations import Said
from backend.between.pages import parts
from backend.between.rules.wording import rule_in_words
from backend.committees import queries as committees
from backend.kit.identity import new_id
from backend.meetings.pages import fields
from backend.meetings.rules import day_of
from backend.organisations.pages.choosing import ChoosesOrganisations, offered
from backend.web import access, forms, views

_ACT = "/t/{slug:str}/acts/{act_id:uuid}"
_NEW = "/t/{slug:str}/committees/{committee_id:uuid}/acts"


class FactsForm(ChoosesOrganisations):
    """The facts of an act; `act` is the form's own id, so that it is recorded once."""

    act: UUID | None = Field(None, description="the form")
    kind: rules.ActKind = Field(description="how it was decided")
    title: str = Field(min_length=1, max_length=160, description="what it is about")
    words: str = Field(min_length=1, max_length=4_000, description="what was decided, or what is asked")
    because: str | None = Field(None, max_length=2_000, description="why it could not wait")
    taken_on: forms.FormDate | None = Field(None, description="when it was decided")
    taken_time: fields.TimeOfDay | None = Field(None, description="the time")
    function_id: UUID | None = Field(None, description="the function of the scheme")
    value: fields.Pence | None = Field(None, description="the value")
    consent: str | None = Field(None, max_length=1_000, description="the consent")
    part: Literal["public", "private"] = Field("public", description="whether it is private")
    private_reason: str | None = Field(None, max_length=500, description="why it is private")


class PersonForm(forms.Form):
    """Somebody who acted or was consulted."""

    part: Literal["acted", "consulted"] = Field(description="what they did")
    person_id: UUID | None = Field(None, description="who it was")
    name: str | None = Field(None, max_length=200, description="the name")
    said_on: forms.FormDate | None = Field(None, description="when they were consulted")
    said_time: fields.TimeOfDay | None = Field(None, description="the time")
    answer: Literal["agree", "disagree", "meeting"] | None = Field(None, description="what they said")
    words: str | None = Field(None, max_length=2_000, description="their words")
    declared: Literal["none", "interest", "not-asked"] = Field("not-asked", description="what they declared")
    interest: str | None = Field(None, max_length=1_000, description="the interest that was declared")
    handling: Literal["took-part", "no-part", "no-papers"] | None = Field(
        None, description="what was done about it"
    )
    handled_by: str | None = Field(None, max_length=200, description="who decided that")


class NothingForm(forms.Form):
    """A button and nothing else."""


async def _begin(request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID) -> Template:
    """The first step without a kind; the second with one."""
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id)
    asked = str(state.value("kind") or request.query_params.get("kind", ""))
    kind = rules.ActKind(asked) if asked in set(rules.ActKind) else None
    if kind is None:
        known = settings.settings_of(scope)
        return views.page(
            request,
            "between/start.html",
            state=state,
            committee=committee,
            kinds=[
                (
                    each.value,
                    rules.KIND_IN_WORDS[each],
                    rule_in_words(known.rule_for(each, committee=committee.slug, on=scope.today)),
                )
                for each in rules.ActKind
            ],
            crumbs=parts.crumbs(scope, committee=(committee.id, committee.name)),
        )
    return views.page(
        request,
        "between/facts.html",
        state=state,
        committee=committee,
        kind=kind,
        kind_in_words=rules.KIND_IN_WORDS[kind],
        act_id=state.value("act") or new_id(),
        to=views.address(scope, f"/committees/{committee_id}/acts"),
        view=None,
        value="",
        taken_on=None,
        functions=await parts.functions(scope),
        offer=await offered(scope, state),
        crumbs=parts.crumbs(scope, committee=(committee.id, committee.name)),
    )


@get(f"{_NEW}/new", opt=access.needs("between.record"), name="between.new-act")
async def new(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """How it was decided, then the form for the facts."""
    return await _begin(request, forms.FormState(), committee_id)


@post(_NEW, opt=access.needs("between.record"), name="between.begin-act")
@forms.taking(FactsForm, again=_begin)
async def begin(request: Request[Any, Any, Any], form: FactsForm, committee_id: FromPath[UUID]) -> str:
    """Write the facts down, and go on to the people."""
    scope = access.scope_of(request)
    if form.part == "private" and not (form.private_reason or "").strip():
        raise rules.UnableToRecordAct("Say why it is private.", field="private_reason")
    act_id = await operations.begin_act(
        scope, committee_id=committee_id, kind=form.kind, act_id=form.act, **parts.facts_of(form, scope)
    )
    return views.address(scope, f"/acts/{act_id}/people?said=begun")


async def _facts(request: Request[Any, Any, Any], state: forms.FormState, act_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.act(scope, act_id=act_id)
    return views.page(
        request,
        "between/facts.html",
        state=state,
        committee={"id": view.line.committee_id, "name": view.line.committee},
        kind=view.line.kind,
        kind_in_words=view.line.kind_in_words,
        act_id=act_id,
        to=views.address(scope, f"/acts/{act_id}/facts"),
        view=view,
        value=fields.in_pounds(view.line.value_pence),
        taken_on=day_of(scope, view.taken_at) if view.taken_at else None,
        functions=await parts.functions(scope),
        offer=await offered(scope, state, chosen=[each for each, _ in view.organisations]),
        crumbs=parts.crumbs(scope, committee=(view.line.committee_id, view.line.committee)),
    )


@get(f"{_ACT}/facts", opt=access.needs("between.record"), name="between.facts")
async def facts(request: Request[Any, Any, Any], act_id: FromPath[UUID]) -> Template:
    """The form that puts the facts right while the act is being recorded."""
    return await _facts(request, forms.FormState(), act_id)


@post(f"{_ACT}/facts", opt=access.needs("between.record"), name="between.change-facts")
@forms.taking(FactsForm, again=_facts)
async def change(request: Request[Any, Any, Any], form: FactsForm, act_id: FromPath[UUID]) -> str:
    """Put the facts right."""
    scope = access.scope_of(request)
    if form.part == "private" and not (form.private_reason or "").strip():
        raise rules.UnableToRecordAct("Say why it is private.", field="private_reason")
    await operations.change_act(scope, act_id=act_id, **parts.facts_of(form, scope))
    return views.address(scope, f"/acts/{act_id}/people?said=changed")


async def people_page(request: Request[Any, Any, Any], state: forms.FormState, act_id: UUID) -> Template:
    """Who took part, what the register shows of them, and what the rules would say."""
    scope = access.scope_of(request)
    view = await queries.act(scope, act_id=act_id)
    day = day_of(scope, view.taken_at or scope.now)
    asked = view.line.kind is rules.ActKind.CORRESPONDENCE
    return views.page(
        request,
        "between/people.html",
        state=state,
        view=view,
        asked=asked,
        everybody=await parts.everybody(scope, view.line.committee_id, day),
        members=await parts.members(scope, view.line.committee_id, day),
        voters=[key for key, _ in view.judged.case.voters] if view.judged else [],
        answers=parts.ANSWERS,
        handlings=parts.HANDLINGS,
        would=view.judged.faults if view.judged and not asked else (),
        crumbs=parts.crumbs(scope, committee=(view.line.committee_id, view.line.committee)),
    )


@get(f"{_ACT}/people", opt=access.needs("between.record"), name="between.people")
async def people(request: Request[Any, Any, Any], act_id: FromPath[UUID]) -> Template:
    """The third step: who took part, and whether they have an interest."""
    return await people_page(request, forms.FormState(), act_id)


@post(f"{_ACT}/people", opt=access.needs("between.record"), name="between.add-person")
@forms.taking(PersonForm, again=people_page)
async def add(request: Request[Any, Any, Any], form: PersonForm, act_id: FromPath[UUID]) -> str:
    """Say who acted or was consulted."""
    scope = access.scope_of(request)
    if form.handling and not (form.handled_by or "").strip():
        raise rules.UnableToRecordAct("Say who decided it.", field="handled_by")
    said = Said(
        person_id=form.person_id,
        name=form.name or "",
        answer=rules.Answer(form.answer) if form.answer else None,
        words=form.words,
        said_at=parts.moment(scope, form.said_on, form.said_time),
        declared=rules.Declared(form.declared),
        interest=form.interest,
        handling=rules.Handling(form.handling) if form.handling else None,
        handled_by=form.handled_by,
    )
    await operations.add_person(scope, act_id=act_id, part=rules.Part(form.part), said=said)
    return views.address(scope, f"/acts/{act_id}/people?said=added#{form.part}")


@post(
    f"{_ACT}/people/{{line_id:uuid}}/removal",
    opt=access.needs("between.record"),
    name="between.remove-person",
)
async def remove(request: Request[Any, Any, Any], act_id: FromPath[UUID], line_id: FromPath[UUID]) -> Any:
    """Take somebody out who was entered by mistake."""
    scope = access.scope_of(request)

    async def act(_form: NothingForm) -> str:
        await operations.remove_person(scope, act_id=act_id, line_id=line_id)
        return views.address(scope, f"/acts/{act_id}/people?said=removed")

    async def again(state: forms.FormState) -> Template:
        return await people_page(request, state, act_id)

    return await forms.submit(request, NothingForm, act=act, again=again)


@post(f"{_ACT}/finish", opt=access.needs("between.record"), name="between.finish")
@forms.taking(NothingForm, again=people_page)
async def finish(request: Request[Any, Any, Any], _form: NothingForm, act_id: FromPath[UUID]) -> str:
    """Record the act, whatever the rules say of it."""
    scope = access.scope_of(request)
    await operations.finish_act(scope, act_id=act_id)
    return views.address(scope, f"/acts/{act_id}?said=finished")


ROUTES: list[Any] = [new, begin, facts, change, people, add, remove, finish]
