"""The frameworks in use and how each stands, and the form that opens an assessment of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import assessments as acts
from backend.assurance.pages import parts
from backend.assurance.queries import assessments as queries
from backend.assurance.queries import editions
from backend.assurance.queries.answers import lines_of
from backend.assurance.queries.assessments import AssessmentView
from backend.assurance.queries.editions import EditionView
from backend.assurance.rules.assessing import STATE_IN_WORDS, Tally
from backend.assurance.rules.standing import STANDS_IN_WORDS, Stands
from backend.scope import Scope
from backend.web import access, forms, views

NONE = "none"
"""What stands in the filter for frameworks that nobody has assessed."""
GAPS = "gaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkLine:
    """A framework in use with its newest assessment, and those before it."""

    edition: EditionView
    assessment: AssessmentView | None
    tally: Tally | None
    earlier: tuple[AssessmentView, ...]

    @property
    def applying(self) -> int:
        """How many requirements apply."""
        return self.tally.total - self.tally.not_applicable if self.tally else 0


class OpenForm(forms.Form):
    edition_id: UUID = Field(description="the framework")
    title: str = Field(min_length=1, max_length=200, description="a title, such as 2014/15")
    period_from: forms.FormDate = Field(description="the first day of its period")
    period_until: forms.FormDate = Field(description="the last day of its period")


@get("/t/{slug:str}/assurance", opt=access.needs("assurance.read"), name="assurance.overview")
async def overview(request: Request[Any, Any, Any]) -> Template:
    """The frameworks in use on a day, with the newest assessment of each."""
    scope = access.scope_of(request)
    on, typed, problem = parts.asked_day(request, scope)
    text = request.query_params.get("text", "").strip()[:200]
    state = request.query_params.get("state", "")
    lines = await _lines(scope, on)
    return views.page(
        request,
        "assurance/overview.html",
        lines=[line for line in lines if _fits(line, text.lower(), state)],
        in_use=len(lines),
        on=on,
        problem=problem,
        chosen={"on": typed, "text": text, "state": state},
        filtered=bool(text or state),
        states={
            **{each.value: words for each, words in STATE_IN_WORDS.items()},
            NONE: "Not assessed yet",
            GAPS: "With gaps",
        },
        shown=[(each, STANDS_IN_WORDS[each], parts.TAGS[each]) for each in Stands],
        at_day=parts.query(on=typed),
    )


async def _lines(scope: Scope, on: date) -> list[FrameworkLine]:
    known = [each for each in await queries.assessments_of(scope) if each.opened_at <= scope.end_of(on)]
    by_edition: dict[UUID, list[AssessmentView]] = {}
    for each in known:
        by_edition.setdefault(each.edition_id, []).append(each)
    # an open assessment before one that is closed, the newest before the others
    newest = {
        edition_id: min(each, key=lambda view: (not view.open, -view.opened_at.timestamp()))
        for edition_id, each in by_edition.items()
    }
    tallies = await _tallies(scope, list(newest.values()), on)
    return [
        FrameworkLine(
            edition=edition,
            assessment=newest.get(edition.id),
            tally=tallies[newest[edition.id].id] if edition.id in newest else None,
            earlier=tuple(each for each in by_edition.get(edition.id, ()) if each is not newest[edition.id]),
        )
        for edition in await editions.in_use(scope, on=on)
    ]


async def _tallies(scope: Scope, views_: list[AssessmentView], on: date) -> Mapping[UUID, Tally]:
    if on < scope.today:
        lines = await lines_of(scope, assessments=views_, on=on)
        return {each: parts.tallied(found) for each, found in lines.items()}
    kept = await queries.tallies_of(scope, assessment_ids=[each.id for each in views_])
    return {each: queries.whole(found) for each, found in kept.items()}


def _fits(line: FrameworkLine, text: str, state: str) -> bool:
    if text and text not in f"{line.edition.title} {line.edition.publisher} {line.edition.label}".lower():
        return False
    if state == NONE:
        return line.assessment is None
    if state == GAPS:
        return line.tally is not None and line.tally.met + line.tally.not_applicable < line.tally.total
    return not state or (line.assessment is not None and line.assessment.state.value == state)


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    year = scope.today.year if scope.today.month >= 4 else scope.today.year - 1
    return views.page(
        request,
        "assurance/open.html",
        state=state,
        editions=[(each.id, each.name) for each in await editions.in_use(scope)],
        edition_id=parts.uuid_of(request.query_params.get("edition", "")),
        year=f"{year}/{(year + 1) % 100:02}",
        begins=date(year, 4, 1),
        ends=date(year + 1, 3, 31),
        crumbs=parts.crumbs(scope),
    )


@get("/t/{slug:str}/assurance/assessments/new", opt=access.needs("assurance.keep"), name="assurance.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form that opens an assessment."""
    return await _form(request, forms.FormState())


@post("/t/{slug:str}/assurance/assessments", opt=access.needs("assurance.keep"), name="assurance.open")
@forms.taking(OpenForm, again=_form)
async def create(request: Request[Any, Any, Any], form: OpenForm) -> str:
    """Open an assessment of a framework in use."""
    scope = access.scope_of(request)
    assessment_id = await acts.open_assessment(scope, **form.model_dump())
    return views.address(scope, f"/assurance/assessments/{assessment_id}?said=opened")


ROUTES: list[Any] = [overview, new, create]
