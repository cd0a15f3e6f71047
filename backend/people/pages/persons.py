"""The people of a tenant and the roles that they hold."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.kit.clock import real_now
from backend.kit.settings import Settings
from backend.people import operations, permissions, queries
from backend.people.operations.accounts import Invited
from backend.scope import Scope
from backend.web import access, forms, views


class PersonForm(forms.Form):
    name: str = Field(min_length=1, max_length=120, description="a name")
    job_title: str | None = Field(None, max_length=200, description="the job title")
    email: str | None = Field(None, max_length=254, description="the email address")
    joined_on: forms.FormDate | None = Field(None, description="the first day")


class ChangeForm(forms.Form):
    name: str = Field(min_length=1, max_length=120, description="a name")
    job_title: str | None = Field(None, max_length=200, description="the job title")
    email: str | None = Field(None, max_length=254, description="the email address")
    line_manager_id: UUID | None = Field(None, description="the line manager")
    left_on: forms.FormDate | None = Field(None, description="the first day without them")


class RoleForm(forms.Form):
    role: str = Field(max_length=40, description="a role")
    from_on: forms.FormDate | None = Field(None, description="the first day of the role")


class EndForm(forms.Form):
    to_on: forms.FormDate | None = Field(None, description="the first day without the role")


@get("/t/{slug:str}/people", opt=access.needs("people.read"), name="people.list")
async def list_people(
    request: Request[Any, Any, Any],
    role: Annotated[str, QueryParameter(name="role", max_length=40)] = "",
    left: Annotated[str, QueryParameter(name="left", max_length=3)] = "",
) -> Template:
    """Everybody, or the holders of one role."""
    scope = access.scope_of(request)
    chosen = role if role in permissions.TENANT_ROLES else None
    return views.page(
        request,
        "people/list.html",
        people=await queries.people_of(scope, role=chosen, also_left=left == "yes"),
        roles=_roles(),
        role=chosen or "",
        left=left == "yes",
        may_change=scope.may("people.change"),
    )


@get("/t/{slug:str}/people/new", opt=access.needs("people.change"), name="people.new")
async def new_person(request: Request[Any, Any, Any]) -> Template:
    """The form for one more person."""
    return views.page(request, "people/new.html", state=forms.FormState())


@post("/t/{slug:str}/people", opt=access.needs("people.change"), name="people.add")
async def add_person(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Add a person."""
    scope = access.scope_of(request)

    async def act(form: PersonForm) -> str:
        person_id = await operations.add_person(
            scope, name=form.name, job_title=form.job_title, email=form.email, joined_on=form.joined_on
        )
        return views.address(scope, f"/people/{person_id}?said=added")

    async def again(state: forms.FormState) -> Template:
        return views.page(request, "people/new.html", state=state)

    return await forms.submit(request, PersonForm, act=act, again=again)


