"""The reader: an issue of a pack, its contents, and each part set anew for a screen of any width."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from markupsafe import Markup

from backend.meetings import queries as meetings
from backend.reading import operations
from backend.reading.pages import approving
from backend.reading.queries import issues, notes, searching, sheets
from backend.reading.queries.issues import Issue
from backend.reading.queries.sheets import Sheet
from backend.reading.rules import reflow
from backend.scope import Scope
from backend.web import access, forms, views

_MOST_WORDS = 200

Asked = Request[Any, Any, Any]


@get(
    "/t/{slug:str}/meetings/{meeting_id:uuid}/read",
    opt=access.needs("packs.board.read"),
    name="reading.newest",
)
async def newest(request: Asked, meeting_id: FromPath[UUID]) -> Response[Any]:
    """To the newest issue that the reader has of a meeting, or to the page that says that there is none."""
    scope = access.scope_of(request)
    await meetings.meeting(scope, meeting_id=meeting_id)
    found = await issues.newest_for(scope, meeting_id=meeting_id)
    there = f"/packs/{found.id}/read" if found else f"/meetings/{meeting_id}/packs"
    return views.redirect(views.address(scope, there))


@get("/t/{slug:str}/packs/{pack_id:uuid}/read", opt=access.needs("packs.board.read"), name="reading.contents")
async def contents(request: Asked, pack_id: FromPath[UUID]) -> Template:
    """What is in an issue, with the labels of the printed pages; or the button that opens it."""
    scope = access.scope_of(request)
    issue = await issues.issue(scope, pack_id=pack_id)
    if issue.opened_at is None:
        return views.page(request, "reading/unopened.html", **await frame(scope, issue))
    return views.page(
        request,
        "reading/contents.html",
        **await frame(scope, issue),
        may_see_openings=await issues.may_see_openings(scope, committee_id=issue.committee_id),
        lines=[(part, issues.label_of(part, 1), issues.label_of(part, part.pages)) for part in issue.parts],
    )


@post("/t/{slug:str}/packs/{pack_id:uuid}/opening", opt=access.needs("packs.board.read"), name="reading.open")
async def open_issue(request: Asked, pack_id: FromPath[UUID]) -> Response[Any] | Template:
    """Open an issue, which is noted."""
    scope = access.scope_of(request)

    async def act(form: forms.Form) -> str:
        await operations.open_issue(scope, pack_id=pack_id)
        return _address(scope, pack_id)

    async def again(state: forms.FormState) -> Template:
        issue = await issues.issue(scope, pack_id=pack_id)
        return views.page(request, "reading/unopened.html", **await frame(scope, issue))

    return await forms.submit(request, forms.Form, act=act, again=again)


@get(
    "/t/{slug:str}/packs/{pack_id:uuid}/read/{key:str}",
    opt=access.needs("packs.board.read"),
    name="reading.part",
)
async def part(request: Asked, pack_id: FromPath[UUID], key: FromPath[str]) -> Template | Response[Any]:
    """One part of an issue: its words, numbered as the printed pages are, with the notes on them."""
    scope = access.scope_of(request)
    issue = await issues.issue(scope, pack_id=pack_id)
    if issue.opened_at is None:
        return views.redirect(_address(scope, pack_id))
    sheet = await sheets.sheet(scope, issue, key=key)
    found: tuple[notes.NoteView, ...] = ()
    may_note = sheet.can_be_noted and scope.may("papers.note")
    if sheet.paper is not None and scope.may("papers.note"):
        _, found = await notes.notes_on(scope, paper_id=sheet.paper.id, version=sheet.version)
    by_block: dict[int, list[notes.NoteView]] = {}
    for note in found:
        if note.placed is not None and note.placed.block is not None:
            by_block.setdefault(note.placed.block, []).append(note)
    before, after = issue.beside(key)
    return views.page(
        request,
        "reading/part.html",
        **await frame(scope, issue),
        sheet=sheet,
        # words are escaped where they are set; a paper's own HTML came through the allow-list of kit.documents
        chunks=[
            replace(chunk, html=Markup(chunk.html))  # noqa: S704 - safe, as said
            for chunk in _chunks(scope, issue, sheet, may_note=may_note)
        ],
        label=lambda page: issues.label_of(sheet.part, page),
        first=issues.label_of(sheet.part, 1),
        last=issues.label_of(sheet.part, sheet.part.pages),
        notes=by_block,
        elsewhere=[note for note in found if note.placed is None or note.placed.block is None],
        may_note=may_note,
        approving=await approving.approving_of(scope, sheet),
        before=before,
        after=after,
    )


@get("/t/{slug:str}/packs/{pack_id:uuid}/words", opt=access.needs("packs.board.read"), name="reading.words")
async def words(request: Asked, pack_id: FromPath[UUID]) -> Template | Response[Any]:
    """Where words stand in the papers of an issue, each place a link to its paragraph."""
    scope = access.scope_of(request)
    issue = await issues.issue(scope, pack_id=pack_id)
    if issue.opened_at is None:
        return views.redirect(_address(scope, pack_id))
    sought = " ".join(request.query_params.get("words", "").split())[:_MOST_WORDS].replace("\x00", "")
    found = await searching.search(scope, sought, meeting_id=issue.meeting_id) if sought else None
    held = {each.paper_id: each for each in issue.parts if each.paper_id is not None}
    return views.page(
        request,
        "reading/words.html",
        **await frame(scope, issue),
        words=sought,
        searched=found is not None,
        found=[(held[each.paper.id], each) for each in found.papers if each.paper.id in held]
        if found
        else [],
        unread=found.unread if found else 0,
        label_of=issues.label_of,
    )


def _chunks(scope: Scope, issue: Issue, sheet: Sheet, *, may_note: bool) -> tuple[reflow.Chunk, ...]:
    numbers = reflow.numbered(sheet.blocks, sheet.pages)
    here = f"{_address(scope, issue.pack.id)}/{sheet.part.key}"

    def mark(each: reflow.Numbered) -> str:
        label = "" if each.page is None else issues.label_of(sheet.part, each.page)
        begins = f'<span class="pb-page-in">Page {label}</span> ' if each.first and label else ""
        place = f" of page {label}" if label else ""
        hidden = '<span class="nhsuk-u-visually-hidden">'
        if may_note:
            told = (
                f'<a class="pb-number" id="p{each.block}" href="{here}/note?block={each.block}">{hidden}Note on '
                f"paragraph </span>{each.number}{hidden}{place}</span></a> "
            )
        else:
            told = (
                f'<span class="pb-number" id="p{each.block}">{hidden}Paragraph </span>{each.number}'
                f"{hidden}{place}: </span></span> "
            )
        return begins + told

    def unmarked(each: reflow.Numbered) -> str:
        # the page that begins with a chunk is marked above it
        return mark(reflow.Numbered(block=each.block, number=each.number, page=each.page, first=False))

    if sheet.content is None:
        return reflow.chunks_of_blocks(sheet.blocks, numbers, unmarked)
    return reflow.chunks_of_html(
        sheet.content,
        sheet.blocks,
        numbers,
        mark,
        picture=lambda name: sheets.picture_address(scope, sheet, name),
    )


async def frame(scope: Scope, issue: Issue) -> dict[str, Any]:
    """What every page of the reader shows or hands to its script."""
    return {
        "issue": issue,
        "pack": issue.pack,
        "here": _address(scope, issue.pack.id),
        "reads": await issues.preference_of(scope),
        "receipts": await issues.receipts_shown(scope),
        "crumbs": crumbs(scope, issue),
    }


def crumbs(scope: Scope, issue: Issue, *, contents: bool = False) -> list[views.Crumb]:
    """The way back: the packs of the meeting, then the contents of the issue."""
    pack = issue.pack
    found = [
        views.Crumb("Board packs", views.address(scope, "/packs")),
        views.Crumb(pack.meeting or "", views.address(scope, f"/meetings/{pack.meeting_id}/packs")),
    ]
    if not contents and issue.opened_at is not None:
        found.append(views.Crumb(f"Issue {pack.issue}, contents", _address(scope, pack.id)))
    return found


def _address(scope: Scope, pack_id: UUID) -> str:
    return views.address(scope, f"/packs/{pack_id}/read")


ROUTES: list[Any] = [newest, contents, open_issue, part, words]
