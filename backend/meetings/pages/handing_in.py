"""Handing a paper in, and replacing it by a new version."""

import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.challenge import queries as challenge
from backend.evidence import queries as evidence
from backend.kit.documents import uploads
from backend.kit.settings import Settings, read_settings
from backend.meetings import drafting, intake, operations, queries, rules
from backend.meetings.pages import meetings
from backend.meetings.queries import covering
from backend.people import permissions
from backend.people import queries as people
from backend.scope import Scope
from backend.web import access, forms, views

ACCEPTED = ".docx,.pdf,.xlsx,.md,.markdown"
SLACK = 1024 * 1024
"""Bytes of a request beside its file: the other fields, and the seams between them."""

BODY_LIMIT = read_settings().upload_limit + SLACK


class WrittenForm(forms.Form):
    """A file, or words written here: one of the two."""

    file: UploadFile | None = Field(None, description="the file")
    text: str | None = Field(None, max_length=500_000, description="the paper")


class TabledForm(WrittenForm):
    title: str = Field(min_length=1, max_length=300, description="the title of the paper")
    author_person_id: UUID = Field(description="the author")
    kind: rules.PaperKind = Field(rules.PaperKind.PAPER, description="what it is")


class PaperForm(TabledForm):
    sponsor_person_id: UUID | None = Field(None, description="the sponsor")


class VersionForm(WrittenForm):
    replaces_version: int = Field(ge=1, description="the version that is replaced")


