"""Changing to the next edition: what becomes of each requirement, looked at before it is done."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import changing as acts
from backend.assurance.operations import succeeding
from backend.assurance.pages.framework_parts import about, at, crumbs
from backend.assurance.queries.succession import preview_of
from backend.assurance.rules.succession import BECAME_IN_WORDS, Became, refs_typed
from backend.web import access, forms, views


class ChangeForm(forms.Form):
    """`acknowledged`: each dropped requirement that may be left behind; `seen`: the digest of what was looked at."""

    acknowledged: list[UUID] = Field(
        default_factory=list, max_length=5_000, description="what may be left behind"
    )
    seen: str = Field(min_length=64, max_length=64, description="what was looked at")
    on: forms.FormDate | None = Field(None, description="since when the next edition is in use")


class BecameForm(forms.Form):
    from_requirement_id: UUID = Field(description="the requirement")
    refs: str | None = Field(None, max_length=1_000, description="what it became")
    note: str | None = Field(None, max_length=1_000, description="the note")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, edition_id: UUID) -> Template:
    scope = access.scope_of(request)
    preview = await preview_of(scope, to_edition_id=edition_id)
    return views.page(
        request,
        "assurance/framework-change.html",
        **about(scope, preview.after),
        state=state,
        preview=preview,
        counts=[(BECAME_IN_WORDS[each], preview.count(each)) for each in Became if preview.count(each)],
        words=BECAME_IN_WORDS,
        ticked={str(each) for each in state.value("acknowledged", [])},
        dropped=[preview.old[line.from_id] for line in preview.dropped if line.from_id],
        choices=[
            (each.id, f"{each.ref} {(each.heading or each.text)[:80]}") for each in preview.old.values()
        ],
        crumbs=crumbs(scope, preview.after),
    )


@get(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/change",
    opt=access.needs("assurance.read"),
    name="assurance.edition-change",
)
async def shown(request: Request[Any, Any, Any], edition_id: FromPath[UUID]) -> Template:
    """What becomes, or became, of each requirement of the edition before."""
    return await _page(request, forms.FormState(), edition_id)


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/change",
    opt=access.needs("assurance.keep"),
    name="assurance.change-edition",
)
@forms.taking(ChangeForm, again=_page)
async def change(request: Request[Any, Any, Any], form: ChangeForm, edition_id: FromPath[UUID]) -> str:
    """Use the next edition, and carry over what was looked at."""
    scope = access.scope_of(request)
    await acts.change_edition(
        scope, to_edition_id=edition_id, acknowledged=form.acknowledged, seen=form.seen, on=form.on
    )
    return at(scope, edition_id, "/change?said=changed-over")


@post(
    "/t/{slug:str}/assurance/frameworks/{edition_id:uuid}/became",
    opt=access.needs("assurance.keep"),
    name="assurance.say-became",
)
@forms.taking(BecameForm, again=_page)
async def say_became(request: Request[Any, Any, Any], form: BecameForm, edition_id: FromPath[UUID]) -> str:
    """Say what a requirement became."""
    scope = access.scope_of(request)
    await succeeding.say_became(
        scope,
        to_edition_id=edition_id,
        from_requirement_id=form.from_requirement_id,
        refs=refs_typed(form.refs),
        note=form.note,
    )
    return at(scope, edition_id, "/change?said=became#succession")


ROUTES: list[Any] = [shown, change, say_became]
