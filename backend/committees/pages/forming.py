"""The forms that form, change and retire a committee, set its quorum and record a review of its terms."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.catalogue import quorum as quorums
from backend.catalogue.committees import Committee, CommitteeKind, ReportingLine, Terms
from backend.catalogue.quorum import CAPACITY_IN_WORDS, OFFICE_IN_WORDS, Capacity, Office
from backend.catalogue.shapes import Line, Provenance, Slug, Text
from backend.committees import operations, queries, rules
from backend.committees.pages.structure import committee_page, crumbs
from backend.kit.calendar import in_words
from backend.organisations import queries as organisations
from backend.organisations.rules import entered, provenance_of
from backend.scope import Scope
from backend.web import access, forms, views

_ROWS = (1, 2, 3)  # how many “among them” lines the quorum's form has
_Number = Annotated[int, Field(ge=1, le=100)]


class CommitteeForm(forms.Form):
    name: Line = Field(max_length=200, description="the committee's name")
    kind: CommitteeKind = Field(description="what kind of committee it is")
    purpose: Text = Field(max_length=4_000, description="what the committee is for")
    meets_in_public: Literal["yes", "no"] = Field(description="whether it meets in public")
    meets_every_months: int | None = Field(None, ge=1, le=60, description="the months between meetings")
    reports_to: list[Slug] = Field(default_factory=list, description="the committees that it reports to")
    held_by: Slug | None = Field(None, description="whose committee it is")
    terms_summary: Text | None = Field(None, max_length=4_000, description="the terms of reference")
    terms_review_months: int | None = Field(None, ge=1, le=120, description="the months between reviews")


class QuorumForm(forms.Form):
    members: int | None = Field(None, ge=1, le=100, description="the number of voting members")
    number_1: _Number | None = Field(None, description="the first number")
    of_1: list[str] = Field(default_factory=list, description="the first group")
    number_2: _Number | None = Field(None, description="the second number")
    of_2: list[str] = Field(default_factory=list, description="the second group")
    number_3: _Number | None = Field(None, description="the third number")
    of_3: list[str] = Field(default_factory=list, description="the third group")


class NothingForm(forms.Form):
    """A button and nothing else."""


@get("/t/{slug:str}/committees/new", opt=access.needs("committees.change"), name="committees.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form for a new committee."""
    return await _form(request, access.scope_of(request), forms.FormState(), None)


