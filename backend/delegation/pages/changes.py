"""What an officer says of a milestone beside its steps, one form a page: date agreed or expected, risk, owner.

What a later date does to all that follows is shown before it is recorded, and nothing goes along but what is ticked.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal, TypeVar
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.delegation import operations, queries, rules
from backend.delegation.pages import programme
from backend.delegation.pages.fields import FormWhen, parse_when
from backend.delegation.queries.following import SlipPreview, what_follows
from backend.delegation.rules import following
from backend.delegation.rules.dates import When
from backend.people import queries as people
from backend.scope import Scope
from backend.web import access, forms, views

_PATH = "/t/{slug:str}/delegation/milestones/{milestone_id:uuid}"
_NEEDS = access.needs("delegation.change")


class SlipForm(forms.Form):
    """A later or an earlier date. `seen` is the date whose consequences were looked at; `followers` go along."""

    reason: str | None = Field(None, max_length=2_000, description="why")
    how: following.How = Field(following.How.AS_MUCH, description="how far what follows goes along")
    followers: list[UUID] = Field(default_factory=list, max_length=300, description="what goes along")
    seen: str | None = Field(None, max_length=10, description="what was looked at")
    look: forms.Look = None


class AgreedMonthForm(SlipForm):
    month: FormWhen = Field(description="the date that was agreed")
    reason: str = Field(min_length=1, max_length=2_000, description="why, and where it was agreed")


class ExpectedMonthForm(SlipForm):
    month: FormWhen | None = Field(None, description="when it is expected")


class RiskForm(forms.Form):
    at_risk: Literal["yes", "no"] = Field(description="whether it is at risk")
    reason: str = Field(min_length=1, max_length=2_000, description="why")


class OwnerForm(forms.Form):
    owner_id: UUID | None = Field(None, description="the owner")


@get(f"{_PATH}/agreed-month", opt=_NEEDS, name="delegation.agreed-month-form")
async def agreed_month_form(request: Request[Any, Any, Any], milestone_id: FromPath[UUID]) -> Template:
    """The form to say that another month was agreed."""
    return await _form(request, milestone_id, "agreed-month", forms.FormState())


@post(f"{_PATH}/agreed-month", opt=_NEEDS, name="delegation.agreed-month")
async def agree_month(
    request: Request[Any, Any, Any], milestone_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Agree another month; the baseline stays."""

    async def change(scope: Scope, form: AgreedMonthForm) -> None:
        await _slip(scope, milestone_id, "agreed", form.month, form)

    return await _submit(request, milestone_id, "agreed-month", AgreedMonthForm, change)


@get(f"{_PATH}/expected-month", opt=_NEEDS, name="delegation.expected-month-form")
async def expected_month_form(request: Request[Any, Any, Any], milestone_id: FromPath[UUID]) -> Template:
    """The form to say in which month it is expected."""
    return await _form(request, milestone_id, "expected-month", forms.FormState())


