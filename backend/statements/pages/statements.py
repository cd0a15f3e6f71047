"""A statement: its contents, what is left to write, and the freeze that it rests on."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.statements import StatementKind
from backend.statements import printing
from backend.statements.operations import writing as acts
from backend.statements.pages.shared import crumbs
from backend.statements.queries import assembling
from backend.statements.queries import statements as queries
from backend.statements.rules import writing as rules
from backend.statements.rules.years import known_year
from backend.web import access, forms, views

ONE = "/t/{slug:str}/statements/{statement_id:uuid}"


class StartForm(forms.Form):
    kind: StatementKind = Field(description="what to write")
    year: int = Field(description="the year")
    committee_id: UUID | None = Field(None, description="the committee")


class RestForm(forms.Form):
    freeze_id: UUID = Field(description="the freeze")


@post("/t/{slug:str}/statements", opt=access.needs("statements.keep"), name="statements.start")
async def start(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Start a statement or report of a year."""
    scope = access.scope_of(request)

    async def act(form: StartForm) -> str:
        statement_id = await acts.start_statement(
            scope, kind=form.kind, year=known_year(form.year), committee_id=form.committee_id
        )
        return views.address(scope, f"/statements/{statement_id}?said=started")

    async def again(state: forms.FormState) -> Template:
        return views.page(request, "statements/unable.html", state=state, crumbs=crumbs(scope))

    return await forms.submit(request, StartForm, act=act, again=again)


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, statement_id: UUID) -> Template:
    """The statement's page, with whatever form on it was refused."""
    scope = access.scope_of(request)
    view = await queries.statement(scope, statement_id=statement_id)
    content = await assembling.content_of(scope, view)
    key = printing.print_key(view, content)
    return views.page(
        request,
        "statements/statement.html",
        view=view,
        content=content,
        sha256=assembling.hash_of(content),
        left={section.id for section in view.left},
        may_write=scope.may("statements.keep") and view.line.state is rules.State.DRAFT,
        may_sign=scope.may("statements.sign") and view.line.state is rules.State.IN_REVIEW,
        wrote=scope.actor.person_id in view.authors,
        printed=any(each.sha256 == key for each in view.files),
        state=state,
        crumbs=crumbs(scope, year=view.line.year),
    )


@get(ONE, opt=access.needs("statements.read"), name="statements.shown")
async def shown(request: Request[Any, Any, Any], statement_id: FromPath[UUID]) -> Template:
    """A statement as it stands, section by section, with what is left."""
    return await page_of(request, forms.FormState(), statement_id)


@post(f"{ONE}/freeze", opt=access.needs("statements.keep"), name="statements.rest")
@forms.taking(RestForm, again=page_of)
async def rest(request: Request[Any, Any, Any], form: RestForm, statement_id: FromPath[UUID]) -> str:
    """Let a draft rest on the newest freeze of its year."""
    scope = access.scope_of(request)
    await acts.rest_on_newest(scope, statement_id=statement_id, seen=form.freeze_id)
    return views.address(scope, f"/statements/{statement_id}?said=rests")


ROUTES: list[Any] = [start, shown, rest]
