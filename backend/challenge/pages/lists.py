"""What was asked: the list, narrowed as the reader wishes; the same as a file; and entering a question by hand."""

from collections.abc import Iterable
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Template
from pydantic import Field

from backend.challenge import operations, queries, rules
from backend.challenge.queries import Filters, QuestionLine
from backend.committees import queries as committees
from backend.kit.identity import parse_id
from backend.people import queries as people
from backend.scope import Scope
from backend.web import access, forms, sheets, views

_READ = access.needs("challenge.read")
_KEEP = access.needs("challenge.keep")
_A_PAGE = 50
_NAMES = ("words", "topic", "committee", "kind", "state")
STATES = {
    "open": "Not done with",
    **{state.value: words for state, words in rules.STATE_IN_WORDS.items()},
    "all": "All",
}
HEADS = (
    *(
        "Reference",
        "Topic",
        "Kind",
        "What was asked",
        "Asked by",
        "Put to",
        "Asked on",
        "Committee",
        "Meeting",
    ),
    *("Item", "State", "Last answer", "Answered on", "Days since it was asked", "Private"),
)


class QuestionForm(forms.Form):
    """What was asked, wherever it is entered."""

    topic: str = Field(min_length=1, max_length=200, description="the topic")
    kind: rules.Kind = Field(description="whether it is a question, or assurance is sought")
    words: str = Field(min_length=1, max_length=rules.LONGEST, description="what was asked")
    asked_by_person_id: UUID | None = Field(None, description="who asked")
    asked_by_name: str | None = Field(None, max_length=200, description="the name of who asked")
    of_name: str | None = Field(None, max_length=200, description="to whom it was put")


class AskForm(QuestionForm):
    committee_id: UUID | None = Field(None, description="the committee")
    asked_on: forms.FormDate = Field(description="the day on which it was asked")
    private: Literal["yes"] | None = Field(None, description="whether it is private")


@get("/t/{slug:str}/challenge", opt=_READ, name="challenge.list")
async def list_questions(request: Request[Any, Any, Any]) -> Template:
    """What was asked and is not done with, or whatever the reader chose."""
    scope = access.scope_of(request)
    chosen = _chosen(request)
    lines = await queries.questions_of(scope, _filters(chosen))
    pages = max(1, -(-len(lines) // _A_PAGE))
    asked = request.query_params.get("page", "1")
    number = min(max(int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1, 1), pages)
    return views.page(
        request,
        "challenge/list.html",
        lines=lines[(number - 1) * _A_PAGE : number * _A_PAGE],
        found=len(lines),
        number=number,
        pages=pages,
        chosen=chosen,
        query=urlencode({name: value for name, value in chosen.items() if value}),
        topics=await queries.topics_of(scope),
        committees=[(str(each.id), each.name) for each in await committees.committees_of(scope)],
        kinds={kind.value: words for kind, words in rules.KIND_IN_WORDS.items()},
        states=STATES,
    )


@get("/t/{slug:str}/challenge/list.csv", opt=_READ, name="challenge.file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same lines for a spreadsheet."""
    scope = access.scope_of(request)
    lines = await queries.questions_of(scope, _filters(_chosen(request)))
    return sheets.csv_file(scope, "asked-and-answered", HEADS, cells_of(lines))


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "challenge/new.html",
        state=state,
        topics=await suggested_topics(request, scope),
        kinds=[(kind.value, words) for kind, words in rules.KIND_IN_WORDS.items()],
        people=[(str(each.id), each.name) for each in await people.people_of(scope)],
        committees=[(str(each.id), each.name) for each in await committees.committees_of(scope)],
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/challenge/new", opt=_KEEP, name="challenge.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form to enter by hand what was asked."""
    return await _form(request, forms.FormState())


@post("/t/{slug:str}/challenge", opt=_KEEP, name="challenge.ask")
@forms.taking(AskForm, again=_form)
async def ask(request: Request[Any, Any, Any], form: AskForm) -> str:
    """Keep what was asked."""
    scope = access.scope_of(request)
    question_id = await operations.ask(
        scope,
        topic=form.topic,
        kind=form.kind,
        words=form.words,
        at=operations.Asked(on=form.asked_on, committee_id=form.committee_id, private=form.private == "yes"),
        asked_by_person_id=form.asked_by_person_id,
        asked_by_name=form.asked_by_name,
        of_name=form.of_name,
    )
    return views.address(scope, f"/challenge/{question_id}?said=asked")


async def suggested_topics(request: Request[Any, Any, Any], scope: Scope) -> list[str]:
    """Earlier topics, and what rooms above suggest: the business of forward plans, as `app` hands it down."""
    found = [line.title for line in await queries.topics_of(scope)]
    for suggest in request.app.state.get("challenge_topics", ()):
        found.extend(await suggest(scope))
    return sorted({title.casefold(): title for title in reversed(found)}.values(), key=str.casefold)


def crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Asked and answered", views.address(scope, "/challenge"))]


def cells_of(lines: Iterable[QuestionLine]) -> list[tuple[str, ...]]:
    return [
        (
            line.reference,
            line.topic,
            line.kind_in_words,
            line.words,
            line.asked_by_name,
            line.of_name or "",
            line.asked_on.isoformat(),
            line.committee or "",
            line.meeting_title or "",
            line.item_title or "",
            line.state_in_words,
            line.answered or "",
            line.answered_on.isoformat() if line.answered_on else "",
            str(line.age_days),
            "yes" if line.private else "no",
        )
        for line in lines
    ]


def _chosen(request: Request[Any, Any, Any]) -> dict[str, str]:
    """What the reader typed or clicked; what can't be understood narrows nothing."""
    return {name: request.query_params.get(name, "").strip()[:100] for name in _NAMES}


def _filters(chosen: dict[str, str]) -> Filters:
    state = chosen["state"] or "open"
    return Filters(
        topic_id=parse_id(chosen["topic"]),
        committee_id=parse_id(chosen["committee"]),
        kind=rules.Kind(chosen["kind"]) if chosen["kind"] in set(rules.Kind) else None,
        state=rules.State(state) if state in set(rules.State) else None,
        open_only=state == "open",
        words=chosen["words"],
    )


ROUTES: list[Any] = [list_questions, file, new, ask]
