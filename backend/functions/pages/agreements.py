"""Agreements on delegation: the list, one with all that hangs on it, its terms, its signature and its reports."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue.functions import DelegationAgreement, Model, ReportAsked, Rhythm
from backend.catalogue.shapes import Line, Provenance, Text
from backend.functions import catalogued, operations, queries
from backend.functions.pages.parts import (
    BODY_LIMIT,
    MODELS,
    agreement_crumbs,
    choices,
    file_answer,
    kept,
    shown_on,
)
from backend.functions.queries.views import AgreementLine
from backend.functions.rules.holding import UnableToKeepFunction, check_days
from backend.functions.rules.schedule import RHYTHM_IN_WORDS
from backend.kit.calendar import in_words
from backend.ledger import queries as ledger
from backend.organisations import queries as organisations
from backend.organisations.rules import entered
from backend.scope import NotFound, Scope
from backend.web import access, forms, sheets, views

AHEAD = 366
"""Days of reports that the page of an agreement shows ahead."""

ACTS = {
    "functions.agreement.made": "Its terms were written down",
    "functions.agreement.changed": "Its terms were changed before it was signed, or its reports",
    "functions.agreement.signed": "Its signature was recorded",
    "functions.agreement.varied": "A variation was recorded",
    "functions.notice.given": "Notice was recorded",
    "functions.notice.withdrawn": "A record of notice was withdrawn as a mistake",
    "functions.variation.withdrawn": "A record of a variation was withdrawn as a mistake",
    "functions.segregation.shown": "Segregation was recorded",
    "functions.segregation.withdrawn": "A record of segregation was withdrawn as a mistake",
    "functions.report.asked": "A report was added",
    "functions.report.dropped": "A report is asked for no more",
}


class AgreementForm(forms.Form):
    name: Line = Field(max_length=300, description="what the agreement is called")
    body: Line = Field(max_length=200, description="with whom it is made")
    model: Model = Field(description="the model")
    authority: Line | None = Field(None, max_length=300, description="the statute")
    about: Text | None = Field(None, max_length=4_000, description="what it says")
    from_on: forms.FormDate = Field(description="the first day")
    until_on: forms.FormDate | None = Field(None, description="the last day")
    function_ids: list[UUID] = Field([], max_length=200, description="the functions that it covers")
    like: str | None = Field(None, max_length=200, description="whose notice rules and reports it has")
    version: int | None = Field(None, ge=1, description="the version that you changed")


class SignForm(forms.Form):
    signed_on: forms.FormDate = Field(description="the day of the last signature")
    by_us: str = Field(min_length=1, max_length=200, description="who signed for us")
    by_body: str = Field(min_length=1, max_length=200, description="who signed for the other body")
    file: UploadFile | None = Field(None, description="the signed copy")


class ReportForm(forms.Form):
    title: Line = Field(max_length=300, description="the report")
    rhythm: Rhythm = Field(description="how often it is asked for")
    due_within_days: int | None = Field(None, ge=1, le=1_000, description="the days after the period")
    due_on: forms.FormDate | None = Field(None, description="the day")


class NothingForm(forms.Form):
    """A button and nothing else."""


@get("/t/{slug:str}/delegation-agreements", opt=access.needs("functions.read"), name="functions.agreements")
async def agreements(request: Request[Any, Any, Any]) -> Template:
    """The agreements as they stand on a day, what is due next and until when notice can be given."""
    scope = access.scope_of(request)
    day, typed, wrong = shown_on(request, scope)
    return views.page(
        request,
        "functions/agreements.html",
        agreements=await queries.agreements_of(scope, on=day),
        due=await queries.reports_due(scope, since=day, until=day + timedelta(days=92)),
        on=day,
        typed=typed,
        problem=wrong,
    )


@get(
    "/t/{slug:str}/delegation-agreements.csv",
    opt=access.needs("functions.read"),
    name="functions.agreements-file",
)
async def as_file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The agreements as a file for a spreadsheet."""
    scope = access.scope_of(request)
    day, _, _ = shown_on(request, scope)
    heads = (
        "Agreement", "With", "Model", "State", "From", "Last day", "Signed", "Notice by", "Notice takes effect",
        "Statute", "Provenance",
    )  # fmt: skip
    rows = [
        [
            line.name,
            line.body,
            line.model_in_words,
            line.state_in_words[0],
            in_words(line.from_on),
            in_words(line.last_day) if line.last_day else "",
            in_words(line.signed_on) if line.signed_on else "",
            in_words(line.notice.last_day) if line.notice else "",
            in_words(line.notice.takes_effect) if line.notice else "",
            line.authority or "",
            line.provenance.provenance_in_words,
        ]
        for line in await queries.agreements_of(scope, on=day)
    ]
    return sheets.csv_file(scope, f"agreements-as-at-{day.isoformat()}", heads, rows)