@post(f"{_PATH}/expected-month", opt=_NEEDS, name="delegation.expected-month")
async def expect_month(
    request: Request[Any, Any, Any], milestone_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Say in which month it is expected, or that nothing is expected but what was agreed."""

    async def change(scope: Scope, form: ExpectedMonthForm) -> None:
        await _slip(scope, milestone_id, "expected", form.month, form)

    return await _submit(request, milestone_id, "expected-month", ExpectedMonthForm, change)


@get(f"{_PATH}/risk", opt=_NEEDS, name="delegation.risk-form")
async def risk_form(request: Request[Any, Any, Any], milestone_id: FromPath[UUID]) -> Template:
    """The form to mark it as at risk, or as no longer so."""
    return await _form(request, milestone_id, "risk", forms.FormState())


@post(f"{_PATH}/risk", opt=_NEEDS, name="delegation.risk")
async def mark_risk(
    request: Request[Any, Any, Any], milestone_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Mark it as at risk, or as no longer so."""

    async def change(scope: Scope, form: RiskForm) -> None:
        await operations.mark_at_risk(
            scope, milestone_id=milestone_id, at_risk=form.at_risk == "yes", reason=form.reason
        )

    return await _submit(request, milestone_id, "risk", RiskForm, change)


@get(f"{_PATH}/owner", opt=_NEEDS, name="delegation.owner-form")
async def owner_form(request: Request[Any, Any, Any], milestone_id: FromPath[UUID]) -> Template:
    """The form to name who answers for it."""
    return await _form(request, milestone_id, "owner", forms.FormState())


@post(f"{_PATH}/owner", opt=_NEEDS, name="delegation.owner")
async def name_owner(
    request: Request[Any, Any, Any], milestone_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Name who answers for it, or nobody."""

    async def change(scope: Scope, form: OwnerForm) -> None:
        await operations.name_owner(scope, milestone_id=milestone_id, owner_id=form.owner_id)

    return await _submit(request, milestone_id, "owner", OwnerForm, change)


async def _slip(
    scope: Scope, milestone_id: UUID, kind: operations.Kind, to: When | None, form: SlipForm
) -> None:
    """Record it, once what it does to what follows was looked at."""
    preview = await what_follows(scope, milestone_id=milestone_id, kind=kind, to=to)
    if preview.lines and form.seen != preview.token:
        follow = (
            "1 milestone follows" if len(preview.lines) == 1 else f"{len(preview.lines)} milestones follow"
        )
        raise rules.UnableToChangeMilestone(
            f"{follow} {preview.slug}. Look below at what {preview.to_in_words} does to them, tick what goes along, "
            "then record it.",
            field="followers",
        )
    await operations.slip(
        scope,
        milestone_id=milestone_id,
        kind=kind,
        to=to,
        reason=form.reason or "",
        followers=form.followers,
        how=form.how,
    )


async def _previewed(
    scope: Scope, milestone_id: UUID, kind: str, state: forms.FormState
) -> SlipPreview | None:
    """What the date that was typed does to what follows; nothing while none can be read."""
    if kind not in _SLIPS or not state.values.get("month"):
        return None
    try:
        to = parse_when(state.values["month"])
    except ValueError:
        return None
    return await what_follows(scope, milestone_id=milestone_id, kind=_SLIPS[kind], to=to)


_SLIPS: Mapping[str, operations.Kind] = {"agreed-month": "agreed", "expected-month": "expected"}

FormModel = TypeVar("FormModel", bound=forms.Form)


async def _submit(
    request: Request[Any, Any, Any],
    milestone_id: UUID,
    kind: str,
    model: type[FormModel],
    change: Callable[[Scope, FormModel], Awaitable[None]],
) -> Response[Any] | Template:
    scope = access.scope_of(request)
    await queries.milestone(scope, milestone_id=milestone_id)

    async def act(form: FormModel) -> str:
        await change(scope, form)
        return views.address(scope, f"/delegation/milestones/{milestone_id}?said=recorded")

    async def again(state: forms.FormState) -> Template:
        return await _form(request, milestone_id, kind, state)

    return await forms.submit(request, model, act=act, again=again)


async def _form(
    request: Request[Any, Any, Any], milestone_id: UUID, kind: str, state: forms.FormState
) -> Template:
    scope = access.scope_of(request)
    found = await queries.milestone(scope, milestone_id=milestone_id)
    owners = await people.people_of(scope) if kind == "owner" else ()
    return views.page(
        request,
        "delegation/change.html",
        state=state,
        kind=kind,
        milestone=found,
        preview=await _previewed(scope, milestone_id, kind, state),
        ways=[(how.value, words) for how, words in following.HOW_IN_WORDS.items()],
        owners=[
            (each.id, each.name) for each in owners if not {"internal-audit", "regulator"} & set(each.roles)
        ],
        crumbs=[
            *programme.crumbs(scope),
            views.Crumb(found.slug, views.address(scope, f"/delegation/milestones/{milestone_id}")),
        ],
    )


ROUTES = [
    agreed_month_form,
    agree_month,
    expected_month_form,
    expect_month,
    risk_form,
    mark_risk,
    owner_form,
    name_owner,
]
