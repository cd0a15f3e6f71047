"""Letters from outside: the list, logging one, its page, its reply, what follows from it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.actions import queries as actions
from backend.actions.operations import SourceKind
from backend.evidence import queries as evidence
from backend.reporting import operations, queries
from backend.reporting.operations import LetterSaid
from backend.reporting.pages import shared
from backend.reporting.queries import LetterView
from backend.reporting.rules import Standing, What
from backend.scope import NotFound
from backend.web import access, forms, sheets, views

LIST = "/t/{slug:str}/regulator-letters"
ONE = f"{LIST}/{{letter_id:uuid}}"
READS, PREPARES = access.needs("reporting.read"), access.needs("reporting.prepare")
SHOWN = {"": "Open letters", "late": "Late", "answered": "Answered", "all": "Every letter"}
_HEADS = (
    *("Letter", "From", "Reference", "Subject", "Dated", "Received", "Answer due", "Owner", "State", "Late"),
    *("Answered on", "How", "SHA-256 of the answer", "Closed because"),
)


class LetterForm(forms.Form):
    body: str = Field(min_length=1, max_length=300, description="who wrote")
    subject: str = Field(min_length=1, max_length=300, description="what it is about")
    words: str = Field(min_length=1, max_length=20_000, description="what it asks")
    reference: str | None = Field(None, max_length=120, description="their reference")
    dated_on: forms.FormDate | None = Field(None, description="the day that it bears")
    received_on: forms.FormDate = Field(description="the day on which it came")
    due_on: forms.FormDate | None = Field(None, description="the day by which an answer is wanted")
    owner_person_id: UUID | None = Field(None, description="the owner")


class NewForm(LetterForm):
    file: UploadFile | None = Field(None, description="the letter")


class ChangeForm(LetterForm):
    version: int = Field(ge=1)


class FollowForm(forms.Form):
    follow_words: str = Field(min_length=1, max_length=4_000, description="what is to be done")
    follow_owner_id: UUID = Field(description="who does it")
    follow_due_on: forms.FormDate | None = Field(None, description="the day by which it is to be done")


class BecauseForm(forms.Form):
    because: str = Field(min_length=1, max_length=2_000, description="why")


class ButtonForm(forms.Form):
    """A button and nothing else."""


@get(LIST, opt=READS, name="reporting.letters")
async def every(request: Request[Any, Any, Any]) -> Template:
    """Every letter as it stood on a day."""
    scope = access.scope_of(request)
    day = shared.asked_day(request, scope)
    show = request.query_params.get("show", "")[:20]
    found = await queries.letters_of(scope, on=day["on"])
    return views.page(
        request,
        "reporting/letters.html",
        day=day,
        letters=[each for each in found if _fits(each, show)],
        known=bool(found),
        late=sum(each.stands.late for each in found),
        chosen=show,
        shown=SHOWN,
        may_prepare=scope.may("reporting.prepare"),
    )


@get(f"{LIST}/letters.csv", opt=READS, name="reporting.letters-file")
async def table(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Every letter for a spreadsheet."""
    scope = access.scope_of(request)
    found = await queries.letters_of(scope, on=shared.asked_day(request, scope)["on"])
    return sheets.csv_file(scope, "regulator-letters", _HEADS, [_cells(each) for each in found])


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "reporting/letter-form.html",
        state=state,
        people=await shared.people_to_choose(scope),
        crumbs=shared.letter_crumbs(scope),
    )