@post("/t/{slug:str}/committees", opt=access.needs("committees.change"), name="committees.form-committee")
async def form_committee(request: Request[Any, Any, Any]) -> Response[Any] | Template:
    """Form a committee; its seats and quorum follow on their own pages."""
    scope = access.scope_of(request)

    async def act(form: CommitteeForm) -> str:
        slug = await queries.free_slug(scope, name=form.name)
        committee_id = await operations.form_committee(scope, committee=_wanted(scope, form, slug, None))
        return views.address(scope, f"/committees/{committee_id}?said=formed")

    async def again(state: forms.FormState) -> Template:
        return await _form(request, scope, state, None)

    return await forms.submit(request, CommitteeForm, act=act, again=again)


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/particulars",
    opt=access.needs("committees.change"),
    name="committees.particulars",
)
async def particulars(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """The form that changes a committee's own traits and lines."""
    return await _form(request, access.scope_of(request), forms.FormState(), committee_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/particulars",
    opt=access.needs("committees.change"),
    name="committees.change",
)
async def change(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Response[Any] | Template:
    """Change a committee's own traits and lines."""
    scope = access.scope_of(request)
    before = await operations.living(scope, committee_id=committee_id)

    async def act(form: CommitteeForm) -> str:
        wanted = _wanted(scope, form, before.id, before)
        await operations.change_committee(scope, committee_id=committee_id, committee=wanted)
        return views.address(scope, f"/committees/{committee_id}?said=changed")

    async def again(state: forms.FormState) -> Template:
        return await _form(request, scope, state, committee_id)

    return await forms.submit(request, CommitteeForm, act=act, again=again)


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/quorum",
    opt=access.needs("committees.change"),
    name="committees.quorum",
)
async def quorum(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """The form that sets the quorum in words that the seats allow."""
    return await _quorum_form(request, access.scope_of(request), forms.FormState(), committee_id)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/quorum",
    opt=access.needs("committees.change"),
    name="committees.set-quorum",
)
async def set_quorum(
    request: Request[Any, Any, Any], committee_id: FromPath[UUID]
) -> Response[Any] | Template:
    """Set the quorum; with every field empty there is none."""
    scope = access.scope_of(request)
    before = await operations.living(scope, committee_id=committee_id)

    async def act(form: QuorumForm) -> str:
        wanted = _quorum_of(form)
        source = entered(scope.actor.name, in_words(scope.today)) if wanted else None
        after = before.model_copy(update={"quorum": wanted, "quorum_from": source})
        if wanted != before.quorum:
            await operations.change_committee(scope, committee_id=committee_id, committee=after)
        return views.address(scope, f"/committees/{committee_id}?said=changed")

    async def again(state: forms.FormState) -> Template:
        return await _quorum_form(request, scope, state, committee_id)

    return await forms.submit(request, QuorumForm, act=act, again=again)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/review",
    opt=access.needs("committees.change"),
    name="committees.review",
)
async def review(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Response[Any] | Template:
    """Record that the terms of reference were reviewed today."""
    scope = access.scope_of(request)

    async def act(_: NothingForm) -> str:
        await operations.record_review(scope, committee_id=committee_id)
        return views.address(scope, f"/committees/{committee_id}?said=reviewed")

    async def again(state: forms.FormState) -> Template:
        return await committee_page(request, scope, committee_id, state)

    return await forms.submit(request, NothingForm, act=act, again=again)


@post(
    "/t/{slug:str}/committees/{committee_id:uuid}/retirement",
    opt=access.needs("committees.change"),
    name="committees.retire",
)
async def retire(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Response[Any] | Template:
    """End a committee on which nobody sits any more."""
    scope = access.scope_of(request)

    async def act(_: NothingForm) -> str:
        await operations.retire_committee(scope, committee_id=committee_id)
        return views.address(scope, f"/committees/{committee_id}?said=retired")

    async def again(state: forms.FormState) -> Template:
        return await committee_page(request, scope, committee_id, state)

    return await forms.submit(request, NothingForm, act=act, again=again)


async def _form(
    request: Request[Any, Any, Any], scope: Scope, state: forms.FormState, committee_id: UUID | None
) -> Template:
    before = await operations.living(scope, committee_id=committee_id) if committee_id else None
    others = [line for line in await queries.committees_of(scope) if line.id != committee_id]
    return views.page(
        request,
        "committees/form.html",
        state=state,
        committee=before,
        committee_id=committee_id,
        kinds=[(kind.value, words) for kind, words in rules.KIND_IN_WORDS.items()],
        others=[(line.slug, line.name) for line in others],
        organisations=[(each.slug, each.name) for each in await organisations.organisations_of(scope)],
        crumbs=crumbs(scope, committee_id, before.name if before else ""),
    )


async def _quorum_form(
    request: Request[Any, Any, Any], scope: Scope, state: forms.FormState, committee_id: UUID
) -> Template:
    committee = await operations.living(scope, committee_id=committee_id)
    capacities = dict.fromkeys(seat.capacity for seat in committee.seats if seat.voting)
    offices = dict.fromkeys(seat.office for seat in committee.seats if seat.voting and seat.office)
    groups = [(f"capacity:{each}", f"{_capital(CAPACITY_IN_WORDS[each])} members") for each in capacities]
    groups += [(f"office:{each}", f"The {OFFICE_IN_WORDS[each]}") for each in offices]
    parts = _parts_of(committee.quorum)
    return views.page(
        request,
        "committees/quorum.html",
        state=state,
        committee=committee,
        committee_id=committee_id,
        now=quorums.quorum_in_words(committee.quorum) if committee.quorum else None,
        fits=parts is not None,
        parts=parts or (None, ()),
        rows=_ROWS,
        groups=groups,
        crumbs=crumbs(scope, committee_id, committee.name),
    )


def _wanted(scope: Scope, form: CommitteeForm, slug: str, before: Committee | None) -> Committee:
    """The committee that the form describes. What was read in a source stays so while it stays the same."""
    said = entered(scope.actor.name, in_words(scope.today))
    same = before and (before.name, before.kind, before.purpose) == (form.name, form.kind, form.purpose)
    kept = provenance_of(before) if before and same else said
    return Committee(
        id=slug,
        name=form.name,
        kind=form.kind,
        held_by=form.held_by,
        reports_to=_lines(form.reports_to, before, said),
        purpose=form.purpose,
        meets_in_public=form.meets_in_public == "yes",
        meets_every_months=form.meets_every_months,
        seats=before.seats if before else (),
        seats_from=before.seats_from if before else None,
        quorum=before.quorum if before else None,
        quorum_from=before.quorum_from if before else None,
        terms=_terms(form, before.terms if before else None, said),
        source=kept.source,
        mark=kept.mark,
        note=kept.note,
    )


def _lines(
    reports_to: Sequence[str], before: Committee | None, said: Provenance
) -> tuple[ReportingLine, ...]:
    known = {line.to: line for line in before.reports_to} if before else {}
    return tuple(
        known.get(slug) or ReportingLine(to=slug, mark=said.mark, note=said.note)
        for slug in dict.fromkeys(reports_to)
    )


def _terms(form: CommitteeForm, before: Terms | None, said: Provenance) -> Terms | None:
    if form.terms_summary is None:
        return None
    months = form.terms_review_months or 12
    if before and (before.summary, before.review_months) == (form.terms_summary, months):
        return before
    return Terms(summary=form.terms_summary, review_months=months, mark=said.mark, note=said.note)


def _quorum_of(form: QuorumForm) -> Any:
    """The quorum that the form describes, or `None`. Raises UnableToShapeCommittee for a line that is half filled."""
    parts: list[Any] = [quorums.AtLeast(at_least=form.members)] if form.members else []
    for row in _ROWS:
        number, chosen = getattr(form, f"number_{row}"), getattr(form, f"of_{row}")
        if number is None and not chosen:
            continue
        if number is None or not chosen:
            field = f"of_{row}" if number is not None else f"number_{row}"
            raise rules.UnableToShapeCommittee(
                "Give both a number and who is counted, or leave the whole line empty.", field=field
            )
        parts.append(quorums.AtLeast(at_least=number, of=_group(chosen, field=f"of_{row}")))
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else quorums.All(all=tuple(parts))


def _group(chosen: Sequence[str], *, field: str) -> quorums.Group:
    pairs = [each.partition(":") for each in chosen]
    kinds = {kind for kind, _, _ in pairs}
    try:
        if kinds == {"capacity"}:
            return quorums.Group(capacity=tuple(Capacity(name) for _, _, name in pairs))
        if kinds == {"office"}:
            return quorums.Group(office=tuple(Office(name) for _, _, name in pairs))
    except ValueError:
        raise rules.UnableToShapeCommittee("Choose who is counted from the list.", field=field) from None
    raise rules.UnableToShapeCommittee(
        "Choose either kinds of member or offices in one line; use another line for the other.", field=field
    )


def _parts_of(quorum: Any) -> tuple[int | None, tuple[tuple[int, list[str]], ...]] | None:
    """A quorum as the form shows it: the number of members and the lines; `None` where the form can't say it."""
    if quorum is None:
        return None, ()
    parts = list(quorum.all) if isinstance(quorum, quorums.All) else [quorum]
    members, rows = None, []
    for part in parts:
        if not isinstance(part, quorums.AtLeast):
            return None
        if part.of is None:
            if members is not None:
                return None
            members = part.at_least
            continue
        names = [f"capacity:{each}" for each in part.of.capacity] + [
            f"office:{each}" for each in part.of.office
        ]
        if part.of.seat or (part.of.capacity and part.of.office) or part.of.vote is not quorums.Vote.VOTING:
            return None
        rows.append((part.at_least, names))
    return (members, tuple(rows)) if len(rows) <= len(_ROWS) else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


ROUTES = [new, form_committee, particulars, change, quorum, set_quorum, review, retire]
