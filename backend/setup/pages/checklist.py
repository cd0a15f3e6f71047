"""What is left before the organisation's first use, and going live."""

from typing import Any

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.setup.operations import checklist as acts
from backend.setup.queries import checklist as queries
from backend.setup.rules import checklist as rules
from backend.setup.rules.checklist import Standing
from backend.web import access, forms, views


class StepForm(forms.Form):
    step: str = Field(max_length=40, description="the step")
    standing: Standing = Field(description="how it stands")
    reason: str = Field("", max_length=500, description="the reason")


class NoForm(forms.Form):
    """A button alone."""


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    checklist = await queries.checklist_of(scope)
    return views.page(
        request,
        "setup/checklist.html",
        state=state,
        checklist=checklist,
        chosen=str(state.value("step")),
        on_trial=scope.tenant.state == "trial",
        may_go_live=rules.can_go_live(checklist, state=scope.tenant.state),
        may_change=scope.may("setup.change"),
    )


@get("/t/{slug:str}/set-up", opt=access.needs("setup.read"), name="setup.checklist")
async def shown(request: Request[Any, Any, Any]) -> Template:
    """The list of what is left."""
    return await _page(request, forms.FormState())


@post("/t/{slug:str}/set-up/steps", opt=access.needs("setup.change"), name="setup.settle-step")
@forms.taking(StepForm, again=_page)
async def settle(request: Request[Any, Any, Any], form: StepForm) -> str:
    """Say of a step that it is settled, not needed, or to do again."""
    scope = access.scope_of(request)
    await acts.settle_step(scope, step=form.step, standing=form.standing, reason=form.reason)
    return views.address(scope, f"/set-up?said=settled#step-{form.step}")


@post("/t/{slug:str}/set-up/going-live", opt=access.needs("setup.change"), name="setup.go-live")
@forms.taking(NoForm, again=_page)
async def go_live(request: Request[Any, Any, Any], form: NoForm) -> str:
    """End the trial."""
    scope = access.scope_of(request)
    await acts.go_live(scope)
    return views.address(scope, "/set-up?said=live")


ROUTES: list[Any] = [shown, settle, go_live]
