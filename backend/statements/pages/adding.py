"""What is added to a signed statement, and its PDFs."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from pydantic import Field

from backend.evidence import queries as evidence
from backend.scope import NotFound
from backend.statements import printing
from backend.statements.operations import signing as acts
from backend.statements.pages.statements import ONE, page_of
from backend.statements.queries import statements as queries
from backend.web import access, forms, views


class AddendumForm(forms.Form):
    addendum: str = Field(min_length=1, max_length=8_000, description="what is added")
    reason: str = Field(min_length=1, max_length=1_000, description="why it is added")


class NothingForm(forms.Form):
    pass


@post(f"{ONE}/addenda", opt=access.needs("statements.keep"), name="statements.add")
@forms.taking(AddendumForm, again=page_of)
async def add(request: Request[Any, Any, Any], form: AddendumForm, statement_id: FromPath[UUID]) -> str:
    """Write what is to be added."""
    scope = access.scope_of(request)
    await acts.add_addendum(scope, statement_id=statement_id, words=form.addendum, reason=form.reason)
    return views.address(scope, f"/statements/{statement_id}?said=added#addenda")


async def _addendum_page(
    request: Request[Any, Any, Any], state: forms.FormState, statement_id: UUID, addendum_id: UUID
) -> Any:
    return await page_of(request, state, statement_id)


@post(
    f"{ONE}/addenda/{{addendum_id:uuid}}/signature",
    opt=access.needs("statements.sign"),
    name="statements.sign-addendum",
)
@forms.taking(NothingForm, again=_addendum_page)
async def sign_addendum(
    request: Request[Any, Any, Any],
    form: NothingForm,
    statement_id: FromPath[UUID],
    addendum_id: FromPath[UUID],
) -> str:
    """Sign what is added."""
    scope = access.scope_of(request)
    await acts.sign_addendum(scope, statement_id=statement_id, addendum_id=addendum_id)
    return views.address(scope, f"/statements/{statement_id}?said=addendum-signed#addenda")


@post(f"{ONE}/printing", opt=access.needs("statements.keep"), name="statements.print")
@forms.taking(NothingForm, again=page_of)
async def print_it(request: Request[Any, Any, Any], form: NothingForm, statement_id: FromPath[UUID]) -> str:
    """Have the PDF made of the statement as it stands."""
    scope = access.scope_of(request)
    await acts.ask_to_print(scope, statement_id=statement_id)
    return views.address(scope, f"/statements/{statement_id}?said=printing#files")


@get(f"{ONE}/files/{{file_id:uuid}}", opt=access.needs("statements.read"), name="statements.file")
async def file(
    request: Request[Any, Any, Any], statement_id: FromPath[UUID], file_id: FromPath[UUID]
) -> Response[bytes]:
    """A PDF of the statement."""
    scope = access.scope_of(request)
    view = await queries.statement(scope, statement_id=statement_id)
    found = next((each for each in view.files if each.id == file_id), None)
    if found is None:
        raise NotFound("file")
    data = await evidence.bytes_of(scope, file_id=found.file_id)
    return views.download(data, name=printing.file_name(scope, view), media_type="application/pdf")


ROUTES: list[Any] = [add, sign_addendum, print_it, file]