@get("/t/{slug:str}/people/{person_id:uuid}", opt=access.needs("people.read"), name="people.person")
async def person(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Template:
    """One person and every role that they held."""
    return await _person(request, access.scope_of(request), person_id, forms.FormState())


async def _particulars(request: Request[Any, Any, Any], state: forms.FormState, person_id: UUID) -> Template:
    scope = access.scope_of(request)
    line = await queries.person_line_of(scope, person_id=person_id)
    crumbs = [
        views.Crumb("People", views.address(scope, "/people")),
        views.Crumb(line.name, views.address(scope, f"/people/{person_id}")),
    ]
    others = [(each.id, each.name) for each in await queries.people_of(scope) if each.id != person_id]
    return views.page(
        request, "people/particulars.html", state=state, person=line, colleagues=others, crumbs=crumbs
    )


@get(
    "/t/{slug:str}/people/{person_id:uuid}/particulars",
    opt=access.needs("people.change"),
    name="people.particulars",
)
async def particulars(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Template:
    """The form for what is known of a person."""
    return await _particulars(request, forms.FormState(), person_id)


@post(
    "/t/{slug:str}/people/{person_id:uuid}/particulars",
    opt=access.needs("people.change"),
    name="people.change",
)
@forms.taking(ChangeForm, again=_particulars)
async def change_person(request: Request[Any, Any, Any], form: ChangeForm, person_id: FromPath[UUID]) -> str:
    """Change what is known of a person."""
    scope = access.scope_of(request)
    await operations.change_person(
        scope,
        person_id=person_id,
        name=form.name,
        job_title=form.job_title,
        email=form.email,
        left_on=form.left_on,
        now=real_now(),
    )
    await operations.name_manager(scope, person_id=person_id, manager_id=form.line_manager_id)
    return views.address(scope, f"/people/{person_id}?said=changed")


@post("/t/{slug:str}/people/{person_id:uuid}/roles", opt=access.needs("people.change"), name="people.grant")
async def grant_role(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Response[Any] | Template:
    """Grant a role."""
    scope = access.scope_of(request)

    async def act(form: RoleForm) -> str:
        await operations.grant_role(scope, person_id=person_id, role=form.role, from_on=form.from_on)
        return views.address(scope, f"/people/{person_id}?said=granted")

    async def again(state: forms.FormState) -> Template:
        return await _person(request, scope, person_id, state)

    return await forms.submit(request, RoleForm, act=act, again=again)


@post(
    "/t/{slug:str}/people/{person_id:uuid}/roles/{role_id:uuid}/end",
    opt=access.needs("people.change"),
    name="people.end-role",
)
async def end_role(
    request: Request[Any, Any, Any], person_id: FromPath[UUID], role_id: FromPath[UUID]
) -> Response[Any] | Template:
    """End a role."""
    scope = access.scope_of(request)

    async def act(form: EndForm) -> str:
        await operations.end_role(scope, person_id=person_id, role_id=role_id, to_on=form.to_on)
        return views.address(scope, f"/people/{person_id}?said=ended")

    async def again(state: forms.FormState) -> Template:
        # the sentence stands above the page; the small form that it is about has no field of its own
        errors = tuple(forms.FieldError("", error.sentence) for error in state.errors)
        return await _person(request, scope, person_id, forms.FormState({}, errors))

    return await forms.submit(request, EndForm, act=act, again=again)


@post(
    "/t/{slug:str}/people/{person_id:uuid}/invitation",
    opt=access.needs("people.change"),
    name="people.invite",
)
async def invite(request: Request[Any, Any, Any], person_id: FromPath[UUID]) -> Template:
    """Make an invitation; its address is shown this once."""
    scope = access.scope_of(request)
    invited = await operations.invite(scope, person_id=person_id, now=real_now())
    return await _person(request, scope, person_id, forms.FormState(), invited=invited)


ROUTES: list[Any] = [
    list_people,
    new_person,
    add_person,
    person,
    particulars,
    change_person,
    grant_role,
    end_role,
    invite,
]


async def _person(
    request: Request[Any, Any, Any],
    scope: Scope,
    person_id: UUID,
    state: forms.FormState,
    *,
    invited: Invited | None = None,
) -> Template:
    settings: Settings = request.app.state.settings
    found = await queries.person_of(scope, person_id=person_id, now=real_now())
    manager_id = found.person.line_manager_id
    managers = await queries.persons_by_id(scope, [manager_id]) if manager_id else {}
    return views.page(
        request,
        "people/person.html",
        state=state,
        person=found.person,
        periods=found.periods,
        manager=managers.get(manager_id) if manager_id else None,
        managed=await queries.managed_by(scope, manager_id=person_id),
        invited_until=found.invited_until,
        invitation=f"{settings.public_url}/invitation/{invited.token}" if invited else None,
        has_left=found.person.left_on is not None and found.person.left_on <= scope.today,
        roles=_roles(),
        may_change=scope.may("people.change"),
        beside=[
            told
            for tell in request.app.state.get("beside_person", ())
            if (told := await tell(scope, person_id)) is not None
        ],
        crumbs=[views.Crumb("People", views.address(scope, "/people"))],
    )


def _roles() -> list[tuple[str, str, str]]:
    """The roles that are granted here: value, words, meaning."""
    return [
        (role, role.replace("-", " ").capitalize(), meaning)
        for role, meaning in permissions.ROLES.items()
        if role in permissions.TENANT_ROLES
    ]
