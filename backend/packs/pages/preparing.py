"""Before a pack is built: what would be in it, what is missing, what is personal, what is left out, whose opinion."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.packs import operations, rules
from backend.packs.assurance import definitions, dry_run, leaving_out, written
from backend.packs.assurance import rules as assurance
from backend.packs.sections.shapes import Reading
from backend.people.pages import step_up
from backend.scope import NotFound, Refusal, Scope
from backend.web import access, forms, views

BUILDS = access.needs("packs.assurance.build")
ONE = "/t/{slug:str}/assurance-packs/preparing/{definition:str}/{since:str}/{until:str}"


class StrikeForm(forms.Form):
    """What an officer leaves out by hand, and why."""

    record: str = Field(description="what is left out")
    reason: str = Field("", description="why it is left out")
    basis: str = Field("", description="the law or the rule that lets it be left out")


class LiftForm(forms.Form):
    """Why something that was left out is let in again."""

    because: str = Field("", description="why it is let in again")


class OpinionForm(forms.Form):
    """A named person's opinion."""

    words: str = Field("", description="your opinion")


def path_of(definition_id: str, since: date, until: date) -> str:
    return f"/assurance-packs/preparing/{definition_id}/{since.isoformat()}/{until.isoformat()}"


async def page_of(
    request: Request[Any, Any, Any], state: forms.FormState, definition: str, since: str, until: str
) -> Template:
    """The dry run with its forms."""
    scope = access.scope_of(request)
    period = _period(scope, since, until)
    chosen = _chosen(scope, definition, period)
    seen = await dry_run.dry_run_of(scope, definition=chosen.key, period=period)
    giver = next((each for each in chosen.signers if each.gives_opinion), None)
    reading = Reading(scope=scope, period=period)
    return views.page(
        request,
        "packs/preparing.html",
        state=state,
        definition=chosen,
        period=period,
        dry=seen,
        opinion=seen.contents.opinion,
        giver=giver,
        may_opine=giver is not None and scope.may("packs.assurance.sign") and giver.role in scope.roles,
        may_build=scope.may("packs.assurance.build"),
        struck=await leaving_out.standing_redactions(reading, chosen.id),
        rules_lines=[line for line in seen.contents.redactions.lines if line.by == written.RULE],
        here=views.address(scope, path_of(chosen.id, period.since, period.until)),
        crumbs=[views.Crumb("Assurance packs", views.address(scope, "/assurance-packs"))],
    )


@get(ONE, opt=access.needs("packs.assurance.prepare"), name="packs.preparing")
async def preparing(
    request: Request[Any, Any, Any], definition: FromPath[str], since: FromPath[str], until: FromPath[str]
) -> Template:
    """What a pack would hold, if it were built now. Looking writes nothing."""
    return await page_of(request, await step_up.state_of(request), definition, since, until)


@post(f"{ONE}/redactions", opt=BUILDS, name="packs.strike")
@forms.taking(StrikeForm, again=page_of)
async def strike(
    request: Request[Any, Any, Any],
    form: StrikeForm,
    definition: FromPath[str],
    since: FromPath[str],
    until: FromPath[str],
) -> str:
    """Leave a record out by hand."""
    scope = access.scope_of(request)
    period = _period(scope, since, until)
    chosen = _chosen(scope, definition, period)
    room, kind, record_id = _record(form.record)
    await operations.strike(
        scope,
        definition_id=chosen.id,
        since=period.since,
        until=period.until,
        room=room,
        record_kind=kind,
        record_id=record_id,
        reason=form.reason,
        basis=form.basis,
    )
    return views.address(scope, f"{path_of(chosen.id, period.since, period.until)}?said=struck#left-out")


async def _lift_again(
    request: Request[Any, Any, Any],
    state: forms.FormState,
    redaction_id: UUID,
    definition: str,
    since: str,
    until: str,
) -> Template:
    return await page_of(request, state, definition, since, until)


@post(f"{ONE}/redactions/{{redaction_id:uuid}}/lifting", opt=BUILDS, name="packs.lift")
@forms.taking(LiftForm, again=_lift_again)
async def lift(
    request: Request[Any, Any, Any],
    form: LiftForm,
    redaction_id: FromPath[UUID],
    definition: FromPath[str],
    since: FromPath[str],
    until: FromPath[str],
) -> str:
    """Let it in again."""
    scope = access.scope_of(request)
    period = _period(scope, since, until)
    await operations.lift(scope, redaction_id=redaction_id, because=form.because)
    return views.address(scope, f"{path_of(definition, period.since, period.until)}?said=lifted#left-out")


@post(f"{ONE}/opinion", opt=access.needs("packs.assurance.sign"), name="packs.opinion")
@forms.taking(OpinionForm, again=page_of)
async def opinion(
    request: Request[Any, Any, Any],
    form: OpinionForm,
    definition: FromPath[str],
    since: FromPath[str],
    until: FromPath[str],
) -> str:
    """Give one's opinion, with fresh proof of who gives it."""
    scope = access.scope_of(request)
    period = _period(scope, since, until)
    chosen = _chosen(scope, definition, period)
    path = views.address(scope, path_of(chosen.id, period.since, period.until))
    if ask := await step_up.first(request, form, path=path):
        return ask
    await operations.give_opinion(
        scope,
        definition_id=chosen.id,
        since=period.since,
        until=period.until,
        words=form.words,
        proved_by=step_up.proof_of(request),
    )
    return f"{path}?said=opinion#opinion"


def _period(scope: Scope, since: str, until: str) -> rules.Period:
    try:
        first, last = date.fromisoformat(since), date.fromisoformat(until)
        rules.check_period(since=first, until=last, today=scope.today)
    except (ValueError, Refusal) as wrong:
        raise NotFound("period") from wrong
    return rules.Period(since=first, until=last, zone=scope.tenant.time_zone)


def _chosen(scope: Scope, definition: str, period: rules.Period) -> Any:
    try:
        chosen = definitions.definition_for(scope, id=definition, on=period.until)
        assurance.check_period_of(chosen, since=period.since, until=period.until)
    except Refusal as wrong:
        raise NotFound("sort of pack for these days") from wrong
    return chosen


def _record(text: str) -> tuple[str, str, UUID]:
    try:
        room, kind, record_id = text.split("/")
        return room, kind, UUID(record_id)
    except ValueError as wrong:
        raise assurance.UnableToRedact("Choose what is left out.", field="record") from wrong


ROUTES: list[Any] = [preparing, strike, lift, opinion]
