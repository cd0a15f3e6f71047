"""The list of evidence, narrowed as the reader wishes, as it stands on a day; and the same as a file."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Template

from backend.assurance.queries import evidence as queries
from backend.assurance.queries.evidence import EvidenceView
from backend.assurance.rules import evidence as rules
from backend.kit.identity import parse_id
from backend.web import access, days, sheets, views

_READ = access.needs("assurance.read")
_A_PAGE = 50
_NAMES = ("words", "line", "state", "sort", "owner")
STATES = {
    "kept": "All but withdrawn",
    **{state.value: words for state, words in rules.STATE_IN_WORDS.items()},
    "all": "All",
}
_HEADS = (
    *("Reference", "Title", "Sort", "What it holds", "What it shows", "Limits", "Line", "Independence"),
    *(
        "Level of assurance",
        "Effective from",
        "Effective to",
        "Expires",
        "Next review",
        "Owner",
        "State",
        "Why",
    ),
    *("Relied on by", "Version", "Added", "SHA-256"),
)


@get("/t/{slug:str}/evidence", opt=_READ, name="assurance.evidence")
async def list_evidence(request: Request[Any, Any, Any]) -> Template:
    """Every item, by line, state, sort, owner and words."""
    scope = access.scope_of(request)
    day, typed, problem = days.day_of(request, "on", scope)
    chosen = _chosen(request)
    every = await queries.all_evidence(scope, on=day)
    lines = [view for view in every if _left(view, chosen)]
    pages = max(1, -(-len(lines) // _A_PAGE))
    number = min(max(_number(request.query_params.get("page", "1")), 1), pages)
    query = urlencode({name: value for name, value in {**chosen, "on": typed}.items() if value})
    return views.page(
        request,
        "assurance/evidence-list.html",
        every=every,
        lines=lines[(number - 1) * _A_PAGE : number * _A_PAGE],
        found=len(lines),
        number=number,
        pages=pages,
        counted={state: sum(view.state is state for view in every) for state in rules.State},
        chosen={**chosen, "on": typed},
        problem=problem,
        day=day,
        today=day == scope.today,
        query=query,
        states=STATES,
        kinds={sort.value: words for sort, words in rules.SORT_IN_WORDS.items()},
        rows_of_assurance={str(int(line)): words for line, words in rules.LINE_SHORT.items()},
        owners=sorted({(str(view.owner_person_id), view.owner) for view in every}, key=lambda each: each[1]),
    )


@get("/t/{slug:str}/evidence/list.csv", opt=_READ, name="assurance.evidence-file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same lines for a spreadsheet."""
    scope = access.scope_of(request)
    day, _, _ = days.day_of(request, "on", scope)
    chosen = _chosen(request)
    lines = [view for view in await queries.all_evidence(scope, on=day) if _left(view, chosen)]
    return sheets.csv_file(scope, "evidence", _HEADS, map(_cells, lines))


def _chosen(request: Request[Any, Any, Any]) -> dict[str, str]:
    """What the reader typed or clicked; what can't be understood narrows nothing."""
    return {name: request.query_params.get(name, "").strip()[:100] for name in _NAMES}


def _left(view: EvidenceView, chosen: dict[str, str]) -> bool:
    state, words = chosen["state"] or "kept", chosen["words"].casefold()
    if state == "kept" and view.state is rules.State.WITHDRAWN:
        return False
    said = f"{view.reference} {view.title} {view.shows} {view.file_name or ''} {view.record_title or ''}"
    return (
        (state not in set(rules.State) or view.state == state)
        and (chosen["line"] not in {"1", "2", "3"} or int(view.line) == int(chosen["line"]))
        and (chosen["sort"] not in set(rules.Sort) or view.sort == chosen["sort"])
        and (parse_id(chosen["owner"]) is None or view.owner_person_id == parse_id(chosen["owner"]))
        and words in said.casefold()
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 1


def _cells(view: EvidenceView) -> tuple[str, ...]:
    def day(value: Any) -> str:
        return value.isoformat() if value else ""

    return (
        view.reference,
        view.title,
        view.sort_in_words,
        view.file_name or view.record_title or f"Statement of {view.stated_by_name}",
        view.shows,
        view.limits,
        view.line_short,
        view.independence_in_words,
        view.level_in_words,
        day(view.effective_from),
        day(view.effective_to),
        day(view.expires_on),
        day(view.review_on),
        view.owner,
        view.state_in_words,
        view.why,
        str(view.used),
        str(view.version_number),
        view.added_at.date().isoformat(),
        view.sha256,
    )


ROUTES: list[Any] = [list_evidence, file]