@get(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/paper",
    opt=access.needs("papers.write"),
    name="meetings.paper-form",
)
async def new_form(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Template:
    """The form to hand a paper in."""
    scope = access.scope_of(request)
    return await hand_in_form(request, scope, forms.FormState(), item_id)


@post(
    "/t/{slug:str}/agenda-items/{item_id:uuid}/papers",
    opt=access.needs("papers.write"),
    name="meetings.submit-paper",
    request_max_body_size=BODY_LIMIT,
)
async def submit(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Response[Any] | Template:
    """Hand a paper in, as a file or as Markdown."""
    scope = access.scope_of(request)

    async def act(form: PaperForm) -> str:
        untouched = form.text is not None and drafting.is_untouched(
            form.text, await covering.template_of(scope)
        )
        if untouched and form.file is None:
            raise rules.UnableToSubmitPaper(
                "Write the paper under its headings, or choose a file.", field="text"
            )
        filename, data = await given(form, form.title, offered=(form.text or "") if untouched else "")
        paper_id = await operations.submit_paper(
            scope,
            item_id=item_id,
            title=form.title,
            author_person_id=form.author_person_id,
            kind=form.kind,
            sponsor_person_id=form.sponsor_person_id,
            filename=filename,
            data=data,
            caps=caps_of(request.app.state["settings"]),
        )
        return views.address(scope, f"/papers/{paper_id}?said=submitted")

    async def again(state: forms.FormState) -> Template:
        return await hand_in_form(request, scope, state, item_id)

    return await forms.submit(request, PaperForm, act=act, again=again)


@get(
    "/t/{slug:str}/papers/{paper_id:uuid}/version",
    opt=access.needs("papers.write"),
    name="meetings.version-form",
)
async def version_form(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Template:
    """The form to hand a new version in; Markdown is offered as it stands."""
    scope = access.scope_of(request)
    return await version_page(request, scope, forms.FormState(), paper_id)


@post(
    "/t/{slug:str}/papers/{paper_id:uuid}/versions",
    opt=access.needs("papers.write"),
    name="meetings.replace-paper",
    request_max_body_size=BODY_LIMIT,
)
async def replace(request: Request[Any, Any, Any], paper_id: FromPath[UUID]) -> Response[Any] | Template:
    """Hand a new version in."""
    scope = access.scope_of(request)

    async def act(form: VersionForm) -> str:
        known = await queries.paper(scope, paper_id=paper_id)
        filename, data = await given(form, known.line.title, offered=await _written(known))
        await operations.replace_paper(
            scope,
            paper_id=paper_id,
            filename=filename,
            data=data,
            replaces_version=form.replaces_version,
            caps=caps_of(request.app.state["settings"]),
        )
        undone = "undone" if known.line.run.signed else "replaced"
        return views.address(scope, f"/papers/{paper_id}?said={undone}")

    async def again(state: forms.FormState) -> Template:
        return await version_page(request, scope, state, paper_id)

    return await forms.submit(request, VersionForm, act=act, again=again)


def caps_of(settings: Settings) -> uploads.Caps:
    """The largest that is taken, as this service is set up."""
    return uploads.Caps(
        upload_bytes=settings.upload_limit,
        unpacked_bytes=settings.unpacked_limit,
        pages=settings.page_limit,
    )


async def given(form: WrittenForm, title: str, *, offered: str = "") -> tuple[str, bytes]:
    """The name and bytes of what was handed in. Words that the form itself had `offered` yield to a file."""
    ours = unicodedata.normalize("NFC", offered.replace("\r\n", "\n")).strip()
    if form.file is not None and form.text and form.text != ours:
        raise rules.UnableToSubmitPaper("Choose a file or write the paper here, not both.", field="file")
    if form.file is not None:
        return form.file.filename, await form.file.read()
    if form.text:
        return intake.file_name_for(title), form.text.encode()
    raise rules.UnableToSubmitPaper("Choose a file, or write the paper here.", field="file")


async def hand_in_form(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    item_id: UUID,
    *,
    tabled: bool = False,
    shown: Mapping[str, Any] | None = None,
) -> Template:
    """The form for a paper, or for one that members had in the room. `shown` is the preview, once asked for."""
    meeting, item = await queries.item(scope, item_id=item_id)
    persons = await people.people_of(scope)
    owed = () if tabled else await owed_to(scope, item_id=item_id, title=item.title)
    told = [line for line in owed if not line.private or item.part is rules.Part.PRIVATE]
    return views.page(
        request,
        "meetings/paper-form.html",
        state=state,
        item=item,
        paper=None,
        tabled=tabled,
        action=f"/agenda-items/{item_id}/{'tabled-papers' if tabled else 'papers'}",
        preview_at=f"/agenda-items/{item_id}/paper/preview{'?tabled=yes' if tabled else ''}",
        shown=shown,
        authors=[(person.id, person.name) for person in persons],
        sponsors=sponsors_among(persons),
        me=scope.actor.person_id,
        kinds=[(code.value, words) for code, words in rules.PAPER_KIND_IN_WORDS.items()],
        written="" if tabled else drafting.skeleton_of(await covering.template_of(scope), told),
        owed=owed,
        back=f"/agenda-items/{item_id}/paper",
        answers_at=None,
        **_limits(request),
        crumbs=[
            *meetings.crumbs(scope),
            views.Crumb(meeting.title, views.address(scope, f"/meetings/{meeting.id}")),
        ],
    )


async def owed_to(scope: Scope, *, item_id: UUID, title: str) -> tuple[challenge.QuestionLine, ...]:
    """What was asked before on the topic of an item and is not done with, for whoever may read it."""
    if not scope.may("challenge.read"):
        return ()
    thread_id = await queries.thread_id_of(scope, item_id=item_id)
    return await challenge.owed_to_item(scope, thread_id=thread_id, title=title)


def sponsors_among(persons: tuple[people.PersonLine, ...]) -> list[tuple[UUID, str]]:
    """Who may sponsor a paper: the executive owners."""
    return [(person.id, person.name) for person in persons if permissions.EXECUTIVE in person.roles]


async def version_page(
    request: Request[Any, Any, Any],
    scope: Scope,
    state: forms.FormState,
    paper_id: UUID,
    *,
    shown: Mapping[str, Any] | None = None,
) -> Template:
    """The form for a new version. `shown` is the preview, once asked for."""
    view = await queries.paper(scope, paper_id=paper_id)
    return views.page(
        request,
        "meetings/paper-form.html",
        state=state,
        item=None,
        paper=view,
        action=f"/papers/{paper_id}/versions",
        preview_at=f"/papers/{paper_id}/version/preview",
        shown=shown,
        written=await _written(view),
        owed=await owed_to(scope, item_id=view.item_id, title=view.item_title),
        back=f"/papers/{paper_id}/version",
        answers_at=f"/papers/{paper_id}",
        **_limits(request),
        crumbs=[
            *meetings.crumbs(scope),
            views.Crumb(view.meeting, views.address(scope, f"/meetings/{view.meeting_id}")),
            views.Crumb(view.line.title, views.address(scope, f"/papers/{paper_id}")),
        ],
    )


async def _written(view: queries.PaperView) -> str:
    """The newest version's own Markdown, for its author to go on with; nothing where it came as another kind."""
    if view.newest.original.media_type != "text/markdown":
        return ""
    return (await evidence.bytes_in(view.newest.original)).decode("utf-8-sig")


def _limits(request: Request[Any, Any, Any]) -> dict[str, Any]:
    caps = caps_of(request.app.state["settings"])
    return {"accept": ACCEPTED, "largest": uploads.megabytes(caps.upload_bytes), "most_pages": caps.pages}


ROUTES: list[Any] = [new_form, submit, version_form, replace]
