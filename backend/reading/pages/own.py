"""One's own notes: all of them, those whose time is over, and a file to take away."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.kit import calendar
from backend.meetings import rules as meeting_rules
from backend.reading import operations
from backend.reading.queries import notes as queries
from backend.scope import Scope
from backend.web import access, forms, views


class KeepingForm(forms.Form):
    months: int = Field(ge=0, le=240, description="the months")
    source: str = Field(min_length=1, max_length=500, description="where this is written")


@get("/t/{slug:str}/notes", opt=access.needs("papers.note"), name="reading.own-notes")
async def own(request: Request[Any, Any, Any]) -> Template:
    """All notes of whoever asks."""
    return await _page(request, forms.FormState())


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    found = await queries.own_notes(scope)
    return views.page(
        request,
        "reading/own.html",
        state=state,
        notes=found,
        due=[note for note in found if note.due_at and note.due_at <= scope.now],
        rule=await queries.keeping(scope),
        may_settle=scope.may("registers.retain"),
        crumbs=[views.Crumb("Meetings", views.address(scope, "/meetings"))],
    )


@post("/t/{slug:str}/notes/{note_id:uuid}/keeping", opt=access.needs("papers.note"), name="reading.keep-note")
async def keep(request: Request[Any, Any, Any], note_id: FromPath[UUID]) -> Response[Any] | Template:
    """Keep a note for another year that is proposed for removal."""
    scope = access.scope_of(request)

    async def act(form: forms.Form) -> str:
        await operations.keep_note(scope, note_id=note_id)
        return views.address(scope, "/notes?said=kept")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, state)

    return await forms.submit(request, forms.Form, act=act, again=again)


@post("/t/{slug:str}/notes/keeping", opt=access.needs("registers.retain"), name="reading.settle-keeping")
@forms.taking(KeepingForm, again=_page)
async def settle(request: Request[Any, Any, Any], form: KeepingForm) -> str:
    """Say how long after a meeting its notes are proposed for removal."""
    scope = access.scope_of(request)
    await operations.settle_keeping(scope, months=form.months, source=form.source)
    return views.address(scope, "/notes?said=settled")


@get("/t/{slug:str}/notes/file", opt=access.needs("papers.note"), name="reading.notes-file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """All one's own notes as a plain text, to take away."""
    scope = access.scope_of(request)
    found = await queries.own_notes(scope)
    return views.download(
        _in_text(scope, found).encode(), name="my-notes.txt", media_type="text/plain; charset=utf-8"
    )


def _in_text(scope: Scope, notes: tuple[queries.NoteView, ...]) -> str:
    lines = [f"Notes of {scope.actor.name} on papers of {scope.tenant.name}", ""]
    for note in notes:
        paper = note.paper
        if paper is None:
            lines.append("A paper that you may no longer read")
        else:
            day = calendar.in_words(meeting_rules.day_of(scope, paper.starts_at))
            lines.append(f"{paper.title}, version {note.version} ({paper.meeting}, {day})")
        if note.quote is not None:
            lines.append(f"  On: “{' '.join(note.quote.exact.split())}”")
        made = calendar.in_words(meeting_rules.day_of(scope, note.made_at))
        lines += [f"  {made}, {'shared with the committee' if note.shared else 'private'}:"]
        lines += [*(f"  {line}" for line in note.words.splitlines()), ""]
    return "\n".join(lines)


ROUTES: list[Any] = [own, file, settle, keep]
