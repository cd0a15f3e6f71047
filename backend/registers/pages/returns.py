"""Returns to higher bodies: what is due, preparing one from the facts, signing it, taking it out."""

import json
from datetime import date
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.evidence import queries as evidence
from backend.interests import settings
from backend.interests.queries import rule_sets
from backend.registers import spreadsheets
from backend.registers.operations import returns as acts
from backend.registers.queries import returns as queries
from backend.registers.rules import returns as rules
from backend.scope import NotFound, Scope
from backend.web import access, forms, views


class PrepareForm(forms.Form):
    kind: str = Field(max_length=80, description="the return")
    since: date = Field(description="the period")
    note: str | None = Field(None, max_length=4_000, description="the note")


class SignForm(forms.Form):
    seen: str = Field(max_length=64)
    read: Literal["yes"] = Field(description="the box to say that you have read it")


class QuestionForm(forms.Form):
    question: str = Field(min_length=1, max_length=2_000, description="the question")


@get("/t/{slug:str}/returns", opt=access.needs("returns.read"), name="returns.list")
async def overview(request: Request[Any, Any, Any]) -> Template:
    """What the rules ask for, period by period, and everything that was returned."""
    scope = access.scope_of(request)
    lines = await queries.returns_of(scope)
    return views.page(
        request,
        "registers/returns.html",
        rule_set=await settings.rule_set_of(scope),
        newer=await rule_sets.newer_edition_of(scope),
        due=await queries.due_lines(scope, lines=lines),
        lines=lines,
    )


@get("/t/{slug:str}/returns/preparation", opt=access.needs("returns.prepare"), name="returns.preparation")
async def preparation(request: Request[Any, Any, Any]) -> Template | Response[Any]:
    """What a return would say now; nothing is kept yet. Without its kind: to choose one."""
    scope = access.scope_of(request)
    given = request.query_params
    if not given.get("kind"):
        return views.redirect(views.address(scope, "/returns"))
    return await _preparation(
        request, scope, given.get("kind", ""), _day(given.get("since", "")), forms.FormState()
    )


