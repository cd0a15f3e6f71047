"""The notes on one paper, and those on all papers of a meeting; they work without a script."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.meetings import queries as meetings
from backend.reading import operations
from backend.reading.queries import notes as queries
from backend.reading.queries import texts
from backend.reading.rules import notes as rules
from backend.scope import Scope
from backend.web import access, forms, views


class NoteForm(forms.Form):
    words: str = Field(min_length=1, max_length=rules.MOST_WORDS, description="the note")
    exact: str | None = Field(None, max_length=rules.MOST_QUOTED, description="the words of the paper")
    version: int = Field(ge=1, description="the version that you read")
    shared: Literal["yes"] | None = Field(None, description="who reads the note")


class WordsForm(forms.Form):
    words: str = Field(min_length=1, max_length=rules.MOST_WORDS, description="the note")


class SharingForm(forms.Form):
    shared: Literal["yes", "no"] = Field(description="who reads the note")


class BackForm(forms.Form):
    """What the page of a removed note holds, so that nothing of it is kept elsewhere."""

    words: str = Field(min_length=1, max_length=rules.MOST_WORDS, description="the note")
    version: int = Field(ge=1, description="the version")
    exact: str | None = Field(None, max_length=rules.MOST_QUOTED, description="the words of the paper")
    prefix: str | None = Field(None, max_length=400, description="the words before")
    suffix: str | None = Field(None, max_length=400, description="the words behind")
    position: float = Field(0.0, ge=0, le=1, description="the place")


@get("/t/{slug:str}/papers/{paper_id:uuid}/notes", opt=access.needs("papers.note"), name="reading.notes")
async def notes(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Template:
    """The notes on a paper that the reader may read, where their words stand now."""
    return await _page(request, forms.FormState(), paper_id)


async def _page(request: Request[Any, Any, Any], state: forms.FormState, paper_id: UUID) -> Template:
    scope = access.scope_of(request)
    paper, found = await queries.notes_on(scope, paper_id=paper_id)
    return views.page(
        request,
        "reading/notes.html",
        state=state,
        paper=paper,
        notes=found,
        problem=await texts.problem_of(scope, version_id=paper.version_id),
        may_share=rules.may_share(scope, committee_id=paper.committee_id),
        crumbs=[
            _meetings(scope),
            views.Crumb(paper.meeting, views.address(scope, f"/meetings/{paper.meeting_id}")),
            views.Crumb(paper.title, views.address(scope, f"/papers/{paper.id}")),
        ],
    )


@post("/t/{slug:str}/papers/{paper_id:uuid}/notes", opt=access.needs("papers.note"), name="reading.add-note")
@forms.taking(NoteForm, again=_page)
async def add(request: Request[Any, Any, Any], form: NoteForm, paper_id: FromPath[UUID]) -> str:
    """Make a note on a paper."""
    scope = access.scope_of(request)
    quote = operations.QuotedWords(exact=form.exact) if form.exact else None
    await operations.add_note(
        scope,
        paper_id=paper_id,
        words=form.words,
        quote=quote,
        version=form.version,
        shared=form.shared == "yes",
    )
    return views.address(scope, f"/papers/{paper_id}/notes?said=added")


@get("/t/{slug:str}/notes/{note_id:uuid}", opt=access.needs("papers.note"), name="reading.note")
async def note(request: Request[Any, Any, Any], note_id: FromPath[UUID]) -> Template:
    """One note of one's own, to be changed."""
    return await _note_page(request, forms.FormState(), note_id)


async def _note_page(request: Request[Any, Any, Any], state: forms.FormState, note_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.own_note(scope, note_id=note_id)
    may_share = found.paper is not None and rules.may_share(scope, committee_id=found.paper.committee_id)
    return views.page(
        request,
        "reading/note.html",
        state=state,
        note=found,
        may_share=may_share,
        crumbs=[_meetings(scope), views.Crumb("My notes", views.address(scope, "/notes"))],
    )


@post("/t/{slug:str}/notes/{note_id:uuid}", opt=access.needs("papers.note"), name="reading.edit-note")
@forms.taking(WordsForm, again=_note_page)
async def edit(request: Request[Any, Any, Any], form: WordsForm, note_id: FromPath[UUID]) -> str:
    """Say a note differently."""
    scope = access.scope_of(request)
    await operations.edit_note(scope, note_id=note_id, words=form.words)
    return await _back(scope, note_id, "changed")


@post(
    "/t/{slug:str}/notes/{note_id:uuid}/sharing", opt=access.needs("papers.note"), name="reading.share-note"
)
@forms.taking(SharingForm, again=_note_page)
async def share(request: Request[Any, Any, Any], form: SharingForm, note_id: FromPath[UUID]) -> str:
    """Show a note to the committee, or keep it to oneself again."""
    scope = access.scope_of(request)
    if form.shared == "yes":
        await operations.share_note(scope, note_id=note_id)
        return await _back(scope, note_id, "shared")
    await operations.stop_sharing_note(scope, note_id=note_id)
    return await _back(scope, note_id, "private")


@post(
    "/t/{slug:str}/notes/{note_id:uuid}/removal", opt=access.needs("papers.note"), name="reading.remove-note"
)
@forms.taking(forms.Form, again=_note_page)
async def remove(request: Request[Any, Any, Any], form: forms.Form, note_id: FromPath[UUID]) -> Template:
    """Remove a note; the page that comes back holds it once more, for whoever did not mean to."""
    scope = access.scope_of(request)
    removed = await operations.remove_note(scope, note_id=note_id)
    return views.page(
        request,
        "reading/removed.html",
        removed=removed,
        crumbs=[_meetings(scope), views.Crumb("My notes", views.address(scope, "/notes"))],
    )


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/notes/return",
    opt=access.needs("papers.note"),
    name="reading.put-back-note",
)
@forms.taking(BackForm, again=_page)
async def put_back(request: Request[Any, Any, Any], form: BackForm, paper_id: FromPath[UUID]) -> str:
    """Put a note back that was removed a moment ago."""
    scope = access.scope_of(request)
    quote = None
    if form.exact:
        quote = operations.QuotedWords(
            exact=form.exact, prefix=form.prefix or "", suffix=form.suffix or "", position=form.position
        )
    await operations.add_note(scope, paper_id=paper_id, words=form.words, quote=quote, version=form.version)
    return views.address(scope, f"/papers/{paper_id}/notes?said=back")


@get(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/notes",
    opt=access.needs("papers.note"),
    name="reading.notes-of-meeting",
)
async def of_meeting(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """The notes on all papers of a meeting that the reader may read."""
    scope = access.scope_of(request)
    meeting = await meetings.meeting(scope, meeting_id=meeting_id)
    return views.page(
        request,
        "reading/of-meeting.html",
        meeting=meeting,
        notes=await queries.notes_of_meeting(scope, meeting_id=meeting_id),
        crumbs=[
            _meetings(scope),
            views.Crumb(meeting.title, views.address(scope, f"/meetings/{meeting.id}")),
        ],
    )


async def _back(scope: Scope, note_id: UUID, said: str) -> str:
    found = await queries.own_note(scope, note_id=note_id)
    if found.paper is None:
        return views.address(scope, f"/notes?said={said}")
    return views.address(scope, f"/papers/{found.paper_id}/notes?said={said}#note-{note_id}")


def _meetings(scope: Scope) -> views.Crumb:
    return views.Crumb("Meetings", views.address(scope, "/meetings"))


ROUTES: list[Any] = [notes, add, note, edit, share, remove, put_back, of_meeting]
