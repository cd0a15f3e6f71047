"""Publication as officers see it: prepare, look at what changes, approve, choose the hour, recall."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from pydantic import Field

from backend.interests import settings
from backend.interests.queries import withholding
from backend.kit.calendar import in_words
from backend.registers import files
from backend.registers.operations import naming as naming_acts
from backend.registers.operations import publishing
from backend.registers.queries import naming, publications, published
from backend.registers.rules import publication as rules
from backend.scope import Scope
from backend.web import access, forms, views
from backend.web.releasing import ApproveForm, EndForm


class PrepareForm(forms.Form):
    pass


class NamesForm(forms.Form):
    named: list[UUID] = Field(default_factory=list, description="whom to name")


async def _list(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    lines = await publications.publications_of(scope)
    return views.page(
        request,
        "registers/publications.html",
        state=state,
        status=422 if state.errors else 200,
        lines=lines,
        public=next((line for line in lines if line.state is rules.State.RELEASED), None),
        waiting=[line for line in lines if line.state in {rules.State.PREPARED, rules.State.APPROVED}],
        due_on=await publications.next_due_on(scope),
        months=(await settings.rule_set_of(scope)).publication.at_least_every_months.value,
        sees_withheld=scope.may(withholding.SEE),
    )


@get("/t/{slug:str}/publication", opt=access.needs("registers.read"), name="registers.publications")
async def list_publications(request: Request[Any, Any, Any]) -> Template:
    """What is public, what waits for whom, and what was published before."""
    return await _list(request, forms.FormState())


@post("/t/{slug:str}/publication", opt=access.needs("registers.publish"), name="registers.prepare")
@forms.taking(PrepareForm, again=_list)
async def prepare(request: Request[Any, Any, Any], form: PrepareForm) -> str:
    """Prepare a refresh by hand."""
    scope = access.scope_of(request)
    publication_id = await publishing.ask_publication(scope)
    return views.address(scope, f"/publication/{publication_id}")


@get(
    "/t/{slug:str}/publication/{publication_id:uuid}",
    opt=access.needs("registers.read"),
    name="registers.publication",
)
async def publication(request: Request[Any, Any, Any], publication_id: FromPath[UUID]) -> Template:
    """One publication: what it changes, and what can be done with it."""
    return await _publication(request, access.scope_of(request), publication_id, forms.FormState())


@get(
    "/t/{slug:str}/publication/{publication_id:uuid}/registers/{register:str}",
    opt=access.needs("registers.read"),
    name="registers.publication-lines",
)
async def lines(
    request: Request[Any, Any, Any],
    publication_id: FromPath[UUID],
    register: FromPath[str],
    page: Annotated[int, QueryParameter(name="page", ge=1, le=100_000)] = 1,
) -> Template:
    """The lines of one register as they would be public."""
    scope = access.scope_of(request)
    line = await publications.publication_of(scope, publication_id=publication_id)
    part = await published.part_of(scope, publication_id=publication_id, register=register, as_at=line.as_at)
    return views.page(
        request,
        "registers/publication-lines.html",
        line=line,
        part=part,
        shown=await published.page_of(scope, publication_id=publication_id, register=register, number=page),
        cell=files.shown_cell,
        said=files.said,
        crumbs=[
            *_crumbs(scope),
            views.Crumb(f"Refresh {line.number}", views.address(scope, f"/publication/{publication_id}")),
        ],
    )


@post(
    "/t/{slug:str}/publication/{publication_id:uuid}/approve",
    opt=access.needs("registers.approve", not_on_trial=True),
    name="registers.approve",
)
async def approve(
    request: Request[Any, Any, Any], publication_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Approve exactly what was looked at, for release now or at an hour."""
    scope = access.scope_of(request)

    async def act(form: ApproveForm) -> str:
        await publishing.approve_publication(
            scope, publication_id=publication_id, sha256=form.sha256, release_at=form.release_at(scope)
        )
        return views.address(scope, f"/publication/{publication_id}?said=approved")

    return await _submit(request, ApproveForm, scope, publication_id, act)


