"""Files of a request, and what is taken out of them."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.evidence import store
from backend.kit.confined.outcome import ConfinedFailure, ConfinedRefusal
from backend.kit.pdf.picture import picture_of
from backend.kit.pdf.redact import pages_of
from backend.requests import queries
from backend.requests.operations import documents
from backend.requests.pages.parts import (
    BODY_LIMIT,
    CHECKS,
    HANDLES,
    ONE,
    READS,
    SAID,
    BecauseForm,
    NothingForm,
    Tick,
    back,
    crumbs,
    decisions_for,
    file_answer,
    page_of,
)
from backend.requests.rules import Disclosing, State, UnableToHandle
from backend.scope import NotFound
from backend.web import access, forms, views

DOCUMENT = f"{ONE}/documents/{{document_id:uuid}}"


class FileForm(forms.Form):
    file: UploadFile | None = Field(None, description="the file")
    received: Tick = Field(None, description="whether it came with the request")
    search_id: UUID | None = Field(None, description="the search that found it")


class DecisionForm(forms.Form):
    disclosing: Disclosing = Field(description="what becomes of it")
    hidden_is_fine: Tick = Field(None, description="whether it may go out with what is hidden in it")


class MarkForm(forms.Form):
    applied_id: UUID = Field(description="the exemption")
    mark_words: str | None = Field(None, max_length=500, description="the words")
    mark_page: int | None = Field(None, ge=1, le=10_000, description="the page")
    area_left: int | None = Field(None, ge=0, le=100, description="the left edge")
    area_top: int | None = Field(None, ge=0, le=100, description="the top edge")
    area_right: int | None = Field(None, ge=0, le=100, description="the right edge")
    area_bottom: int | None = Field(None, ge=0, le=100, description="the bottom edge")


@post(f"{ONE}/documents", opt=HANDLES, name="requests.add-file", request_max_body_size=BODY_LIMIT)
@forms.taking(FileForm, again=page_of)
async def add(request: Request[Any, Any, Any], form: FileForm, request_id: FromPath[UUID]) -> str:
    """Keep a file with the request."""
    scope = access.scope_of(request)
    if form.file is None:
        raise UnableToHandle("Choose a file.", field="file")
    document_id = await documents.add(
        scope,
        request_id=request_id,
        name=form.file.filename,
        data=await form.file.read(),
        received=form.received == "yes",
        search_id=form.search_id,
    )
    if form.received:
        return back(scope, request_id, "added", "documents")
    return views.address(scope, f"/requests/{request_id}/documents/{document_id}?said=added")


async def _page(
    request: Request[Any, Any, Any], state: forms.FormState, request_id: UUID, document_id: UUID
) -> Template:
    scope = access.scope_of(request)
    view = await queries.request_of(scope, request_id=request_id)
    document = documents.found_of(view, document_id)
    marks = view.marks_on(document_id)
    copy = view.redacted_of(document_id)
    drawn = copy is not None and copy.media_type == documents.PDF
    pages = pages_of(await store.get(copy.kept_at, name=copy.name)) if copy and drawn else 0
    return views.page(
        request,
        "requests/document.html",
        state=state,
        view=view,
        line=view.line,
        document=document,
        marks=marks,
        copy=copy,
        copy_is_current=view.copy_is_current(document),
        preparing=scope.may("requests.handle") and view.line.state is State.OPEN,
        decisions=decisions_for(document),
        applied=[(str(each.id), f"{each.exemption.section}: {each.covers}"[:120]) for each in view.standing],
        sayings=SAID,
        page=min(_page_number(request), pages or 1),
        pages=pages,
        crumbs=crumbs(scope, (view.line.reference, f"/requests/{request_id}")),
    )


async def _page_of_mark(
    request: Request[Any, Any, Any],
    state: forms.FormState,
    request_id: UUID,
    document_id: UUID,
    mark_id: UUID,
) -> Template:
    return await _page(request, state, request_id, document_id)


@get(DOCUMENT, opt=CHECKS, name="requests.document")
async def document(
    request: Request[Any, Any, Any], request_id: FromPath[UUID], document_id: FromPath[UUID]
) -> Template:
    """One document that was found, what is marked on it, and its redacted copy."""
    return await _page(request, forms.FormState(), request_id, document_id)


@post(f"{DOCUMENT}/decision", opt=HANDLES, name="requests.decide-document")
@forms.taking(DecisionForm, again=_page)
async def decide(
    request: Request[Any, Any, Any],
    form: DecisionForm,
    request_id: FromPath[UUID],
    document_id: FromPath[UUID],
) -> str:
    """Say what becomes of it."""
    scope = access.scope_of(request)
    await documents.decide(
        scope,
        request_id=request_id,
        document_id=document_id,
        disclosing=form.disclosing,
        hidden_is_fine=form.hidden_is_fine == "yes",
    )
    return _here(request, request_id, document_id, "decided")


@post(f"{DOCUMENT}/marks", opt=HANDLES, name="requests.mark")
@forms.taking(MarkForm, again=_page)
async def mark(
    request: Request[Any, Any, Any], form: MarkForm, request_id: FromPath[UUID], document_id: FromPath[UUID]
) -> str:
    """Mark what is to be taken out."""
    scope = access.scope_of(request)
    edges = (form.area_left, form.area_top, form.area_right, form.area_bottom)
    given = [each for each in edges if each is not None]
    if given and len(given) < 4:
        raise UnableToHandle("An area needs all four edges.", field="area_left")
    area = (given[0], given[1], given[2], given[3]) if given else None
    await documents.mark(
        scope,
        request_id=request_id,
        document_id=document_id,
        applied_id=form.applied_id,
        words=form.mark_words,
        page=form.mark_page,
        area=area,
    )
    return _here(request, request_id, document_id, "marked")


@post(f"{DOCUMENT}/marks/{{mark_id:uuid}}/withdrawal", opt=HANDLES, name="requests.unmark")
@forms.taking(NothingForm, again=_page_of_mark)
async def unmark(
    request: Request[Any, Any, Any],
    _form: NothingForm,
    request_id: FromPath[UUID],
    document_id: FromPath[UUID],
    mark_id: FromPath[UUID],
) -> str:
    """Take a mark back."""
    scope = access.scope_of(request)
    view = await queries.request_of(scope, request_id=request_id)
    if all(each.id != mark_id for each in view.marks_on(document_id)):
        raise NotFound("mark")
    await documents.unmark(scope, request_id=request_id, mark_id=mark_id)
    return _here(request, request_id, document_id, "withdrawn")


@post(f"{DOCUMENT}/copy", opt=HANDLES, name="requests.redact")
@forms.taking(NothingForm, again=_page)
async def copy(
    request: Request[Any, Any, Any],
    _form: NothingForm,
    request_id: FromPath[UUID],
    document_id: FromPath[UUID],
) -> str:
    """Make the redacted copy."""
    scope = access.scope_of(request)
    await documents.make_copy(scope, request_id=request_id, document_id=document_id)
    return _here(request, request_id, document_id, "copied") + "#copy"


@post(f"{DOCUMENT}/withdrawal", opt=HANDLES, name="requests.take-file-back")
@forms.taking(BecauseForm, again=_page)
async def take_back(
    request: Request[Any, Any, Any],
    form: BecauseForm,
    request_id: FromPath[UUID],
    document_id: FromPath[UUID],
) -> str:
    """Take a file back that was added by mistake."""
    scope = access.scope_of(request)
    await documents.take_back(scope, request_id=request_id, document_id=document_id, because=form.because)
    return back(scope, request_id, "withdrawn", "documents")


@get(f"{DOCUMENT}/file", opt=READS, name="requests.download")
async def download(
    request: Request[Any, Any, Any], request_id: FromPath[UUID], document_id: FromPath[UUID]
) -> Response[bytes]:
    """A file of the request."""
    scope = access.scope_of(request)
    view = await queries.request_of(scope, request_id=request_id)
    return await file_answer(scope, view, document_id)


@get(f"{DOCUMENT}/pages/{{number:str}}", opt=CHECKS, name="requests.picture")
async def picture(
    request: Request[Any, Any, Any],
    request_id: FromPath[UUID],
    document_id: FromPath[UUID],
    number: FromPath[str],
) -> Response[bytes]:
    """A page of the redacted copy of a document, as a picture."""
    scope = access.scope_of(request)
    view = await queries.request_of(scope, request_id=request_id)
    kept = view.redacted_of(documents.found_of(view, document_id).id)
    plain = number.isascii() and number.isdigit() and len(number) < 5
    if kept is None or kept.media_type != documents.PDF or not plain:
        raise NotFound("page")
    data = await store.get(kept.kept_at, name=kept.name)
    try:
        drawn = await asyncio.to_thread(picture_of, data, page=int(number))
    except (ConfinedRefusal, ConfinedFailure):
        raise NotFound("page") from None
    return Response(drawn, media_type="image/png")


def _here(request: Request[Any, Any, Any], request_id: UUID, document_id: UUID, said: str) -> str:
    scope = access.scope_of(request)
    return views.address(scope, f"/requests/{request_id}/documents/{document_id}?said={said}")


def _page_number(request: Request[Any, Any, Any]) -> int:
    typed = request.query_params.get("page", "1")
    return max(1, min(int(typed), 9_999)) if typed.isascii() and typed.isdigit() else 1


ROUTES: list[Any] = [add, document, decide, mark, unmark, copy, take_back, download, picture]
