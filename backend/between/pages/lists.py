"""Acts in lists: all of them, those of a committee, and the same as a file."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.between import queries, rules
from backend.between.pages.parts import KINDS, crumbs
from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.scope import Scope
from backend.web import access, sheets, views

_STATES = [(each.value, words) for each, words in rules.STATE_IN_WORDS.items()]


@get("/t/{slug:str}/acts", opt=access.needs("between.read"), name="between.acts")
async def every_act(request: Request[Any, Any, Any]) -> Template:
    """Every act that the reader may see, of every committee."""
    return await _page(request, None)


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/acts",
    opt=access.needs("between.read"),
    name="between.acts-of-committee",
)
async def acts_of_committee(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Template:
    """The acts of one committee, sifted by kind and by where they stand."""
    return await _page(request, committee_id)


@get(
    "/t/{slug:str}/committees/{committee_id:uuid}/acts.csv",
    opt=access.needs("between.read"),
    name="between.acts-file",
)
async def acts_file(request: Request[Any, Any, Any], committee_id: FromPath[UUID]) -> Response[bytes]:
    """The same list as a file for a spreadsheet."""
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id)
    lines, _ = await _sifted(request, scope, committee_id)
    heads = [
        "Number", "How", "Decided on", "About", "What was decided", "Why it could not wait", "Function", "Value",
        "What the scheme says", "Clause", "Quorum", "What is irregular", "State", "Meeting", "Settled", "SHA-256",
    ]  # fmt: skip
    rows = [
        [
            each.number,
            each.kind_in_words,
            in_words(each.taken_on),
            each.title,
            each.words,
            each.because,
            each.function or "",
            each.value_in_words or "",
            each.finding_words or "",
            each.clause or "",
            each.quorum_words or "",
            " ".join(each.faults),
            each.state_in_words,
            f"{each.meeting}, {in_words(each.meeting_on)}" if each.meeting and each.meeting_on else "",
            each.settled_words or each.struck_because or "",
            each.sha256 or "",
        ]
        for each in lines
    ]
    name = f"{scope.tenant.slug}-{committee.slug}-acts.csv"
    return views.download(sheets.as_csv(heads, rows), name=name, media_type="text/csv; charset=utf-8")


async def _page(request: Request[Any, Any, Any], committee_id: UUID | None) -> Template:
    scope = access.scope_of(request)
    committee = await committees.committee(scope, committee_id=committee_id) if committee_id else None
    lines, chosen = await _sifted(request, scope, committee_id)
    return views.page(
        request,
        "between/list.html",
        committee=committee,
        lines=lines,
        chosen=chosen,
        filtered=any(chosen.values()),
        kinds=KINDS,
        states=_STATES,
        waiting=sum(line.waits for line in lines),
        irregular=sum(line.waits and line.irregular for line in lines),
        officer=scope.may("between.record"),
        committees=[] if committee else await _own_committees(scope),
        crumbs=crumbs(scope) if committee else [],
    )


async def _sifted(
    request: Request[Any, Any, Any], scope: Scope, committee_id: UUID | None
) -> tuple[tuple[queries.ActLine, ...], dict[str, str]]:
    """What the address asks for; a word that is no kind and no state sifts nothing."""
    kind, state = request.query_params.get("kind", ""), request.query_params.get("state", "")
    chosen = {
        "kind": kind if kind in set(rules.ActKind) else "",
        "state": state if state in set(rules.ActState) else "",
    }
    lines = await queries.listed_acts(
        scope,
        committee_id=committee_id,
        kind=rules.ActKind(chosen["kind"]) if chosen["kind"] else None,
        state=rules.ActState(chosen["state"]) if chosen["state"] else None,
        everything=scope.may("between.record"),
    )
    return lines, chosen


async def _own_committees(scope: Scope) -> list[tuple[UUID, str]]:
    return [(each.id, each.name) for each in await committees.committees_of(scope) if not each.held_by]


ROUTES: list[Any] = [every_act, acts_of_committee, acts_file]
