"""The page of one action, and the files that were shown for it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.actions import links, queries, rules, settings
from backend.actions.pages.log import crumbs
from backend.actions.queries import ActionLine
from backend.actions.rules import Act
from backend.evidence import queries as evidence
from backend.notices import post as house
from backend.people import queries as people
from backend.scope import Scope
from backend.web import access, forms, views


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, action_id: UUID) -> Template:
    """The action with its timeline, and the forms for what this reader may do with it now."""
    scope = access.scope_of(request)
    view = await queries.action(scope, action_id=action_id)
    line = view.line
    may_report = scope.may("actions.report")
    settles = may_report and rules.may_settle(scope, committee_id=line.committee_id)
    theirs = may_report and rules.is_theirs(scope, holders=line.holders)
    setting = await settings.setting_of(scope, committee_id=line.committee_id)
    return views.page(
        request,
        "actions/one.html",
        state=state,
        view=view,
        line=line,
        settles=settles,
        theirs=theirs,
        reports=(settles or theirs) and not line.struck,
        names_deputy=may_report and (settles or line.owner_person_id == scope.actor.person_id),
        may_accept=may_report
        and line.open
        and rules.can_accept(
            scope,
            committee_id=line.committee_id,
            holders=line.holders,
            claimed_by=view.claimed_by_person_id,
        ),
        can={act.value: rules.can_take(act, line.state) and not line.struck for act in Act},
        owed=line.state in rules.OWED and not line.struck,
        by_committee=setting.closed_by_committee and line.committee_id is not None,
        asked=rules.ASKED_IN_WORDS[line.asked] if line.asked else None,
        struck_kinds=rules.STRUCK_KINDS,
        me=scope.actor.person_id,
        people=[(each.id, each.name) for each in await people.people_of(scope)] if settles or theirs else [],
        others=await _others(scope, view) if settles else [],
        outside_link=_outside_link(scope, line) if settles else None,
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/actions/{action_id:uuid}", opt=access.needs("actions.read"), name="actions.action")
async def one(request: Request[Any, Any, Any], action_id: FromPath[UUID]) -> Template:
    """One action and everything that became of it."""
    return await page_of(request, forms.FormState(), action_id)


@get(
    "/t/{slug:str}/actions/{action_id:uuid}/evidence/{step_id:uuid}",
    opt=access.needs("actions.read"),
    name="actions.evidence",
)
async def evidence_file(
    request: Request[Any, Any, Any], action_id: FromPath[UUID], step_id: FromPath[UUID]
) -> Response[bytes]:
    """A file that was shown for an action, for the visitor to keep."""
    scope = access.scope_of(request)
    step = await queries.evidence_step(scope, action_id=action_id, step_id=step_id)
    assert step.file_id is not None  # evidence_step finds no other
    file = await evidence.file_of(scope, file_id=step.file_id)
    return views.download(await evidence.bytes_in(file), name=file.name, media_type=file.media_type)


async def _others(scope: Scope, view: queries.ActionView) -> list[tuple[UUID, str]]:
    """The open actions for which this one could wait."""
    beside = {view.line.id, *(each.id for each in (*view.waits_for, *view.waited_for_by))}
    return [
        (each.id, f"{each.reference} {each.words[:80]}")
        for each in await queries.actions_of(scope, open_only=True)
        if each.id not in beside
    ]


def _outside_link(scope: Scope, line: ActionLine) -> str | None:
    """The address at which an owner from outside can answer, for an officer to pass on."""
    if line.owner_person_id is not None or not line.open:
        return None
    holder_id = links.holder_from_outside(line.id, line.owner)
    path = links.path_of(scope, action_id=line.id, holder_id=holder_id)
    return f"{house.public_url()}{views.address(scope, path)}"


ROUTES: list[Any] = [one, evidence_file]
