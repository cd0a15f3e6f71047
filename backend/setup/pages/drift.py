"""How the organisation lives against its folder, and a folder that is brought in or taken out."""

import asyncio
import io
import json
import zipfile
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.response import Template
from pydantic import Field

from backend import provision
from backend.catalogue import judging, shelf
from backend.kit import confine, database
from backend.kit.confined import bundle
from backend.scope import NotFound, Refusal, Scope
from backend.setup.operations import settings as acts
from backend.setup.pages.settings import AT, READS, crumbs
from backend.setup.pages.settling import CHANGES, REFUSED, wrongs_of
from backend.setup.queries import drift as queries
from backend.setup.rules import settling, typed
from backend.setup.rules.settling import can_settle
from backend.web import access, forms, views

_MOST = 10 * 1024**2
_LIMITS = confine.Limits(wall_seconds=20, cpu_seconds=15)


class KeepForm(forms.Form):
    """That the organisation keeps its own in one place."""

    place: str | None = Field(None, max_length=2_000, description="what is kept")
    group: str = Field(max_length=80, description="the group")
    reason: str = Field(min_length=1, max_length=1_000, description="why the organisation keeps its own")


class FolderForm(forms.Form):
    """A folder as an archive, or what was read of one that was looked at before."""

    file: UploadFile | None = Field(None, description="the folder, as a ZIP file or one TOML file")
    said: str | None = Field(None, max_length=8_000_000, description="what was read")
    reason: str | None = Field(None, max_length=1_000, description="why the settings change")
    act: str | None = Field(None, max_length=20, description="what to do")


