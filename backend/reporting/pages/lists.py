"""Everything owed to reviewing bodies on one page, what agreements ask for beside it, and entering one by hand."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Template
from pydantic import Field

from backend.reporting import operations, queries, rules
from backend.reporting.operations import Owed
from backend.reporting.pages import shared
from backend.reporting.queries import ReturnView
from backend.reporting.rules import Standing
from backend.together import queries as together
from backend.together.rules import Kind
from backend.web import access, forms, sheets, views

SHOWN = {
    "": "What is open",
    "late": "Late",
    "here": "With us",
    "there": "With the reviewing body",
    "queried": "Queried",
    "all": "Everything",
}
_HEADS = (
    *("Return", "To", "Period", "Due", "Where it stands", "Late", "Issue", "Open questions", "Owner"),
    *("Sent on", "Sent how", "SHA-256 of what was sent"),
)


class ReturnForm(forms.Form):
    """A return as somebody enters it by hand."""

    title: str = Field(min_length=1, max_length=300, description="what is to be submitted")
    agreement_id: UUID | None = Field(None, description="the agreement under which it passes")
    body: str | None = Field(None, max_length=300, description="the body to which it goes")
    definition: str | None = Field(None, max_length=120, description="the definition")
    period: str | None = Field(None, max_length=120, description="the period in words")
    from_on: forms.FormDate | None = Field(None, description="the first day of the period")
    until_on: forms.FormDate | None = Field(None, description="the last day of the period")
    due_on: forms.FormDate | None = Field(None, description="the day by which it is due")
    owner_person_id: UUID | None = Field(None, description="the owner")


class TakeUpForm(forms.Form):
    report_id: UUID = Field(description="the report")
    until_on: forms.FormDate | None = Field(None, description="the last day of the period")
    agreement_id: UUID | None = Field(None, description="the agreement under which it passes")
    owner_person_id: UUID | None = Field(None, description="the owner")


@get("/t/{slug:str}/reporting", opt=access.needs("reporting.read"), name="reporting.list")
async def every(request: Request[Any, Any, Any]) -> Template:
    """What is owed, as it stood on a day, the first due first."""
    return await _list(request, forms.FormState())


async def _list(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    day = shared.asked_day(request, scope)
    show = request.query_params.get("show", "")[:20]
    found = await queries.returns_of(scope, on=day["on"])
    asked = () if day["past"] else await queries.not_taken_up(scope)
    return views.page(
        request,
        "reporting/list.html",
        state=state,
        day=day,
        returns=[each for each in found if _fits(each, show)],
        known=bool(found),
        tiles=[
            (sum(_fits(each, code) for each in found), words, code)
            for code, words in SHOWN.items()
            if code in ("late", "here", "there", "queried")
        ],
        asked=asked,
        chosen=show,
        shown=SHOWN,
        may_prepare=scope.may("reporting.prepare"),
        people=await shared.people_to_choose(scope) if asked else [],
        agreements=await shared.agreements_to_choose(scope),
        reviewed_by=await together.agreements_of(scope, kind=Kind.OVERSIGHT),
    )


@get("/t/{slug:str}/reporting/returns.csv", opt=access.needs("reporting.read"), name="reporting.file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Everything owed as it stood on a day, for a spreadsheet."""
    scope = access.scope_of(request)
    found = await queries.returns_of(scope, on=shared.asked_day(request, scope)["on"])
    return sheets.csv_file(scope, "returns", _HEADS, [_cells(each) for each in found])


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "reporting/form.html",
        state=state,
        people=await shared.people_to_choose(scope),
        agreements=await shared.agreements_to_choose(scope),
        definitions=shared.definitions_to_choose(),
        crumbs=shared.crumbs(scope),
    )


@get("/t/{slug:str}/reporting/new", opt=access.needs("reporting.prepare"), name="reporting.form")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form to enter a return by hand."""
    return await _form(request, forms.FormState())


@post("/t/{slug:str}/reporting", opt=access.needs("reporting.prepare"), name="reporting.add")
@forms.taking(ReturnForm, again=_form)
async def add(request: Request[Any, Any, Any], form: ReturnForm) -> str:
    """Enter a return by hand."""
    scope = access.scope_of(request)
    return_id = await operations.add_return(scope, owed=Owed(**form.model_dump()))
    return views.address(scope, f"/reporting/{return_id}?said=added")


@post("/t/{slug:str}/reporting/taking-up", opt=access.needs("reporting.prepare"), name="reporting.take-up")
@forms.taking(TakeUpForm, again=_list)
async def take_up(request: Request[Any, Any, Any], form: TakeUpForm) -> str:
    """Take up a report that an agreement asks for."""
    scope = access.scope_of(request)
    return_id = await operations.take_up(scope, **form.model_dump())
    return views.address(scope, f"/reporting/{return_id}?said=added")


def _fits(each: ReturnView, show: str) -> bool:
    stands = each.stands
    match show:
        case "all":
            return True
        case "late":
            return stands.late
        case "here":
            return stands.code not in rules.SENT and stands.code is not Standing.WITHDRAWN
        case "there":
            return stands.code in (Standing.SUBMITTED, Standing.CONDITIONAL)
        case "queried":
            return stands.code in (Standing.QUERIED, Standing.REFUSED)
        case _:
            return each.open


def _cells(each: ReturnView) -> tuple[str, ...]:
    sent = each.last_sent
    return (
        each.parent.title,
        each.parent.body,
        each.parent.period or "",
        shared.iso(each.parent.due_on),
        each.stands.words,
        "yes" if each.stands.late else "sent late" if each.stands.sent_late else "no",
        str(each.stands.issue or ""),
        str(each.stands.open_questions),
        each.owner or "",
        shared.iso(sent.sent_on) if sent else "",
        (sent.sent_how or "") if sent else "",
        (sent.sha256 or "") if sent else "",
    )


ROUTES: list[Any] = [every, file, new, add, take_up]
