"""The live page of a meeting: one page of small forms, each of which saves at once, with or without scripts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template

from backend.interests.rules.declaring import TYPE_IN_WORDS
from backend.kit.identity import new_id, parse_id
from backend.meetings import rules as meeting_rules
from backend.people import queries as people
from backend.scope import Scope
from backend.sittings import operations, queries, rules
from backend.sittings.pages import acts, asking
from backend.sittings.queries.situation import moment_base
from backend.web import access, forms, views

_LIVE = "/t/{slug:str}/meetings/{meeting_id:uuid}/live"
_NEEDS = access.needs("sittings.record")


async def _again(request: Request[Any, Any, Any], state: forms.FormState, meeting_id: UUID) -> Template:
    return await _page(request, access.scope_of(request), meeting_id, state)


@get(_LIVE, opt=_NEEDS, name="sittings.live")
async def live(request: Request[Any, Any, Any], meeting_id: FromPath[UUID]) -> Template:
    """Who is in the room, the quorum of every item, and the forms to record what happens, or to correct one of them."""
    scope = access.scope_of(request)
    return await _page(request, scope, meeting_id, await _to_correct(request, scope, meeting_id))


async def _to_correct(request: Request[Any, Any, Any], scope: Scope, meeting_id: UUID) -> forms.FormState:
    """The form that is opened with what was recorded, where the address names a decision or an action."""
    asked = parse_id(request.query_params.get("correct", "")[:40])
    if asked:
        for decision in await queries.decisions_of(scope, meeting_id=meeting_id):
            if decision.id == asked and not decision.struck:
                return acts.to_correct(decision)
    asked = parse_id(request.query_params.get("correct-action", "")[:40])
    if asked:
        for action in await queries.actions_of(scope, meeting_id=meeting_id):
            if action.id == asked and action.item_id and action.struck_because is None:
                return acts.action_to_correct(action)
    return forms.FormState()


@post(f"{_LIVE}/hold", opt=_NEEDS, name="sittings.take-over")
@forms.taking(acts.TakeOverForm, again=_again)
async def take_over(
    request: Request[Any, Any, Any], form: acts.TakeOverForm, meeting_id: FromPath[UUID]
) -> str:
    """Hold the page from now on."""
    scope = access.scope_of(request)
    await operations.take_over(scope, meeting_id=meeting_id)
    return _back(scope, meeting_id, "held")


@post(f"{_LIVE}/presence", opt=_NEEDS, name="sittings.record-presence")
@forms.taking(acts.PresenceForm, again=_again)
async def presence(
    request: Request[Any, Any, Any], form: acts.PresenceForm, meeting_id: FromPath[UUID]
) -> str:
    """Somebody came, left, returned, apologised or took the chair."""
    scope, at = await _begin(request, form, meeting_id)
    if form.kind is rules.Kind.APOLOGIES and form.item_id is None:
        await operations.record_apologies(
            scope, meeting_id=meeting_id, person_id=form.person_id, note=form.note, presence_id=form.act
        )
    else:
        await operations.record_presence(
            scope,
            meeting_id=meeting_id,
            kind=form.kind,
            person_id=form.person_id,
            item_id=form.item_id,
            at=at,
            stands_for_person_id=form.stands_for,
            note=form.note,
            presence_id=form.act,
        )
    return _back(scope, meeting_id, "saved", _place(form.item_id, "room"))


@post(f"{_LIVE}/others", opt=_NEEDS, name="sittings.record-other")
@forms.taking(acts.OtherForm, again=_again)
async def other(request: Request[Any, Any, Any], form: acts.OtherForm, meeting_id: FromPath[UUID]) -> str:
    """Somebody who is not a member came: a guest, an officer, a deputy. A person of the directory is found by name."""
    scope, at = await _begin(request, form, meeting_id)
    found = [line for line in await people.people_of(scope) if line.name.casefold() == form.name.casefold()]
    known = found[0] if len(found) == 1 else None
    await operations.record_presence(
        scope,
        meeting_id=meeting_id,
        kind=rules.Kind.ARRIVED,
        person_id=known.id if known else None,
        name=form.name,
        item_id=form.item_id,
        at=at,
        stands_for_person_id=form.stands_for,
        counts=form.counts == "yes",
        note=form.note,
        presence_id=form.act,
    )
    return _back(scope, meeting_id, "saved", "room")


@post(f"{_LIVE}/turns", opt=_NEEDS, name="sittings.record-turn")
@forms.taking(acts.TurnForm, again=_again)
async def turn(request: Request[Any, Any, Any], form: acts.TurnForm, meeting_id: FromPath[UUID]) -> str:
    """Into private session, back into public, closed."""
    scope, at = await _begin(request, form, meeting_id)
    await operations.record_turn(
        scope, meeting_id=meeting_id, turn=form.turn, at=at, words=form.words, turn_id=form.act
    )
    return _back(scope, meeting_id, "saved", "room")


@post(f"{_LIVE}/declarations", opt=_NEEDS, name="sittings.record-declaration")
@forms.taking(acts.DeclarationForm, again=_again)
async def declaration(
    request: Request[Any, Any, Any], form: acts.DeclarationForm, meeting_id: FromPath[UUID]
) -> str:
    """An interest declared at the meeting, and what the chair decided."""
    scope, at = await _begin(request, form, meeting_id)
    situation = await queries.situation_of(scope, meeting_id=meeting_id)
    await operations.record_declaration(
        scope,
        meeting_id=meeting_id,
        person_id=form.person_id,
        item_id=form.item_id,
        nature=form.nature,
        interest_type=form.interest_type,
        materiality=form.materiality,
        is_new=form.is_new == "yes",
        treatment=form.treatment,
        decided_by_name=situation.chair_at(form.item_id, at or scope.now),
        at=at,
        declaration_id=form.act,
    )
    return _back(scope, meeting_id, "declared", _place(form.item_id, "declarations"))


@post(f"{_LIVE}/decisions", opt=_NEEDS, name="sittings.take-decision")
@forms.taking(acts.DecisionForm, again=_again)
async def decision(
    request: Request[Any, Any, Any], form: acts.DecisionForm, meeting_id: FromPath[UUID]
) -> str:
    """A decision with its mover, function, value and votes; it is recorded as it was taken."""
    scope, at = await _begin(request, form, meeting_id)
    recorded = await operations.take_decision(
        scope,
        meeting_id=meeting_id,
        item_id=form.item_id,
        outcome=form.outcome,
        text=form.text,
        function_id=form.function_id,
        procedural=form.procedural,
        value_pence=form.value,
        consent=form.consent,
        mover_person_id=form.mover,
        tally=form.tally,
        named=form.named,
        at=at,
        decision_id=form.act,
        corrects=form.corrects,
        because=form.because,
    )
    said = "irregular" if recorded.faults else "decided"
    return _back(scope, meeting_id, said, _place(form.item_id, "items"))


@post(f"{_LIVE}/actions", opt=_NEEDS, name="sittings.add-action")
@forms.taking(acts.ActionForm, again=_again)
async def action(request: Request[Any, Any, Any], form: acts.ActionForm, meeting_id: FromPath[UUID]) -> str:
    """Something that somebody undertakes to do."""
    scope, _ = await _begin(request, form, meeting_id)
    await operations.add_action(
        scope,
        meeting_id=meeting_id,
        item_id=form.item_id,
        words=form.words,
        owner_person_id=form.owner,
        due_on=form.due_on,
        action_id=form.act,
        corrects=form.corrects,
        because=form.because,
    )
    return _back(scope, meeting_id, "saved", _place(form.item_id, "items"))


@post(f"{_LIVE}/asked", opt=_NEEDS, name="sittings.keep-question")
@forms.taking(asking.AskedForm, again=_again)
async def asked(request: Request[Any, Any, Any], form: asking.AskedForm, meeting_id: FromPath[UUID]) -> str:
    """Something that somebody asks, or assurance that they seek."""
    scope = access.scope_of(request)
    await asking.keep(scope, meeting_id, form)
    return _back(scope, meeting_id, "asked", _place(form.item_id, "items"))


@post(f"{_LIVE}/struck", opt=_NEEDS, name="sittings.strike-out")
@forms.taking(acts.StrikeForm, again=_again)
async def strike(request: Request[Any, Any, Any], form: acts.StrikeForm, meeting_id: FromPath[UUID]) -> str:
    """Strike out a line that was recorded wrongly."""
    scope, _ = await _begin(request, form, meeting_id)
    await operations.strike_out(
        scope, meeting_id=meeting_id, what=form.what, event_id=form.event_id, because=form.because
    )
    return _back(scope, meeting_id, "struck", "log")


async def _begin(
    request: Request[Any, Any, Any], form: acts.ActForm, meeting_id: UUID
) -> tuple[Scope, datetime | None]:
    """Take the page over first, where the form asks for it; and the moment that was typed."""
    scope = access.scope_of(request)
    if form.take_over == "yes":
        await operations.take_over(scope, meeting_id=meeting_id)
    if form.time is None:
        return scope, None
    base = await moment_base(scope, meeting_id=meeting_id)
    return scope, acts.moment_of(scope, base, form)


async def _page(
    request: Request[Any, Any, Any], scope: Scope, meeting_id: UUID, state: forms.FormState
) -> Template:
    view = await queries.live_of(scope, meeting_id=meeting_id)
    return views.page(
        request,
        "sittings/live.html",
        live=view,
        state=acts.LiveState(state),
        new_act=new_id,
        **await asking.beside_items(request, scope, meeting_id),
        outcomes=acts.words_of(meeting_rules.OUTCOME_IN_WORDS),
        treatments=acts.choices_of_treatment(),
        types=acts.words_of(TYPE_IN_WORDS),
        functions=[
            (acts.PROCEDURE, "Business of the meeting itself (minutes, procedure)"),
            *((function.id, function.name) for function in view.functions),
        ],
        crumbs=[
            views.Crumb("Meetings", views.address(scope, "/meetings")),
            views.Crumb(view.situation.title, views.address(scope, f"/meetings/{meeting_id}")),
        ],
    )


def _place(item_id: UUID | None, otherwise: str) -> str:
    return f"item-{item_id}" if item_id else otherwise


def _back(scope: Scope, meeting_id: UUID, said: str, place: str = "room") -> str:
    return views.address(scope, f"/meetings/{meeting_id}/live?said={said}#{place}")


ROUTES: list[Any] = [
    live,
    take_over,
    presence,
    other,
    turn,
    declaration,
    decision,
    action,
    asked,
    strike,
]
