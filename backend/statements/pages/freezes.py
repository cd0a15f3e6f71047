"""A freeze: what it holds, part by part, and what reads otherwise now."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.registers import spreadsheets
from backend.scope import Scope
from backend.statements.pages.shared import MOST_SHOWN, crumbs
from backend.statements.queries import changes, freezes
from backend.statements.queries.freezes import FreezeView
from backend.statements.rules.parts import Part
from backend.web import access, views

_FREEZE = "/t/{slug:str}/statements/freezes/{freeze_id:uuid}"


@get(_FREEZE, opt=access.needs("statements.read"), name="statements.freeze-shown")
async def shown(request: Request[Any, Any, Any], freeze_id: FromPath[UUID]) -> Template:
    """What a freeze holds, and whether it still gives the hash that was taken."""
    scope = access.scope_of(request)
    view = await freezes.freeze(scope, freeze_id=freeze_id)
    return views.page(
        request,
        "statements/freeze.html",
        freeze=view,
        parts=await freezes.contents_of(scope, freeze_id=freeze_id),
        whole=await freezes.still_whole(scope, freeze_id=freeze_id),
        others=[each for each in await freezes.freezes_of(scope, year=view.year) if each.id != view.id],
        crumbs=crumbs(scope, year=view.year),
    )


@get(f"{_FREEZE}/parts/{{part_id:uuid}}", opt=access.needs("statements.read"), name="statements.part")
async def part(
    request: Request[Any, Any, Any], freeze_id: FromPath[UUID], part_id: FromPath[UUID]
) -> Template:
    """One part, line by line as it was frozen."""
    scope = access.scope_of(request)
    view = await freezes.freeze(scope, freeze_id=freeze_id)
    found = await freezes.part_of_freeze(scope, freeze_id=freeze_id, part_id=part_id)
    words = request.query_params.get("words", "").strip()
    rows = _with(found, words)
    pages = max(1, -(-len(rows) // MOST_SHOWN))
    number = _number(request.query_params.get("page", ""), most=pages)
    return views.page(
        request,
        "statements/part.html",
        freeze=view,
        part=found,
        part_id=part_id,
        rows=rows[(number - 1) * MOST_SHOWN : number * MOST_SHOWN],
        count=len(rows),
        words=words,
        rest=urlencode({"words": words}) if words else "",
        number=number,
        pages=pages,
        crumbs=crumbs(scope, year=view.year, freeze=view),
    )


@get(
    f"{_FREEZE}/parts/{{part_id:uuid}}/lines.csv",
    opt=access.needs("statements.read"),
    name="statements.part-file",
)
async def part_file(
    request: Request[Any, Any, Any], freeze_id: FromPath[UUID], part_id: FromPath[UUID]
) -> Response[bytes]:
    """The same as a file."""
    scope = access.scope_of(request)
    view = await freezes.freeze(scope, freeze_id=freeze_id)
    found = await freezes.part_of_freeze(scope, freeze_id=freeze_id, part_id=part_id)
    data = spreadsheets.plain_csv(
        [column.title for column in found.columns], [found.words(row) for row in found.rows]
    )
    name = _file_name(
        scope, view, found.key.partition(":")[0] + (f"-{found.register}" if found.register else "")
    )
    return views.download(data, name=name, media_type=spreadsheets.CSV)


@get(f"{_FREEZE}/changes", opt=access.needs("statements.read"), name="statements.changes")
async def changed(request: Request[Any, Any, Any], freeze_id: FromPath[UUID]) -> Template:
    """What reads otherwise now of the same day: what it said, what it says, who changed it, when and why."""
    scope = access.scope_of(request)
    view = await freezes.freeze(scope, freeze_id=freeze_id)
    lines = await changes.changes_since(scope, view=view)
    chosen = request.query_params.get("part", "")
    return views.page(
        request,
        "statements/changes.html",
        freeze=view,
        lines=[line for line in lines if not chosen or line.difference.part_key == chosen],
        count=len(lines),
        parts={line.difference.part_key: line.difference.part for line in lines},
        chosen=chosen,
        crumbs=crumbs(scope, year=view.year, freeze=view),
    )


@get(f"{_FREEZE}/changes.csv", opt=access.needs("statements.read"), name="statements.changes-file")
async def changed_file(request: Request[Any, Any, Any], freeze_id: FromPath[UUID]) -> Response[bytes]:
    """The same as a file."""
    scope = access.scope_of(request)
    view = await freezes.freeze(scope, freeze_id=freeze_id)
    rows = [
        [
            line.difference.part,
            line.difference.label,
            line.difference.in_words,
            line.difference.column,
            line.difference.was,
            line.difference.now,
            line.who or "",
            line.at.isoformat() if line.at else "",
            line.why or "",
        ]
        for line in await changes.changes_since(scope, view=view)
    ]
    heads = [
        "Part",
        "Line",
        "What",
        "Column",
        "Said when frozen",
        "Says now",
        "Changed by",
        "Changed at",
        "Why",
    ]
    return views.download(
        spreadsheets.plain_csv(heads, rows),
        name=_file_name(scope, view, "changes"),
        media_type=spreadsheets.CSV,
    )


def _with(part: Part, words: str) -> list[Any]:
    wanted = words.casefold()
    return [row for row in part.rows if wanted in " ".join(part.words(row)).casefold()]


def _number(typed: str, *, most: int) -> int:
    return min(max(int(typed), 1), most) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else 1


def _file_name(scope: Scope, view: FreezeView, what: str) -> str:
    mark = "DEMONSTRATION-" if scope.tenant.demonstration else ""
    year = view.year.in_words.replace("/", "-")
    return f"{mark}{scope.tenant.slug}-{year}-freeze-{view.number}-{what}.csv"


ROUTES: list[Any] = [shown, part, part_file, changed, changed_file]
