"""The forms for controls, assurances and gaps: entering, changing and ending them."""

from dataclasses import asdict
from typing import Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.risks import operations, queries, rules
from backend.risks.pages.parts import at, choices, crumbs, people_choices
from backend.scope import NotFound, Scope
from backend.web import access, forms, views

_RISK = "/t/{slug:str}/risks/{risk_id:uuid}"


class ControlForm(forms.Form):
    words: str = Field(min_length=1, max_length=4_000, description="the control")
    strength: rules.Strength | None = Field(None, description="how well it works")
    owner_person_id: UUID | None = Field(None, description="the owner")
    since: forms.FormDate | None = Field(None, description="the day since when it stands")
    version: int | None = Field(None, description="the version of the page")


class AssuranceForm(forms.Form):
    words: str = Field(min_length=1, max_length=4_000, description="what gives the assurance")
    line: Literal["1", "2", "3"] = Field(description="the line")
    control_id: UUID | None = Field(None, description="the control")
    level: rules.AssuranceLevel | None = Field(None, description="the level")
    finding: rules.Finding | None = Field(None, description="what it found")
    given_on: forms.FormDate | None = Field(None, description="the day on which it was given")
    next_on: forms.FormDate | None = Field(None, description="the day on which it is next due")
    since: forms.FormDate | None = Field(None, description="the day since when it stands")
    version: int | None = Field(None, description="the version of the page")


class GapForm(forms.Form):
    kind: rules.GapKind = Field(description="whether control or assurance is missing")
    words: str = Field(min_length=1, max_length=4_000, description="what is missing")
    control_id: UUID | None = Field(None, description="the control")
    due_on: forms.FormDate | None = Field(None, description="the day by which it is to be filled")
    owner_person_id: UUID | None = Field(None, description="who fills it")
    since: forms.FormDate | None = Field(None, description="the day since when it stands")
    version: int | None = Field(None, description="the version of the page")


class EndForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="the reason")
    ended_on: forms.FormDate | None = Field(None, description="the day")
    version: int = Field(description="the version of the page")


FORMS: dict[str, type[forms.Form]] = {"control": ControlForm, "assurance": AssuranceForm, "gap": GapForm}
_ADD: dict[str, Any] = {
    "control": operations.add_control,
    "assurance": operations.add_assurance,
    "gap": operations.add_gap,
}
_CHANGE: dict[str, Any] = {
    "control": operations.change_control,
    "assurance": operations.change_assurance,
    "gap": operations.change_gap,
}


@get(f"{_RISK}/{{part:str}}/new", opt=access.needs("risks.keep"), name="risks.part-new")
async def new(request: Request[Any, Any, Any], risk_id: FromPath[UUID], part: FromPath[str]) -> Template:
    """The form for a control, an assurance or a gap."""
    return await _page(request, forms.FormState(), risk_id, part)


@post(f"{_RISK}/{{part:str}}/new", opt=access.needs("risks.keep"), name="risks.part-add")
async def add(
    request: Request[Any, Any, Any], risk_id: FromPath[UUID], part: FromPath[str]
) -> Response[Any] | Template:
    """Enter it."""
    scope = access.scope_of(request)

    async def act(form: forms.Form) -> str:
        await _ADD[part](scope, risk_id=risk_id, **_given(form, but="version"))
        return at(scope, risk_id, f"?said=recorded#{part}s")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, state, risk_id, part)

    return await forms.submit(request, _form_of(part), act=act, again=again)


@get(f"{_RISK}/{{part:str}}/{{part_id:uuid}}", opt=access.needs("risks.keep"), name="risks.part")
async def shown(
    request: Request[Any, Any, Any], risk_id: FromPath[UUID], part: FromPath[str], part_id: FromPath[UUID]
) -> Template:
    """A control, an assurance or a gap as a form."""
    return await _page(request, forms.FormState(), risk_id, part, part_id)


@post(f"{_RISK}/{{part:str}}/{{part_id:uuid}}", opt=access.needs("risks.keep"), name="risks.part-change")
async def change(
    request: Request[Any, Any, Any], risk_id: FromPath[UUID], part: FromPath[str], part_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Say it better."""
    scope = access.scope_of(request)
    await _found(scope, risk_id, part, part_id)

    async def act(form: forms.Form) -> str:
        found = await _CHANGE[part](scope, **{f"{part}_id": part_id}, **_given(form, but="since"))
        return at(scope, found, f"?said=recorded#{part}s")

    async def again(state: forms.FormState) -> Template:
        return await _page(request, state, risk_id, part, part_id)

    return await forms.submit(request, _form_of(part), act=act, again=again)


async def _end_page(
    request: Request[Any, Any, Any], state: forms.FormState, risk_id: UUID, part: str, part_id: UUID
) -> Template:
    return await _page(request, state, risk_id, part, part_id)


@post(f"{_RISK}/{{part:str}}/{{part_id:uuid}}/end", opt=access.needs("risks.keep"), name="risks.part-end")
@forms.taking(EndForm, again=_end_page)
async def end(
    request: Request[Any, Any, Any],
    form: EndForm,
    risk_id: FromPath[UUID],
    part: FromPath[str],
    part_id: FromPath[UUID],
) -> str:
    """Say that it stands no more."""
    scope = access.scope_of(request)
    await _found(scope, risk_id, part, part_id)
    found = await operations.end_part(
        scope, subject=part, part_id=part_id, because=form.because, on=form.ended_on, version=form.version
    )
    return at(scope, found, f"?said=recorded#{part}s")


async def _page(
    request: Request[Any, Any, Any],
    state: forms.FormState,
    risk_id: UUID,
    part: str,
    part_id: UUID | None = None,
) -> Template:
    scope = access.scope_of(request)
    risk, found = await _found(scope, risk_id, part, part_id)
    if found is not None and not state.values and not state.errors:
        state = forms.FormState({name: value for name, value in asdict(found).items() if value is not None})
    return views.page(
        request,
        "risks/part.html",
        state=state,
        risk=risk,
        found=found,
        part=part,
        path=f"/risks/{risk_id}/{part}/{part_id or 'new'}",
        controls=[(each.id, each.words[:120]) for each in risk.controls],
        people=await people_choices(scope),
        strengths=choices(rules.STRENGTH_IN_WORDS),
        levels=choices(rules.ASSURANCE_LEVEL_IN_WORDS),
        findings=choices(rules.FINDING_IN_WORDS),
        gap_kinds=choices(rules.GAP_IN_WORDS),
        lines=[(str(line), words) for line, words in rules.LINES.items()],
        crumbs=crumbs(scope, risk),
    )


async def _found(
    scope: Scope, risk_id: UUID, part: str, part_id: UUID | None
) -> tuple[queries.RiskView, Any]:
    """The risk and its part, which must stand; no part where none is asked for. Raises NotFound."""
    _form_of(part)
    risk = await queries.risk_of(scope, risk_id=risk_id)
    if part_id is None:
        return risk, None
    standing: dict[str, Any] = {"control": risk.controls, "assurance": risk.assurances, "gap": risk.gaps}
    found = next((each for each in standing[part] if each.id == part_id), None)
    if found is None:
        raise NotFound(part)
    return risk, found


def _form_of(part: str) -> type[forms.Form]:
    if part not in FORMS:
        raise NotFound("page")
    return FORMS[part]


def _given(form: forms.Form, *, but: str) -> dict[str, Any]:
    values = {name: value for name, value in form.model_dump().items() if name != but}
    if "line" in values:
        values["line"] = int(values["line"])
    return values


ROUTES = [new, add, shown, change, end]
