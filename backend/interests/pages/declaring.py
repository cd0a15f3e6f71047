"""My declarations, a nil return, nothing new; and the same for somebody who declared on paper."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests import settings
from backend.interests.operations import declaring as acts
from backend.interests.pages.parts import crumbs, me, page_number, pagination
from backend.interests.queries import declarations, register, reviews, standings
from backend.interests.rules import declaring
from backend.scope import NotPermitted, Scope
from backend.web import access, forms, views


class StatementForm(forms.Form):
    """A nil return, or that nothing has changed; `person_id` and `paper_on` where an officer enters a paper one."""

    person_id: UUID | None = None
    paper_on: forms.FormDate | None = Field(None, description="the day on which they signed it")
    correct: Literal["yes"] = Field(description="the box to say that this is complete and correct")


@get("/t/{slug:str}/interests/mine", opt=access.needs("interests.declare"), name="interests.mine")
async def mine(request: Request[Any, Any, Any]) -> Template:
    """What I have declared, what I owe, and the ways to declare."""
    scope = access.scope_of(request)
    return await _statements(request, scope, me(scope), forms.FormState())


@get("/t/{slug:str}/interests/on-behalf", opt=access.needs("interests.review"), name="interests.on-behalf")
async def on_behalf(request: Request[Any, Any, Any]) -> Template:
    """Find the person who declared on paper."""
    scope = access.scope_of(request)
    chosen = {"text": request.query_params.get("text", "")[:200].strip()}
    found = await standings.page_of_standings(scope, text=chosen["text"], number=page_number(request))
    return views.page(
        request,
        "interests/on-behalf.html",
        found=found,
        chosen=chosen,
        turning=pagination(
            views.address(scope, "/interests/on-behalf"), chosen, number=found.number, pages=found.pages
        ),
        crumbs=crumbs(scope),
    )


@get(
    "/t/{slug:str}/interests/on-behalf/{person_id:uuid}",
    opt=access.needs("interests.review"),
    name="interests.on-behalf-of",
)
async def on_behalf_of(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Template:
    """What somebody has declared, and the ways to enter what they declared on paper."""
    scope = access.scope_of(request)
    return await _statements(request, scope, person_id, forms.FormState())


@post(
    "/t/{slug:str}/interests/nil-return", opt=access.needs("interests.declare"), name="interests.nil-return"
)
async def nil_return(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Say that I have nothing to declare."""
    return await _state(request, acts.make_nil_return)


@post("/t/{slug:str}/interests/confirmation", opt=access.needs("interests.declare"), name="interests.confirm")
async def confirm(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Say that nothing has changed since I last declared."""
    return await _state(request, acts.confirm_unchanged)


async def _state(request: Request[Any, Any, Any], state_it: Any) -> Response[Any] | Template:
    scope = access.scope_of(request)

    async def act(form: StatementForm) -> str:
        person_id = form.person_id or me(scope)
        if person_id != me(scope) and form.paper_on is None and scope.may("interests.review"):
            raise declaring.UnableToDeclare(
                "Enter the day on which they signed the paper declaration.", field="paper_on"
            )
        declaration_id = await state_it(scope, person_id=person_id, paper_on=form.paper_on)
        return views.address(scope, f"/interests/declarations/{declaration_id}?said=declared")

    async def again(state: forms.FormState) -> Template:
        try:
            person_id = UUID(str(state.value("person_id")))
        except ValueError:
            person_id = me(scope)
        return await _statements(request, scope, person_id, state)

    return await forms.submit(request, StatementForm, act=act, again=again)


async def _statements(
    request: Request[Any, Any, Any], scope: Scope, person_id: UUID, state: forms.FormState
) -> Template:
    for_another = person_id != me(scope)
    if for_another and not scope.may("interests.review"):
        raise NotPermitted("You can declare your own interests only.")
    rule_set = await settings.rule_set_of(scope)
    standing = await declarations.standing_of(scope, person_id=person_id)
    entries = await register.register_of(scope, person_id=person_id, include_ended=True)
    return views.page(
        request,
        "interests/mine.html",
        state=state,
        standing=standing,
        for_another=for_another,
        manages=0 if for_another else (await reviews.page_of_reviews(scope, manager_id=person_id)).count,
        due_on=standing.due_on(rule_set),
        entries=[entry for entry in entries if entry.until is None or entry.until >= scope.today],
        ended=[entry for entry in entries if entry.until is not None and entry.until < scope.today],
        lines=await declarations.declarations_of(scope, person_id=person_id),
        beside=[
            told
            for tell in request.app.state.get("beside_declarations", ())
            if not for_another and (told := await tell(scope)) is not None
        ],
        crumbs=crumbs(scope),
    )


ROUTES = [mine, on_behalf, on_behalf_of, nil_return, confirm]