@post(
    "/t/{slug:str}/publication/{publication_id:uuid}/drop",
    opt=access.needs("registers.publish"),
    name="registers.drop",
)
async def drop(request: Request[Any, Any, Any], publication_id: FromPath[UUID]) -> Response[Any] | Template:
    """Give up a refresh that is not public yet."""
    scope = access.scope_of(request)

    async def act(form: EndForm) -> str:
        await publishing.drop_publication(scope, publication_id=publication_id, reason=form.reason)
        return views.address(scope, "/publication?said=dropped")

    return await _submit(request, EndForm, scope, publication_id, act)


@post(
    "/t/{slug:str}/publication/{publication_id:uuid}/recall",
    opt=access.needs("registers.publish"),
    name="registers.recall",
)
async def recall(request: Request[Any, Any, Any], publication_id: FromPath[UUID]) -> Response[Any] | Template:
    """Take what is public back at once."""
    scope = access.scope_of(request)

    async def act(form: EndForm) -> str:
        await publishing.recall_publication(scope, publication_id=publication_id, reason=form.reason)
        return views.address(scope, f"/publication/{publication_id}?said=recalled")

    return await _submit(request, EndForm, scope, publication_id, act)


@post(
    "/t/{slug:str}/publication/{publication_id:uuid}/names",
    opt=access.needs("registers.approve"),
    name="registers.names",
)
async def decide_names(
    request: Request[Any, Any, Any], publication_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Decide who of the proposed is named for not having declared."""
    scope = access.scope_of(request)

    async def act(form: NamesForm) -> str:
        await naming_acts.decide_names(scope, publication_id=publication_id, named=form.named)
        return views.address(scope, f"/publication/{publication_id}?said=decided")

    return await _submit(request, NamesForm, scope, publication_id, act)


async def _publication(
    request: Request[Any, Any, Any], scope: Scope, publication_id: UUID, state: forms.FormState
) -> Template:
    line = await publications.publication_of(scope, publication_id=publication_id)
    counts, changes = await publications.changes_of(scope, publication=line)
    released = line.released_at is not None
    proposed = await naming.proposed_in(scope, publication_id=publication_id)
    return views.page(
        request,
        "registers/publication.html",
        state=state,
        line=line,
        parts=await published.parts_of(scope, publication_id=publication_id, as_at=line.as_at),
        counts=[(rules.CHANGE_IN_WORDS[change], counts.get(change, 0)) for change in rules.Change],
        changed=sum(counts.values()),
        first=not await publications.released_before(scope, number=line.number),
        changes=changes,
        proposed=proposed,
        names=[
            (
                each.person_id,
                f"{each.name}, {each.position}" if each.position else each.name,
                f"Due on {in_words(each.due_on)}, told on {in_words(each.told_on)}",
            )
            for each in proposed
        ],
        chosen=[each.person_id for each in proposed if each.state == "named"],
        reached=await publications.reach_of(scope, publication_id=publication_id) if released else (),
        mails=await publications.mails_of(scope, publication_id=publication_id) if released else (),
        may_approve=line.state is rules.State.PREPARED
        and scope.may("registers.approve")
        and line.asked_by != scope.actor.person_id,
        own=line.asked_by == scope.actor.person_id,
        said_of=files.said,
        crumbs=_crumbs(scope),
    )


async def _submit(
    request: Request[Any, Any, Any], model: Any, scope: Scope, publication_id: UUID, act: Any
) -> Response[Any] | Template:
    async def again(state: forms.FormState) -> Template:
        return await _publication(request, scope, publication_id, state)

    return await forms.submit(request, model, act=act, again=again)


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Publication", views.address(scope, "/publication"))]


ROUTES: list[Any] = [list_publications, prepare, publication, lines, approve, drop, recall, decide_names]
