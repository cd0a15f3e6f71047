"""Stating a value, those of many organisations at once, correcting one, striking one out, writing what one means."""

from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import BeforeValidator, Field

from backend.catalogue.measures import Said
from backend.kit.periods import Period, UnableToReadPeriod
from backend.measures import operations, queries
from backend.measures.operations import Stated
from backend.measures.pages.lists import crumbs, page_of
from backend.measures.rules.values import SAID_IN_WORDS, UnableToReadValue, read_value
from backend.web import access, forms, views


def _number(typed: object) -> object:
    try:
        return read_value(typed) if isinstance(typed, str) and typed.strip() else typed
    except UnableToReadValue as refusal:
        raise ValueError(str(refusal)) from None


def _period(typed: object) -> object:
    try:
        return Period.read(typed) if isinstance(typed, str) and typed.strip() else typed
    except UnableToReadPeriod as refusal:
        raise ValueError(str(refusal)) from None


Number = Annotated[Decimal, BeforeValidator(_number)]
AnyPeriod = Annotated[Period, BeforeValidator(_period)]


class ValueForm(forms.Form):
    said: Said = Field(description="what the value is")
    period: AnyPeriod = Field(description="the period")
    value: Number = Field(description="the value")
    source: str = Field(min_length=1, max_length=300, description="where it stands")
    note: str | None = Field(None, max_length=2_000, description="the note")


class LinesForm(forms.Form):
    period: AnyPeriod = Field(description="the period")
    source: str = Field(min_length=1, max_length=300, description="where the values stand")
    lines: str = Field(min_length=1, max_length=200_000, description="the values")


class CorrectForm(forms.Form):
    value: Number | None = Field(None, description="the right value")
    because: str = Field(min_length=1, max_length=1_000, description="why")
    how: Literal["correct", "strike"] = Field(description="what is to be done")


class MeaningForm(forms.Form):
    finding: operations.Finding = Field(description="how it differs")
    words: str = Field(min_length=1, max_length=4_000, description="what it means")


async def _lines_page(request: Request[Any, Any, Any], state: forms.FormState, measure_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.measure(scope, measure_id=measure_id)
    return views.page(request, "measures/lines.html", state=state, measure=found, crumbs=crumbs(scope, found))


async def _value_page(request: Request[Any, Any, Any], state: forms.FormState, value_id: UUID) -> Template:
    scope = access.scope_of(request)
    found, value = await queries.value_of(scope, value_id=value_id)
    meanings = await queries.meanings_of(scope, value_ids=[value_id])
    outlier = next((each for each in found.outliers if each.value.id == value_id), None)
    return views.page(
        request,
        "measures/value.html",
        state=state,
        measure=found,
        value=value,
        outlier=outlier,
        meanings=meanings.get(value_id, ()),
        findings=operations.FINDING_IN_WORDS,
        said_words=SAID_IN_WORDS,
        crumbs=crumbs(scope, found),
    )


@post(
    "/t/{slug:str}/measures/{measure_id:uuid}/values",
    opt=access.needs("measures.keep"),
    name="measures.state",
)
@forms.taking(ValueForm, again=page_of)
async def state(request: Request[Any, Any, Any], form: ValueForm, measure_id: FromPath[UUID]) -> str:
    """State a value for a period."""
    scope = access.scope_of(request)
    stated = Stated(said=form.said, period=form.period, value=form.value, source=form.source, note=form.note)
    await operations.state(scope, measure_id=measure_id, stated=[stated])
    return views.address(scope, f"/measures/{measure_id}?said=stated")


@get(
    "/t/{slug:str}/measures/{measure_id:uuid}/organisations",
    opt=access.needs("measures.keep"),
    name="measures.lines",
)
async def lines(request: Request[Any, Any, Any], measure_id: FromPath[UUID]) -> Template:
    """The form to paste what was measured of many organisations."""
    return await _lines_page(request, forms.FormState(), measure_id)


@post(
    "/t/{slug:str}/measures/{measure_id:uuid}/organisations",
    opt=access.needs("measures.keep"),
    name="measures.state-lines",
)
@forms.taking(LinesForm, again=_lines_page)
async def state_lines(request: Request[Any, Any, Any], form: LinesForm, measure_id: FromPath[UUID]) -> str:
    """State what was measured of many organisations, all or none."""
    scope = access.scope_of(request)
    await operations.state_of_organisations(
        scope, measure_id=measure_id, period=form.period, source=form.source, text=form.lines
    )
    return views.address(scope, f"/measures/{measure_id}?said=stated#organisations")


@get("/t/{slug:str}/measure-values/{value_id:uuid}", opt=access.needs("measures.keep"), name="measures.value")
async def value(request: Request[Any, Any, Any], value_id: FromPath[UUID]) -> Template:
    """One value: to correct it, strike it out, or write what it means."""
    return await _value_page(request, forms.FormState(), value_id)


@post(
    "/t/{slug:str}/measure-values/{value_id:uuid}", opt=access.needs("measures.keep"), name="measures.correct"
)
@forms.taking(CorrectForm, again=_value_page)
async def correct(request: Request[Any, Any, Any], form: CorrectForm, value_id: FromPath[UUID]) -> str:
    """Put another value in its place, or strike it out; both stay to be read."""
    scope = access.scope_of(request)
    found, _ = await queries.value_of(scope, value_id=value_id)
    if form.how == "strike":
        await operations.strike(scope, value_id=value_id, because=form.because)
    elif form.value is None:
        raise operations.UnableToMeasure("Enter the right value.", field="value")
    else:
        await operations.correct(scope, value_id=value_id, value=form.value, because=form.because)
    return views.address(scope, f"{found.path}?said=corrected")


@post(
    "/t/{slug:str}/measure-values/{value_id:uuid}/meaning",
    opt=access.needs("measures.keep"),
    name="measures.write-meaning",
)
@forms.taking(MeaningForm, again=_value_page)
async def write_meaning(request: Request[Any, Any, Any], form: MeaningForm, value_id: FromPath[UUID]) -> str:
    """Write what a value means; what was written before stays."""
    scope = access.scope_of(request)
    found, _ = await queries.value_of(scope, value_id=value_id)
    await operations.write_meaning(scope, value_id=value_id, finding=form.finding, words=form.words)
    return views.address(scope, f"{found.path}?said=meaning#organisations")


ROUTES: list[Any] = [state, lines, state_lines, value, correct, write_meaning]
