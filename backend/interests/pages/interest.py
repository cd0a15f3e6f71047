"""One interest with its history, its end, its correction and its withdrawal."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.interests.operations import copying, correcting
from backend.interests.operations import declaring as acts
from backend.interests.pages import finding
from backend.interests.pages.parts import crumbs
from backend.interests.queries import bringing_in, copies, declarations, register
from backend.interests.queries.register import RegisterEntry
from backend.interests.rules import declaring
from backend.scope import NotFound, NotPermitted, Scope
from backend.web import access, forms, views


class EndForm(forms.Form):
    ended_on: forms.FormDate = Field(description="the day on which it ended")
    bodies: list[UUID] = Field(default_factory=list, description="the other registers")


class WithdrawalForm(forms.Form):
    reason: str = Field(min_length=1, max_length=1_000, description="why it was entered in error")
    bodies: list[UUID] = Field(default_factory=list, description="the other registers")


class CorrectionForm(forms.Form):
    """The interest as it should have been declared, in the order of the page."""

    whose: Literal["mine"] | declaring.Relationship = Field(description="whose interest it is")
    organisation_name: str | None = Field(None, max_length=200, description="the organisation's name")
    organisation_id: Literal["new"] | UUID | None = Field(None, description="the organisation")
    found_for: str | None = Field(None, max_length=200)
    interest_type: declaring.InterestType = Field(description="the type of interest")
    nature: str = Field(min_length=1, max_length=1_000, description="the nature of the interest")
    since: forms.FormDate = Field(description="when it began")
    until: forms.FormDate | None = Field(None, description="when it ended")
    mitigation: str | None = Field(None, max_length=1_000, description="what is done about it")
    reason: str = Field(min_length=1, max_length=1_000, description="why it is corrected")
    bodies: list[UUID] = Field(default_factory=list, description="the other registers")
    step: str | None = Field(None, max_length=10)


async def _interest(request: Request[Any, Any, Any], state: forms.FormState, interest_id: UUID) -> Template:
    scope = access.scope_of(request)
    entry = await register.entry(scope, interest_id=interest_id)
    versions = await register.versions_of(scope, interest_id=interest_id)
    mine = entry.person_id == scope.actor.person_id
    standing = versions[-1][1] is None
    may_change = standing and (mine or scope.may("interests.review")) and scope.may("interests.declare")
    return views.page(
        request,
        "interests/interest.html",
        state=state,
        entry=entry,
        versions=versions,
        changes=await declarations.changes_of(scope, interest_id=interest_id),
        origin=await bringing_in.origin_of_interest(scope, interest_id=interest_id),
        withdrawn_at=versions[-1][1],
        sent=await copies.deliveries_of(scope, interest_id=interest_id) if mine else (),
        held_by=await _choices(scope, entry) if may_change else [],
        may_end=may_change and entry.until is None,
        may_change=may_change,
        crumbs=crumbs(scope),
    )


@get(
    "/t/{slug:str}/interests/{interest_id:uuid}",
    opt=access.needs("interests.read"),
    name="interests.interest",
)
async def interest(request: Request[Any, Any, Any], interest_id: FromPath[UUID]) -> Template:
    """One interest and its history."""
    return await _interest(request, forms.FormState(), interest_id)


@post(
    "/t/{slug:str}/interests/{interest_id:uuid}/end",
    opt=access.needs("interests.declare"),
    name="interests.end",
)
@forms.taking(EndForm, again=_interest)
async def end(request: Request[Any, Any, Any], form: EndForm, interest_id: FromPath[UUID]) -> str:
    """Say that an interest has ended."""
    scope = access.scope_of(request)
    declaration_id = await acts.end_interest(scope, interest_id=interest_id, ended_on=form.ended_on)
    await _send(scope, declaration_id, interest_id, form.bodies)
    return views.address(scope, f"/interests/{interest_id}?said=ended")


@post(
    "/t/{slug:str}/interests/{interest_id:uuid}/withdrawal",
    opt=access.needs("interests.declare"),
    name="interests.withdraw",
)
@forms.taking(WithdrawalForm, again=_interest)
async def withdraw(request: Request[Any, Any, Any], form: WithdrawalForm, interest_id: FromPath[UUID]) -> str:
    """Take off the register what was entered in error."""
    scope = access.scope_of(request)
    declaration_id = await correcting.withdraw_interest(scope, interest_id=interest_id, reason=form.reason)
    await _send(scope, declaration_id, interest_id, form.bodies)
    return views.address(scope, f"/interests/{interest_id}?said=withdrawn")


@get(
    "/t/{slug:str}/interests/{interest_id:uuid}/correction",
    opt=access.needs("interests.declare"),
    name="interests.correction",
)
async def correction(request: Request[Any, Any, Any], interest_id: FromPath[UUID]) -> Template:
    """The interest as it is on the register, to be put right."""
    scope = access.scope_of(request)
    entry = await register.entry(scope, interest_id=interest_id)
    return await _correction(request, scope, entry, forms.FormState(_values(entry)))


@post(
    "/t/{slug:str}/interests/{interest_id:uuid}/correction",
    opt=access.needs("interests.declare"),
    name="interests.correct",
)
async def correct(request: Request[Any, Any, Any], interest_id: FromPath[UUID]) -> Response[Any] | Template:
    """Put right what was wrong from the beginning."""
    scope = access.scope_of(request)
    entry = await register.entry(scope, interest_id=interest_id)
    if str((await request.form()).get("step", "")) == "find":
        state = forms.FormState(await forms.read_values(request, CorrectionForm))
        return await _correction(request, scope, entry, state)

    async def act(form: CorrectionForm) -> str:
        sought = finding.Sought(form.organisation_id, form.organisation_name, form.found_for)
        declaration_id = await correcting.correct_interest(
            scope,
            interest_id=interest_id,
            correction=correcting.Correction(
                organisation_id=await finding.organisation_of(scope, sought, asks=True),
                interest_type=form.interest_type,
                nature=form.nature,
                since=form.since,
                until=form.until,
                is_indirect=form.whose != "mine",
                relationship=None if form.whose == "mine" else declaring.Relationship(form.whose),
                mitigation=form.mitigation,
                reason=form.reason,
            ),
        )
        await _send(scope, declaration_id, interest_id, form.bodies)
        return views.address(scope, f"/interests/{interest_id}?said=corrected")

    async def again(state: forms.FormState) -> Template:
        return await _correction(request, scope, entry, state)

    return await forms.submit(request, CorrectionForm, act=act, again=again)


async def _send(scope: Scope, declaration_id: UUID, interest_id: UUID, bodies: list[UUID]) -> None:
    """Let the same registers know that have the interest: the person's own act alone."""
    if not bodies:
        return
    held = {line.to_tenant for line in await _held_by(scope, interest_id)}
    if not held >= set(bodies):
        raise declaring.UnableToDeclare(
            "Choose among the organisations that you sent this to.", field="bodies"
        )
    await copying.send_copies(scope, declaration_id=declaration_id, interest_id=interest_id, to=bodies)


