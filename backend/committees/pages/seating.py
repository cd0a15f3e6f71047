"""The forms for seats and for who sits in them."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.committees import Seat
from backend.catalogue.quorum import CAPACITY_IN_WORDS, OFFICE_IN_WORDS, Capacity, Office
from backend.catalogue.shapes import Line
from backend.committees import operations, queries, reviewed
from backend.committees.pages.structure import committee_page, crumbs
from backend.kit.calendar import in_words
from backend.organisations.rules import entered, free_slug
from backend.people import queries as people
from backend.scope import NotFound, Scope
from backend.web import access, forms, views


class SeatForm(forms.Form):
    name: Line = Field(max_length=200, description="the seat's name")
    capacity: Capacity = Field(description="in what capacity it is held")
    office: Office | None = Field(None, description="the office from the list")
    voting: Literal["yes", "no"] = Field(description="whether it has a vote")
    count: int = Field(1, ge=1, le=50, description="the number of places")


class AppointmentForm(forms.Form):
    person_id: UUID = Field(description="the person")
    office: Office | None = Field(None, description="the office from the list")
    from_on: forms.FormDate = Field(description="the first day")
    last_on: forms.FormDate | None = Field(None, description="the last day")


class EndForm(forms.Form):
    last_on: forms.FormDate = Field(description="the last day")


class WithdrawalForm(forms.Form):
    because: Line = Field(max_length=300, description="why it is withdrawn")


class NothingForm(forms.Form):
    """A button and nothing else."""


async def _seat_form(request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID) -> Template:
    scope = access.scope_of(request)
    committee = await operations.living(scope, committee_id=committee_id)
    return views.page(
        request,
        "committees/seat-form.html",
        state=state,
        committee=committee,
        committee_id=committee_id,
        capacities=[(each.value, words[:1].upper() + words[1:]) for each, words in CAPACITY_IN_WORDS.items()],
        offices=[(each.value, words) for each, words in OFFICE_IN_WORDS.items()],
        crumbs=crumbs(scope, committee_id, committee.name),
    )


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/seats/new",
    opt=access.needs("committees.change"),
    name="committees.new-seat",
)
async def new_seat(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """The form for one more seat."""
    return await _seat_form(request, forms.FormState(), committee_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/seats",
    opt=access.needs("committees.change"),
    name="committees.add-seat",
)
@forms.taking(SeatForm, again=_seat_form)
async def add_seat(request: Request[Any, Any, Any], form: SeatForm, committee_id: FromPath[UUID]) -> str:
    """Add a seat, or several alike."""
    scope = access.scope_of(request)
    committee = await operations.living(scope, committee_id=committee_id)
    seat = Seat(
        id=free_slug(form.name, {each.id for each in committee.seats}),
        name=form.name,
        capacity=form.capacity,
        office=form.office,
        voting=form.voting == "yes",
        count=form.count,
    )
    source = entered(scope.actor.name, in_words(scope.today))
    await operations.add_seat(scope, committee_id=committee_id, seat=seat, seats_from=source)
    return views.address(scope, f"/committees/{committee_id}?said=changed")


async def seat_page(
    request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID, seat_id: UUID
) -> Template:
    scope = access.scope_of(request)
    committee, place = await _find_seat(scope, committee_id, seat_id)
    return views.page(
        request,
        "committees/seat.html",
        state=state,
        committee=committee,
        seat=place,
        people=[(each.id, each.name) for each in await people.people_of(scope)],
        offices=[(each.value, words) for each, words in OFFICE_IN_WORDS.items()],
        deputies=await reviewed.deputies_of_seat(scope, seat_id=seat_id),
        crumbs=crumbs(scope, committee_id, committee.name),
    )


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/seats/{seat_id:uuid}",
    opt=access.needs("committees.change"),
    name="committees.seat",
)
async def seat(
    request: Request[Any, Any, Any], committee_id: FromPath[UUID], seat_id: FromPath[UUID]
) -> Template:
    """One seat: appoint somebody to it, or retire it."""
    return await seat_page(request, forms.FormState(), committee_id, seat_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/seats/{seat_id:uuid}/terms",
    opt=access.needs("committees.change"),
    name="committees.appoint",
)
@forms.taking(AppointmentForm, again=seat_page)
async def appoint(
    request: Request[Any, Any, Any],
    form: AppointmentForm,
    committee_id: FromPath[UUID],
    seat_id: FromPath[UUID],
) -> str:
    """Appoint a person to the seat."""
    scope = access.scope_of(request)
    await _find_seat(scope, committee_id, seat_id)
    await operations.appoint(
        scope,
        seat_id=seat_id,
        person_id=form.person_id,
        from_on=form.from_on,
        last_on=form.last_on,
        office=form.office,
    )
    return views.address(scope, f"/committees/{committee_id}?said=appointed")


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/seats/{seat_id:uuid}/retirement",
    opt=access.needs("committees.change"),
    name="committees.retire-seat",
)
async def retire_seat(
    request: Request[Any, Any, Any], committee_id: FromPath[UUID], seat_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Retire a seat that nobody holds."""
    scope = access.scope_of(request)

    async def act(_: NothingForm) -> str:
        await operations.retire_seat(scope, committee_id=committee_id, seat_id=seat_id)
        return views.address(scope, f"/committees/{committee_id}?said=changed")

    async def again(state: forms.FormState) -> Template:
        return await committee_page(request, state, committee_id)

    return await forms.submit(request, NothingForm, act=act, again=again)


