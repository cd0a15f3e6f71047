"""Who may decide what on a day: the picture, the table, what the scheme lacks, and the same as a file."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.response import Template

from backend.kit.calendar import in_words
from backend.kit.identity import parse_id
from backend.powers import queries
from backend.powers.picture import picture_of
from backend.powers.queries.parties import key_of, word_of
from backend.powers.rules import and_words
from backend.scope import Scope
from backend.web import access, sheets, views
from backend.web.days import day_of


@get("/t/{slug:str}/powers", opt=access.needs("powers.read"), name="powers.scheme")
async def shown(request: Request[Any, Any, Any]) -> Template:
    """The scheme on a day, sifted."""
    scope = access.scope_of(request)
    view, chosen, problems = await _sifted(request, scope)
    everything = (
        view if not (chosen["body"] or chosen["function"]) else await queries.scheme_view(scope, on=view.on)
    )
    return views.page(
        request,
        "powers/scheme.html",
        view=view,
        picture=picture_of(view) if view.lines else None,
        bodies=[(word_of(party), party.label) for party in everything.bodies],
        functions=[(str(each.id), each.name) for each in await queries.functions_of(scope, on=view.on)],
        chosen=chosen,
        filtered=bool(chosen["body"] or chosen["function"]),
        query=urlencode({name: words for name, words in chosen.items() if words}),
        problems_of_filter=problems,
    )


@get("/t/{slug:str}/powers/list.csv", opt=access.needs("powers.read"), name="powers.file")
async def as_csv(request: Request[Any, Any, Any]) -> Response[bytes]:
    """The same list as a file for a spreadsheet."""
    scope = access.scope_of(request)
    view, _, _ = await _sifted(request, scope)
    name = f"{scope.tenant.slug}-powers-{view.on.isoformat()}.csv"
    return views.download(_csv(view), name=name, media_type="text/csv; charset=utf-8")


async def _sifted(
    request: Request[Any, Any, Any], scope: Scope
) -> tuple[queries.SchemeView, dict[str, str], list[str]]:
    day, typed, wrong = day_of(request, "on", scope)
    known_on, typed_known, wrong_known = day_of(request, "known", scope)
    body = request.query_params.get("body", "")[:120]
    function = request.query_params.get("function", "")[:40]
    view = await queries.scheme_view(
        scope,
        on=day,
        known_at=scope.end_of(known_on) if typed_known and wrong_known is None else None,
        body=key_of(body) if body else None,
        function_id=parse_id(function) if function else None,
    )
    chosen = {"on": typed, "known": typed_known, "body": body, "function": function}
    return view, chosen, [problem for problem in (wrong, wrong_known) if problem]


def _csv(view: queries.SchemeView) -> bytes:
    heads = (
        "Function", "Statute or agreement", "Held by", "Limit (£)", "Conditions", "Needs the consent of",
        "Goes up to", "Clause", "From", "Until", "Counts", "Provenance",
    )  # fmt: skip
    rows = []
    held = {line.entry.function_id for line in view.lines}
    for line in view.lines:
        entry = line.entry
        cells = [
            line.function,
            line.authority,
            and_words([party.label for party in entry.holders]),
            "" if entry.limit is None else str(entry.limit // 100),
            entry.conditions or "",
            and_words([party.label for party in entry.consent]),
            entry.upward.label if entry.upward else "",
            entry.clause,
            in_words(entry.from_on),
            in_words(entry.until_on) if entry.until_on else "",
            "Yes" if line.counts else "No: its holder is there no more",
            line.provenance.provenance_in_words,
        ]
        rows.append(cells)
    for function in view.functions:
        if function.id not in held:
            rows.append([function.name, function.authority, "Nobody", *[""] * 7, "No", ""])
    return sheets.as_csv(heads, rows)


ROUTES: list[Any] = [shown, as_csv]
