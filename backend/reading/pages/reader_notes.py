"""A note made while reading: beside the paragraph that it is on, with or without a script."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.reading import operations
from backend.reading.pages.reader import frame
from backend.reading.queries import issues, sheets, texts
from backend.reading.rules import notes as rules
from backend.scope import NotFound
from backend.web import access, forms, views

Asked = Request[Any, Any, Any]
_AROUND = 96


class ReaderNoteForm(forms.Form):
    words: str = Field(min_length=1, max_length=rules.MOST_WORDS, description="the note")
    exact: str = Field(min_length=1, max_length=rules.MOST_QUOTED, description="the words of the paper")
    block: int = Field(ge=0, le=100_000, description="the paragraph")
    version: int = Field(ge=1, description="the version that you read")
    shared: Literal["yes"] | None = Field(None, description="who reads the note")


@get(
    "/t/{slug:str}/packs/{pack_id:uuid}/read/{key:str}/note",
    opt=access.needs("papers.note"),
    name="reading.note-on",
)
async def note_on(request: Asked, pack_id: FromPath[UUID], key: FromPath[str]) -> Template | Response[Any]:
    """The form for a note on one paragraph, with the paragraph above it."""
    return await _page(request, forms.FormState(), pack_id, key)


async def _page(request: Asked, state: forms.FormState, pack_id: UUID, key: str) -> Template:
    scope = access.scope_of(request)
    issue = await issues.issue(scope, pack_id=pack_id)
    sheet = await sheets.sheet(scope, issue, key=key)
    given = str(state.value("block", request.query_params.get("block", "0")))
    block = int(given) if given.isdecimal() and len(given) < 7 else 0
    if issue.opened_at is None or not sheet.can_be_noted or block >= len(sheet.blocks):
        raise NotFound("paragraph to note on")
    assert sheet.paper is not None
    page = sheet.pages[block]
    here = views.address(scope, f"/packs/{pack_id}/read/{key}")
    return views.page(
        request,
        "reading/note-on.html",
        **await frame(scope, issue),
        state=state,
        sheet=sheet,
        block=block,
        quoted=sheet.blocks[block].text[: rules.MOST_QUOTED],
        page=None if page is None else issues.label_of(sheet.part, page),
        may_share=rules.may_share(scope, committee_id=sheet.paper.committee_id),
        back=here,
    )


@post(
    "/t/{slug:str}/packs/{pack_id:uuid}/read/{key:str}/note",
    opt=access.needs("papers.note"),
    name="reading.add-note-on",
)
@forms.taking(ReaderNoteForm, again=_page)
async def add(request: Asked, form: ReaderNoteForm, pack_id: FromPath[UUID], key: FromPath[str]) -> str:
    """Make a note on a paragraph, or on some words of it."""
    scope = access.scope_of(request)
    issue = await issues.issue(scope, pack_id=pack_id)
    sheet = await sheets.sheet(scope, issue, key=key)
    if not sheet.can_be_noted or sheet.paper is None or sheet.version_id is None:
        raise NotFound("paragraph to note on")
    words = await texts.words_of(scope, version_id=sheet.version_id)
    block = min(form.block, len(words.blocks) - 1)
    before, behind = (
        words.blocks[max(0, block - 1)].text,
        words.blocks[min(block + 1, len(words.blocks) - 1)].text,
    )
    here = words.blocks[block].text
    start, _, end = here.partition(form.exact)
    await operations.add_note(
        scope,
        paper_id=sheet.paper.id,
        words=form.words,
        quote=operations.QuotedWords(
            exact=form.exact,
            prefix=f"{before}\n{start if end or form.exact in here else ''}"[-_AROUND:],
            suffix=f"{end}\n{behind}"[:_AROUND],
            position=words.begins[block] / max(1, words.letters),
        ),
        version=sheet.version,
        shared=form.shared == "yes",
    )
    return views.address(scope, f"/packs/{pack_id}/read/{key}?said=noted#p{block}")


ROUTES: list[Any] = [note_on, add]
