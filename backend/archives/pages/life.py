"""The organisation's life on one page: its state, how it came to it, what may be done now, and who must agree."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.archives import picture
from backend.archives.operations import settling as operations
from backend.archives.queries import deletions
from backend.archives.queries import life as queries
from backend.archives.rules import last_note
from backend.archives.rules import settling as rules
from backend.people.pages import step_up
from backend.web import access, forms, views

_ONE = "/t/{slug:str}/life/proposals/{proposal_id:uuid}"
_HERE = "/life"
Reason = Annotated[str, Field(min_length=1, max_length=2000, description="the reason")]


class GoLiveForm(forms.Form):
    """A button and nothing else."""


class CloseForm(forms.Form):
    ends_on: forms.FormDate = Field(description="the day on which the organisation ends")
    reason: Reason


class DeleteForm(forms.Form):
    reason: Reason


class WithdrawForm(forms.Form):
    because: str = Field(min_length=1, max_length=2000, description="why it is taken back")


class ApproveForm(forms.Form):
    """A button and nothing else."""


async def shown(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    """The page, also for whoever sends a form of it back."""
    scope = access.scope_of(request)
    proposals = await queries.proposals_of(scope)
    open_ = next((each for each in proposals if each.state is rules.ProposalState.OPEN), None)
    waiting = next((each for each in proposals if each.state is rules.ProposalState.APPROVED), None)
    standing = await queries.standing_of(scope)
    history = await queries.history_of(scope)
    return views.page(
        request,
        "archives/life.html",
        state=state,
        now=scope.tenant.state,
        meanings=rules.MEANINGS,
        history=history,
        drawn=picture.drawn(scope, history),
        stops=await queries.stops_of(scope),
        proposals=proposals,
        open_proposal=open_,
        waiting=waiting,
        may_approve=bool(
            open_
            and scope.may("archives.approve")
            and rules.can_approve(
                state=open_.state,
                proposed_by=open_.proposed_by_person_id,
                approver=scope.actor.person_id,
            )
        ),
        may_close=rules.can_close(scope.tenant.state) and scope.may("archives.settle"),
        in_the_way=rules.in_the_way_of_deleting(standing, today=scope.today) if scope.tenant.over else (),
        exports=await queries.exports_of(scope),
        stays=last_note.STAYS.values(),
        taken_along=await deletions.taken_along(scope) if waiting else None,
        status=422 if state.errors else 200,
    )


async def _of_proposal(
    request: Request[Any, Any, Any], state: forms.FormState, proposal_id: UUID
) -> Template:
    return await shown(request, state)


@get("/t/{slug:str}/life", opt=access.needs("archives.read"), name="archives.life")
async def life(request: Request[Any, Any, Any]) -> Template:
    """The page."""
    return await shown(request, await step_up.state_of(request))


@post("/t/{slug:str}/life/go-live", opt=access.needs("archives.settle"), name="archives.go-live")
@forms.taking(GoLiveForm, again=shown)
async def go_live(request: Request[Any, Any, Any], form: GoLiveForm) -> str:
    """End the trial."""
    scope = access.scope_of(request)
    await operations.go_live(scope, reason="")
    return views.address(scope, f"{_HERE}?said=live")


@post("/t/{slug:str}/life/closing", opt=access.needs("archives.settle"), name="archives.propose-closing")
@forms.taking(CloseForm, again=shown)
async def propose_closing(request: Request[Any, Any, Any], form: CloseForm) -> str:
    """Propose that the organisation be closed."""
    scope = access.scope_of(request)
    await operations.propose_closing(scope, ends_on=form.ends_on, reason=form.reason)
    return views.address(scope, f"{_HERE}?said=proposed#proposals")


@post(
    "/t/{slug:str}/life/deletion",
    opt=access.needs("archives.settle", writes_after_end=True),
    name="archives.propose-deletion",
)
@forms.taking(DeleteForm, again=shown)
async def propose_deletion(request: Request[Any, Any, Any], form: DeleteForm) -> str:
    """Propose that the record of a closed organisation be deleted."""
    scope = access.scope_of(request)
    await operations.propose_deletion(scope, reason=form.reason)
    return views.address(scope, f"{_HERE}?said=proposed#proposals")


@post(
    f"{_ONE}/withdrawal",
    opt=access.needs("archives.settle", writes_after_end=True),
    name="archives.withdraw",
)
@forms.taking(WithdrawForm, again=_of_proposal)
async def withdraw(request: Request[Any, Any, Any], form: WithdrawForm, proposal_id: FromPath[UUID]) -> str:
    """Take a proposal back."""
    scope = access.scope_of(request)
    await operations.withdraw(scope, proposal_id=proposal_id, because=form.because)
    return views.address(scope, f"{_HERE}?said=withdrawn#proposals")


@post(
    f"{_ONE}/approval", opt=access.needs("archives.approve", writes_after_end=True), name="archives.approve"
)
@forms.taking(ApproveForm, again=_of_proposal)
async def approve(request: Request[Any, Any, Any], form: ApproveForm, proposal_id: FromPath[UUID]) -> str:
    """Approve as the second person, with fresh proof of who it is."""
    scope = access.scope_of(request)
    if ask := await step_up.first(request, form, path=views.address(scope, _HERE)):
        return ask
    await operations.approve(scope, proposal_id=proposal_id, proved_by=step_up.proof_of(request))
    return views.address(scope, f"{_HERE}?said=approved#proposals")


ROUTES: list[Any] = [life, go_live, propose_closing, propose_deletion, withdraw, approve]
