"""A joint committee: whom its seats represent, what each body delegates, what the other body gets of its decisions."""

from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath
from pydantic import Field

from backend.powers import operations as powers
from backend.powers import queries as power_queries
from backend.together import operations, queries, rules
from backend.together.pages.shown import agreement_page
from backend.web import access, forms, views


class SeatsForm(forms.Form):
    theirs: list[str] = Field(default_factory=list, max_length=60, description="the seats of the other body")
    at_least_each: int | None = Field(None, ge=1, le=50, description="the number of members of each body")


class PowerForm(forms.Form):
    """One function that we delegate; with the earlier ones it makes the new statement."""

    function_id: UUID = Field(description="the function")
    limit: Decimal | None = Field(
        None, gt=0, max_digits=13, decimal_places=2, description="the limit in pounds"
    )
    conditions: str | None = Field(None, max_length=4_000, description="the conditions")
    consent_from: str | None = Field(None, max_length=300, description="who else must agree")
    clause: str = Field(min_length=1, max_length=300, description="the clause")
    effective_from: forms.FormDate = Field(description="the first day")
    effective_until: forms.FormDate | None = Field(None, description="the last day")


class LeaveOutForm(forms.Form):
    number: int = Field(ge=1, le=500, description="the line to leave out")


class SchemeForm(forms.Form):
    """A button and nothing else."""


class MatchForm(forms.Form):
    power_id: UUID = Field(description="the stated power")
    function_id: UUID = Field(description="our function")


class ExtractForm(forms.Form):
    meeting_id: UUID = Field(description="the meeting")
    what: Literal["decisions", "minutes"] = Field(description="what is sent")


@post(
    "/t/{slug:str}/together/{agreement_id:uuid}/seats",
    opt=access.needs("together.agree"),
    name="together.represent",
)
@forms.taking(SeatsForm, again=agreement_page)
async def represent(request: Request[Any, Any, Any], form: SeatsForm, agreement_id: FromPath[UUID]) -> str:
    """Say which seats are the other body's, and how many of each make a quorum."""
    scope = access.scope_of(request)
    await operations.represent(
        scope,
        agreement_id=agreement_id,
        theirs=form.theirs,
        at_least_each=form.at_least_each,
    )
    return views.address(scope, f"/together/{agreement_id}?said=seats#joint")


@post(
    "/t/{slug:str}/together/{agreement_id:uuid}/powers",
    opt=access.needs("together.agree"),
    name="together.state-power",
)
@forms.taking(PowerForm, again=agreement_page)
async def state_power(request: Request[Any, Any, Any], form: PowerForm, agreement_id: FromPath[UUID]) -> str:
    """State one more function that we delegate, with those stated before."""
    scope = access.scope_of(request)
    function = await power_queries.function_view(scope, function_id=form.function_id)
    line = rules.PowerLine(
        function=function.name,
        function_slug=function.slug,
        authority=function.authority,
        limit_pence=None if form.limit is None else int(form.limit * 100),
        conditions=form.conditions,
        consent_from=form.consent_from,
        clause=form.clause,
        effective_from=form.effective_from,
        effective_until=form.effective_until,
    )
    lines = (*await _ours(request, agreement_id), line)
    await operations.state_powers(scope, agreement_id=agreement_id, lines=lines)
    return views.address(scope, f"/together/{agreement_id}?said=powers#joint")


@post(
    "/t/{slug:str}/together/{agreement_id:uuid}/powers/leaving-out",
    opt=access.needs("together.agree"),
    name="together.leave-out-power",
)
@forms.taking(LeaveOutForm, again=agreement_page)
async def leave_out(request: Request[Any, Any, Any], form: LeaveOutForm, agreement_id: FromPath[UUID]) -> str:
    """State our powers anew without one of the lines."""
    scope = access.scope_of(request)
    lines = await _ours(request, agreement_id)
    if form.number > len(lines):
        raise rules.UnableToShare("There is no such line any more. Look at the page again.", field="number")
    left = (*lines[: form.number - 1], *lines[form.number :])
    await operations.state_powers(scope, agreement_id=agreement_id, lines=left)
    return views.address(scope, f"/together/{agreement_id}?said=powers#joint")


@post(
    "/t/{slug:str}/together/{agreement_id:uuid}/powers/scheme",
    opt=access.needs("together.agree"),
    name="together.state-scheme",
)
@forms.taking(SchemeForm, again=agreement_page)
async def state_scheme(
    request: Request[Any, Any, Any], _form: SchemeForm, agreement_id: FromPath[UUID]
) -> str:
    """Send what our own scheme gives to the joint committee."""
    scope = access.scope_of(request)
    await operations.state_powers(scope, agreement_id=agreement_id)
    return views.address(scope, f"/together/{agreement_id}?said=powers#joint")


@post(
    "/t/{slug:str}/together/{agreement_id:uuid}/powers/match",
    opt=access.needs("together.agree"),
    name="together.match-power",
)
@forms.taking(MatchForm, again=agreement_page)
async def match(request: Request[Any, Any, Any], form: MatchForm, agreement_id: FromPath[UUID]) -> str:
    """Say which function of our scheme the other body means."""
    scope = access.scope_of(request)
    await queries.agreement(scope, agreement_id=agreement_id)
    await powers.match_power(scope, power_id=form.power_id, function_id=form.function_id)
    return views.address(scope, f"/together/{agreement_id}?said=matched#joint")


@post(
    "/t/{slug:str}/together/{agreement_id:uuid}/extracts",
    opt=access.needs("together.agree"),
    name="together.send-extract",
)
@forms.taking(ExtractForm, again=agreement_page)
async def send_extract(
    request: Request[Any, Any, Any], form: ExtractForm, agreement_id: FromPath[UUID]
) -> str:
    """Send the decisions or the signed minutes of one meeting of the joint committee."""
    scope = access.scope_of(request)
    act = operations.share_decisions if form.what == "decisions" else operations.share_minutes
    await act(scope, meeting_id=form.meeting_id, agreement_id=agreement_id)
    return views.address(scope, f"/together/{agreement_id}?said=extract")


async def _ours(request: Request[Any, Any, Any], agreement_id: UUID) -> tuple[rules.PowerLine, ...]:
    """What we stated last."""
    stated = await queries.stated_powers(access.scope_of(request), agreement_id=agreement_id)
    return next((each.powers.lines for each in stated if each.ours), ())


ROUTES: list[Any] = [represent, state_power, leave_out, state_scheme, match, send_extract]
