"""Monthly rounds: opening one, what waits in it, saying of a risk that it is right, and checking that."""

from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.risks import operations, queries
from backend.risks.operations.rounds import month_in_words
from backend.risks.pages.parts import crumbs
from backend.risks.queries.rounds import RoundRisk, RoundView, round_of, rounds_of
from backend.risks.rules import rounds as rules
from backend.scope import NotFound, Scope
from backend.web import access, forms, sheets, views

_AT = "/t/{slug:str}/risks/rounds"
_ROUND = f"{_AT}/{{round_id:uuid}}"


class OpenForm(forms.Form):
    cut_off_on: forms.FormDate = Field(description="the day of the cut-off")
    committee_id: UUID | None = Field(None, description="the committee")


class ConfirmForm(forms.Form):
    words: str | None = Field(None, max_length=2_000, description="what you say of it")


class CheckForm(forms.Form):
    agreed: Literal["yes", "no"] = Field(description="whether you agree")
    check_words: str | None = Field(None, max_length=2_000, description="the reason")
    version: int = Field(description="the version of the page")


async def _list(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    found = await rounds_of(scope)
    month = scope.today.replace(day=1)
    settings = await queries.settings_on(scope)
    return views.page(
        request,
        "risks/rounds.html",
        state=state,
        rounds=found,
        month=month,
        suggested=month.replace(
            day=max(settings.cut_off_day, scope.today.day if scope.today.day <= 28 else 28)
        ),
        opened=any(each.month == month for each in found),
        committees=[(each.id, each.name) for each in await committees.committees_of(scope)],
        month_in_words=month_in_words,
        crumbs=crumbs(scope),
    )


@get(_AT, opt=access.needs("risks.read"), name="risks.rounds")
async def listed(request: Request[Any, Any, Any]) -> Template:
    """Every round, and the form to open this month's."""
    return await _list(request, forms.FormState())


@post(_AT, opt=access.needs("risks.settle"), name="risks.round-open")
@forms.taking(OpenForm, again=_list)
async def open_one(request: Request[Any, Any, Any], form: OpenForm) -> str:
    """Open the round of this month."""
    scope = access.scope_of(request)
    round_id = await operations.open_round(
        scope,
        month=scope.today.replace(day=1),
        cut_off_on=form.cut_off_on,
        committee_id=form.committee_id,
    )
    return views.address(scope, f"/risks/rounds/{round_id}?said=recorded")


@get(_ROUND, opt=access.needs("risks.read"), name="risks.round")
async def shown(request: Request[Any, Any, Any], round_id: FromPath[UUID]) -> Template:
    """One round: what waits, what was said, what was missing at the cut-off."""
    scope = access.scope_of(request)
    found = await round_of(scope, round_id=round_id)
    return views.page(
        request,
        "risks/round.html",
        round=found,
        groups=[
            (words, [each for each in found.risks if each.stand is stand])
            for stand, words in rules.STAND_IN_WORDS.items()
        ],
        past_cut_off=scope.today > found.line.cut_off_on,
        month_in_words=month_in_words,
        crumbs=_crumbs(scope),
    )


@get(f"{_ROUND}/list.csv", opt=access.needs("risks.read"), name="risks.round-file")
async def file(request: Request[Any, Any, Any], round_id: FromPath[UUID]) -> Response[bytes]:
    """The round as a file."""
    scope = access.scope_of(request)
    found = await round_of(scope, round_id=round_id)
    heads = [
        "Reference", "Risk", "Directorate", "Owner", "Lead executive", "Stands", "Said", "By", "On", "Late", "Words",
        "Check", "Checked by", "Checked on", "Missing at the cut-off",
    ]  # fmt: skip
    return sheets.csv_file(scope, "risk-round", heads, [_cells(each) for each in found.risks])


async def _one(
    request: Request[Any, Any, Any], state: forms.FormState, round_id: UUID, risk_id: UUID
) -> Template:
    scope = access.scope_of(request)
    found = await round_of(scope, round_id=round_id)
    one = _in_round(found, risk_id)
    last, actor = one.last, scope.actor.person_id
    return views.page(
        request,
        "risks/round-risk.html",
        state=state,
        round=found,
        one=one,
        risk=one.risk,
        may_confirm=one.risk.open
        and one.stand in (rules.Stand.MISSING, rules.Stand.SENT_BACK)
        and rules.may_confirm(
            is_officer=scope.may("risks.settle"), actor=actor, owner=one.risk.owner_person_id
        ),
        may_check=last is not None
        and one.stand is rules.Stand.TO_CHECK
        and rules.may_check(
            actor=actor,
            is_executive="executive-owner" in scope.roles,
            lead=one.risk.lead_person_id,
            owner=one.risk.owner_person_id,
            said_by=last.said_by_person_id,
        ),
        checks=rules.CHECK_STATE_IN_WORDS,
        month_in_words=month_in_words,
        crumbs=[*_crumbs(scope), _crumb(scope, found)],
    )


@get(f"{_ROUND}/risks/{{risk_id:uuid}}", opt=access.needs("risks.read"), name="risks.round-risk")
async def one(request: Request[Any, Any, Any], round_id: FromPath[UUID], risk_id: FromPath[UUID]) -> Template:
    """One risk in a round: to confirm, to check, or what was said."""
    return await _one(request, forms.FormState(), round_id, risk_id)


@post(f"{_ROUND}/risks/{{risk_id:uuid}}", opt=access.needs("risks.keep"), name="risks.round-confirm")
@forms.taking(ConfirmForm, again=_one)
async def confirm(
    request: Request[Any, Any, Any], form: ConfirmForm, round_id: FromPath[UUID], risk_id: FromPath[UUID]
) -> str:
    """Say that it is right as it now stands."""
    scope = access.scope_of(request)
    await operations.confirm(scope, round_id=round_id, risk_id=risk_id, words=form.words or "")
    return views.address(scope, f"/risks/rounds/{round_id}?said=recorded")


@post(f"{_ROUND}/risks/{{risk_id:uuid}}/check", opt=access.needs("risks.keep"), name="risks.round-check")
@forms.taking(CheckForm, again=_one)
async def check(
    request: Request[Any, Any, Any], form: CheckForm, round_id: FromPath[UUID], risk_id: FromPath[UUID]
) -> str:
    """Agree to what was said, or send it back."""
    scope = access.scope_of(request)
    last = _in_round(await round_of(scope, round_id=round_id), risk_id).last
    if last is None:
        raise NotFound("confirmation")
    await operations.check(
        scope,
        confirmation_id=last.id,
        agreed=form.agreed == "yes",
        words=form.check_words or "",
        version=form.version,
    )
    return views.address(scope, f"/risks/rounds/{round_id}?said=recorded")


def _in_round(found: RoundView, risk_id: UUID) -> RoundRisk:
    one = next((each for each in found.risks if each.risk.id == risk_id), None)
    if one is None:
        raise NotFound("risk")
    return one


def _cells(each: RoundRisk) -> list[str]:
    last, risk = each.last, each.risk
    return [
        risk.reference,
        risk.title,
        risk.directorate,
        risk.owner or "",
        risk.lead or "",
        each.stand_in_words,
        last.outcome_in_words if last else "",
        last.said_by_name if last else "",
        in_words(last.said_on) if last else "",
        "Yes" if last and last.late else "",
        (last.words or "") if last else "",
        rules.CHECK_STATE_IN_WORDS[last.check] if last and last.check else "",
        (last.checked_by_name or "") if last else "",
        in_words(last.checked_on) if last and last.checked_on else "",
        "Yes" if each.missing_at_cut_off else "",
    ]


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [*crumbs(scope), views.Crumb("Monthly rounds", views.address(scope, "/risks/rounds"))]


def _crumb(scope: Scope, found: RoundView) -> views.Crumb:
    return views.Crumb(
        month_in_words(found.line.month), views.address(scope, f"/risks/rounds/{found.line.id}")
    )


ROUTES = [listed, open_one, shown, file, one, confirm, check]
