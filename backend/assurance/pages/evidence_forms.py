"""Adding evidence, and giving it a new version: a file, a link to a record that was searched for, a statement."""

from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance import linking
from backend.assurance.operations import evidence as operations
from backend.assurance.operations.evidence_steps import may_keep
from backend.assurance.queries import evidence as queries
from backend.assurance.queries import linking as records
from backend.assurance.rules import evidence as rules
from backend.kit.identity import parse_id
from backend.kit.settings import read_settings
from backend.meetings.pages.handing_in import caps_of
from backend.people import queries as people
from backend.scope import NotPermitted, Refusal, Scope
from backend.web import access, forms, views

_SLACK = 1024 * 1024  # bytes of a request beside its file
_BODY_LIMIT = read_settings().upload_limit + _SLACK
_ADDS = access.needs("assurance.answer")
_READS = access.needs("assurance.read")
_LONGEST = rules.LONGEST


class HeldForm(forms.Form):
    """What a version holds, and what is said of it."""

    sort: rules.Sort = Field(description="the sort of evidence")
    file: UploadFile | None = Field(None, description="the file")
    record_sort: str | None = Field(None, max_length=40, description="the sort of record")
    record_id: UUID | None = Field(None, description="the record")
    as_at: forms.FormDate | None = Field(None, description="the day as at which the register is meant")
    statement: str | None = Field(None, max_length=_LONGEST, description="what is stated")
    stated_by_person_id: UUID | None = Field(None, description="who states it")
    stated_by_name: str | None = Field(None, max_length=200, description="who states it")
    stated_on: forms.FormDate | None = Field(None, description="the day of the statement")
    shows: str = Field(max_length=_LONGEST, description="what it shows")
    limits: str = Field(max_length=_LONGEST, description="what it does not show")
    line: Literal["1", "2", "3"] = Field(description="the line of assurance")
    independence: rules.Independence = Field(description="how independent it is")
    level: rules.Level = Field(description="how much assurance it gives")
    effective_from: forms.FormDate = Field(description="the first day that it is about")
    effective_to: forms.FormDate | None = Field(None, description="the last day that it is about")
    expires_on: forms.FormDate | None = Field(None, description="the last day on which it counts")
    review_on: forms.FormDate | None = Field(None, description="the day of the next review")

    @property
    def traits(self) -> rules.Traits:
        return rules.Traits(
            shows=self.shows,
            limits=self.limits,
            line=rules.Line(int(self.line)),
            independence=self.independence,
            level=self.level,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            expires_on=self.expires_on,
        )


class AddForm(HeldForm):
    title: str = Field(min_length=1, max_length=300, description="a title")
    owner_person_id: UUID = Field(description="the owner")
    confidential: Literal["yes"] | None = Field(None, description="whether it is confidential")
    readers: list[UUID] = Field(default_factory=list, description="who may see it")


class RenewForm(HeldForm):
    version: int = Field(ge=1, description="the version that was seen")
    same: Literal["yes"] | None = Field(None, description="whether what it holds stays the same")
    why: str = Field(min_length=1, max_length=_LONGEST, description="what is new in this version")


def sorts_of(request: Request[Any, Any, Any]) -> tuple[linking.Sort, ...]:
    """The sorts of record that may be linked: ours, and those of the rooms above, as `app` hands them down."""
    return (*records.SORTS, *request.app.state.get("evidence_sorts", ()))


async def _page(
    request: Request[Any, Any, Any], state: forms.FormState, evidence_id: UUID | None = None
) -> Template:
    """The form itself; or, before it, the choice of a sort, or the search for a record."""
    scope = access.scope_of(request)
    item = await _mine(scope, evidence_id) if evidence_id else None
    asked = request.query_params
    sort = str(state.value("sort") or asked.get("sort", "") or (item.sort if item else ""))
    if sort not in set(rules.Sort):
        return views.page(request, "assurance/evidence-sort.html", crumbs=_crumbs(scope))
    looked, code, trouble = None, "", ""
    if sort == rules.Sort.RECORD:
        code = str(state.value("record_sort") or asked.get("record_sort", ""))
        record = str(state.value("record_id") or asked.get("record", ""))
        if item and item.record_id and not record and not code and not asked.get("find"):
            code, record = records.code_of(item.record_room, item.record_kind), str(item.record_id)
        if not parse_id(record):
            return await _find(request, scope, code, item)
        looked, trouble = await _looked(request, scope, code, record)
    everybody = [(str(each.id), each.name) for each in await people.people_of(scope)]
    return views.page(
        request,
        "assurance/evidence-form.html",
        state=state,
        item=item,
        sort=sort,
        code=code,
        dated=any(each.dated for each in sorts_of(request) if each.code == code),
        looked=looked,
        trouble=trouble,
        people=everybody,
        lines=[(str(int(line)), words) for line, words in rules.LINE_IN_WORDS.items()],
        independences=[(each.value, words) for each, words in rules.INDEPENDENCE_IN_WORDS.items()],
        levels=[(each.value, words) for each, words in rules.LEVEL_IN_WORDS.items()],
        crumbs=_crumbs(scope, item),
    )


