"""What is withheld from the public: the Guardian's list, the decision, its review and its end."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.facts.registers import Row
from backend.interests.operations import withholding as acts
from backend.interests.pages.parts import page_number, pagination
from backend.interests.queries import withholding as queries
from backend.registers import files, shelf
from backend.registers.operations import freezing, withholding
from backend.registers.queries.withheld import names_of
from backend.scope import NotFound, Scope
from backend.web import access, forms, views


class WithholdForm(forms.Form):
    register_id: str = Field(max_length=40, description="the register")
    record_id: UUID = Field(description="the entry")
    reason: str = Field(max_length=2_000, description="the reason")
    review_on: forms.FormDate = Field(description="the day of review")


class KeepForm(forms.Form):
    reason: str = Field(max_length=2_000, description="the reason")
    review_on: forms.FormDate = Field(description="the next day of review")


class LiftForm(forms.Form):
    why: str = Field(max_length=2_000, description="why it may be seen again")


@get(
    "/t/{slug:str}/publication/withheld",
    opt=access.needs("interests.see-withheld"),
    name="registers.withheld",
)
async def list_withheld(request: Request[Any, Any, Any]) -> Template:
    """What is withheld, with reasons and days of review."""
    scope = access.scope_of(request)
    found = await queries.page_of_withholdings(scope, number=page_number(request))
    names = await names_of(scope, records=[(line.register, line.record_id) for line in found.lines])
    return views.page(
        request,
        "registers/withheld.html",
        found=found,
        lines=[(line, *names[line.register, line.record_id]) for line in found.lines],
        turning=pagination(
            views.address(scope, "/publication/withheld"), {}, number=found.number, pages=found.pages
        ),
        may_withhold=scope.may(acts.MAY),
        crumbs=_crumbs(scope),
    )


@get(
    "/t/{slug:str}/publication/withheld/new",
    opt=access.needs("registers.withhold"),
    name="registers.withhold-form",
)
async def withhold_form(
    request: Request[Any, Any, Any],
    register: Annotated[str, QueryParameter(name="register", max_length=40)] = "",
    record: Annotated[str, QueryParameter(name="record", max_length=40)] = "",
) -> Template:
    """Choose an entry, or withhold the one chosen."""
    scope = access.scope_of(request)
    return await _form(request, scope, register, record, forms.FormState())


@post(
    "/t/{slug:str}/publication/withheld",
    opt=access.needs("registers.withhold"),
    name="registers.withhold",
)
async def withhold(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Withhold an entry from the public."""
    scope = access.scope_of(request)

    async def act(form: WithholdForm) -> str:
        await withholding.withhold_row(
            scope,
            register=form.register_id,
            record_id=form.record_id,
            reason=form.reason,
            review_on=form.review_on,
        )
        return views.address(scope, "/publication/withheld?said=withheld")

    async def again(state: forms.FormState) -> Template:
        return await _form(
            request, scope, str(state.value("register_id")), str(state.value("record_id")), state
        )

    return await forms.submit(request, WithholdForm, act=act, again=again)


async def _one(request: Request[Any, Any, Any], state: forms.FormState, withholding_id: UUID) -> Template:
    scope = access.scope_of(request)
    line = await queries.withholding_of(scope, withholding_id=withholding_id)
    record = (line.register, line.record_id)
    title, path = (await names_of(scope, records=[record]))[record]
    return views.page(
        request,
        "registers/withholding.html",
        state=state,
        line=line,
        title=title,
        path=path,
        due=line.review_on <= scope.today,
        may_decide=scope.may(acts.MAY) and line.lifted_at is None,
        crumbs=_withheld_crumbs(scope),
    )


@get(
    "/t/{slug:str}/publication/withheld/{withholding_id:uuid}",
    opt=access.needs("interests.see-withheld"),
    name="registers.withholding",
)
async def one(request: Request[Any, Any, Any], withholding_id: FromPath[UUID]) -> Template:
    """One decision, for its review."""
    return await _one(request, forms.FormState(), withholding_id)


@post(
    "/t/{slug:str}/publication/withheld/{withholding_id:uuid}/keep",
    opt=access.needs("registers.withhold"),
    name="registers.keep-withheld",
)
@forms.taking(KeepForm, again=_one)
async def keep(request: Request[Any, Any, Any], form: KeepForm, withholding_id: FromPath[UUID]) -> str:
    """Keep it withheld until another day of review."""
    scope = access.scope_of(request)
    await acts.keep_withheld(
        scope, withholding_id=withholding_id, reason=form.reason, review_on=form.review_on
    )
    return views.address(scope, f"/publication/withheld/{withholding_id}?said=kept")


@post(
    "/t/{slug:str}/publication/withheld/{withholding_id:uuid}/lift",
    opt=access.needs("registers.withhold"),
    name="registers.lift",
)
@forms.taking(LiftForm, again=_one)
async def lift(request: Request[Any, Any, Any], form: LiftForm, withholding_id: FromPath[UUID]) -> str:
    """Show it again."""
    scope = access.scope_of(request)
    await withholding.lift_row(scope, withholding_id=withholding_id, reason=form.why)
    return views.address(scope, f"/publication/withheld/{withholding_id}?said=lifted")


async def _form(
    request: Request[Any, Any, Any], scope: Scope, register: str, record: str, state: forms.FormState
) -> Template:
    known = {each.id: each for each in shelf.REGISTERS if scope.may(each.permission)}
    if register not in known:
        return views.page(
            request,
            "registers/withhold-choose.html",
            registers=list(known.values()),
            crumbs=_withheld_crumbs(scope),
        )
    try:
        row = await withholding.row_of(scope, register=register, record_id=UUID(record))
    except ValueError:
        raise NotFound("entry") from None
    return views.page(
        request,
        "registers/withhold.html",
        state=state,
        register=known[register],
        record=row.id,
        facts=_facts(row, register),
        crumbs=_withheld_crumbs(scope),
    )


def _facts(row: Row, register: str) -> list[tuple[str, str]]:
    columns = shelf.register_named(register).columns
    cells = {column.key: freezing.plain(row.values.get(column.key)) for column in columns}
    return [(column.title, files.shown_cell(cells, column) or "–") for column in columns if column.public]


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Publication", views.address(scope, "/publication"))]


def _withheld_crumbs(scope: Scope) -> list[views.Crumb]:
    return [*_crumbs(scope), views.Crumb("Withheld", views.address(scope, "/publication/withheld"))]


ROUTES: list[Any] = [list_withheld, withhold_form, withhold, one, keep, lift]
