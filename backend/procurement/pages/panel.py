"""Who takes part, and who bids: the small forms of the record."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field, model_validator

from backend.organisations import operations as organisation_operations
from backend.organisations import queries as organisations
from backend.procurement.operations import panel as acts
from backend.procurement.pages.parts import at
from backend.procurement.pages.record import record_page
from backend.procurement.rules.panel import PanelRole, UnableToSeat
from backend.scope import Scope
from backend.web import access, forms


class SeatForm(forms.Form):
    person_id: UUID | None = Field(None, description="the person")
    outsider_name: str | None = Field(None, max_length=200, description="their name")
    outsider_body: str | None = Field(None, max_length=200, description="the body that they come from")
    role: PanelRole = Field(description="their part")
    is_staff: Literal["yes", "no"] = Field(description="whether they are staff")
    joined_on: forms.FormDate = Field(description="when they joined")


class BidderForm(forms.Form):
    bidder_id: Literal["new"] | UUID = Field(description="the bidder")
    bidder_name: str | None = Field(None, max_length=200, description="the bidder's name")

    @model_validator(mode="before")
    @classmethod
    def _typed_is_new(cls, said: dict[str, Any]) -> dict[str, Any]:
        """Whoever types a name and picks no organisation means one that is not in the list."""
        picked_none = said.get("bidder_name") and not said.get("bidder_id")
        return {**said, "bidder_id": "new"} if picked_none else said


class NothingToSay(forms.Form):
    """A button, and no more."""


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/panel",
    opt=access.needs("procurement.change"),
    name="procurement.seat",
)
async def seat(request: Request[Any, Any, Any], procurement_id: FromPath[UUID]) -> Response[Any] | Template:
    """Put somebody on the panel."""
    scope = access.scope_of(request)

    async def act(form: SeatForm) -> str:
        await acts.seat(
            scope,
            procurement_id=procurement_id,
            role=form.role,
            is_staff=form.is_staff == "yes",
            joined_on=form.joined_on,
            person_id=form.person_id,
            outsider_name=form.outsider_name,
            outsider_body=form.outsider_body,
        )
        return at(scope, procurement_id, "?said=seated#panel")

    return await _small(request, scope, procurement_id, SeatForm, act)


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/panel/{participant_id:uuid}/end",
    opt=access.needs("procurement.change"),
    name="procurement.unseat",
)
async def unseat(
    request: Request[Any, Any, Any], procurement_id: FromPath[UUID], participant_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Record that somebody takes part no longer."""
    scope = access.scope_of(request)

    async def act(form: NothingToSay) -> str:
        await acts.unseat(scope, procurement_id=procurement_id, participant_id=participant_id)
        return at(scope, procurement_id, "?said=unseated#panel")

    return await _small(request, scope, procurement_id, NothingToSay, act)


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/bidders",
    opt=access.needs("procurement.change"),
    name="procurement.name-bidder",
)
async def name_bidder(
    request: Request[Any, Any, Any], procurement_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Name a bidder, from the directory or new."""
    scope = access.scope_of(request)

    async def act(form: BidderForm) -> str:
        organisation_id = await chosen_organisation(
            scope, form.bidder_id, form.bidder_name, field="bidder_name"
        )
        await acts.name_bidder(scope, procurement_id=procurement_id, organisation_id=organisation_id)
        return at(scope, procurement_id, "?said=named#bidders")

    return await _small(request, scope, procurement_id, BidderForm, act)


@post(
    "/t/{slug:str}/procurement/{procurement_id:uuid}/bidders/{bidder_id:uuid}/withdrawal",
    opt=access.needs("procurement.change"),
    name="procurement.withdraw-bidder",
)
async def withdraw_bidder(
    request: Request[Any, Any, Any], procurement_id: FromPath[UUID], bidder_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Record that a bidder withdrew."""
    scope = access.scope_of(request)

    async def act(form: NothingToSay) -> str:
        await acts.withdraw_bidder(scope, procurement_id=procurement_id, bidder_id=bidder_id)
        return at(scope, procurement_id, "?said=withdrawn#bidders")

    return await _small(request, scope, procurement_id, NothingToSay, act)


async def chosen_organisation(scope: Scope, picked: UUID | str, name: str | None, *, field: str) -> UUID:
    """The organisation that was picked, or a new one by the name that was typed, unless it is known after all."""
    if picked != "new":
        return UUID(str(picked))
    if not name:
        raise UnableToSeat("Enter the organisation's name, or pick it from the list.", field=field)
    same = (await organisations.organisations_named(scope, names=[name]))[name]
    if same:
        return same[0].id
    return await organisation_operations.add_as_named(
        scope, name=name, demonstration=scope.tenant.demonstration
    )


async def _small(
    request: Request[Any, Any, Any], scope: Scope, procurement_id: UUID, model: Any, act: Any
) -> Response[Any] | Template:
    async def again(state: forms.FormState) -> Template:
        return await record_page(request, state, procurement_id)

    return await forms.submit(request, model, act=act, again=again)


ROUTES = [seat, unseat, name_bidder, withdraw_bidder]
