"""One entry with its history, and the forms that end, withdraw or undo it."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.shapes import Line
from backend.organisations import queries as organisations
from backend.powers import operations, queries
from backend.powers.pages.parts import crumbs
from backend.web import access, forms, views


class EndForm(forms.Form):
    last_on: forms.FormDate = Field(description="the last day")


class WithdrawalForm(forms.Form):
    because: Line = Field(max_length=300, description="why it is withdrawn")


class NothingForm(forms.Form):
    """A button and nothing else."""


async def _page(request: Request[Any, Any, Any], state: forms.FormState, entry_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.entry_view(scope, entry_id=entry_id)
    return views.page(
        request,
        "powers/entry.html",
        state=state,
        view=view,
        entry=view.entry,
        in_force=view.entry.in_force(scope.today),
        documents=await organisations.documents_of(scope),
        crumbs=crumbs(scope, function=(view.entry.function_id, view.function)),
    )


@get("/t/{slug:str}/powers/entries/{entry_id:uuid}", opt=access.needs("powers.read"), name="powers.entry")
async def entry(request: Request[Any, Any, Any], entry_id: FromPath[UUID]) -> Template:
    """One line of the scheme, and everything that was ever said of it."""
    return await _page(request, forms.FormState(), entry_id)


@post(
    "/t/{slug:str}/powers/entries/{entry_id:uuid}/end",
    opt=access.needs("powers.change"),
    name="powers.end-entry",
)
@forms.taking(EndForm, again=_page)
async def end(request: Request[Any, Any, Any], form: EndForm, entry_id: FromPath[UUID]) -> str:
    """Say which day is the last with the power."""
    scope = access.scope_of(request)
    await operations.end_entry(scope, entry_id=entry_id, last_on=form.last_on)
    return views.address(scope, f"/powers/entries/{entry_id}?said=ended")


@post(
    "/t/{slug:str}/powers/entries/{entry_id:uuid}/withdrawal",
    opt=access.needs("powers.change"),
    name="powers.withdraw-entry",
)
@forms.taking(WithdrawalForm, again=_page)
async def withdraw(request: Request[Any, Any, Any], form: WithdrawalForm, entry_id: FromPath[UUID]) -> str:
    """Say that the entry never was, and why."""
    scope = access.scope_of(request)
    await operations.withdraw_entry(scope, entry_id=entry_id, because=form.because)
    return views.address(scope, f"/powers/entries/{entry_id}?said=withdrawn")


@post(
    "/t/{slug:str}/powers/entries/{entry_id:uuid}/undoing",
    opt=access.needs("powers.change"),
    name="powers.undo-entry",
)
@forms.taking(NothingForm, again=_page)
async def undo(request: Request[Any, Any, Any], _form: NothingForm, entry_id: FromPath[UUID]) -> str:
    """Undo the last act on the entry."""
    scope = access.scope_of(request)
    await operations.undo(scope, entry_id=entry_id)
    return views.address(scope, f"/powers/entries/{entry_id}?said=undone")


ROUTES: list[Any] = [entry, end, withdraw, undo]
