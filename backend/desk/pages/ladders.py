"""One ladder, for the officer: what is in force and was before; a draft, its faults, and its next thirty days."""

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import Request, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field, ValidationError

from backend.catalogue.chasing import OwnRung
from backend.catalogue.workflows import Actor, Notice
from backend.chasing import operations, queries
from backend.chasing.queries import VersionLine
from backend.chasing.rules import drafting
from backend.chasing.rules.ladders import WHO, ladder_of, rung_of
from backend.desk.chasing import ahead, picture
from backend.desk.chasing.chased import SOURCES
from backend.desk.pages.chasing import plain
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

NEW = "new"
"""Stands for the name of a rung that is not written yet."""

_SHOWN = 200


class BeginForm(forms.Form):
    number: int | None = Field(None, ge=0, le=100_000, description="the version to begin from")


class RungForm(forms.Form):
    count: int = Field(ge=0, le=365, description="the number of days")
    unit: Literal["working", "calendar"] = Field(description="working days or calendar days")
    side: Literal["before", "after"] = Field(description="before or after the due day")
    to: list[str] = Field([], max_length=12, description="who gets it")
    otherwise: list[str] = Field([], max_length=12, description="who gets it otherwise")
    while_in: list[str] = Field([], max_length=30, description="how the thing stands")
    subject: str = Field(min_length=1, max_length=300, description="the subject")
    text: str = Field(min_length=1, max_length=8_000, description="the text")
    urgent: Literal["yes", "no"] = Field("no", description="whether it is a letter of its own")
    escalates: Literal["yes", "no"] = Field("no", description="whether it is the escalation")
    look: forms.Look = None


class ReasonForm(forms.Form):
    reason: str = Field(min_length=1, max_length=500, description="why")


class ForceForm(forms.Form):
    reason: str = Field(min_length=1, max_length=500, description="why")
    seen: datetime = Field(description="the draft that you looked at")


class ButtonForm(forms.Form):
    """A button alone."""


def _known(ladder: str) -> None:
    if ladder not in {each.ladder for each in SOURCES}:
        raise NotFound("ladder")


async def _draft(scope: Scope, ladder: str) -> VersionLine:
    _known(ladder)
    for line in await queries.versions_of(scope, ladder=ladder):
        if line.is_draft:
            return line
    raise NotFound("draft")


async def _one(request: Request[Any, Any, Any], state: forms.FormState, ladder: str) -> Template:
    scope = access.scope_of(request)
    _known(ladder)
    settings = await queries.settings_of(scope)
    in_force = queries.ladder_for(scope, ladder, settings)
    versions = await queries.versions_of(scope, ladder=ladder)
    return views.page(
        request,
        "desk/ladder.html",
        state=state,
        ladder=in_force,
        picture=picture.picture_of(in_force),
        on=settings.is_on(ladder),
        versions=[line for line in versions if not line.is_draft],
        draft=next((line for line in versions if line.is_draft), None),
        shipped=queries.shipped_ladder(scope, ladder),
        may_change=scope.may("notices.change"),
        plain=plain,
        crumbs=_crumbs(scope),
    )


def _crumbs(scope: Scope, *more: views.Crumb) -> list[views.Crumb]:
    return [views.Crumb("Chasing", views.address(scope, "/chasing")), *more]


def _of_ladder(scope: Scope, ladder: str, *parts: str) -> str:
    return views.address(scope, "/".join(["/chasing/ladders", ladder, *parts]))


@get("/t/{slug:str}/chasing/ladders/{ladder:str}", opt=access.needs("notices.read"), name="desk.ladder")
async def one_ladder(request: Request[Any, Any, Any], ladder: FromPath[str]) -> Template:
    """What is in force, a draft if there is one, and everything that was in force before."""
    return await _one(request, forms.FormState(), ladder)


@post(
    "/t/{slug:str}/chasing/ladders/{ladder:str}/drafts",
    opt=access.needs("notices.change"),
    name="desk.ladder.begin",
)
@forms.taking(BeginForm, again=_one)
async def begin(request: Request[Any, Any, Any], form: BeginForm, ladder: FromPath[str]) -> str:
    """Open a draft, or go to the one that is open."""
    scope = access.scope_of(request)
    await operations.begin_draft(scope, SOURCES, ladder=ladder, number=form.number)
    return _of_ladder(scope, ladder, "draft")


@post(
    "/t/{slug:str}/chasing/ladders/{ladder:str}/shipped",
    opt=access.needs("notices.change"),
    name="desk.ladder.shipped",
)
@forms.taking(ReasonForm, again=_one)
async def back_to_shipped(request: Request[Any, Any, Any], form: ReasonForm, ladder: FromPath[str]) -> str:
    """Climb the shipped ladder again."""
    scope = access.scope_of(request)
    await operations.climb_shipped(scope, SOURCES, ladder=ladder, because=form.reason)
    return f"{_of_ladder(scope, ladder)}?said=shipped"


