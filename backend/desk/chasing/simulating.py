"""A tenant's chase on a simulated clock: the plan of many days, as text, JSON and a page. It only reads."""

import html
import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.chasing import queries, sweeping
from backend.chasing.queries import Mode
from backend.chasing.rules.owing import Fate
from backend.desk.chasing.chased import SOURCES, WITH_NEWS, titles_of
from backend.desk.chasing.rows import HEADS, Row, Week, in_text, rows_of, weeks_of
from backend.kit import database
from backend.kit.calendar import in_words
from backend.scope import Actor, NotFound, Refusal, Scope
from backend.tenancy import queries as tenancy
from backend.tenancy import transactions

LONGEST = timedelta(days=366 * 3)
"""The longest span: beyond it nothing that is known today says anything."""


class UnableToSimulate(Refusal):
    """A span that ends before it begins, or is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    tenant: str
    demonstration: bool
    first: date
    last: date
    rows: tuple[Row, ...]
    weeks: tuple[Week, ...]
    letters: int


async def simulate(_services: Any, slug: str, first: date, last: date) -> Simulation:
    """What would be sent from `first` to `last`, if nothing else happened than what is known. Raises NotFound."""
    if not first <= last <= first + LONGEST:
        raise UnableToSimulate("The last day comes after the first, and at most three years after it.")
    async with database.DB.transaction_with({}, readonly=True):
        found = await tenancy.tenant_by_slug(slug)
    if found is None:
        raise NotFound("organisation")
    now = datetime.combine(first, datetime.min.time(), ZoneInfo(found.tenant.time_zone))
    scope = Scope(
        tenant=found.tenant, actor=Actor.of_chore("desk.chase_what_is_owed"), now=now, request_id="simulation"
    )
    async with transactions.scope_tx(scope, readonly=True):
        settings = await queries.settings_of(scope)
        off = [
            each.ladder
            for each in SOURCES
            if settings.mode is Mode.STOPPED or not settings.is_on(each.ladder)
        ]
        made = await sweeping.forecast(scope, WITH_NEWS, first=first, last=last, fresh=frozenset(off))
    return Simulation(
        tenant=found.tenant.name,
        demonstration=found.tenant.demonstration,
        first=first,
        last=last,
        rows=rows_of(made, titles=titles_of(scope), zone=found.tenant.time_zone),
        weeks=weeks_of(made, first=first, last=last),
        letters=len(made.letters),
    )


def as_text(made: Simulation) -> str:
    """Heading, table and bars."""
    return f"{_heading(made)}\n\n{in_text(made.rows, made.weeks)}"


def as_json(made: Simulation) -> str:
    """One object: the span, every line, and the weeks."""
    lines = [
        {
            "day": row.day.isoformat(),
            "at": row.at.isoformat() if row.at else None,
            "to": row.to or None,
            "subject": row.subject,
            "words": row.words,
            "kind": row.ladder,
            "rung": row.rung,
            "due_on": row.due_on.isoformat(),
            "digest": row.digest or None,
            "fate": row.fate.value,
            "why": row.why or None,
        }
        for row in made.rows
    ]
    weeks = [
        {"monday": each.monday.isoformat(), "letters": each.letters, "reminders": each.lines}
        for each in made.weeks
    ]
    whole = {
        "tenant": made.tenant,
        "demonstration": made.demonstration,
        "from": made.first.isoformat(),
        "to": made.last.isoformat(),
        "letters": made.letters,
        "lines": lines,
        "weeks": weeks,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def as_html(made: Simulation) -> str:
    """A page that stands by itself: the bars by week, and the table beside them."""
    most = max((week.letters for week in made.weeks), default=0) or 1
    bars = "".join(
        f'<text x="0" y="{16 + 22 * place}">{in_words(week.monday)}</text>'
        f'<rect x="170" y="{3 + 22 * place}" height="16" width="{round(560 * week.letters / most)}" fill="#005eb8"/>'
        f'<text x="{178 + round(560 * week.letters / most)}" y="{16 + 22 * place}">{week.letters}</text>'
        for place, week in enumerate(made.weeks)
    )
    cells = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row.cells()) + "</tr>"
        for row in made.rows
    )
    heads = "".join(f'<th scope="col">{head}</th>' for head in HEADS)
    heading = html.escape(_heading(made))
    return (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>Chasing, simulated</title><style>'
        "body{font-family:Arial,sans-serif;margin:24px;color:#212b32}td,th{text-align:left;padding:4px 8px;"
        "border-bottom:1px solid #d8dde0;vertical-align:top}svg{font-size:14px}</style></head><body>"
        f"<h1>Chasing, simulated</h1><p>{heading}</p><h2>Letters by week</h2>"
        f'<svg viewBox="0 0 800 {22 * len(made.weeks) + 8}" width="800" role="img" '
        f'aria-label="Letters by week; the table says the same">{bars}</svg>'
        f"<h2>Every reminder</h2><table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table></body></html>\n"
    )


def _heading(made: Simulation) -> str:
    reminders = sum(row.fate is Fate.SEND for row in made.rows)
    told = f"{made.letters} letters with {reminders} reminders"
    start = "DEMONSTRATION. " if made.demonstration else ""
    return (
        f"{start}{made.tenant}, {in_words(made.first)} to {in_words(made.last)}: {told}, if nothing else happens than "
        "what is known now. Nothing was sent."
    )
