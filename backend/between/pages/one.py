"""One act: facts, people, conflicts, what the rules say, where it goes, and what was done when."""

from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.between import operations, queries, rules
from backend.between.pages import parts
from backend.between.queries.standing import meetings_to_come
from backend.kit.calendar import in_words
from backend.meetings.rules import day_of
from backend.powers.rules import FindingKind
from backend.scope import Scope
from backend.web import access, forms, views

_ACT = "/t/{slug:str}/acts/{act_id:uuid}"
_COLOURS = {
    FindingKind.WITHIN.value: ("Within power", "green"),
    FindingKind.NEEDS_CONSENT.value: ("Needs consent", "yellow"),
    FindingKind.BEYOND.value: ("Beyond power", "red"),
    FindingKind.NO_FUNCTION.value: ("No power named", "red"),
}


class PlaceForm(forms.Form):
    meeting_id: UUID = Field(description="the meeting")


class SettlementForm(forms.Form):
    outcome: Literal["reported", "ratified", "not-ratified"] = Field(description="what became of it")
    decision_id: UUID | None = Field(None, description="the decision")
    words: str | None = Field(
        None, max_length=1_000, description="who decided, when, and where it is written"
    )


class StrikeForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it is struck out")


class RestoreForm(forms.Form):
    restored_because: str = Field(
        min_length=1, max_length=1_000, description="why it is taken back onto the record"
    )


async def act_page(request: Request[Any, Any, Any], state: forms.FormState, act_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.act(scope, act_id=act_id)
    power = view.line.finding_kind or (view.judged.case.power.kind.value if view.judged else None)
    officer = scope.may("between.record")
    return views.page(
        request,
        "between/act.html",
        state=state,
        view=view,
        officer=officer,
        mine=next((each for each in view.asked if each.person_id == scope.actor.person_id), None),
        power=_COLOURS.get(power or ""),
        power_words=view.line.finding_words or (view.judged.case.power.words if view.judged else ""),
        replies=view.judged.replies if view.judged else None,
        would=_if_agreed_now(view),
        closings=[
            ("agreed", "It was agreed"),
            ("not-agreed", "It was not agreed"),
            ("to-meeting", "It goes to a meeting"),
        ],
        coming=await _coming(scope, view) if officer and view.line.waits else [],
        settling=_settling(view),
        decisions=[
            (
                each.id,
                f"{in_words(day_of(scope, each.decided_at))}: {each.outcome_in_words}. {each.text[:90]}",
            )
            for each in view.decisions
        ],
        answers=parts.ANSWERS,
        handlings=parts.HANDLINGS,
        crumbs=parts.crumbs(scope, committee=(view.line.committee_id, view.line.committee)),
    )


def _if_agreed_now(view: queries.ActView) -> tuple[rules.Irregular, ...]:
    """What would be irregular if the question were closed as agreed with the replies so far."""
    if view.judged is None or view.state is not rules.ActState.ASKING:
        return ()
    return rules.faults_of(replace(view.judged.case, closing=rules.Closing.AGREED))


def _settling(view: queries.ActView) -> list[tuple[str, str]]:
    if view.state is rules.ActState.AWAITING_RATIFICATION:
        return [("ratified", "Ratified"), ("not-ratified", "Not ratified")]
    return (
        [("reported", "The meeting was told of it")] if view.state is rules.ActState.AWAITING_REPORT else []
    )


async def _coming(scope: Scope, view: queries.ActView) -> list[tuple[UUID, str]]:
    """The meetings to which it can go, but for the one on whose agenda it stands."""
    bodies = dict.fromkeys(each for each in (view.goes_to_id, view.line.committee_id) if each)
    return [
        (each["id"], f"{each['title']}, {in_words(day_of(scope, each['starts_at']))}")
        for committee_id in bodies
        for each in await meetings_to_come(scope, committee_id=committee_id)
        if each["id"] not in {place.meeting_id for place in view.places if not place.gone}
    ]


@get(_ACT, opt=access.needs("between.read"), name="between.act")
async def one_act(request: Request[Any, Any, Any], act_id: FromPath[UUID]) -> Template:
    """One act."""
    return await act_page(request, forms.FormState(), act_id)


@post(f"{_ACT}/placing", opt=access.needs("between.record"), name="between.place")
@forms.taking(PlaceForm, again=act_page)
async def place(request: Request[Any, Any, Any], form: PlaceForm, act_id: FromPath[UUID]) -> str:
    """Put it on an agenda."""
    scope = access.scope_of(request)
    await operations.place_act(scope, act_id=act_id, meeting_id=form.meeting_id)
    return views.address(scope, f"/acts/{act_id}?said=placed")


@post(f"{_ACT}/settlement", opt=access.needs("between.record"), name="between.settle")
@forms.taking(SettlementForm, again=act_page)
async def settle(request: Request[Any, Any, Any], form: SettlementForm, act_id: FromPath[UUID]) -> str:
    """Say what became of it."""
    scope = access.scope_of(request)
    await operations.settle_act(
        scope, act_id=act_id, decision_id=form.decision_id, outcome=form.outcome, words=form.words
    )
    return views.address(scope, f"/acts/{act_id}?said=settled")


@post(f"{_ACT}/striking", opt=access.needs("between.record"), name="between.strike")
@forms.taking(StrikeForm, again=act_page)
async def strike(request: Request[Any, Any, Any], form: StrikeForm, act_id: FromPath[UUID]) -> str:
    """Strike it out, with a reason."""
    scope = access.scope_of(request)
    await operations.strike_act(scope, act_id=act_id, because=form.because)
    return views.address(scope, f"/acts/{act_id}?said=struck")


@post(f"{_ACT}/striking/undoing", opt=access.needs("between.record"), name="between.undo-striking")
@forms.taking(RestoreForm, again=act_page)
async def undo_striking(request: Request[Any, Any, Any], form: RestoreForm, act_id: FromPath[UUID]) -> str:
    """Take back that it was struck out, with a reason."""
    scope = access.scope_of(request)
    await operations.undo_striking(scope, act_id=act_id, because=form.restored_because)
    return views.address(scope, f"/acts/{act_id}?said=restored")


ROUTES: list[Any] = [one_act, place, settle, strike, undo_striking]
