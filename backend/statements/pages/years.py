"""The years: how far their statements are, what a freeze would keep, and freezing."""

from dataclasses import dataclass
from typing import Any

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue import shelf
from backend.catalogue.statements import StatementKind
from backend.scope import Scope
from backend.statements.operations import freezing
from backend.statements.pages.shared import crumbs
from backend.statements.queries import freezes, recorded
from backend.statements.queries import statements as queries
from backend.statements.queries.freezes import FreezeView
from backend.statements.queries.gathering import gathered, may_see, shown_rows
from backend.statements.queries.statements import StatementLine
from backend.statements.rules import writing
from backend.statements.rules.years import FinancialYear, known_year, year_of
from backend.web import access, forms, views

_YEARS_BEFORE = 2
"""How many years that ended are listed although nothing was kept of them."""

_ROWS_AHEAD = 30
"""How many lines of each part the page before a freeze shows."""


class FreezeForm(forms.Form):
    reason: str | None = Field(None, max_length=1_000, description="why the year is frozen again")


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """One year in the list."""

    year: FinancialYear
    freezes: tuple[FreezeView, ...]
    statements: tuple[StatementLine, ...]
    ended: bool

    @property
    def signed(self) -> int:
        return sum(line.state is writing.State.SIGNED for line in self.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A statement that a year may have, and the one that there is."""

    kind: StatementKind
    title: str
    committee_id: Any = None
    line: StatementLine | None = None
    unable: str | None = None


@get("/t/{slug:str}/statements", opt=access.needs("statements.read"), name="statements.list")
async def overview(request: Request[Any, Any, Any]) -> Template:
    """Every year with something kept of it, the running one and the last two, newest first."""
    scope = access.scope_of(request)
    frozen = await freezes.freezes_of(scope)
    lines = await queries.lines_of(scope)
    now = year_of(scope.today)
    known = {FinancialYear(now.beginning - before) for before in range(_YEARS_BEFORE + 1)}
    known |= {each.year for each in frozen} | {each.year for each in lines}
    return views.page(
        request,
        "statements/list.html",
        years=[
            YearLine(
                year=year,
                freezes=tuple(each for each in frozen if each.year == year),
                statements=tuple(each for each in lines if each.year == year),
                ended=year.until < scope.today,
            )
            for year in sorted(known, reverse=True)
        ],
        anything=bool(frozen or lines),
    )


@get("/t/{slug:str}/statements/years/{year:int}", opt=access.needs("statements.read"), name="statements.year")
async def one_year(request: Request[Any, Any, Any], year: FromPath[int]) -> Template:
    """A year: its freezes, its statements and what is left of each."""
    scope = access.scope_of(request)
    of = known_year(year)
    return views.page(
        request,
        "statements/year.html",
        year=of,
        ended=of.until < scope.today,
        frozen=await freezes.freezes_of(scope, year=of),
        wanted=await _wanted(scope, of),
        standards=queries.standards_on(of.until),
        crumbs=crumbs(scope),
    )


async def _preview(request: Request[Any, Any, Any], state: forms.FormState, year: int) -> Template:
    scope = access.scope_of(request)
    of = known_year(year)
    whole = await gathered(scope, year=of)
    hidden = await freezes.hidden_from(scope)
    return views.page(
        request,
        "statements/freezing.html",
        year=of,
        ended=of.until < scope.today,
        whole=whole,
        parts=[shown_rows(scope, part, hidden) for part in whole.parts if may_see(scope, part)],
        frozen=await freezes.freezes_of(scope, year=of),
        rows_ahead=_ROWS_AHEAD,
        state=state,
        crumbs=crumbs(scope, year=of),
    )


@get(
    "/t/{slug:str}/statements/years/{year:int}/freezing",
    opt=access.needs("statements.keep"),
    name="statements.freezing",
)
async def preview(request: Request[Any, Any, Any], year: FromPath[int]) -> Template:
    """What a freeze would keep, as it reads now; nothing is kept yet."""
    return await _preview(request, forms.FormState(), year)


@post(
    "/t/{slug:str}/statements/years/{year:int}/freezing",
    opt=access.needs("statements.keep"),
    name="statements.freeze",
)
@forms.taking(FreezeForm, again=_preview)
async def freeze(request: Request[Any, Any, Any], form: FreezeForm, year: FromPath[int]) -> str:
    """Freeze the year as it reads now."""
    scope = access.scope_of(request)
    freeze_id = await freezing.freeze_year(scope, year=known_year(year), reason=form.reason)
    return views.address(scope, f"/statements/freezes/{freeze_id}?said=frozen")


async def _wanted(scope: Scope, year: FinancialYear) -> list[Wanted]:
    lines = await queries.lines_of(scope, year=year)
    found = {(line.kind, line.committee_id): line for line in lines}
    wanted = [
        _one(kind, writing.KIND_IN_WORDS[kind], None, found, year)
        for kind in (StatementKind.GOVERNANCE, StatementKind.CONFLICTS_AUDIT)
    ]
    readiness = _one(
        StatementKind.READINESS, writing.KIND_IN_WORDS[StatementKind.READINESS], None, found, year
    )
    if readiness.unable is None and shelf.catalogue().says_readiness(scope.tenant.kind):
        wanted.append(readiness)
    wanted += [
        _one(StatementKind.COMMITTEE, each.name, each.id, found, year)
        for each in await recorded.committees_in(scope, year=year)
    ]
    return wanted


def _one(kind: StatementKind, title: str, committee_id: Any, found: Any, year: FinancialYear) -> Wanted:
    unable = None
    try:
        queries.template_of(kind, on=year.until)
    except writing.UnableToWrite as refusal:
        unable = refusal.sentence
    line = found.get((kind, committee_id))
    return Wanted(kind=kind, title=title, committee_id=committee_id, line=line, unable=unable)


ROUTES: list[Any] = [overview, one_year, preview, freeze]