async def _find(
    request: Request[Any, Any, Any], scope: Scope, code: str, item: queries.EvidenceView | None
) -> Template:
    """The search for a record: its sort, then words."""
    words = request.query_params.get("words", "").strip()[:200]
    sorts = sorts_of(request)
    chosen = next((each for each in sorts if each.code == code), None)
    return views.page(
        request,
        "assurance/evidence-find.html",
        sorts=[(each.code, each.words) for each in sorts],
        chosen=chosen,
        words=words,
        found=await chosen.search(scope, words) if chosen else (),
        item=item,
        here=f"/evidence/{item.id}/new-version" if item else "/evidence/new",
        encode=urlencode,
        crumbs=_crumbs(scope, item),
    )


async def _looked(
    request: Request[Any, Any, Any], scope: Scope, code: str, record: str
) -> tuple[linking.Looked | None, str]:
    """The record as it is now, or why it can't serve; a register is looked at as at today until a day is given."""
    record_id = parse_id(record)
    assert record_id is not None
    try:
        return await records.sort_named(code, sorts_of(request)).look(scope, record_id, scope.today), ""
    except Refusal as refused:
        return None, refused.sentence


async def _new(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    return await _page(request, state)


@get("/t/{slug:str}/evidence/new", opt=_ADDS, name="assurance.evidence-new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form to add an item; first of which sort, and for a link, which record."""
    return await _new(request, forms.FormState())


@post("/t/{slug:str}/evidence", opt=_ADDS, name="assurance.add-evidence", request_max_body_size=_BODY_LIMIT)
@forms.taking(AddForm, again=_new)
async def add(request: Request[Any, Any, Any], form: AddForm) -> str:
    """Keep an item of evidence."""
    scope = access.scope_of(request)
    evidence_id = await operations.add_evidence(
        scope,
        title=form.title,
        content=await _content(request, scope, form),
        traits=form.traits,
        owner_person_id=form.owner_person_id,
        review_on=form.review_on,
        confidential=form.confidential == "yes",
        readers=form.readers,
    )
    return views.address(scope, f"/evidence/{evidence_id}?said=added")


async def _renew(request: Request[Any, Any, Any], state: forms.FormState, evidence_id: UUID) -> Template:
    return await _page(request, state, evidence_id)


@get("/t/{slug:str}/evidence/{evidence_id:uuid}/new-version", opt=_READS, name="assurance.evidence-renewing")
async def renewing(request: Request[Any, Any, Any], evidence_id: FromPath[UUID]) -> Template:
    """The form to give an item a new version, filled in with what was said of the last."""
    return await _renew(request, forms.FormState(), evidence_id)


@post(
    "/t/{slug:str}/evidence/{evidence_id:uuid}/new-version",
    opt=_READS,
    name="assurance.renew-evidence",
    request_max_body_size=_BODY_LIMIT,
)
@forms.taking(RenewForm, again=_renew)
async def renew(request: Request[Any, Any, Any], form: RenewForm, evidence_id: FromPath[UUID]) -> str:
    """Keep a new version; those before it stay."""
    scope = access.scope_of(request)
    await _mine(scope, evidence_id)
    await operations.renew(
        scope,
        evidence_id=evidence_id,
        version=form.version,
        content=operations.Same() if form.same == "yes" else await _content(request, scope, form),
        traits=form.traits,
        review_on=form.review_on,
        why=form.why,
    )
    return views.address(scope, f"/evidence/{evidence_id}?said=renewed")


async def _content(request: Request[Any, Any, Any], scope: Scope, form: HeldForm) -> operations.Content:
    """What the form holds. Raises UnableToKeepEvidence with the field."""
    if form.sort is rules.Sort.FILE:
        if form.file is None:
            raise rules.UnableToKeepEvidence("Choose a file.", field="file")
        return operations.HandedIn(
            filename=form.file.filename,
            data=await form.file.read(),
            caps=caps_of(request.app.state["settings"]),
        )
    if form.sort is rules.Sort.RECORD:
        if form.record_id is None:
            raise rules.UnableToKeepEvidence("Choose a record.", field="record_id")
        sort = records.sort_named(form.record_sort or "", sorts_of(request))
        return operations.Linked(looked=await sort.look(scope, form.record_id, form.as_at))
    if form.statement is None:
        raise rules.UnableToKeepEvidence("Write what is stated.", field="statement")
    return operations.Stated(
        words=form.statement,
        on=form.stated_on or scope.today,
        by_person_id=form.stated_by_person_id,
        by_name=form.stated_by_name,
    )


async def _mine(scope: Scope, evidence_id: UUID) -> queries.EvidenceView:
    """An item that the visitor may change. Raises NotFound, NotPermitted."""
    item = await queries.evidence(scope, evidence_id=evidence_id)
    if not may_keep(scope, item):
        raise NotPermitted("Evidence is kept by its owner, or by a governance officer.")
    return item


def _crumbs(scope: Scope, item: queries.EvidenceView | None = None) -> list[views.Crumb]:
    way = [views.Crumb("Evidence", views.address(scope, "/evidence"))]
    if item is not None:
        way.append(views.Crumb(item.reference, views.address(scope, item.path)))
    return way


ROUTES: list[Any] = [new, add, renewing, renew]
