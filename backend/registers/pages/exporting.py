"""Taking a register out as a file, as it stood on a day and as it was known on another."""

import asyncio
from datetime import date
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter

from backend.facts.registers import Moment
from backend.interests import settings
from backend.kit.calendar import in_words
from backend.registers import spreadsheets
from backend.registers.shelf import register_named
from backend.registers.spreadsheets import About
from backend.scope import Refusal
from backend.web import access, forms, views


class UnableToReadDay(Refusal):
    """A day in the address that can't be read."""


@get(
    [
        "/t/{slug:str}/registers/{register:str}/export.xlsx",
        "/t/{slug:str}/registers/{register:str}/export.csv",
    ],
    opt=access.needs("registers.export"),
    name="registers.export",
)
async def export(
    request: Request[Any, Any, Any],
    register: FromPath[str],
    on: Annotated[str, QueryParameter(name="on", max_length=10)] = "",
    known: Annotated[str, QueryParameter(name="known", max_length=10)] = "",
) -> Response[bytes]:
    """A register as .xlsx or .csv: every line that held on the day, or had ended before it."""
    scope = access.scope_of(request)
    wanted = register_named(register)
    scope.check_may(wanted.permission, "Your role in this organisation does not include this register.")
    day = _day(on, "on") or scope.today
    known_on = _day(known, "known")
    known_at = scope.now if known_on is None else min(scope.now, scope.end_of(known_on))
    rows = await wanted.rows(scope, Moment(on=day, known_at=known_at))
    name = f"{scope.tenant.slug}-{wanted.id}-{day.isoformat()}"
    if request.url.path.endswith(".csv"):
        made = await asyncio.to_thread(spreadsheets.register_csv, wanted, rows)
        return views.download(made, name=f"{name}.csv", media_type=spreadsheets.CSV)
    about = About(
        tenant=scope.tenant.name,
        on=day,
        known_at=in_words(known_at),
        rule_set=(await settings.rule_set_of(scope, on=day)).title,
        exported_by=scope.actor.name,
        exported_at=in_words(scope.now),
    )
    made = await asyncio.to_thread(spreadsheets.register_xlsx, wanted, rows, about)
    return views.download(made, name=f"{name}.xlsx", media_type=spreadsheets.XLSX)


def _day(typed: str, field: str) -> date | None:
    if not typed.strip():
        return None
    try:
        found: date = forms.parse_date(typed.strip())
    except ValueError:
        raise UnableToReadDay(
            f"“{typed}” is not a day that can be read. Write it as 3/6/2014.", field=field
        ) from None
    return found


ROUTES = [export]