async def _draft_page(
    request: Request[Any, Any, Any], state: forms.FormState, ladder: str, *, everything: bool = False
) -> Template:
    scope = access.scope_of(request)
    draft = await _draft(scope, ladder)
    document = queries.workflow_for(scope, ladder)
    settings = await queries.settings_of(scope)
    rungs = draft.rungs or ()
    faults = drafting.faults_of(rungs, document)
    drafted = ladder_of(document, own=rungs, number=draft.number)
    now = then = None
    pairs: tuple[ahead.Beside, ...] = ()
    if not faults:
        now = await ahead.forecast_of(scope, settings)
        then = await ahead.forecast_of(scope, settings, drafts={ladder: drafted})
        pairs = ahead.beside(now, then)
    shown = [each for each in pairs if everything or each.differs]
    in_force = queries.ladder_for(scope, ladder, settings)
    return views.page(
        request,
        "desk/ladder-draft.html",
        state=state,
        draft=draft,
        ladder=drafted,
        in_force=in_force,
        picture=picture.picture_of(drafted) if drafted.rungs else None,
        on=settings.is_on(ladder),
        faults=faults,
        compared=drafting.compared(in_force, drafted),
        now=now,
        then=then,
        pairs=shown[:_SHOWN],
        count=len(shown),
        different=sum(each.differs for each in pairs),
        everything=everything,
        days=ahead.DAYS,
        may_change=scope.may("notices.change"),
        plain=plain,
        crumbs=_crumbs(scope, views.Crumb(drafted.title, _of_ladder(scope, ladder))),
    )


async def _again_draft(request: Request[Any, Any, Any], state: forms.FormState, ladder: str) -> Template:
    return await _draft_page(request, state, ladder)


@get(
    "/t/{slug:str}/chasing/ladders/{ladder:str}/draft",
    opt=access.needs("notices.read"),
    name="desk.ladder.draft",
)
async def one_draft(
    request: Request[Any, Any, Any],
    ladder: FromPath[str],
    show: Annotated[str, QueryParameter(name="show", max_length=10)] = "",
) -> Template:
    """A draft: its rungs and faults, how it differs, and who would get what under it beside what is in force."""
    return await _draft_page(request, forms.FormState(), ladder, everything=show == "all")


@post(
    "/t/{slug:str}/chasing/ladders/{ladder:str}/draft/in-force",
    opt=access.needs("notices.change"),
    name="desk.ladder.force",
)
@forms.taking(ForceForm, again=_again_draft)
async def put_in_force(request: Request[Any, Any, Any], form: ForceForm, ladder: FromPath[str]) -> str:
    """Climb the draft."""
    scope = access.scope_of(request)
    await operations.put_in_force(scope, SOURCES, ladder=ladder, because=form.reason, seen=form.seen)
    return f"{_of_ladder(scope, ladder)}?said=in-force"


@post(
    "/t/{slug:str}/chasing/ladders/{ladder:str}/draft/discard",
    opt=access.needs("notices.change"),
    name="desk.ladder.discard",
)
@forms.taking(ButtonForm, again=_again_draft)
async def discard(request: Request[Any, Any, Any], form: ButtonForm, ladder: FromPath[str]) -> str:
    """Put the draft away."""
    scope = access.scope_of(request)
    await operations.discard_draft(scope, ladder=ladder)
    return f"{_of_ladder(scope, ladder)}?said=discarded"


async def _rung_page(
    request: Request[Any, Any, Any], state: forms.FormState, ladder: str, rung: str
) -> Template:
    scope = access.scope_of(request)
    draft = await _draft(scope, ladder)
    document = queries.workflow_for(scope, ladder)
    offer = drafting.offer_of(document)
    kept = next((each for each in draft.rungs or () if each.id == rung), None)
    if kept is None and rung != NEW:
        raise NotFound("rung")
    values = _values(kept, offer)
    subject, text = (str(state.value(name, values[name])) for name in ("subject", "text"))
    return views.page(
        request,
        "desk/rung.html",
        state=state,
        values=values,
        ladder=ladder,
        title=document.title,
        rung=rung,
        heading=rung_of(kept, escalates=kept.escalates).when if kept else None,
        places=offer.places,
        roles=[(role, _capital(words)) for role, words in offer.roles],
        states=offer.states,
        otherwise=[(role, _capital(words)) for role, words in _others(offer)],
        sample_subject=drafting.sample_of(subject, offer) if subject else "",
        sample_text=drafting.sample_of(text, offer) if text else "",
        faults=[each for each in drafting.faults_of(draft.rungs or (), document) if each.rung == rung],
        looking=bool(state.values) and not state.errors,
        crumbs=_crumbs(
            scope,
            views.Crumb(document.title, _of_ladder(scope, ladder)),
            views.Crumb("Draft", _of_ladder(scope, ladder, "draft")),
        ),
    )