@post("/t/{slug:str}/returns", opt=access.needs("returns.prepare"), name="returns.prepare")
async def prepare(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    scope = access.scope_of(request)

    async def act(form: PrepareForm) -> str:
        period = await _period(scope, form.kind, form.since)
        return_id = await acts.prepare_return(scope, kind=form.kind, period=period, note=form.note)
        return views.address(scope, f"/returns/{return_id}?said=prepared")

    async def again(state: forms.FormState) -> Template:
        since = _day(str(state.value("since")))
        return await _preparation(request, scope, str(state.value("kind")), since, state)

    return await forms.submit(request, PrepareForm, act=act, again=again)


async def _page(request: Request[Any, Any, Any], state: forms.FormState, return_id: UUID) -> Template:
    scope = access.scope_of(request)
    line = await queries.return_(scope, return_id=return_id)
    waits = line.state in {rules.ReturnState.PREPARED, rules.ReturnState.SENT_BACK}
    return views.page(
        request,
        "registers/return.html",
        crumbs=[_crumb(scope)],
        line=line,
        content=line.content,
        changed=await _changed(scope, line) if waits else (),
        may_sign=scope.may("returns.sign")
        and line.state is rules.ReturnState.PREPARED
        and scope.actor.person_id != line.prepared_by,
        ended=line.until < scope.today,
        published=queries.is_published(line.kind, line.content),
        state=state,
    )


@get("/t/{slug:str}/returns/{return_id:uuid}", opt=access.needs("returns.read"), name="returns.shown")
async def shown(request: Request[Any, Any, Any], return_id: FromPath[UUID]) -> Template:
    """One return, word for word as it was prepared or sent, with the people and records behind each number."""
    return await _page(request, forms.FormState(), return_id)


@post(
    "/t/{slug:str}/returns/{return_id:uuid}/signature", opt=access.needs("returns.sign"), name="returns.sign"
)
@forms.taking(SignForm, again=_page)
async def sign(request: Request[Any, Any, Any], form: SignForm, return_id: FromPath[UUID]) -> str:
    """Sign exactly what was read."""
    scope = access.scope_of(request)
    await acts.sign_return(scope, return_id=return_id, seen=form.seen)
    return views.address(scope, f"/returns/{return_id}?said=signed")


@post(
    "/t/{slug:str}/returns/{return_id:uuid}/question",
    opt=access.needs("returns.sign"),
    name="returns.send-back",
)
@forms.taking(QuestionForm, again=_page)
async def send_back(request: Request[Any, Any, Any], form: QuestionForm, return_id: FromPath[UUID]) -> str:
    """Send it back to whoever prepared it."""
    scope = access.scope_of(request)
    await acts.send_back_return(scope, return_id=return_id, question=form.question)
    return views.address(scope, f"/returns/{return_id}?said=sent-back")


@get(
    "/t/{slug:str}/returns/{return_id:uuid}/file/{form:str}",
    opt=access.needs("returns.read"),
    name="returns.file",
)
async def file(
    request: Request[Any, Any, Any], return_id: FromPath[UUID], form: FromPath[str]
) -> Response[bytes]:
    """The return as CSV or JSON, with its hash and who signed it; as PDF, once it is signed."""
    scope = access.scope_of(request)
    line = await queries.return_(scope, return_id=return_id)
    name = line.file_name(scope)
    if form == "pdf" and line.file_id is not None:
        data = await evidence.bytes_of(scope, file_id=line.file_id)
        return views.download(data, name=f"{name}.pdf", media_type="application/pdf")
    if form == "csv":
        return views.download(_csv(line), name=f"{name}.csv", media_type=spreadsheets.CSV)
    if form == "json":
        return views.download(_json(line), name=f"{name}.json", media_type="application/json")
    raise NotFound("file")


async def _preparation(
    request: Request[Any, Any, Any], scope: Scope, kind: str, since: date | None, state: forms.FormState
) -> Template:
    if since is None:
        raise NotFound("period")
    period = await _period(scope, kind, since)
    try:
        content = await queries.content_for(scope, kind=kind, period=period, note=None)
    except rules.UnableToReturn as refusal:
        state = forms.FormState(state.values, (*state.errors, forms.FieldError("", refusal.sentence)))
        content = None
    return views.page(
        request,
        "registers/return-preparation.html",
        crumbs=[_crumb(scope)],
        kind=kind,
        period=period,
        content=content,
        state=state,
    )


async def _changed(scope: Scope, line: queries.ReturnLine) -> tuple[str, ...]:
    """What has changed since a return was prepared that nobody has signed yet."""
    try:
        now = await queries.content_for(scope, kind=line.kind, period=line.period, note=None)
    except rules.UnableToReturn as refusal:
        return (refusal.sentence,)
    return queries.differences(line.content, now)


async def _period(scope: Scope, kind: str, since: date) -> rules.ReturnPeriod:
    """The period that begins on a day, by the length that the rules give the return."""
    asked = next(
        (each for edition in settings.editions() for each in edition.returns if each.id == kind), None
    )
    if asked is None:
        raise NotFound("return")
    return rules.period_of(since, months=asked.every_months)


def _csv(line: queries.ReturnLine) -> bytes:
    rows: list[list[object]] = []
    for each in line.content["answers"]:
        met = {True: "Yes", False: "No"}.get(each["met"], "")
        rows.append([each["question"], each["answer"], met, ""])
        rows += [[each["question"], "", "", behind["words"]] for behind in each["behind"]]
    rows.append(["Prepared by", line.prepared_by_name, "", ""])
    rows.append(["Signed by", line.signed_by_name or "Not signed", "", ""])
    rows.append(["SHA-256", line.sha256, "", ""])
    return spreadsheets.plain_csv(["Question", "Answer", "Rule kept", "Behind it"], rows)


def _json(line: queries.ReturnLine) -> bytes:
    whole = {
        "return": line.content,
        "sha256": line.sha256,
        "number": line.number,
        "state": line.state,
        "prepared_by": line.prepared_by_name,
        "prepared_at": line.prepared_at.isoformat(),
        "signed_by": line.signed_by_name,
        "signed_at": line.signed_at.isoformat() if line.signed_at else None,
    }
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _crumb(scope: Scope) -> views.Crumb:
    return views.Crumb("Returns", views.address(scope, "/returns"))


ROUTES: list[Any] = [overview, preparation, prepare, shown, sign, send_back, file]
