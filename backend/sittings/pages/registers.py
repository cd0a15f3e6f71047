"""The register of a committee's decisions and the table of who came, each as a page and as a file."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.scope import Scope
from backend.sittings import operations, queries, rules
from backend.sittings.queries import registers
from backend.web import access, forms, views

_COMMITTEE = "/t/{slug:str}/committees/{committee_id:uuid}"
_FORMULA = ("=", "+", "-", "@", "\t")
_CSV = "text/csv; charset=utf-8"


class SettlementForm(forms.Form):
    to: Literal["ratified", "reversed"] = Field(description="what became of it")
    by_id: UUID = Field(description="the later decision")


@get(f"{_COMMITTEE}/decisions", opt=access.needs("meetings.read"), name="sittings.decisions")
async def decisions(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """Every decision of a committee: within power, with consent, or irregular and what became of it."""
    return await _decisions(request, forms.FormState(), committee_id)


async def _decisions(
    request: Request[Any, Any, Any], state: forms.FormState, committee_id: UUID, at: UUID | None = None
) -> Template:
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id)
    found = await queries.decision_register(scope, committee_id=committee_id)
    return views.page(
        request,
        "sittings/decisions.html",
        committee=committee,
        decisions=found,
        open_count=sum(each.decision.standing == "irregular" for each in found),
        state=state,
        at_fault=at,
        officer=scope.may("sittings.record"),
        settling=await registers.settling_decisions(scope) if scope.may("sittings.record") else (),
        crumbs=_crumbs(scope, committee),
    )


@get(f"{_COMMITTEE}/decisions.csv", opt=access.needs("meetings.read"), name="sittings.decisions-file")
async def decisions_file(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Response[bytes]:
    """The same register as a file."""
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id)
    rows = [
        [
            in_words(each.decision.decided_at),
            each.meeting,
            each.item,
            each.decision.outcome_in_words,
            each.decision.text,
            each.decision.mover_name or "",
            each.decision.function or "",
            each.decision.value_in_words or "",
            each.decision.clause or "",
            each.decision.consent or "",
            each.decision.quorum_words or "",
            " ".join(each.decision.votes_in_words),
            each.decision.standing_in_words,
            " ".join(fault.words for fault in each.decision.faults),
            each.decision.sha256,
        ]
        for each in await queries.decision_register(scope, committee_id=committee_id)
    ]
    heads = [
        "Decided", "Meeting", "Item", "Outcome", "Decision", "Moved by", "Function", "Value", "Clause", "Consent",
        "Quorum", "Votes", "Standing", "What is irregular", "SHA-256",
    ]  # fmt: skip
    return views.download(
        _as_csv(heads, rows), name=f"{scope.tenant.slug}-{committee.slug}-decisions.csv", media_type=_CSV
    )


@get(f"{_COMMITTEE}/attendance", opt=access.needs("meetings.read"), name="sittings.attendance")
async def attendance(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """Who came to the committee's meetings in a financial year."""
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id)
    year = _year(scope, request.query_params.get("year", ""))
    return views.page(
        request,
        "sittings/attendance.html",
        committee=committee,
        table=await queries.attendance_of(
            scope, committee_id=committee_id, since=date(year, 4, 1), until=date(year + 1, 3, 31)
        ),
        year=year,
        this_year=_year(scope, ""),
        crumbs=_crumbs(scope, committee),
    )


@get(f"{_COMMITTEE}/attendance.csv", opt=access.needs("meetings.read"), name="sittings.attendance-file")
async def attendance_file(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Response[bytes]:
    """The same table as a file."""
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id)
    year = _year(scope, request.query_params.get("year", ""))
    table = await queries.attendance_of(
        scope, committee_id=committee_id, since=date(year, 4, 1), until=date(year + 1, 3, 31)
    )
    heads = [
        "Name",
        "Seat",
        *(f"{in_words(day)}: {title}" for _, title, day in table.meetings),
        "Came",
        "Of",
    ]
    rows = [
        [row.name, ", ".join(row.seats), *row.marks, str(row.came), str(row.possible)] for row in table.rows
    ]
    return views.download(
        _as_csv(heads, rows), name=f"{scope.tenant.slug}-{committee.slug}-attendance.csv", media_type=_CSV
    )


async def _again(request: Request[Any, Any, Any], state: forms.FormState, irregularity_id: UUID) -> Template:
    committee_id = await registers.committee_of_irregularity(
        access.scope_of(request), irregularity_id=irregularity_id
    )
    return await _decisions(request, state, committee_id, irregularity_id)


@post(
    "/t/{slug:str}/irregular-decisions/{irregularity_id:uuid}/settlement",
    opt=access.needs("sittings.record"),
    name="sittings.settle",
)
@forms.taking(SettlementForm, again=_again)
async def settle(
    request: Request[Any, Any, Any], form: SettlementForm, irregularity_id: FromPath[UUID]
) -> str:
    """Say which later decision ratified or reversed an irregular one."""
    scope = access.scope_of(request)
    committee_id = await registers.committee_of_irregularity(scope, irregularity_id=irregularity_id)
    await operations.settle_irregularity(
        scope, irregularity_id=irregularity_id, to=rules.Settlement(form.to), by_decision_id=form.by_id
    )
    return views.address(scope, f"/committees/{committee_id}/decisions?said={form.to}")


def _year(scope: Scope, typed: str) -> int:
    """The financial year that begins in April of the year that was asked for; the present one otherwise."""
    if typed.isascii() and typed.isdecimal() and 1990 <= int(typed[:4]) <= 2190:
        return int(typed[:4])
    return scope.today.year - (scope.today.month < 4)


def _as_csv(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for cells in (heads, *rows):
        # a cell that begins like a formula is text all the same
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _crumbs(scope: Scope, committee: committees.CommitteeView) -> list[views.Crumb]:
    return [
        views.Crumb("Committees", views.address(scope, "/committees")),
        views.Crumb(committee.name, views.address(scope, f"/committees/{committee.id}")),
    ]


ROUTES: list[Any] = [decisions, decisions_file, attendance, attendance_file, settle]
