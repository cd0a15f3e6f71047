"""Updates with their evidence, the due day, the owner, the deputy, the words, and what an action waits for."""

from typing import Any
from uuid import UUID

from litestar import Request, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from pydantic import Field

from backend.actions import operations, queries, rules
from backend.actions.pages.one import page_of
from backend.evidence import operations as evidence
from backend.kit.settings import read_settings
from backend.scope import Scope
from backend.web import access, forms, views

_SLACK = 1024 * 1024  # bytes of a request beside its file
_BODY_LIMIT = read_settings().upload_limit + _SLACK
AT = "/t/{slug:str}/actions/{action_id:uuid}"
NEEDS = access.needs("actions.report")


class ReportForm(forms.Form):
    """How it goes on, and what shows it."""

    update: str | None = Field(None, max_length=rules.LONGEST, description="how it goes on")
    link: str | None = Field(None, max_length=1_000, description="the address of a record")
    file: UploadFile | None = Field(None, description="the file that shows it")


class DueForm(forms.Form):
    due_on: forms.FormDate = Field(description="the new due date")
    due_agreed_by: str = Field(min_length=1, max_length=200, description="who agreed to it")
    due_words: str | None = Field(None, max_length=rules.LONGEST, description="why")


class OwnerForm(forms.Form):
    owner_person_id: UUID | None = Field(None, description="the owner")
    owner_name: str | None = Field(None, max_length=200, description="the name of an owner from outside")
    owner_words: str | None = Field(None, max_length=rules.LONGEST, description="why")


class DeputyForm(forms.Form):
    deputy_person_id: UUID | None = Field(None, description="the deputy")


class WordsForm(forms.Form):
    new_words: str = Field(min_length=1, max_length=rules.LONGEST, description="what is to be done")


class WaitForm(forms.Form):
    for_action_id: UUID = Field(description="the action that it waits for")


@post(f"{AT}/report", opt=NEEDS, name="actions.report", request_max_body_size=_BODY_LIMIT)
@forms.taking(ReportForm, again=page_of)
async def report(request: Request[Any, Any, Any], form: ReportForm, action_id: FromPath[UUID]) -> str:
    """Say how it goes on, or show evidence, or both."""
    scope = access.scope_of(request)
    await queries.action(scope, action_id=action_id)
    if form.file is None and form.link is None:
        if form.update is None:
            raise rules.UnableToStep("Write how it goes on, or show what it is known by.", field="update")
        await operations.report(scope, action_id=action_id, words=form.update)
        return back(scope, action_id, "updated")
    words = form.update or ""
    if form.file is not None:
        file_id = await _kept(scope, form.file)
        await operations.show_evidence(scope, action_id=action_id, words=words, file_id=file_id)
        words = ""
    if form.link is not None:
        await operations.show_evidence(scope, action_id=action_id, words=words, link=form.link)
    return back(scope, action_id, "shown")


@post(f"{AT}/due-day", opt=NEEDS, name="actions.move-due-day")
@forms.taking(DueForm, again=page_of)
async def move_due_day(request: Request[Any, Any, Any], form: DueForm, action_id: FromPath[UUID]) -> str:
    """Set another due day."""
    scope = access.scope_of(request)
    await operations.move_due_day(
        scope,
        action_id=action_id,
        due_on=form.due_on,
        agreed_by=form.due_agreed_by,
        words=form.due_words or "",
    )
    return back(scope, action_id, "moved")


@post(f"{AT}/owner", opt=NEEDS, name="actions.hand-over")
@forms.taking(OwnerForm, again=page_of)
async def hand_over(request: Request[Any, Any, Any], form: OwnerForm, action_id: FromPath[UUID]) -> str:
    """Give it another owner."""
    scope = access.scope_of(request)
    await operations.hand_over(
        scope,
        action_id=action_id,
        owner_person_id=form.owner_person_id,
        owner_name=form.owner_name,
        words=form.owner_words or "",
    )
    return back(scope, action_id, "handed-over")


@post(f"{AT}/deputy", opt=NEEDS, name="actions.name-deputy")
@forms.taking(DeputyForm, again=page_of)
async def name_deputy(request: Request[Any, Any, Any], form: DeputyForm, action_id: FromPath[UUID]) -> str:
    """Say who stands in for the owner."""
    scope = access.scope_of(request)
    await operations.name_deputy(scope, action_id=action_id, deputy_person_id=form.deputy_person_id)
    return back(scope, action_id, "deputy-named")


@post(f"{AT}/words", opt=NEEDS, name="actions.reword")
@forms.taking(WordsForm, again=page_of)
async def reword(request: Request[Any, Any, Any], form: WordsForm, action_id: FromPath[UUID]) -> str:
    """Put the words right."""
    scope = access.scope_of(request)
    await operations.reword(scope, action_id=action_id, words=form.new_words)
    return back(scope, action_id, "reworded")


@post(f"{AT}/waits", opt=NEEDS, name="actions.wait-for")
@forms.taking(WaitForm, again=page_of)
async def wait_for(request: Request[Any, Any, Any], form: WaitForm, action_id: FromPath[UUID]) -> str:
    """Say that it waits for another action."""
    scope = access.scope_of(request)
    await operations.wait_for(scope, action_id=action_id, for_action_id=form.for_action_id)
    return back(scope, action_id, "waits")


@post(f"{AT}/waits/ending", opt=NEEDS, name="actions.wait-no-longer")
@forms.taking(WaitForm, again=page_of)
async def wait_no_longer(request: Request[Any, Any, Any], form: WaitForm, action_id: FromPath[UUID]) -> str:
    """Say that it waits no longer."""
    scope = access.scope_of(request)
    await operations.wait_no_longer(scope, action_id=action_id, for_action_id=form.for_action_id)
    return back(scope, action_id, "waits-not")


def back(scope: Scope, action_id: UUID, said: str) -> str:
    return views.address(scope, f"/actions/{action_id}?said={said}")


async def _kept(scope: Scope, upload: UploadFile) -> UUID:
    data = await upload.read()
    if not data:
        raise rules.UnableToStep("The file is empty. Choose another.", field="file")
    return await evidence.keep_file(
        scope,
        name=upload.filename,
        media_type=upload.content_type or "application/octet-stream",
        data=data,
    )


ROUTES: list[Any] = [report, move_due_day, hand_over, name_deputy, reword, wait_for, wait_no_longer]