@get(f"{LIST}/new", opt=PREPARES, name="reporting.letter-form")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form to log a letter."""
    return await _form(request, forms.FormState())


@post(LIST, opt=PREPARES, name="reporting.log-letter", request_max_body_size=shared.BODY_LIMIT)
@forms.taking(NewForm, again=_form)
async def log(request: Request[Any, Any, Any], form: NewForm) -> str:
    """Log a letter."""
    scope = access.scope_of(request)
    said = LetterSaid(**form.model_dump(exclude={"file"}))
    letter_id = await operations.log_letter(scope, said=said, file_id=await shared.kept(scope, form.file))
    return views.address(scope, f"/regulator-letters/{letter_id}?said=logged")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, letter_id: UUID) -> Template:
    scope = access.scope_of(request)
    day = shared.asked_day(request, scope)
    view = await queries.letter_of(scope, letter_id=letter_id, on=day["on"])
    follow = await actions.actions_from(scope, kind=SourceKind.REVIEW, source_ids=[letter_id])
    files = await evidence.files_of(scope, file_ids=[view.file_id] if view.file_id else [])
    return views.page(
        request,
        "reporting/letter.html",
        state=state,
        day=day,
        letter=view,
        file=files.get(view.file_id) if view.file_id else None,
        actions=[each for each in follow.get(letter_id, ()) if each.id != view.action_id],
        people=await shared.people_to_choose(scope),
        may_prepare=scope.may("reporting.prepare") and not day["past"],
        crumbs=shared.letter_crumbs(scope),
    )


@get(ONE, opt=READS, name="reporting.letter")
async def one(request: Request[Any, Any, Any], letter_id: FromPath[UUID]) -> Template:
    """A letter, its reply and what follows from it."""
    return await page_of(request, forms.FormState(), letter_id)


@get(f"{ONE}/file", opt=READS, name="reporting.letter-file")
async def file(request: Request[Any, Any, Any], letter_id: FromPath[UUID]) -> Response[bytes]:
    """The letter as it came."""
    scope = access.scope_of(request)
    view = await queries.letter_of(scope, letter_id=letter_id)
    if view.file_id is None:
        raise NotFound("file")
    kept = await evidence.file_of(scope, file_id=view.file_id)
    return views.download(await evidence.bytes_in(kept), name=kept.name, media_type=kept.media_type)


@post(ONE, opt=PREPARES, name="reporting.change-letter")
@forms.taking(ChangeForm, again=page_of)
async def change(request: Request[Any, Any, Any], form: ChangeForm, letter_id: FromPath[UUID]) -> str:
    """Put right what is logged of a letter."""
    scope = access.scope_of(request)
    said = LetterSaid(**form.model_dump(exclude={"version"}))
    await operations.change_letter(scope, letter_id=letter_id, version=form.version, said=said)
    return views.address(scope, f"/regulator-letters/{letter_id}?said=changed")


@post(f"{ONE}/issues", opt=PREPARES, name="reporting.reply")
@forms.taking(ButtonForm, again=page_of)
async def reply(request: Request[Any, Any, Any], _form: ButtonForm, letter_id: FromPath[UUID]) -> str:
    """Begin the reply to a letter, or a further one."""
    scope = access.scope_of(request)
    issue_id = await operations.begin(scope, what=What.REPLY, of_id=letter_id)
    return views.address(scope, f"/reporting/issues/{issue_id}?said=begun")


@post(f"{ONE}/actions", opt=PREPARES, name="reporting.follow-up")
@forms.taking(FollowForm, again=page_of)
async def follow_up(request: Request[Any, Any, Any], form: FollowForm, letter_id: FromPath[UUID]) -> str:
    """Enter an action that follows from a letter."""
    scope = access.scope_of(request)
    await operations.follow_up(
        scope,
        letter_id=letter_id,
        words=form.follow_words,
        owner_person_id=form.follow_owner_id,
        due_on=form.follow_due_on,
    )
    return views.address(scope, f"/regulator-letters/{letter_id}?said=followed#actions")


@post(f"{ONE}/closing", opt=PREPARES, name="reporting.close-letter")
@forms.taking(BecauseForm, again=page_of)
async def close(request: Request[Any, Any, Any], form: BecauseForm, letter_id: FromPath[UUID]) -> str:
    """Close a letter."""
    scope = access.scope_of(request)
    await operations.close_letter(scope, letter_id=letter_id, because=form.because)
    return views.address(scope, f"/regulator-letters/{letter_id}?said=closed")


@post(f"{ONE}/reopening", opt=PREPARES, name="reporting.reopen-letter")
@forms.taking(BecauseForm, again=page_of)
async def reopen(request: Request[Any, Any, Any], form: BecauseForm, letter_id: FromPath[UUID]) -> str:
    """Open a closed letter again."""
    scope = access.scope_of(request)
    await operations.reopen_letter(scope, letter_id=letter_id, because=form.because)
    return views.address(scope, f"/regulator-letters/{letter_id}?said=reopened")


def _fits(each: LetterView, show: str) -> bool:
    match show:
        case "all":
            return True
        case "late":
            return each.stands.late
        case "answered":
            return each.stands.code is Standing.SUBMITTED
        case _:
            return each.stands.code is not Standing.WITHDRAWN


def _cells(each: LetterView) -> tuple[str, ...]:
    sent = each.sent
    return (
        each.called,
        each.body,
        each.reference or "",
        each.subject,
        shared.iso(each.dated_on),
        shared.iso(each.received_on),
        shared.iso(each.due_on),
        each.owner or "",
        each.state_in_words,
        "yes" if each.stands.late else "answered late" if each.stands.sent_late else "no",
        shared.iso(sent.sent_on) if sent else "",
        (sent.sent_how or "") if sent else "",
        (sent.sha256 or "") if sent else "",
        each.closed_because or "",
    )


ROUTES: list[Any] = [every, table, new, log, one, file, change, reply, follow_up, close, reopen]