async def _term_page(
    request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID, term_id: UUID
) -> Template:
    scope = access.scope_of(request)
    committee, found = await _find_term(scope, committee_id, term_id)
    return views.page(
        request,
        "committees/term.html",
        state=state,
        committee=committee,
        term=found,
        crumbs=crumbs(scope, committee_id, committee.name),
    )


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/terms/{term_id:uuid}",
    opt=access.needs("committees.change"),
    name="committees.term",
)
async def term(
    request: Request[Any, Any, Any], committee_id: FromPath[UUID], term_id: FromPath[UUID]
) -> Template:
    """One term: end it, or withdraw one that was entered by mistake."""
    return await _term_page(request, forms.FormState(), committee_id, term_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/terms/{term_id:uuid}/end",
    opt=access.needs("committees.change"),
    name="committees.end-term",
)
@forms.taking(EndForm, again=_term_page)
async def end_term(
    request: Request[Any, Any, Any], form: EndForm, committee_id: FromPath[UUID], term_id: FromPath[UUID]
) -> str:
    """Say which day is the term's last."""
    scope = access.scope_of(request)
    await _find_term(scope, committee_id, term_id)
    await operations.end_term(scope, term_id=term_id, last_on=form.last_on)
    return views.address(scope, f"/committees/{committee_id}?said=ended")


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/terms/{term_id:uuid}/withdrawal",
    opt=access.needs("committees.change"),
    name="committees.withdraw-term",
)
@forms.taking(WithdrawalForm, again=_term_page)
async def withdraw_term(
    request: Request[Any, Any, Any],
    form: WithdrawalForm,
    committee_id: FromPath[UUID],
    term_id: FromPath[UUID],
) -> str:
    """Say that the term never was, and why."""
    scope = access.scope_of(request)
    await _find_term(scope, committee_id, term_id)
    await operations.withdraw_term(scope, term_id=term_id, because=form.because)
    return views.address(scope, f"/committees/{committee_id}?said=withdrawn")


async def _find_seat(
    scope: Scope, committee_id: UUID, seat_id: UUID
) -> tuple[queries.CommitteeView, queries.SeatView]:
    committee = await queries.committee(scope, committee_id=committee_id)
    place = next((each for each in committee.places if each.id == seat_id), None)
    if place is None or committee.retired_on is not None:
        raise NotFound("seat")
    return committee, place


async def _find_term(
    scope: Scope, committee_id: UUID, term_id: UUID
) -> tuple[queries.CommitteeView, queries.MemberView]:
    committee = await queries.committee(scope, committee_id=committee_id)
    every = (*committee.members, *committee.other_terms)
    found = next((each for each in every if each.term_id == term_id), None)
    if found is None:
        raise NotFound("term")
    return committee, found


ROUTES = [new_seat, add_seat, seat, appoint, retire_seat, term, end_term, withdraw_term]
