"""The list of plans, and one plan: who agreed, who is designate, the checklist, the work, approval."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.people import queries as people
from backend.people.pages import step_up
from backend.scope import Scope
from backend.succession import rules
from backend.succession.operations import announcing, asking
from backend.succession.operations.mapping import fingerprint
from backend.succession.picture import picture_of
from backend.succession.queries import plans as queries
from backend.succession.queries.conflicts import conflicts_shown, still_open
from backend.succession.queries.offers import consents_of, offers_of
from backend.succession.rules import checklist
from backend.web import access, forms, views

LIST = "/t/{slug:str}/succession"
ONE = f"{LIST}/plans/{{plan_id:uuid}}"
READS, KEEPS, APPROVES = (
    access.needs("succession.read"),
    access.needs("succession.keep"),
    access.needs("succession.approve"),
)


class Work(StrEnum):
    """What is asked for with one button."""

    STOCK = "stock"
    REHEARSAL = "rehearsal"
    APPROVAL = "approval"
    BACK = "back"
    CARRY_OUT = "carry-out"


_WORK = {
    Work.STOCK: asking.ask_for_stock,
    Work.REHEARSAL: asking.ask_for_rehearsal,
    Work.APPROVAL: asking.ask_for_approval,
    Work.BACK: asking.take_back,
    Work.CARRY_OUT: asking.ask_to_carry_out,
}


class AnnounceForm(forms.Form):
    kind: rules.Kind = Field(description="whether it is a merger or a split")
    name: str = Field(min_length=1, max_length=200, description="the name of the plan")
    words: str = Field(min_length=1, max_length=4_000, description="what is planned")
    falls_on: forms.FormDate = Field(description="the day")


class PredecessorForm(forms.Form):
    other_slug: str = Field(min_length=1, max_length=80, description="the short name of the predecessor")
    signed_by_id: UUID = Field(description="who authorises it")
    authority: str = Field(min_length=1, max_length=2_000, description="by what authority it is proposed")


class DesignateForm(forms.Form):
    person_id: UUID = Field(description="the person")
    post: str = Field(min_length=1, max_length=200, description="the post")
    reads: bool = Field(False, description="whether they read the predecessors’ records")


class TaskForm(forms.Form):
    state: checklist.TaskState = Field(description="how far it is")
    owner_person_id: UUID | None = Field(None, description="who sees to it")
    due_on: date = Field(description="the day by which it is wanted")
    note: str | None = Field(None, max_length=2_000, description="the note")


class WorkForm(forms.Form):
    work: Work = Field(description="what is to be done")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why it is given up")


class Button(forms.Form):
    """A button and nothing else."""


async def _list(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "succession/list.html",
        state=state,
        plans=await queries.plans_of(scope),
        consents=await consents_of(scope),
        offered=sum(each.state == "waiting" for each in await offers_of(scope)),
        keeps=scope.may("succession.keep"),
        kinds=[(each.value, rules.KIND_IN_WORDS[each], rules.MEANING[each]) for each in rules.Kind],
    )


@get(LIST, opt=READS, name="succession.list")
async def every_plan(request: Request[Any, Any, Any]) -> Template:
    """Our plans, what others propose to us, and the form to announce one."""
    return await _list(request, forms.FormState())


@post(LIST, opt=KEEPS, name="succession.announce")
@forms.taking(AnnounceForm, again=_list)
async def announce(request: Request[Any, Any, Any], form: AnnounceForm) -> str:
    """Announce a merger or a split."""
    scope = access.scope_of(request)
    plan_id = await announcing.announce(
        scope, kind=form.kind, name=form.name, words=form.words, falls_on=form.falls_on
    )
    return back(scope, plan_id, "announced")


async def page_of(
    request: Request[Any, Any, Any], state: forms.FormState, plan_id: UUID, task_id: UUID | None = None
) -> Template:
    """One plan; also for a form that came back."""
    scope = access.scope_of(request)
    plan = await queries.plan_of(scope, plan_id=plan_id)
    conflicts = await conflicts_shown(scope, plan) if plan.listed else ()
    current = plan.rehearsed_choices == await fingerprint(scope, plan_id) if plan.rehearsed_at else False
    return views.page(
        request,
        "succession/plan.html",
        state=state,
        plan=plan,
        picture=picture_of(scope, plan),
        wrong_task=task_id,
        conflicts=len(conflicts),
        unsettled=len(still_open(conflicts)),
        rehearsed_as_it_stands=current,
        things=[(each.value, words) for each, words in rules.THINGS.items()],
        keeps=scope.may("succession.keep"),
        changes=scope.may("succession.keep") and plan.is_open and plan.doing is None,
        approves=scope.may("succession.approve")
        and plan.line.state is rules.State.ASKED
        and plan.asked_by_id != scope.actor.person_id,
        day_has_come=scope.today >= plan.line.falls_on,
        people=[(each.id, each.name) for each in await people.people_of(scope)],
        signers=[
            (each.id, each.name) for each in await people.people_of(scope) if each.id != scope.actor.person_id
        ],
        shadows=await committees.committees_of(scope),
        states=list(checklist.STATE_IN_WORDS.items()),
        crumbs=crumbs(scope),
    )


async def _again(request: Request[Any, Any, Any], state: forms.FormState, plan_id: UUID) -> Template:
    return await page_of(request, state, plan_id)


async def _designates_again(
    request: Request[Any, Any, Any], state: forms.FormState, plan_id: UUID, designate_id: UUID
) -> Template:
    """Whoever it was about stands in the list of the page."""
    return await page_of(request, state, plan_id)


async def _task_again(
    request: Request[Any, Any, Any], state: forms.FormState, plan_id: UUID, task_id: UUID
) -> Template:
    return await page_of(request, state, plan_id, task_id)


@get(ONE, opt=READS, name="succession.plan")
async def one(request: Request[Any, Any, Any], plan_id: FromPath[UUID]) -> Template:
    """One plan whole."""
    return await page_of(request, await step_up.state_of(request), plan_id)


@post(f"{ONE}/predecessors", opt=KEEPS, name="succession.propose")
@forms.taking(PredecessorForm, again=_again)
async def propose(request: Request[Any, Any, Any], form: PredecessorForm, plan_id: FromPath[UUID]) -> str:
    """Propose the plan to a predecessor."""
    scope = access.scope_of(request)
    await announcing.propose_to(
        scope,
        plan_id=plan_id,
        slug=form.other_slug,
        signed_by_id=form.signed_by_id,
        authority=form.authority,
    )
    return back(scope, plan_id, "proposed")


@post(f"{ONE}/designates", opt=KEEPS, name="succession.designate")
@forms.taking(DesignateForm, again=_again)
async def designate(request: Request[Any, Any, Any], form: DesignateForm, plan_id: FromPath[UUID]) -> str:
    """Name somebody for a post."""
    scope = access.scope_of(request)
    await announcing.name_designate(
        scope, plan_id=plan_id, person_id=form.person_id, post=form.post, reads=form.reads
    )
    return back(scope, plan_id, "named")


@post(f"{ONE}/designates/{{designate_id:uuid}}/ending", opt=KEEPS, name="succession.designate-end")
@forms.taking(Button, again=_designates_again)
async def end_designate(
    request: Request[Any, Any, Any], form: Button, plan_id: FromPath[UUID], designate_id: FromPath[UUID]
) -> str:
    """Somebody is not designate any more."""
    scope = access.scope_of(request)
    await announcing.end_designate(scope, plan_id=plan_id, designate_id=designate_id)
    return back(scope, plan_id, "named")


@post(f"{ONE}/checklist/{{task_id:uuid}}", opt=KEEPS, name="succession.tick")
@forms.taking(TaskForm, again=_task_again)
async def tick(
    request: Request[Any, Any, Any], form: TaskForm, plan_id: FromPath[UUID], task_id: FromPath[UUID]
) -> str:
    """Set a line of the checklist."""
    scope = access.scope_of(request)
    await announcing.tick(
        scope,
        plan_id=plan_id,
        task_id=task_id,
        state=form.state,
        owner_person_id=form.owner_person_id,
        due_on=form.due_on,
        note=form.note,
    )
    return back(scope, plan_id, "ticked")


@post(f"{ONE}/work", opt=KEEPS, name="succession.work")
@forms.taking(WorkForm, again=_again)
async def work(request: Request[Any, Any, Any], form: WorkForm, plan_id: FromPath[UUID]) -> str:
    """Ask for stock, a rehearsal, approval or the day itself, or take a request back."""
    scope = access.scope_of(request)
    await _WORK[form.work](scope, plan_id=plan_id)
    return back(scope, plan_id, form.work.value)


@post(f"{ONE}/approval", opt=APPROVES, name="succession.approve")
@forms.taking(Button, again=_again)
async def approve(request: Request[Any, Any, Any], form: Button, plan_id: FromPath[UUID]) -> str:
    """Approve it, with fresh proof of who does."""
    scope = access.scope_of(request)
    await queries.plan_of(scope, plan_id=plan_id)
    if ask := await step_up.first(request, form, path=views.address(scope, f"/succession/plans/{plan_id}")):
        return ask
    await asking.approve(scope, plan_id=plan_id, proved_by=step_up.proof_of(request))
    return back(scope, plan_id, "approved")


@post(f"{ONE}/end", opt=KEEPS, name="succession.give-up")
@forms.taking(BecauseForm, again=_again)
async def give_up(request: Request[Any, Any, Any], form: BecauseForm, plan_id: FromPath[UUID]) -> str:
    """Give the plan up."""
    scope = access.scope_of(request)
    await announcing.give_up(scope, plan_id=plan_id, because=form.because)
    return back(scope, plan_id, "given-up")


def crumbs(scope: Scope, *more: tuple[str, str]) -> list[views.Crumb]:
    return [
        views.Crumb("Mergers and splits", views.address(scope, "/succession")),
        *(views.Crumb(words, views.address(scope, path)) for words, path in more),
    ]


def back(scope: Scope, plan_id: UUID, said: str) -> str:
    return views.address(scope, f"/succession/plans/{plan_id}?said={said}")


ROUTES: list[Any] = [
    every_plan,
    announce,
    one,
    propose,
    designate,
    end_designate,
    tick,
    work,
    approve,
    give_up,
]
