"""All audits with what is still open of them, and one with everything that hangs on it."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.audits import queries, rules
from backend.audits.queries import AuditView, RecommendationView
from backend.audits.rules import AuditState
from backend.people import queries as people
from backend.scope import Scope
from backend.web import access, forms, sheets, views

_HEADS = (
    *("Audit", "Number", "Recommendation", "Priority", "Response", "Owner", "Due", "State", "Overdue"),
    *("Carried out on", "What shows it", "Closed on", "Closed by", "How it was closed"),
)
SHOWN = {
    "live": "Recommendations not closed",
    "overdue": "Recommendations overdue",
    "high": "High priority, not closed",
}


@get("/t/{slug:str}/audits", opt=access.needs("audits.read"), name="audits.list")
async def every(request: Request[Any, Any, Any]) -> Template:
    """Audits, the recommendations that are not closed, open requests, and the opinions by year."""
    scope = access.scope_of(request)
    show = request.query_params.get("show", "")[:20]
    kind = request.query_params.get("kind", "")[:20]
    found = await queries.audits_of(scope)
    live = [each for one in found for each in one.live]
    chosen = [each for each in found if _fits(each, show) and kind in ("", each.kind)]
    return views.page(
        request,
        "audits/list.html",
        audits=chosen,
        every=found,
        live=live,
        overdue=[each for each in live if each.overdue],
        requests=[each for each in await queries.requests_of(scope) if each.state is rules.Asked.OPEN],
        opinions=await queries.opinions_of(scope),
        chosen={"show": show, "kind": kind},
        shown=SHOWN,
        **words(),
    )


@get("/t/{slug:str}/audits/recommendations.csv", opt=access.needs("audits.read"), name="audits.file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Every recommendation, also those that are closed, as a file for a spreadsheet."""
    scope = access.scope_of(request)
    rows = [_cells(each) for each in await queries.recommendations_of(scope, live=False)]
    return sheets.csv_file(scope, "audit-recommendations", _HEADS, rows)


async def page_of(request: Request[Any, Any, Any], state: forms.FormState, audit_id: UUID) -> Template:
    scope = access.scope_of(request)
    found = await queries.audit(scope, audit_id=audit_id)
    engagements = await queries.engagements_of(scope, audit_id=audit_id)
    return views.page(
        request,
        "audits/audit.html",
        state=state,
        audit=found,
        engagements=engagements,
        as_at=next((each.as_at for each in engagements if each.as_at), None),
        requests=await queries.requests_of(scope, audit_id=audit_id),
        people=[(each.id, each.name) for each in await people.people_of(scope)],
        moves=[
            (each.value, rules.STATE_IN_WORDS[each])
            for each in (AuditState.PLANNED, AuditState.FIELDWORK, AuditState.DRAFT)
            if each is not found.state
        ],
        crumbs=crumbs(scope),
        **words(),
    )


@get("/t/{slug:str}/audits/{audit_id:uuid}", opt=access.needs("audits.read"), name="audits.one")
async def one(request: Request[Any, Any, Any], audit_id: FromPath[UUID]) -> Template:
    """An audit: its report, recommendations, who reads for it, and what was asked."""
    return await page_of(request, forms.FormState(), audit_id)


def crumbs(scope: Scope, audit: AuditView | None = None) -> list[views.Crumb]:
    found = [views.Crumb("Audits", views.address(scope, "/audits"))]
    if audit is not None:
        found.append(views.Crumb(audit.title, views.address(scope, audit.path)))
    return found


def words() -> dict[str, Any]:
    """The words of every value that the pages show."""
    return {
        "kinds": rules.KIND_IN_WORDS,
        "states": rules.STATE_IN_WORDS,
        "levels": rules.LEVEL_IN_WORDS,
        "priorities": rules.PRIORITY_IN_WORDS,
        "responses": rules.RESPONSE_IN_WORDS,
        "tracked": rules.TRACKED_IN_WORDS,
        "asked": rules.ASKED_IN_WORDS,
    }


def _fits(audit: AuditView, show: str) -> bool:
    match show:
        case "live":
            return bool(audit.live)
        case "overdue":
            return any(each.overdue for each in audit.live)
        case "high":
            return any(each.priority is rules.Priority.HIGH for each in audit.live)
        case _:
            return True


def _cells(each: RecommendationView) -> tuple[str, ...]:
    return (
        each.audit_title,
        str(each.number),
        each.words,
        rules.PRIORITY_IN_WORDS[each.priority],
        rules.RESPONSE_IN_WORDS[each.response] if each.response else "",
        each.owner or "",
        each.due_on.isoformat() if each.due_on else "",
        rules.TRACKED_IN_WORDS[each.state],
        "yes" if each.overdue else "no",
        each.carried_out_on.isoformat() if each.carried_out_on else "",
        each.carried_out_words or "",
        each.closed_on.isoformat() if each.closed_on else "",
        each.closed_by or "",
        each.closed_words or "",
    )


ROUTES: list[Any] = [every, file, one]
