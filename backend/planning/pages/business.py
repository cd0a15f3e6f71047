"""One line of business: the form, its page, and what may become of it in a month."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.people import queries as people
from backend.planning import operations, queries, rules
from backend.planning.pages.plan import crumbs, plan_crumb
from backend.planning.queries import lines
from backend.planning.rules import cycles
from backend.scope import Scope
from backend.web import access, forms, views

MONTH = r"^\d{4}-\d{2}$"


class BusinessForm(forms.Form):
    """What a line of business is."""

    title: str = Field(min_length=1, max_length=300, description="what the business is")
    purpose: meeting_rules.Purpose = Field(description="what the committee is asked to do")
    cycle: cycles.Cycle = Field(description="how often it comes")
    first_month: str = Field(pattern=MONTH, description="the month in which it first comes")
    owner_person_id: UUID | None = Field(None, description="who answers for it")
    minutes: int | None = Field(None, ge=1, le=600, description="the minutes")
    part: meeting_rules.Part = Field(description="whether it is public or private")
    private_reason: str | None = Field(None, max_length=1_000, description="why it is private")
    why: str | None = Field(None, max_length=1_000, description="why the committee takes it")


class MonthForm(forms.Form):
    month: str = Field(pattern=MONTH, description="the month")
    reason: str = Field(min_length=1, max_length=1_000, description="the reason")


class DeferForm(MonthForm):
    to_month: str = Field(pattern=MONTH, description="the month to defer it to")


class ReferForm(MonthForm):
    to_committee_id: UUID = Field(description="the committee")


class EndForm(forms.Form):
    last_month: str = Field(pattern=MONTH, description="the last month")
    because: str = Field(min_length=1, max_length=1_000, description="why it ends")


class AcceptForm(forms.Form):
    """A button and nothing else."""


async def _form(
    request: Request[Any, Any, Any],
    state: forms.FormState,
    committee_id: UUID,
    business_id: UUID | None = None,
) -> Template:
    scope = access.scope_of(request)
    known = None if business_id is None else await queries.business(scope, business_id=business_id)
    committee = await committees.committee(scope, committee_id=committee_id)
    return views.page(
        request,
        "planning/business-form.html",
        state=state,
        business=known,
        committee=committee,
        steers=rules.may_steer(scope, committee_id=committee_id),
        purposes=[(each.value, words) for each, words in meeting_rules.PURPOSE_IN_WORDS.items()],
        cycles=[(each.value, words) for each, words in cycles.CYCLE_IN_WORDS.items()],
        months=months_to_choose(scope, known.first_month if known else None),
        people=[(each.id, each.name) for each in await people.people_of(scope)],
        crumbs=crumbs(scope, plan_crumb(scope, committee_id, committee.name)),
    )


async def _blank(request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID) -> Template:
    return await _form(request, state, committee_id)


async def _filled(request: Request[Any, Any, Any], state: forms.FormState, business_id: UUID) -> Template:
    known = await queries.business(access.scope_of(request), business_id=business_id)
    return await _form(request, state, known.committee_id, business_id)


async def _page(request: Request[Any, Any, Any], state: forms.FormState, business_id: UUID) -> Template:
    scope = access.scope_of(request)
    known = await queries.business(scope, business_id=business_id)
    committee = await committees.committee(scope, committee_id=known.committee_id)
    others = [
        (each.id, each.name)
        for each in await committees.committees_of(scope)
        if each.id != known.committee_id and not each.held_by
    ]
    return views.page(
        request,
        "planning/business.html",
        state=state,
        business=known,
        committee=committee,
        may_steer=rules.may_steer(scope, committee_id=known.committee_id),
        unsettled=[(cycles.code_of(row.month), row.month_in_words) for row in known.rows if row.unsettled],
        months=months_to_choose(scope),
        others=others,
        thread=await meetings.thread(scope, thread_id=known.thread_id),
        relatives=[
            each
            for each in await lines.lines_on_thread(scope, thread_id=known.thread_id)
            if each[0] != business_id
        ],
        crumbs=crumbs(scope, plan_crumb(scope, known.committee_id, committee.name)),
    )


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/plan/business",
    opt=access.needs("planning.propose"),
    name="planning.new-business",
)
async def new(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """The form for a new line of business."""
    return await _form(request, forms.FormState(), committee_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/plan/business",
    opt=access.needs("planning.propose"),
    name="planning.plan-business",
)
@forms.taking(BusinessForm, again=_blank)
async def create(request: Request[Any, Any, Any], form: BusinessForm, committee_id: FromPath[UUID]) -> str:
    """Plan or propose business."""
    scope = access.scope_of(request)
    business_id = await operations.plan_business(scope, committee_id=committee_id, **_traits(form))
    return views.address(scope, f"/plan-business/{business_id}?said=planned")


@get(
    "/t/{slug:str}/plan-business/{business_id:uuid}",
    opt=access.needs("planning.read"),
    name="planning.business",
)
async def page(request: Request[Any, Any, Any], business_id: FromPath[UUID]) -> Template:
    """One line of business: its months, its thread, and what may become of it."""
    return await _page(request, forms.FormState(), business_id)


@get(
    "/t/{slug:str}/plan-business/{business_id:uuid}/change",
    opt=access.needs("planning.steer"),
    name="planning.business-form",
)
async def change_form(request: Request[Any, Any, Any], business_id: FromPath[UUID]) -> Template:
    """The form to change a line of business."""
    return await _filled(request, forms.FormState(), business_id)


@post(
    "/t/{slug:str}/plan-business/{business_id:uuid}",
    opt=access.needs("planning.steer"),
    name="planning.change-business",
)
@forms.taking(BusinessForm, again=_filled)
async def change(request: Request[Any, Any, Any], form: BusinessForm, business_id: FromPath[UUID]) -> str:
    """Change a line of business."""
    scope = access.scope_of(request)
    await operations.change_business(scope, business_id=business_id, **_traits(form))
    return _back(scope, business_id, "changed")


@post(
    "/t/{slug:str}/plan-business/{business_id:uuid}/acceptance",
    opt=access.needs("planning.steer"),
    name="planning.accept",
)
@forms.taking(AcceptForm, again=_page)
async def accept(request: Request[Any, Any, Any], _form: AcceptForm, business_id: FromPath[UUID]) -> str:
    """Take what was proposed or referred into the plan."""
    scope = access.scope_of(request)
    await operations.accept_business(scope, business_id=business_id)
    return _back(scope, business_id, "accepted")


@post(
    "/t/{slug:str}/plan-business/{business_id:uuid}/deferral",
    opt=access.needs("planning.steer"),
    name="planning.defer",
)
@forms.taking(DeferForm, again=_page)
async def defer(request: Request[Any, Any, Any], form: DeferForm, business_id: FromPath[UUID]) -> str:
    """Put business off to a later month."""
    scope = access.scope_of(request)
    await operations.defer(
        scope,
        business_id=business_id,
        month=cycles.month_from(form.month),
        to_month=cycles.month_from(form.to_month, field="to_month"),
        reason=form.reason,
    )
    return _back(scope, business_id, "deferred")


@post(
    "/t/{slug:str}/plan-business/{business_id:uuid}/refusal",
    opt=access.needs("planning.steer"),
    name="planning.refuse",
)
@forms.taking(MonthForm, again=_page)
async def refuse(request: Request[Any, Any, Any], form: MonthForm, business_id: FromPath[UUID]) -> str:
    """Say that business is not taken in a month."""
    scope = access.scope_of(request)
    await operations.refuse(
        scope, business_id=business_id, month=cycles.month_from(form.month), reason=form.reason
    )
    return _back(scope, business_id, "refused")


@post(
    "/t/{slug:str}/plan-business/{business_id:uuid}/referral",
    opt=access.needs("planning.steer"),
    name="planning.refer",
)
@forms.taking(ReferForm, again=_page)
async def refer(request: Request[Any, Any, Any], form: ReferForm, business_id: FromPath[UUID]) -> str:
    """Refer business to another committee."""
    scope = access.scope_of(request)
    await operations.refer(
        scope,
        business_id=business_id,
        month=cycles.month_from(form.month),
        to_committee_id=form.to_committee_id,
        reason=form.reason,
    )
    return _back(scope, business_id, "referred")


@post(
    "/t/{slug:str}/plan-business/{business_id:uuid}/ending",
    opt=access.needs("planning.steer"),
    name="planning.end",
)
@forms.taking(EndForm, again=_page)
async def end(request: Request[Any, Any, Any], form: EndForm, business_id: FromPath[UUID]) -> str:
    """Let business that repeats come no more after a month."""
    scope = access.scope_of(request)
    await operations.end_business(
        scope,
        business_id=business_id,
        last_month=cycles.month_from(form.last_month, field="last_month"),
        because=form.because,
    )
    return _back(scope, business_id, "ended")


def months_to_choose(scope: Scope, *known: Any) -> list[tuple[str, str]]:
    """Two months back and two years ahead, and what is chosen already."""
    now = cycles.month_of(scope.today)
    months = {*cycles.months_from(cycles.later(now, -2), 27), *(each for each in known if each)}
    return [(cycles.code_of(month), cycles.month_in_words(month)) for month in sorted(months)]


def _traits(form: BusinessForm) -> dict[str, Any]:
    return {
        **form.model_dump(exclude={"first_month"}),
        "first_month": cycles.month_from(form.first_month, field="first_month"),
    }


def _back(scope: Scope, business_id: UUID, said: str) -> str:
    return views.address(scope, f"/plan-business/{business_id}?said={said}")


ROUTES: list[Any] = [new, create, page, change_form, change, accept, defer, refuse, refer, end]
