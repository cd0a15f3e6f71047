"""One assessment: its domains with their tallies, its requirements in pages, a file of all of them, and its life."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Template
from pydantic import Field

from backend.assurance.operations import assessments as acts
from backend.assurance.pages import parts
from backend.assurance.queries import answers
from backend.assurance.queries import assessments as queries
from backend.assurance.queries.answers import NOBODY, PAGE, AnswerLine, AnswerPage, Filters
from backend.assurance.queries.requirements import domains_of
from backend.assurance.rules.assessing import NEXT, AssessmentState
from backend.assurance.rules.standing import OUTCOME_IN_WORDS, STANDS_IN_WORDS, Stands
from backend.kit.calendar import in_words
from backend.scope import Scope
from backend.web import access, forms, sheets, views

_AT = "/t/{slug:str}/assurance/assessments/{assessment_id:uuid}"
SPECIAL = {
    "review": "Waits for a second person",
    "differs": "Person and rule differ",
    "waits": "Carried over, to confirm",
}


MOST = 2_000
"""As many requirements as one page shows to whoever wants all of them, to print or to search in."""


class CloseForm(forms.Form):
    """A button and nothing else."""


class ReopenForm(forms.Form):
    because: str = Field(min_length=1, max_length=1_000, description="why it is opened again")


class SignForm(forms.Form):
    words: str = Field(min_length=1, max_length=4_000, description="what you sign")


async def _page(request: Request[Any, Any, Any], state: forms.FormState, assessment_id: UUID) -> Template:
    scope = access.scope_of(request)
    view = await queries.assessment_of(scope, assessment_id=assessment_id)
    on, typed, problem = parts.asked_day(request, scope)
    filters, chosen = _filters(request)
    number = parts.page_number(request)
    size = MOST if request.query_params.get("rows") == "all" else PAGE
    if on < scope.today:
        lines = (await answers.lines_of(scope, assessments=[view], on=on))[view.id]
        domains = parts.by_domain(lines, await domains_of(scope, edition_id=view.edition_id))
        found = _cut(answers.narrow(lines, filters), number, size)
    else:
        domains = (await queries.tallies_of(scope, assessment_ids=[view.id]))[view.id]
        found = await answers.page_of(
            scope,
            assessment_id=view.id,
            day=view.day(scope, on),
            filters=filters,
            number=number,
            total=queries.whole(domains).total,
            size=size,
        )
    return views.page(
        request,
        "assurance/assessment.html",
        state=state,
        assessment=view,
        domains=domains,
        domain_names={each.id: each.name for each in domains},
        whole=queries.whole(domains),
        found=found,
        levels=parts.level_words(view),
        on=on,
        day=view.day(scope, on),
        not_yet=view.opened_at > scope.end_of(on),
        problem=problem,
        chosen={**chosen, "on": typed},
        filtered=bool(filters),
        rest=parts.query(**chosen, on=typed),
        at_day=parts.query(on=typed),
        tags=parts.TAGS,
        stands=[(each, STANDS_IN_WORDS[each], parts.TAGS[each]) for each in Stands],
        special=SPECIAL,
        owners=await answers.owners_of(scope, assessment_id=view.id),
        nobody=NOBODY,
        may_close=scope.may("assurance.keep") and AssessmentState.CLOSED in NEXT[view.state],
        may_sign=scope.may("assurance.keep") and AssessmentState.SIGNED in NEXT[view.state],
        crumbs=parts.crumbs(scope),
    )


@get(_AT, opt=access.needs("assurance.read"), name="assurance.assessment")
async def page(request: Request[Any, Any, Any], assessment_id: FromPath[UUID]) -> Template:
    """An assessment as at a day, its requirements narrowed as the reader wishes."""
    return await _page(request, forms.FormState(), assessment_id)


@get(f"{_AT}/list.csv", opt=access.needs("assurance.read"), name="assurance.assessment-file")
async def file(request: Request[Any, Any, Any], assessment_id: FromPath[UUID]) -> Response[bytes]:
    """Every requirement of the assessment with how it stands, as at a day, as a file for a spreadsheet."""
    scope = access.scope_of(request)
    view = await queries.assessment_of(scope, assessment_id=assessment_id)
    on, _, _ = parts.asked_day(request, scope)
    lines = (await answers.lines_of(scope, assessments=[view], on=on))[view.id]
    names = {each.id: each.name for each in await domains_of(scope, edition_id=view.edition_id)}
    rows = _rows(answers.narrow(lines, _filters(request)[0]), names, parts.level_words(view))
    return sheets.csv_file(scope, f"assessment-as-at-{on.isoformat()}", _HEADS, rows)


@post(f"{_AT}/closing", opt=access.needs("assurance.keep"), name="assurance.close")
@forms.taking(CloseForm, again=_page)
async def close(request: Request[Any, Any, Any], _form: CloseForm, assessment_id: FromPath[UUID]) -> str:
    """Close the assessment."""
    scope = access.scope_of(request)
    await acts.close(scope, assessment_id=assessment_id)
    return _back(scope, assessment_id, "closed")


@post(f"{_AT}/reopening", opt=access.needs("assurance.keep"), name="assurance.reopen")
@forms.taking(ReopenForm, again=_page)
async def reopen(request: Request[Any, Any, Any], form: ReopenForm, assessment_id: FromPath[UUID]) -> str:
    """Open the assessment again."""
    scope = access.scope_of(request)
    await acts.reopen(scope, assessment_id=assessment_id, because=form.because)
    return _back(scope, assessment_id, "reopened")


@post(f"{_AT}/signature", opt=access.needs("assurance.keep"), name="assurance.sign")
@forms.taking(SignForm, again=_page)
async def sign(request: Request[Any, Any, Any], form: SignForm, assessment_id: FromPath[UUID]) -> str:
    """Sign the assessment for its period."""
    scope = access.scope_of(request)
    await acts.sign(scope, assessment_id=assessment_id, words=form.words)
    return _back(scope, assessment_id, "signed")


def _filters(request: Request[Any, Any, Any]) -> tuple[Filters, dict[str, str]]:
    """What the address narrows the list to, and the same as it was typed."""
    asked = request.query_params
    chosen = {name: asked.get(name, "").strip()[:200] for name in ("state", "domain", "owner", "text")}
    known = {each.value for each in Stands} | set(SPECIAL)
    filters = Filters(
        state=chosen["state"] if chosen["state"] in known else "",
        domain_id=parts.uuid_of(chosen["domain"]),
        owner=NOBODY if chosen["owner"] == NOBODY else parts.uuid_of(chosen["owner"]),
        text=chosen["text"],
    )
    return filters, chosen


def _cut(lines: tuple[AnswerLine, ...], number: int, size: int) -> AnswerPage:
    found = AnswerPage(lines=(), total=len(lines), number=number, size=size)
    at = min(number, found.pages)
    return AnswerPage(lines=lines[(at - 1) * size : at * size], total=len(lines), number=at, size=size)


_HEADS = (
    "Reference",
    "Domain",
    "Requirement",
    "Stands",
    "Whose word",
    "Rule says",
    "A person judged",
    "Why",
    "Valid until",
    "Rule overruled because",
    "Answered by",
    "Answered on",
    "Second person’s review",
    "To know",
    "Owner",
    "Due on",
)


def _rows(
    lines: Iterable[AnswerLine], domains: dict[UUID, str], levels: dict[tuple[str, str], str]
) -> Iterable[list[str]]:
    for line in lines:
        yield [
            line.ref,
            domains.get(line.domain_id, ""),
            f"{line.heading}: {line.text}" if line.heading else line.text,
            line.stands_in_words,
            line.by_in_words,
            OUTCOME_IN_WORDS[line.outcome] if line.outcome else "",
            levels.get((line.scale, line.level), line.level) if line.level else "",
            line.words or "",
            in_words(line.valid_until) if line.valid_until else "",
            line.overruled_because or "",
            line.answered_by_name or "",
            in_words(line.answered_at) if line.answered_at else "",
            {"agreed": "Agreed", "returned": "Given back"}.get(line.review or "", ""),
            line.note or "",
            line.owner or "",
            in_words(line.due_on) if line.due_on else "",
        ]


def _back(scope: Scope, assessment_id: UUID, said: str) -> str:
    return views.address(scope, f"/assurance/assessments/{assessment_id}?said={said}")


ROUTES: list[Any] = [page, file, close, reopen, sign]
