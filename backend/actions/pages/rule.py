"""The rule of colours and of closing: what holds, what held before, and setting another."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.actions import operations, settings
from backend.actions.pages.log import crumbs
from backend.actions.rules.rag import FIRST, Setting
from backend.committees import queries as committees
from backend.web import access, forms, views


class RuleForm(forms.Form):
    """A rule from a day on, for all actions or for one committee's."""

    committee_id: UUID | None = Field(None, description="the committee")
    effective_from: forms.FormDate = Field(description="the day from which it holds")
    amber_within: int = Field(ge=0, le=60, description="the working days before the due date")
    red_after: int = Field(ge=0, le=60, description="the working days after the due date")
    moves_to_amber: int = Field(ge=1, le=20, description="how often the due date was moved")
    closed_by_committee: str = Field(
        pattern="^(yes|no)$", description="whether the committee agrees to each closure"
    )
    source: str = Field(
        min_length=1, max_length=500, description="who agreed to the rule, or where it stands"
    )


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    kept = await settings.settings_of(scope)
    names = await committees.committee_names(scope)
    return views.page(
        request,
        "actions/rule.html",
        state=state,
        holding=await settings.setting_of(scope, committee_id=None),
        kept=sorted(kept, key=lambda each: each.effective_from, reverse=True),
        names=names,
        first=FIRST,
        committees=[(each.id, each.name) for each in await committees.committees_of(scope)],
        may_set=scope.may("actions.keep"),
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/actions/rule", opt=access.needs("actions.read"), name="actions.rule")
async def rule(request: Request[Any, Any, Any]) -> Template:
    """How colours come about, and who agrees to closing."""
    return await _page(request, forms.FormState())


@post("/t/{slug:str}/actions/rule", opt=access.needs("actions.keep"), name="actions.set-rule")
@forms.taking(RuleForm, again=_page)
async def set_rule(request: Request[Any, Any, Any], form: RuleForm) -> str:
    """Set another rule from a day on."""
    scope = access.scope_of(request)
    values = form.model_dump() | {"closed_by_committee": form.closed_by_committee == "yes"}
    await operations.set_rule(scope, Setting(**values))
    return views.address(scope, "/actions/rule?said=set")


class TakeBackForm(forms.Form):
    committee_id: UUID | None = Field(None, description="the committee")
    effective_from: forms.FormDate = Field(description="the day from which it holds")
    because: str = Field(min_length=1, max_length=500, description="why")


@post("/t/{slug:str}/actions/rule/take-back", opt=access.needs("actions.keep"), name="actions.take-back-rule")
@forms.taking(TakeBackForm, again=_page)
async def take_back(request: Request[Any, Any, Any], form: TakeBackForm) -> str:
    """Take a rule back: what held before holds again."""
    scope = access.scope_of(request)
    await operations.take_back_rule(
        scope, committee_id=form.committee_id, effective_from=form.effective_from, because=form.because
    )
    return views.address(scope, "/actions/rule?said=back")


ROUTES: list[Any] = [rule, set_rule, take_back]