async def _held_by(scope: Scope, interest_id: UUID) -> tuple[copies.DeliveryLine, ...]:
    """Where the actor sent this interest of their own, and still serves."""
    served = {body.tenant_id for body in await copies.bodies_of(scope)}
    sent = await copies.deliveries_of(scope, interest_id=interest_id)
    return tuple(line for line in sent if line.to_tenant in served)


async def _correction(
    request: Request[Any, Any, Any], scope: Scope, entry: RegisterEntry, state: forms.FormState
) -> Template:
    versions = await register.versions_of(scope, interest_id=entry.interest_id)
    if versions[-1][1] is not None:
        raise NotFound("interest")
    if entry.person_id != scope.actor.person_id and not scope.may("interests.review"):
        raise NotPermitted("You can correct your own interests only.")
    return views.page(
        request,
        "interests/correction.html",
        state=state,
        entry=entry,
        mine=entry.person_id == scope.actor.person_id,
        found=await finding.found(scope, str(state.value("organisation_name"))),
        types=[
            (code.value, declaring.TYPE_IN_WORDS[code], declaring.TYPE_MEANING[code])
            for code in declaring.InterestType
        ],
        relationships=[(code.value, words) for code, words in declaring.RELATIONSHIP_IN_WORDS.items()],
        held_by=await _choices(scope, entry),
        crumbs=[
            *crumbs(scope),
            views.Crumb(entry.organisation_name, views.address(scope, f"/interests/{entry.interest_id}")),
        ],
    )


async def _choices(scope: Scope, entry: RegisterEntry) -> list[tuple[UUID, str]]:
    if entry.person_id != scope.actor.person_id:
        return []
    return [(line.to_tenant, line.to_name) for line in await _held_by(scope, entry.interest_id)]


def _values(entry: RegisterEntry) -> dict[str, Any]:
    values = {
        "whose": entry.relationship.value if entry.relationship else "mine",
        "organisation_name": entry.organisation_name,
        "organisation_id": entry.organisation_id,
        "interest_type": entry.interest_type.value,
        "nature": entry.nature,
        "since": entry.since,
        "until": entry.until,
        "mitigation": entry.mitigation,
    }
    return {name: value for name, value in values.items() if value is not None}


ROUTES = [interest, end, withdraw, correction, correct]