def _others(offer: drafting.Offer) -> list[tuple[str, str]]:
    """Who may stand in for a role that nobody holds: not who is to do it, who is asked anyway."""
    asked = {Actor.OWNER.value, Actor.AUTHOR.value, Actor.DECLARANT.value}
    return [(role, words) for role, words in offer.roles if role not in asked]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _values(kept: OwnRung | None, offer: drafting.Offer) -> dict[str, Any]:
    """What the form shows of a rung; a new one begins as owed in the first state."""
    if kept is None:
        return {
            "count": "", "unit": "working", "side": "before", "to": [], "otherwise": [],
            "while_in": [offer.states[0][0]], "subject": "", "text": "", "urgent": "no", "escalates": "no",
        }  # fmt: skip
    return {
        "count": str(abs(kept.offset_days)),
        "unit": "working" if kept.working else "calendar",
        "side": "before" if kept.offset_days < 0 else "after",
        "to": [role.value for role in kept.to],
        "otherwise": [role.value for role in kept.otherwise],
        "while_in": list(kept.while_in),
        "subject": kept.notice.subject,
        "text": kept.notice.text,
        "urgent": "yes" if kept.urgent else "no",
        "escalates": "yes" if kept.escalates else "no",
    }


@get(
    "/t/{slug:str}/chasing/ladders/{ladder:str}/draft/rungs/{rung:str}",
    opt=access.needs("notices.change"),
    name="desk.rung",
)
async def one_rung(request: Request[Any, Any, Any], ladder: FromPath[str], rung: FromPath[str]) -> Template:
    """The form for a rung of the draft, with its places and how it reads."""
    return await _rung_page(request, forms.FormState(), ladder, rung)


@post(
    "/t/{slug:str}/chasing/ladders/{ladder:str}/draft/rungs/{rung:str}",
    opt=access.needs("notices.change"),
    name="desk.rung.keep",
)
@forms.taking(RungForm, again=_rung_page)
async def keep_rung(
    request: Request[Any, Any, Any], form: RungForm, ladder: FromPath[str], rung: FromPath[str]
) -> str:
    """Write a rung into the draft."""
    scope = access.scope_of(request)
    _known(ladder)
    await operations.keep_rung(
        scope, ladder=ladder, rung=_written(form), rung_id=None if rung == NEW else rung
    )
    return f"{_of_ladder(scope, ladder, 'draft')}?said=kept"


def _written(form: RungForm) -> OwnRung:
    """The rung that a form says; whom it names and which places it fills is judged with the whole ladder."""
    try:
        return OwnRung(
            id=NEW,
            offset_days=-form.count if form.side == "before" else form.count,
            working=form.unit == "working",
            to=tuple(map(_role, form.to)),
            otherwise=tuple(map(_role, form.otherwise)),
            while_in=tuple(form.while_in),
            notice=Notice(subject=" ".join(form.subject.split()), text=form.text),
            urgent=form.urgent == "yes",
            escalates=form.escalates == "yes",
        )
    except ValidationError as invalid:
        first = invalid.errors()[0]
        field = str(first["loc"][-1])
        raise operations.UnableToDraft(
            f"The {field} can’t be kept: {str(first['msg']).removeprefix('Value error, ')}.",
            field=field if field in RungForm.model_fields else "",
        ) from invalid


def _role(name: str) -> Actor:
    """Raises UnableToDraft for anybody whom no ladder may name."""
    if name not in WHO:
        raise operations.UnableToDraft(
            "Choose from the list: no ladder writes to a regulator, the press or the public.", field="to"
        )
    return Actor(name)


async def _again_remove(
    request: Request[Any, Any, Any], state: forms.FormState, ladder: str, rung: str
) -> Template:
    return await _draft_page(request, state, ladder)


@post(
    "/t/{slug:str}/chasing/ladders/{ladder:str}/draft/rungs/{rung:str}/remove",
    opt=access.needs("notices.change"),
    name="desk.rung.remove",
)
@forms.taking(ButtonForm, again=_again_remove)
async def remove_rung(
    request: Request[Any, Any, Any], form: ButtonForm, ladder: FromPath[str], rung: FromPath[str]
) -> str:
    """Take a rung out of the draft."""
    scope = access.scope_of(request)
    _known(ladder)
    await operations.remove_rung(scope, ladder=ladder, rung_id=rung)
    return f"{_of_ladder(scope, ladder, 'draft')}?said=removed"


ROUTES: list[Any] = [
    one_ladder, begin, back_to_shipped, one_draft, put_in_force, discard, one_rung, keep_rung, remove_rung,
]  # fmt: skip
