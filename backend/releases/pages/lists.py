"""Every release on one page, narrowed by regulator, period and how it stands; the same as a spreadsheet."""

from datetime import date
from typing import Any

from litestar import Request, Response, get
from litestar.response import Template

from backend.releases import queries
from backend.releases.queries import ReleaseView, Wanted
from backend.releases.rules import STANDING_IN_WORDS, Standing
from backend.scope import Scope
from backend.web import access, days, sheets, views

READS = access.needs("releases.read")
_HEADS = (
    *("Release", "Pack", "Issue", "Period from", "Period until", "Regulator", "Kind", "ODS", "Recipients"),
    *("Released", "By", "Ends", "State", "Revoked because", "Downloads begun", "Receipts", "Newer issue"),
    *("SHA-256", "Fingerprint of the key"),
)


def _wanted(request: Request[Any, Any, Any], scope: Scope) -> Wanted:
    asked = request.query_params.get("state", "")[:20]
    return Wanted(
        regulator=request.query_params.get("regulator", "")[:300].replace("\x00", "") or None,
        standing=Standing(asked) if asked in set(Standing) else None,
        since=_day(request, "from", scope),
        until=_day(request, "until", scope),
    )


def _day(request: Request[Any, Any, Any], name: str, scope: Scope) -> date | None:
    on, typed, problem = days.day_of(request, name, scope)
    return on if typed and problem is None else None


@get("/t/{slug:str}/releases", opt=READS, name="releases.list")
async def every(request: Request[Any, Any, Any]) -> Template:
    """To whom which packs were released, newest first."""
    scope = access.scope_of(request)
    wanted = _wanted(request, scope)
    return views.page(
        request,
        "releases/list.html",
        releases=await queries.releases_of(scope, wanted=wanted),
        regulators=await queries.regulators_of(scope),
        wanted=wanted,
        narrowed=wanted != Wanted(),
        typed={name: request.query_params.get(name, "")[:20] for name in ("from", "until")},
        standings=STANDING_IN_WORDS,
        may_release=scope.may("releases.release"),
    )


@get("/t/{slug:str}/releases/releases.csv", opt=READS, name="releases.file")
async def file(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same releases, for a spreadsheet."""
    scope = access.scope_of(request)
    found = await queries.releases_of(scope, wanted=_wanted(request, scope))
    return sheets.csv_file(scope, "releases", _HEADS, [_cells(scope, each) for each in found])


def _cells(scope: Scope, each: ReleaseView) -> tuple[str, ...]:
    return (
        each.called,
        each.title,
        str(each.issue),
        each.since_on.isoformat() if each.since_on else "",
        each.until_on.isoformat() if each.until_on else "",
        each.regulator,
        each.regulator_kind,
        each.regulator_ods or "",
        each.names,
        scope.day_of(each.released_at).isoformat(),
        each.released_by_name,
        each.ends_in_words,
        each.standing_in_words,
        each.revoked_because or "",
        str(each.downloads),
        str(each.receipt_count),
        str(each.newer_issue or ""),
        each.sha256,
        each.fingerprint,
    )


ROUTES: list[Any] = [every, file]
