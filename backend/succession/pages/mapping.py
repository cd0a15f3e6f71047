"""The mapping, kind by kind, with everything that does not fit; and the report on what is open."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.people import queries as people
from backend.registers.spreadsheets import XLSX
from backend.succession import report, rules
from backend.succession.operations import mapping as operations
from backend.succession.pages.plans import KEEPS, ONE, READS, crumbs
from backend.succession.queries import items as queries
from backend.succession.queries import plans
from backend.succession.queries.conflicts import conflicts_shown, must_be_mended
from backend.web import access, forms, sheets, views

_MAPPING = f"{ONE}/mapping"
_FILES = {
    "xlsx": (report.as_xlsx, XLSX),
    "pdf": (report.printed, "application/pdf"),
}
_SHOWN = 200
"""How many lines of the report its page shows."""


class ChoiceForm(forms.Form):
    item_id: UUID = Field(description="the thing")
    choice: rules.Choice = Field(description="what becomes of it")
    into: UUID | None = Field(None, description="into which it is merged")
    new_name: str | None = Field(None, max_length=200, description="its name here")
    because: str | None = Field(None, max_length=2_000, description="why")


class AllForm(forms.Form):
    predecessor_id: UUID = Field(description="the predecessor")
    kind: rules.Thing = Field(description="the kind of things")
    choice_of_all: rules.Choice = Field(description="what becomes of all of them")
    because_of_all: str | None = Field(None, max_length=2_000, description="why")


class TakerForm(forms.Form):
    person_id: UUID | None = Field(None, description="who takes it")
    predecessor_id: UUID | None = Field(None, description="the predecessor")
    item_id: UUID | None = Field(None, description="the thing")


class ConflictForm(forms.Form):
    conflict: str = Field(min_length=1, max_length=400, description="the conflict")
    words: str = Field(min_length=1, max_length=2_000, description="what is done about it")


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, plan_id: UUID) -> Template:
    """One kind of things, a page at a time, with the conflicts above."""
    scope = access.scope_of(request)
    plan = await plans.plan_of(scope, plan_id=plan_id)
    wanted = request.query_params.get("kind", state.value("kind", rules.Thing.COMMITTEE.value))
    thing = rules.Thing(wanted) if wanted in set(rules.Thing) else rules.Thing.COMMITTEE
    number = request.query_params.get("page", "1")
    found = await queries.items_of(
        scope,
        plan_id=plan_id,
        thing=thing,
        number=int(number) if number.isdecimal() and len(number) < 7 else 1,
    )
    conflicts = await conflicts_shown(scope, plan)
    changes = scope.may("succession.keep") and plan.is_open and plan.doing is None
    return views.page(
        request,
        "succession/mapping.html",
        state=state,
        plan=plan,
        thing=thing,
        heading=rules.THINGS[thing],
        found=found,
        mapped=thing in rules.MAPPED,
        choices=[(each.value, rules.CHOICE_IN_WORDS[each]) for each in rules.CHOICES.get(thing, ())],
        sweeping=[
            (each.value, rules.CHOICE_IN_WORDS[each])
            for each in rules.CHOICES.get(thing, ())
            if each is not rules.Choice.MERGE
        ],
        targets=await queries.targets_of(scope, plan_id=plan_id, thing=thing) if changes else [],
        things=[
            (each, words, sum(counts.get(each.value, 0) for counts in plan.counts.values()))
            for each, words in rules.THINGS.items()
        ],
        conflicts=conflicts,
        mend=[each.key for each in conflicts if must_be_mended(each)],
        changes=changes,
        people=[(each.id, each.name) for each in await people.people_of(scope)] if changes else [],
        crumbs=crumbs(scope, (plan.line.name, plan.path)),
    )


@get(_MAPPING, opt=READS, name="succession.mapping")
async def mapping(request: Request[Any, Any, Any], plan_id: FromPath[UUID]) -> Template:
    """What becomes of what."""
    return await page_of(request, forms.FormState(), plan_id)


@post(_MAPPING, opt=KEEPS, name="succession.choose")
@forms.taking(ChoiceForm, again=page_of)
async def choose(request: Request[Any, Any, Any], form: ChoiceForm, plan_id: FromPath[UUID]) -> str:
    """Choose what becomes of one thing."""
    await operations.choose(
        access.scope_of(request),
        plan_id=plan_id,
        item_ids=[form.item_id],
        choice=form.choice,
        into=form.into,
        new_name=form.new_name,
        because=form.because,
    )
    return _back(request, plan_id, "chosen")


@post(f"{_MAPPING}/all", opt=KEEPS, name="succession.choose-all")
@forms.taking(AllForm, again=page_of)
async def choose_all(request: Request[Any, Any, Any], form: AllForm, plan_id: FromPath[UUID]) -> str:
    """Choose the same for everything of a kind at one predecessor."""
    await operations.choose_all(
        access.scope_of(request),
        plan_id=plan_id,
        predecessor_id=form.predecessor_id,
        thing=form.kind,
        choice=form.choice_of_all,
        because=form.because_of_all,
    )
    return _back(request, plan_id, "chosen", kind=form.kind)


@post(f"{_MAPPING}/takers", opt=KEEPS, name="succession.taker")
@forms.taking(TakerForm, again=page_of)
async def taker(request: Request[Any, Any, Any], form: TakerForm, plan_id: FromPath[UUID]) -> str:
    """Say who takes one thing, or what has no owner at a predecessor."""
    await operations.name_taker(
        access.scope_of(request),
        plan_id=plan_id,
        person_id=form.person_id,
        predecessor_id=form.predecessor_id,
        item_id=form.item_id,
    )
    return _back(request, plan_id, "taken")


@post(f"{_MAPPING}/conflicts", opt=KEEPS, name="succession.settle")
@forms.taking(ConflictForm, again=page_of)
async def settle(request: Request[Any, Any, Any], form: ConflictForm, plan_id: FromPath[UUID]) -> str:
    """Say what is done about a conflict."""
    await operations.settle_conflict(
        access.scope_of(request), plan_id=plan_id, conflict=form.conflict, words=form.words
    )
    return _back(request, plan_id, "settled")


@get(f"{ONE}/due-diligence", opt=READS, name="succession.due-diligence")
async def due_diligence(
    request: Request[Any, Any, Any], plan_id: FromPath[UUID]
) -> Template | Response[bytes]:
    """Everything open and who takes it: a page, or with `as=xlsx`, `as=csv` and `as=pdf` a file."""
    scope = access.scope_of(request)
    plan = await plans.plan_of(scope, plan_id=plan_id)
    wanted = request.query_params.get("as", "page")
    most = report.MOST if wanted in ("csv", *_FILES) else _SHOWN
    made = report.Report(
        plan=plan,
        counts=await queries.counts_of(scope, plan_id=plan_id),
        items=await queries.everything_open(scope, plan_id=plan_id, most=most),
        conflicts=await conflicts_shown(scope, plan),
    )
    if wanted == "csv":
        return sheets.csv_file(scope, "due-diligence", report.HEADS, made.rows)
    if wanted in _FILES:
        make, media_type = _FILES[wanted]
        mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
        name = f"{mark}{scope.tenant.slug}-due-diligence-{scope.today.isoformat()}.{wanted}"
        data = await asyncio.to_thread(make, scope, made)
        return views.download(data, name=name, media_type=media_type)
    return views.page(
        request,
        "succession/due-diligence.html",
        plan=plan,
        report=made,
        heads_of_rows=report.HEADS,
        most=report.MOST,
        crumbs=crumbs(scope, (plan.line.name, plan.path)),
    )


def _back(request: Any, plan_id: UUID, said: str, *, kind: rules.Thing | None = None) -> str:
    """To the kind of things where one was."""
    wanted = kind.value if kind else request.query_params.get("kind", "")
    shown = f"&kind={wanted}" if wanted in set(rules.Thing) else ""
    return views.address(access.scope_of(request), f"/succession/plans/{plan_id}/mapping?said={said}{shown}")


ROUTES: list[Any] = [mapping, choose, choose_all, taker, settle, due_diligence]