async def _form(
    request: Request[Any, Any, Any], state: forms.FormState, agreement_id: UUID | None
) -> Template:
    scope = access.scope_of(request)
    known = None
    if agreement_id is not None:
        known = (await queries.agreement(scope, agreement_id=agreement_id)).line
    back = [(known.name, f"/delegation-agreements/{known.id}")] if known else []
    return views.page(
        request,
        "functions/agreement-form.html",
        state=state,
        agreement=known,
        models=MODELS,
        functions=choices(await queries.names_of(scope)),
        like=operations.likenesses(),
        crumbs=agreement_crumbs(scope, *back),
    )


async def _blank(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _form(request, state, None)


async def _filled(request: Request[Any, Any, Any], state: forms.FormState, agreement_id: UUID) -> Template:
    return await _form(request, state, agreement_id)


@get(
    "/t/{slug:str}/delegation-agreements/new",
    opt=access.needs("functions.keep"),
    name="functions.new-agreement",
)
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for an agreement."""
    return await _blank(request, forms.FormState())


@post(
    "/t/{slug:str}/delegation-agreements", opt=access.needs("functions.keep"), name="functions.make-agreement"
)
@forms.taking(AgreementForm, again=_blank)
async def make(request: Request[Any, Any, Any], form: AgreementForm) -> str:
    """Write down the terms; nobody has signed them by that."""
    scope = access.scope_of(request)
    slug = await operations.free_agreement_slug(scope, name=form.name)
    agreement_id = await operations.make_agreement(
        scope, agreement=await _terms(scope, form, slug=slug, before=None)
    )
    return views.address(scope, f"/delegation-agreements/{agreement_id}?said=made")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, agreement_id: UUID) -> Template:
    """The agreement's page."""
    scope = access.scope_of(request)
    day, typed, wrong = shown_on(request, scope)
    view = await queries.agreement(scope, agreement_id=agreement_id, on=day)
    held = await queries.holdings_under(scope, agreement_id=agreement_id)
    names = await queries.names_of(scope)
    due = await queries.reports_due(scope, since=day, until=day + timedelta(days=AHEAD))
    return views.page(
        request,
        "functions/agreement.html",
        state=state,
        view=view,
        line=view.line,
        held=held,
        left=_left_behind(view.line, held, day),
        covers=[(each, names[each]) for each in view.line.function_ids if each in names],
        due=[each for each in due if each.agreement_id == agreement_id],
        documents=await organisations.documents_of(scope),
        history=await ledger.history_of(scope, room="functions", kind="agreement", record_id=agreement_id),
        acts=ACTS,
        rhythms=[(each.value, words) for each, words in RHYTHM_IN_WORDS.items()],
        on=day,
        typed=typed,
        problem=wrong,
        crumbs=agreement_crumbs(scope),
    )


@get(
    "/t/{slug:str}/delegation-agreements/{agreement_id:uuid}",
    opt=access.needs("functions.read"),
    name="functions.agreement",
)
async def agreement(request: Request[Any, Any, Any], agreement_id: FromPath[UUID]) -> Template:
    """One agreement, as at a day."""
    return await page_of(request, forms.FormState(), agreement_id)


@get(
    "/t/{slug:str}/delegation-agreements/{agreement_id:uuid}/change",
    opt=access.needs("functions.keep"),
    name="functions.edit-agreement",
)
async def edit(request: Request[Any, Any, Any], agreement_id: FromPath[UUID]) -> Template:
    """The form with the terms."""
    return await _filled(request, forms.FormState(), agreement_id)


@post(
    "/t/{slug:str}/delegation-agreements/{agreement_id:uuid}/change",
    opt=access.needs("functions.keep"),
    name="functions.change-agreement",
)
@forms.taking(AgreementForm, again=_filled)
async def change(request: Request[Any, Any, Any], form: AgreementForm, agreement_id: FromPath[UUID]) -> str:
    """Change terms that nobody has signed."""
    scope = access.scope_of(request)
    line = (await queries.agreement(scope, agreement_id=agreement_id)).line
    before = (await catalogued.catalogued_agreements(scope))[line.slug]
    await operations.change_agreement(
        scope,
        agreement_id=agreement_id,
        agreement=await _terms(scope, form, slug=line.slug, before=before),
        before=before,
        version=form.version,
    )
    return views.address(scope, f"/delegation-agreements/{agreement_id}?said=changed")


@post(
    "/t/{slug:str}/delegation-agreements/{agreement_id:uuid}/signature",
    opt=access.needs("functions.keep"),
    name="functions.sign-agreement",
    request_max_body_size=BODY_LIMIT,
)
@forms.taking(SignForm, again=page_of)
async def sign(request: Request[Any, Any, Any], form: SignForm, agreement_id: FromPath[UUID]) -> str:
    """Record that both sides signed."""
    scope = access.scope_of(request)
    await operations.sign_agreement(
        scope,
        agreement_id=agreement_id,
        signed_on=form.signed_on,
        by_us=form.by_us,
        by_body=form.by_body,
        file_id=await kept(scope, form.file),
    )
    return views.address(scope, f"/delegation-agreements/{agreement_id}?said=signed")


@post(
    "/t/{slug:str}/delegation-agreements/{agreement_id:uuid}/reports",
    opt=access.needs("functions.keep"),
    name="functions.ask-report",
)
@forms.taking(ReportForm, again=page_of)
async def ask_report(request: Request[Any, Any, Any], form: ReportForm, agreement_id: FromPath[UUID]) -> str:
    """Add a report that the agreement asks for."""
    scope = access.scope_of(request)
    said = entered(scope.actor.name, in_words(scope.today))
    timed = form.rhythm is Rhythm.ONCE
    try:
        report = ReportAsked(
            id="report",
            title=form.title,
            rhythm=form.rhythm,
            due_within_days=None if timed else form.due_within_days,
            due_on=form.due_on if timed else None,
            mark=said.mark,
            note=said.note,
        )
    except ValueError:
        field = "due_on" if timed else "due_within_days"
        words = (
            "A report that is asked for once has a day: give it."
            if timed
            else "A report for each period has a number of days after it, and any other has none."
        )
        raise UnableToKeepFunction(words, field=field) from None
    await operations.ask_report(scope, agreement_id=agreement_id, report=report)
    return views.address(scope, f"/delegation-agreements/{agreement_id}?said=report#reports")


async def _of_report(
    request: Request[Any, Any, Any], state: forms.FormState, agreement_id: UUID, report_id: UUID
) -> Template:
    return await page_of(request, state, agreement_id)


@post(
    "/t/{slug:str}/delegation-agreements/{agreement_id:uuid}/reports/{report_id:uuid}/end",
    opt=access.needs("functions.keep"),
    name="functions.drop-report",
)
@forms.taking(NothingForm, again=_of_report)
async def drop_report(
    request: Request[Any, Any, Any],
    _form: NothingForm,
    agreement_id: FromPath[UUID],
    report_id: FromPath[UUID],
) -> str:
    """The agreement asks for it no more."""
    scope = access.scope_of(request)
    view = await queries.agreement(scope, agreement_id=agreement_id)
    if all(each.id != report_id for each in view.reports):
        raise NotFound("report")
    await operations.drop_report(scope, report_id=report_id)
    return views.address(scope, f"/delegation-agreements/{agreement_id}?said=dropped#reports")


@post(
    "/t/{slug:str}/delegation-agreements/{agreement_id:uuid}/retirement",
    opt=access.needs("functions.keep"),
    name="functions.retire-agreement",
)
@forms.taking(NothingForm, again=page_of)
async def retire(request: Request[Any, Any, Any], _form: NothingForm, agreement_id: FromPath[UUID]) -> str:
    """Take away terms that nobody signed."""
    scope = access.scope_of(request)
    await operations.retire_agreement(scope, agreement_id=agreement_id)
    return views.address(scope, "/delegation-agreements?said=retired")


@get(
    "/t/{slug:str}/delegation-agreements/{agreement_id:uuid}/file",
    opt=access.needs("functions.read"),
    name="functions.signed-copy",
)
async def signed_copy(request: Request[Any, Any, Any], agreement_id: FromPath[UUID]) -> Response[bytes]:
    """The signed copy."""
    scope = access.scope_of(request)
    line = (await queries.agreement(scope, agreement_id=agreement_id)).line
    if line.signed_file_id is None:
        raise NotFound("file")
    return await file_answer(scope, line.signed_file_id)


async def _terms(
    scope: Scope, form: AgreementForm, *, slug: str, before: DelegationAgreement | None
) -> DelegationAgreement:
    """The form as terms; notice rules and reports are those of the shipped list, or those that stand already."""
    check_days(form.from_on, form.until_on, what=f"“{form.name}”")
    slugs = {row_id: each for each, row_id in (await catalogued.ids_of(scope, "function")).items()}
    said: Provenance = entered(scope.actor.name, in_words(scope.today))
    model = await operations.terms_like(scope, key=form.like) if form.like else before
    return DelegationAgreement(
        id=slug,
        functions=tuple(slugs.get(each, "unknown") for each in form.function_ids),
        notice=model.notice if model else (),
        reports=model.reports if model else (),
        mark=said.mark,
        note=said.note,
        **form.model_dump(exclude={"function_ids", "like", "version"}),
    )


def _left_behind(line: AgreementLine, held: Any, on: Any) -> list[str]:
    """Functions still on record as held under an agreement that has ended."""
    if line.last_day is None or line.last_day >= on:
        return []
    return [name for name, holding in held if holding.until_on is None or holding.until_on > line.last_day]


ROUTES: list[Any] = [
    agreements, as_file, new, make, agreement, edit, change, sign, ask_report, drop_report, retire, signed_copy,
]  # fmt: skip
