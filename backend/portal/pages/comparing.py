"""Two issues, or two periods, of a pack on one page, and as a table to keep."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Template

from backend.portal import queries, rules
from backend.portal.pages import shared
from backend.portal.pages.one import ONE
from backend.scope import NotFound
from backend.web import access, sheets, views

_HEADS = ("What", "Where", "Which row", "How it differs", "Column", "Before", "After")
_WORDS = {
    rules.Differs.ADDED: "Added",
    rules.Differs.REMOVED: "Removed",
    rules.Differs.CHANGED: "Changed",
}
_COLOURS = {
    rules.Differs.ADDED: "green",
    rules.Differs.REMOVED: "red",
    rules.Differs.CHANGED: "yellow",
}
MOST_SHOWN = 50
"""Rows of one table that the page shows; the file holds them all."""


@get(f"{ONE}/comparison", opt=access.needs(shared.ASKS), name="portal.comparison")
async def compare(request: Request[Any, Any, Any], pack_id: FromPath[UUID]) -> Template:
    """What two packs say differently; `with` is the earlier one."""
    scope = access.scope_of(request)
    line = await queries.opened(scope, pack_id=pack_id)
    others = [
        each
        for each in await queries.packs_of(scope, commissioner_id=line.commissioner_id)
        if each.id != pack_id and each.named
    ]
    typed = request.query_params.get("with", "")[:40]
    compared = await queries.comparison(scope, before_id=_id_of(typed), after_id=pack_id) if typed else None
    return views.page(
        request,
        "portal/comparison.html",
        line=line,
        called=_called(line),
        others=[(str(each.id), _called(each)) for each in others],
        typed=typed,
        compared=compared,
        words=_WORDS,
        colours=_COLOURS,
        most=MOST_SHOWN,
        crumbs=shared.crumbs(scope, line),
    )


def _called(line: queries.PackLine) -> str:
    """A pack by its title, its period where the title does not hold that, and its issue."""
    period = "" if line.period in line.title else f", {line.period}"
    return f"{line.title}{period}, issue {line.issue}"


@get(f"{ONE}/comparison/{{before_id:uuid}}/csv", opt=access.needs(shared.ASKS), name="portal.comparison-file")
async def compare_file(
    request: Request[Any, Any, Any], pack_id: FromPath[UUID], before_id: FromPath[UUID]
) -> Response[bytes]:
    """The same as a table, one line for each thing that differs."""
    scope = access.scope_of(request)
    compared = await queries.comparison(scope, before_id=before_id, after_id=pack_id)
    return sheets.csv_file(scope, "comparison", _HEADS, list(_lines(compared)))


def _id_of(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError:
        raise NotFound("pack") from None


def _lines(compared: queries.Comparison) -> Iterator[tuple[str, ...]]:
    for each in compared.files:
        yield "File", each.path, "", _WORDS[each.how], "SHA-512", each.before or "", each.after or ""
    for table in compared.tables:
        for row in table.rows:
            for column in dict.fromkeys((*row.before, *row.after)):
                yield (
                    "Row",
                    table.path,
                    row.key,
                    _WORDS[row.how],
                    column,
                    row.before.get(column, ""),
                    row.after.get(column, ""),
                )


ROUTES: list[Any] = [compare, compare_file]
