"""What anybody sees: the disclosure log, and the form by which a request is made."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.evidence import store
from backend.requests import catalogued, queries
from backend.requests.operations import logging
from backend.requests.operations.logging import Said
from backend.requests.rules import Came
from backend.scope import Actor, NotFound
from backend.web import access, forms, views
from backend.web.patience import Patience, address_of

ASKING = Patience(most=6, most_in_all=200)
_PUBLIC = access.needs(access.PUBLIC)
_LIMIT = 128 * 1024
_NOBODY = Actor(name="A member of the public", chore="requests.asking")


class AskForm(forms.Form):
    subject: str = Field(min_length=1, max_length=200, description="what it is about")
    asked: str = Field(min_length=1, max_length=10_000, description="what you would like to know")
    name: str = Field(min_length=1, max_length=200, description="your name")
    contact: str = Field(min_length=1, max_length=500, description="where the answer should go to")


@get("/t/{slug:str}/disclosures", opt=_PUBLIC, name="requests.disclosures")
async def disclosures(request: Request[Any, Any, Any]) -> Template:
    """The disclosure log."""
    scope = access.scope_of(request)
    return views.public_page(
        request, "requests/disclosures.html", entries=await queries.disclosures_of(scope)
    )


@get("/t/{slug:str}/disclosures/{disclosure_id:uuid}", opt=_PUBLIC, name="requests.disclosure")
async def disclosure(request: Request[Any, Any, Any], disclosure_id: FromPath[UUID]) -> Template:
    """One answer, as it was published."""
    scope = access.scope_of(request)
    entry = await queries.disclosure_of(scope, disclosure_id=disclosure_id)
    return views.public_page(
        request,
        "requests/disclosure.html",
        entry=entry,
        files=await queries.files_of(scope, entry=entry),
        crumbs=[views.Crumb("Disclosure log", views.address(scope, "/disclosures"))],
    )


@get(
    "/t/{slug:str}/disclosures/{disclosure_id:uuid}/files/{document_id:uuid}",
    opt=_PUBLIC,
    name="requests.disclosed-file",
)
async def disclosed_file(
    request: Request[Any, Any, Any], disclosure_id: FromPath[UUID], document_id: FromPath[UUID]
) -> Response[bytes]:
    """A file that went out with a public answer, as it went out."""
    scope = access.scope_of(request)
    entry = await queries.disclosure_of(scope, disclosure_id=disclosure_id)
    files = await queries.files_of(scope, entry=entry)
    found = next((each for each in files if each.id == document_id), None)
    if found is None:
        raise NotFound("file")
    data = await store.get(found.kept_at, name=found.name)
    return views.public_file(data, name=found.name, media_type=found.media_type)


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    kind = catalogued.rules_on(scope.today).kind("foi")
    return views.page(request, "requests/ask.html", state=state, kind=kind)


@get("/t/{slug:str}/public/requests", opt=_PUBLIC, name="requests.ask-form")
async def ask_form(request: Request[Any, Any, Any]) -> Template:
    """The form for anybody."""
    return await _form(request, forms.FormState())


@post("/t/{slug:str}/public/requests", opt=_PUBLIC, name="requests.ask", request_max_body_size=_LIMIT)
@forms.taking(AskForm, again=_form)
async def ask(request: Request[Any, Any, Any], form: AskForm) -> Template:
    """Take a request in, and show its reference."""
    scope = access.scope_of(request)
    ASKING.check(tenant=scope.tenant.slug, address=address_of(request), now=scope.now)
    reference = await logging.take_in(
        replace(scope, actor=_NOBODY),
        said=Said(
            kind="foi",
            came=Came.WEB,
            received_on=scope.today,
            subject=form.subject,
            asked=form.asked,
            name=form.name,
            contact=form.contact,
        ),
    )
    return views.page(request, "requests/asked.html", reference=reference)


ROUTES: list[Any] = [disclosures, disclosure, disclosed_file, ask_form, ask]
