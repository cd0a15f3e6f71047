"""The log: by committee, owner, colour and age; as a file; and entering an action by hand."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.response import Template
from pydantic import Field

from backend.actions import operations, queries, rules
from backend.actions.operations import Source, SourceKind
from backend.actions.queries import ActionLine, Filters
from backend.actions.rules import ages
from backend.actions.rules.rag import RAG_IN_WORDS, Rag
from backend.committees import queries as committees
from backend.people import queries as people
from backend.scope import Scope
from backend.web import access, forms, sheets, views

SHOWN = {
    "open": "Open",
    "waiting": "Waiting for an answer or for closing",
    "closed": "Closed",
    "withdrawn": "Withdrawn",
    "struck": "Struck out",
    "all": "All but struck out",
}
_A_PAGE = 50
_HEADS = (
    *(
        "Reference",
        "Action",
        "Where it came from",
        "Date",
        "Committee",
        "Owner",
        "Deputy",
        "Due",
        "Times moved",
    ),
    *("Status", "RAG", "Why", "Undertaken", "Ended", "Private"),
)


class ActionForm(forms.Form):
    """An action that is entered by hand."""

    words: str = Field(min_length=1, max_length=rules.LONGEST, description="what is to be done")
    source_kind: SourceKind = Field(description="where it came from")
    source_title: str | None = Field(None, max_length=300, description="what it came from")
    source_on: forms.FormDate | None = Field(None, description="the day of it")
    committee_id: UUID | None = Field(None, description="the committee")
    owner_person_id: UUID | None = Field(None, description="the owner")
    owner_name: str | None = Field(None, max_length=200, description="the name of an owner from outside")
    deputy_person_id: UUID | None = Field(None, description="the deputy")
    due_on: forms.FormDate | None = Field(None, description="the due date")
    private: str | None = Field(None, pattern="^yes$", description="whether it is private")


@get("/t/{slug:str}/actions", opt=access.needs("actions.read"), name="actions.log")
async def log(request: Request[Any, Any, Any]) -> Template:
    """The log, narrowed as the reader wishes; what is due first comes first."""
    scope = access.scope_of(request)
    chosen = _chosen(request)
    found = await queries.log_of(scope, _filters(scope, chosen))
    pages = max(1, -(-len(found.lines) // _A_PAGE))
    asked = request.query_params.get("page", "1")
    number = min(max(int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1, 1), pages)
    narrowed = {name: value for name, value in chosen.items() if value}
    return views.page(
        request,
        "actions/log.html",
        log=found,
        lines=found.lines[(number - 1) * _A_PAGE : number * _A_PAGE],
        number=number,
        pages=pages,
        chosen=chosen,
        query=urlencode(narrowed),
        unaged=urlencode({name: value for name, value in narrowed.items() if name != "age"}),
        narrowed=bool(set(narrowed) - {"show"}) or chosen["show"] not in ("", "open"),
        committees=[(str(each.id), each.name) for each in await committees.committees_of(scope)],
        owners=[(str(each.id), each.name) for each in await people.people_of(scope)],
        shown=SHOWN,
        rags={rag.value: words for rag, words in RAG_IN_WORDS.items()},
        bands=ages.BAND_IN_WORDS,
        sources={kind.value: words for kind, words in rules.SOURCE_IN_WORDS.items()},
        width=ages.WIDTH,
    )


@get("/t/{slug:str}/actions/list.csv", opt=access.needs("actions.read"), name="actions.file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same lines as a file for a spreadsheet; no cell that it would take for a formula."""
    scope = access.scope_of(request)
    found = await queries.log_of(scope, _filters(scope, _chosen(request)))
    name = f"{scope.tenant.slug}-actions-{scope.today.isoformat()}.csv"
    return views.download(_as_csv(found.lines), name=name, media_type="text/csv; charset=utf-8")


async def _form(request: Request[Any, Any, Any], state: forms.FormState) -> Template:
    scope = access.scope_of(request)
    return views.page(
        request,
        "actions/new.html",
        state=state,
        committees=[(each.id, each.name) for each in await committees.committees_of(scope)],
        people=[(each.id, each.name) for each in await people.people_of(scope)],
        sources=[(kind.value, words) for kind, words in rules.SOURCE_IN_WORDS.items()],
        crumbs=crumbs(scope),
    )


@get("/t/{slug:str}/actions/new", opt=access.needs("actions.keep"), name="actions.new")
async def new(request: Request[Any, Any, Any]) -> Template:
    """The form to enter an action by hand."""
    return await _form(request, forms.FormState())


@post("/t/{slug:str}/actions", opt=access.needs("actions.keep"), name="actions.undertake")
@forms.taking(ActionForm, again=_form)
async def undertake(request: Request[Any, Any, Any], form: ActionForm) -> str:
    """Enter an action."""
    scope = access.scope_of(request)
    action_id = await operations.undertake(
        scope,
        source=Source(
            kind=form.source_kind,
            title=form.source_title or "",
            on=form.source_on,
            committee_id=form.committee_id,
        ),
        words=form.words,
        owner_person_id=form.owner_person_id,
        owner_name=form.owner_name,
        deputy_person_id=form.deputy_person_id,
        due_on=form.due_on,
        private=form.private == "yes",
    )
    return views.address(scope, f"/actions/{action_id}?said=undertaken")


def crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Actions", views.address(scope, "/actions"))]


def _chosen(request: Request[Any, Any, Any]) -> dict[str, str]:
    """What the reader typed or clicked; what can't be understood narrows nothing."""
    asked = request.query_params
    return {
        "committee": asked.get("committee", "")[:40],
        "owner": asked.get("owner", "")[:40],
        "show": asked.get("show", "")[:20],
        "rag": asked.get("rag", "")[:20],
        "age": asked.get("age", "")[:20],
        "source": asked.get("source", "")[:20],
    }


def _filters(scope: Scope, chosen: dict[str, str]) -> Filters:
    mine = chosen["owner"] == "me"
    return Filters(
        committee_id=_id(chosen["committee"]),
        owner_person_id=scope.actor.person_id if mine else _id(chosen["owner"]),
        show=chosen["show"] if chosen["show"] in SHOWN else "open",
        rag=Rag(chosen["rag"]) if chosen["rag"] in set(Rag) else None,
        age=chosen["age"] if chosen["age"] in ages.BAND_IN_WORDS else None,
        source=SourceKind(chosen["source"]) if chosen["source"] in set(SourceKind) else None,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _as_csv(lines: Iterable[ActionLine]) -> bytes:
    rows = []
    for line in lines:
        cells = (
            line.reference,
            line.words,
            line.source_in_words,
            line.source_on.isoformat() if line.source_on else "",
            line.committee or "",
            line.owner,
            line.deputy or "",
            line.due_on.isoformat() if line.due_on else "",
            str(line.moves),
            "Struck out" if line.struck else line.state_in_words,
            line.rag.value,
            line.rag_why,
            line.undertaken_on.isoformat(),
            line.ended_on.isoformat() if line.ended_on else "",
            "yes" if line.private else "no",
        )
        rows.append(cells)
    return sheets.as_csv(_HEADS, rows)


ROUTES: list[Any] = [log, file, new, undertake]