async def _page(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    found = await queries.drift_of(scope)
    return views.page(
        request,
        "setup/settings-drift.html",
        state=state,
        drift=found,
        open=[each for each in found.places if each.kept is None] if found else [],
        kept=[each for each in found.places if each.kept is not None] if found else [],
        typed={each.title: (json.dumps(each.base), json.dumps(each.typed)) for each in found.places}
        if found
        else {},
        may_settle=can_settle(scope),
        crumbs=crumbs(scope),
    )


@get(f"{AT}/drift", opt=READS, name="setup.drift")
async def page(request: Request[Any, Any, Any]) -> Template:
    """Where life and folder differ."""
    return await _page(request, forms.FormState())


@post(f"{AT}/drift", opt=CHANGES, name="setup.drift-kept")
@forms.taking(KeepForm, again=_page)
async def keep(request: Request[Any, Any, Any], form: KeepForm) -> str:
    """Note that the organisation keeps its own here."""
    scope = access.scope_of(request)
    found = await queries.drift_of(scope)
    drifted = next(
        (
            each
            for each in (found.places if found else ())
            if each.group.id == form.group and each.place == (form.place or "")
        ),
        None,
    )
    if drifted is None:
        raise NotFound("difference")
    await acts.keep_own(
        scope,
        place=drifted.place or drifted.group.roots[0],
        title=drifted.title,
        ours=drifted.ours,
        theirs=drifted.theirs,
        reason=form.reason,
    )
    return views.address(scope, "/settings/drift?said=kept")


@get(f"{AT}/drift/folder.zip", opt=READS, name="setup.folder-out")
async def folder_out(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The settings as they hold now, as the folder that says them."""
    scope = access.scope_of(request)
    document = await provision.document_of(scope, shelf.catalogue())
    data = await asyncio.to_thread(_zipped, provision.texts_of(document), scope.tenant.slug)
    return views.download(data, name=f"{scope.tenant.slug}-settings.zip", media_type="application/zip")


def _zipped(texts: dict[str, str], slug: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(zipfile.ZipInfo(f"{slug}/{name}", (1980, 1, 1, 0, 0, 0)), text)
    return made.getvalue()


async def _folder(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(request, "setup/settings-folder.html", state=state, crumbs=crumbs(scope))


@get(f"{AT}/folder", opt=CHANGES, name="setup.folder")
async def folder_page(request: Request[Any, Any, Any]) -> Template:
    """The form to bring a folder in."""
    return await _folder(request, forms.FormState())


async def _bring_in(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    async def act(form: FolderForm) -> str | Template:
        scope = access.scope_of(request)
        try:
            async with database.savepoint():
                return await _brought(request, scope, form)
        except Refusal as refusal:
            if refusal.status not in REFUSED:
                raise
            errors = tuple(
                forms.FieldError(refusal.field or "file" if not form.said else "", each.sentence)
                for each in wrongs_of(refusal)
            )
            page = await _folder(request, forms.FormState({"reason": form.reason or ""}, errors))
            page.status_code = refusal.status
            return page

    async def again(state: forms.FormState) -> Template:
        return await _folder(request, state)

    return await forms.submit(request, FolderForm, act=act, again=again)


_bring_in.gives_words_back = True  # type: ignore[attr-defined]  # the gate asks for it, as of every form that forms.taking makes


async def _brought(request: Request[Any, Any, Any], scope: Scope, form: FolderForm) -> str | Template:
    if form.act == "again":
        return await _folder(request, forms.FormState())
    if form.said:
        data = _plain(form.said)
        proposal = await acts.propose(scope, data=data, catalogue=shelf.catalogue())
        await acts.settle(
            scope,
            document=proposal.document,
            catalogue=shelf.catalogue(),
            reason=form.reason or "",
            title="A folder that was brought in",
            origin="folder",
        )
        return views.address(scope, "/settings?said=applied")
    if form.file is None:
        raise settling.UnableToSettle("Choose a file: a ZIP of the folder.", field="file")
    document = await _read(scope, form.file.filename, await form.file.read(_MOST + 1))
    proposal = await acts.proposal_of(scope, document, shelf.catalogue())
    return views.page(
        request,
        "setup/settings-preview.html",
        state=forms.FormState({}),
        action="/settings/folder",
        hidden=[("said", json.dumps(typed.said(document)))],
        multipart=True,
        apply="apply",
        proposal=proposal,
        changes="",
        title="The folder that you brought in",
        crumbs=crumbs(scope, views.Crumb("Bring a folder in", views.address(scope, "/settings/folder"))),
    )


def _plain(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise forms.BadRequest("The form held what no page of ours sends.")
    return found


async def _read(scope: Scope, name: str, data: bytes) -> Any:
    """The file as a document, read in a confined child. Raises UnableToSettle with everything that is wrong."""
    if len(data) > _MOST:
        raise settling.UnableToSettle("The file is larger than 10 MB.", field="file")
    payload = bundle.pack({"name": name}, [data])
    try:
        answer = await confine.run_confined_async(
            "backend.kit.documents.folders:read_task", payload, limits=_LIMITS
        )
    except confine.ConfinedRefusal as refusal:
        raise settling.UnableToSettle(f"The file {refusal}.", field="file") from refusal
    except confine.ConfinedFailure as failure:
        raise settling.UnableToSettle("The file could not be read in time.", field="file") from failure
    told, _ = bundle.unpack(answer)
    return await _document(scope, told)


async def _document(scope: Scope, told: dict[str, Any]) -> Any:
    """What the files say. A file that is not there leaves what the organisation lives by."""
    slug = scope.tenant.slug
    now = provision.texts_of(await provision.document_of(scope, shelf.catalogue()))
    texts = {**now, **told["texts"]} if "tenant.toml" not in told["texts"] else told["texts"]
    texts = {name: text for name, text in texts.items() if not name.startswith("demonstration/")}
    broken = {name for name, _ in told["problems"]}
    document, problems = await asyncio.to_thread(judging.read_texts, texts, shelf.catalogue(), slug=slug)
    wrongs = [settling.Wrong((), f"{sentence} ({name})") for name, sentence in told["problems"]]
    wrongs += [
        settling.Wrong((), settling.in_words(each))
        for each in problems
        if each.file.rsplit("/", 1)[-1] not in broken
    ]
    if wrongs or document is None:
        raise settling.UnableToSettle.all_of(wrongs)
    return document


ROUTES: list[Any] = [
    page,
    keep,
    folder_out,
    folder_page,
    post(
        f"{AT}/folder",
        opt=CHANGES,
        name="setup.folder-in",
        request_max_body_size=_MOST + 1024 * 1024,
    )(_bring_in),
]
