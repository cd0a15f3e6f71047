"""The forward plan of a committee: the year as a picture and a table, what is proposed, and the last steps."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.planning import operations, queries, rules
from backend.planning.picture import picture_of
from backend.planning.queries import questions
from backend.planning.queries.settings import settings_on
from backend.planning.rules import cycles
from backend.scope import Scope
from backend.web import access, forms, views


class UndoForm(forms.Form):
    step_id: UUID = Field(description="the step")


@get("/t/{slug:str}/plan", opt=access.needs("planning.read"), name="planning.overview")
async def overview(request: Request[Any, Any, Any]) -> Template:
    """The committees with their plans, and the meetings whose agendas are to be set."""
    scope = access.scope_of(request)
    waiting = await questions.questions_of(scope, only_open=True)
    return views.page(
        request,
        "planning/overview.html",
        committees=[each for each in await committees.committees_of(scope) if not each.held_by],
        coming=[
            each
            for each in await meetings.meetings_of(scope, when="upcoming")
            if each.state is meeting_rules.MeetingState.PLANNED
        ][:12],
        questions=waiting,
        may_read_questions=scope.may(questions.DEMANDING),
    )


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/plan",
    opt=access.needs("planning.read"),
    name="planning.plan",
)
async def plan(
    request: Request[Any, Any, Any],
    committee_id: FromPath[UUID],
    year: Annotated[str, QueryParameter(name="year", max_length=7)] = "",
) -> Template:
    """One year of a committee's plan."""
    return await _plan(request, forms.FormState(), committee_id, year)


async def _plan(
    request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID, year: str = ""
) -> Template:
    scope = access.scope_of(request)
    first_month = (await settings_on(scope)).first_month
    day = cycles.month_from(year, field="year") if year else scope.today
    begins = cycles.year_of(day, first_month=first_month)
    months = cycles.months_from(begins)
    found = await queries.plan_of(scope, committee_id=committee_id, months=months)
    steers = rules.may_steer(scope, committee_id=committee_id)
    return views.page(
        request,
        "planning/plan.html",
        state=state,
        plan=found,
        year=cycles.year_in_words(begins),
        year_before=cycles.code_of(cycles.later(begins, -12)),
        year_after=cycles.code_of(cycles.later(begins, 12)),
        picture=picture_of(found.on_plan, months, found.meeting_months),
        key=[(each.value, rules.LETTERS[each], words) for each, words in rules.SHOWN_IN_WORDS.items()],
        # steps name private business too, so only whoever keeps the plan reads them
        steps=await queries.steps_of(scope, committee_id=committee_id) if steers else (),
        may_steer=steers,
        may_propose=rules.may_propose(scope, committee_id=committee_id),
        crumbs=crumbs(scope),
    )


async def _this_year(request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID) -> Template:
    return await _plan(request, state, committee_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/plan/undoing",
    opt=access.needs("planning.steer"),
    name="planning.undo",
)
@forms.taking(UndoForm, again=_this_year)
async def undo(request: Request[Any, Any, Any], form: UndoForm, committee_id: FromPath[UUID]) -> str:
    """Undo the last step on the plan."""
    scope = access.scope_of(request)
    await operations.undo_step(scope, step_id=form.step_id)
    return views.address(scope, f"/committees/{committee_id}/plan?said=undone")


def crumbs(scope: Scope, *more: views.Crumb) -> list[views.Crumb]:
    return [views.Crumb("Forward plans", views.address(scope, "/plan")), *more]


def plan_crumb(scope: Scope, committee_id: UUID, name: str) -> views.Crumb:
    return views.Crumb(f"{name}, forward plan", views.address(scope, f"/committees/{committee_id}/plan"))


ROUTES: list[Any] = [overview, plan, undo]
