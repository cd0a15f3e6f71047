"""The list of papers over all meetings, by meeting, stage, due day and lateness; and the same as a file."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Template

from backend.interests.pages.parts import page_number, pagination
from backend.kit.calendar import in_words
from backend.kit.identity import parse_id
from backend.meetings.queries import every_paper as queries
from backend.scope import Scope
from backend.web import access, forms, sheets, views


@get("/t/{slug:str}/papers", opt=access.needs("meetings.read"), name="meetings.papers")
async def shown(request: Request[Any, Any, Any]) -> Template:
    """Every paper that the visitor may see, sifted."""
    scope = access.scope_of(request)
    chosen, sifting, problem = _chosen(request)
    found = await queries.every_paper(scope, sifting=sifting)
    number = max(1, min(page_number(request), found.pages))
    first = (number - 1) * queries.PAGE_SIZE
    return views.page(
        request,
        "meetings/papers.html",
        found=found,
        shown=found.page(number),
        first=first + 1,
        last=min(first + queries.PAGE_SIZE, len(found.papers)),
        turning=pagination(views.address(scope, "/papers"), chosen, number=number, pages=found.pages),
        chosen=chosen,
        query=urlencode({name: words for name, words in chosen.items() if words}),
        problem=problem,
        crumbs=_crumbs(scope),
    )


@get("/t/{slug:str}/papers/list.csv", opt=access.needs("meetings.read"), name="meetings.papers-file")
async def as_csv(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same list as a file for a spreadsheet."""
    scope = access.scope_of(request)
    _, sifting, _ = _chosen(request)
    found = await queries.every_paper(scope, sifting=sifting)
    name = f"{scope.tenant.slug}-papers-{scope.today.isoformat()}.csv"
    return views.download(_csv(found.papers), name=name, media_type="text/csv; charset=utf-8")


def _chosen(request: Request[Any, Any, Any]) -> tuple[dict[str, str], queries.Sifting, str | None]:
    """The filter of the address: as it was typed, as the query takes it, and what could not be read of it."""
    typed = {name: request.query_params.get(name, "")[:200] for name in _FILTERS}
    due_by, problem = None, None
    if typed["due_by"].strip():
        try:
            due_by = forms.parse_date(typed["due_by"].strip())
        except ValueError:
            problem = (
                f"“{typed['due_by']}” is not a day that can be read, so papers of every due day are shown."
            )
    sifting = queries.Sifting(
        past=typed["when"] == "past",
        mine=typed["whose"] == "mine",
        late=typed["late"] == "yes",
        uncleared=typed["hidden"] == "yes",
        committee_id=parse_id(typed["committee"]),
        meeting_id=parse_id(typed["meeting"]),
        stage=typed["stage"],
        due_by=due_by,
    )
    return typed, sifting, problem


_FILTERS = ("when", "whose", "late", "hidden", "committee", "meeting", "stage", "due_by")


def _csv(papers: tuple[queries.ListedPaper, ...]) -> bytes:
    heads = (
        "Meeting", "Committee", "Date", "Item", "Paper", "Kind", "Author", "Sponsor", "Stage", "Held by",
        "Next due", "Late", "Hidden data to clear", "Version", "Signed off by",
    )  # fmt: skip
    rows = []
    for paper in papers:
        line = paper.line
        cells = [
            paper.meeting,
            paper.committee,
            in_words(line.meeting_on),
            f"{paper.item_label or ''} {paper.item_title}".strip(),
            line.title,
            line.kind_in_words,
            line.author,
            line.sponsor or "",
            paper.stage,
            paper.pen or "",
            in_words(line.due_on) if line.due_on else "",
            paper.late_in_words or "",
            str(paper.uncleared or ""),
            str(line.version),
            line.run.approval.person_name if line.run.approval else "",
        ]
        rows.append(cells)
    return sheets.as_csv(heads, rows)


def _crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Meetings", views.address(scope, "/meetings"))]


ROUTES: list[Any] = [shown, as_csv]
