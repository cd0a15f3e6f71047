"""The framework in pictures as at a day, compared with an earlier one; and what other pages show of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import QueryParameter
from litestar.response import Template

from backend.kit.drawing.table import Picture, Table
from backend.risks import queries, rules
from backend.risks.pages.parts import Day, On, day_of
from backend.risks.pictures import drawn
from backend.risks.queries import RiskView, ScoreView, reports
from backend.risks.reports.facts import Facts, facts_of_framework
from backend.risks.reports.numbers import numbers_of, table_of
from backend.risks.rules import ScoreKind
from backend.risks.rules.settings import Settings
from backend.scope import NotFound, Scope
from backend.web import access, sheets, views

Kind = Annotated[str, QueryParameter(name="kind", max_length=20)]
Since = Annotated[str, QueryParameter(name="since", max_length=10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictured:
    """The pictures of a page, and the day that movement is shown from."""

    facts: Facts
    since: Day
    kind: ScoreKind
    numbers: Table
    heat: Picture
    movement: Picture
    assurances: Picture

    @property
    def tables(self) -> dict[str, Table]:
        """By what a file of each is called."""
        return {
            "numbers": self.numbers,
            "heat-map": self.heat.table,
            "movement": self.movement.table,
            "assurance-map": self.assurances.table,
        }


async def pictured(scope: Scope, *, on: date, since: str, kind: str) -> Pictured:
    """Everything drawn of the framework. A day to compare with that can't be is said, and the usual one taken."""
    usual = await reports.last_day(scope, before=on) or on - reports.BACK
    earlier = day_of(scope, since) if since.strip() else Day(on=usual)
    if earlier.problem or earlier.on >= on:
        problem = f"“{since.strip()}” is no earlier day to compare with."
        earlier = Day(on=usual, text=earlier.text, problem=problem)
    shown = ScoreKind(kind) if kind in set(ScoreKind) else ScoreKind.CURRENT
    facts = await facts_of_framework(scope, on=on, since=earlier.on)
    matrix = facts.settings.matrix
    numbers = numbers_of(facts.risks, matrix, on=on)
    return Pictured(
        facts=facts,
        since=earlier,
        kind=shown,
        numbers=table_of(numbers, caption="The framework in numbers"),
        heat=drawn.heat_map_of(facts.risks, matrix, kind=shown, on=on),
        movement=drawn.movement_of(facts.before, facts.risks, matrix, since=earlier.on, on=on),
        assurances=drawn.assurance_map_of(facts.risks, on=on),
    )


def on_framework(risks: Sequence[RiskView], settings: Settings, on: date) -> Picture | None:
    """The heat map for the page of the framework."""
    return drawn.heat_map_of(risks, settings.matrix, kind=ScoreKind.CURRENT, on=on) if risks else None


async def on_risk(scope: Scope, risk: RiskView, scores: Sequence[ScoreView]) -> Picture | None:
    """The trajectory for the page of a risk."""
    settings = await queries.settings_on(scope, risk.on)
    return drawn.trajectory_of(risk, scores, settings.matrix)


@get("/t/{slug:str}/baf/pictures", opt=access.needs("risks.read"), name="risks.pictures")
async def pictures(
    request: Request[Any, Any, Any], on: On = "", since: Since = "", kind: Kind = "current"
) -> Template:
    """Heat map, movement and assurance map as at a day."""
    scope = access.scope_of(request)
    day = day_of(scope, on)
    found = await pictured(scope, on=day.on, since=since, kind=kind)
    return views.page(
        request,
        "risks/pictures.html",
        day=day,
        shown=found,
        kinds=rules.KIND_IN_WORDS,
        crumbs=[views.Crumb("Board assurance framework", views.address(scope, "/baf"))],
    )


@get("/t/{slug:str}/baf/pictures.csv", opt=access.needs("risks.read"), name="risks.pictures-csv")
async def as_file(
    request: Request[Any, Any, Any],
    on: On = "",
    since: Since = "",
    kind: Kind = "current",
    table: Annotated[str, QueryParameter(max_length=20)] = "heat-map",
) -> Response[bytes]:
    """The table of one of the pictures, for a spreadsheet."""
    scope = access.scope_of(request)
    day = day_of(scope, on)
    found = (await pictured(scope, on=day.on, since=since, kind=kind)).tables.get(table)
    if found is None:
        raise NotFound("table")
    heads, *rows = found.plain
    return sheets.csv_file(scope, f"framework-{table}-as-at-{day.on.isoformat()}", heads, rows)


ROUTES: list[Any] = [pictures, as_file]
