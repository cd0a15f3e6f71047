"""All measures with how each stands, and one with everything that is said of it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.kit.calendar import in_words
from backend.measures import drawing, operations, queries
from backend.measures.queries import MeasureView
from backend.measures.rules.differing import DIFFERS_IN_WORDS
from backend.measures.rules.standing import STANDING_IN_WORDS, Standing
from backend.measures.rules.values import BETTER_IN_WORDS, SAID_IN_WORDS
from backend.scope import Scope
from backend.web import access, forms, sheets, views
from backend.web.days import day_of

SHOWN = {
    **{each.value: words for each, words in STANDING_IN_WORDS.items()},
    "differing": "Sources that differ",
    "outliers": "Outliers without a meaning",
    "retired": "Retired",
}
_HEADS = (
    *("Measure", "Said", "Period", "Value", "Unit", "Organisation", "Lower limit", "Upper limit", "Source"),
    *("Note", "Entered by"),
)


@get("/t/{slug:str}/measures", opt=access.needs("measures.read"), name="measures.list")
async def every(request: Request[Any, Any, Any]) -> Template:
    """Every measure, how it stands, and where its sources differ; as it was known on a day."""
    scope = access.scope_of(request)
    day, typed, problem = day_of(request, "on", scope)
    show = request.query_params.get("show", "")[:20]
    text = request.query_params.get("text", "").strip()[:100]
    found = await queries.measures_of(scope, on=day, also_retired=show == "retired")
    unwritten = await _unwritten(scope, found)
    chosen = [each for each in found if _fits(each, show, unwritten) and _holds(each, text)]
    return views.page(
        request,
        "measures/list.html",
        measures=chosen,
        every=found,
        unwritten=unwritten,
        standings=STANDING_IN_WORDS,
        counts={each: sum(one.stands.standing is each for one in found) for each in Standing},
        differing=sum(bool(each.differences) for each in found),
        shown=SHOWN,
        chosen={"show": show, "text": text, "on": typed},
        on=day,
        problem=problem,
    )


@get("/t/{slug:str}/measures/values.csv", opt=access.needs("measures.read"), name="measures.file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Every value of every measure as a file for a spreadsheet, as it was known on a day."""
    scope = access.scope_of(request)
    day, _, _ = day_of(request, "on", scope)
    rows = [
        (
            each.title,
            SAID_IN_WORDS[value.said],
            value.period.text,
            "" if value.value is None else f"{value.value:f}",
            value.unit,
            value.about or "",
            "" if value.low is None else f"{value.low:f}",
            "" if value.high is None else f"{value.high:f}",
            value.source,
            value.note or "",
            value.entered_by,
        )
        for each in await queries.measures_of(scope, on=day)
        for value in each.values
    ]
    return sheets.csv_file(scope, "measures", _HEADS, rows)


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, measure_id: UUID) -> Template:
    scope = access.scope_of(request)
    day, typed, problem = day_of(request, "on", scope)
    found = await queries.measure(scope, measure_id=measure_id, on=day)
    return views.page(
        request,
        "measures/measure.html",
        state=state,
        measure=found,
        picture=drawing.drawn(found, on=day),
        meanings=await queries.meanings_of(scope, value_ids=[each.value.id for each in found.outliers]),
        struck=await queries.struck_of(scope, measure_id=measure_id),
        standings=STANDING_IN_WORDS,
        said_words=SAID_IN_WORDS,
        better_words=BETTER_IN_WORDS,
        differs=DIFFERS_IN_WORDS,
        findings=operations.FINDING_IN_WORDS,
        documents=_documents(found),
        on=day,
        today=day >= scope.today,
        as_at=None if day >= scope.today else in_words(day),
        typed=typed,
        problem=problem,
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/measures/{measure_id:uuid}", opt=access.needs("measures.read"), name="measures.one")
async def one(request: Request[Any, Any, Any], measure_id: FromPath[UUID]) -> Template:
    """What is said of a measure, source by source, its trajectory, and who stands out in it."""
    return await page_of(request, forms.FormState(), measure_id)


def crumbs(scope: Scope, measure: MeasureView | None = None) -> list[views.Crumb]:
    found = [views.Crumb("Measures", views.address(scope, "/measures"))]
    if measure is not None:
        found.append(views.Crumb(measure.title, views.address(scope, measure.path)))
    return found


async def _unwritten(scope: Scope, measures: tuple[MeasureView, ...]) -> dict[UUID, int]:
    """How many outliers of each measure nobody has written a meaning for."""
    ids = [each.value.id for measure in measures for each in measure.outliers]
    written = await queries.meanings_of(scope, value_ids=ids)
    return {
        measure.id: sum(each.value.id not in written for each in measure.outliers) for measure in measures
    }


def _documents(measure: MeasureView) -> list[str]:
    """The documents in which the values were read."""
    told = [each.provenance or {} for each in measure.values]
    return sorted({str(each["title"]) for each in told if each.get("title")})


def _fits(measure: MeasureView, show: str, unwritten: dict[UUID, int]) -> bool:
    match show:
        case "differing":
            return bool(measure.differences)
        case "outliers":
            return unwritten[measure.id] > 0
        case "retired":
            return measure.retired_at is not None
        case _ if show in set(Standing):
            return measure.stands.standing == show
        case _:
            return True


def _holds(measure: MeasureView, text: str) -> bool:
    return text.casefold() in f"{measure.title} {measure.definition}".casefold()


ROUTES: list[Any] = [every, file, one]
