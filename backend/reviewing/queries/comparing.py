"""Figures of several commissioners side by side: only those made under one definition and one rule set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.reviewing import rules
from backend.reviewing.queries.front import definition_of
from backend.reviewing.queries.team import Team, team_of
from backend.scope import Scope
from backend.together.rules import FigureLine, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A return of some days that one may compare: its address, and what it is called."""

    key: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    commissioner_id: UUID
    return_id: UUID
    name: str
    issue: int
    figures: dict[str, FigureLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure across the columns: as it is read, and whether its commissioner calls it red."""

    figure: FigureLine
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A definition under which other returns of the period were made, which are not compared with the rest."""

    definition: rules.Definition
    names: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`definition` is that of every column. `missing`: commissioners of which nothing came for the period."""

    periods: tuple[Period, ...]
    period: Period | None
    definition: rules.Definition | None
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    others: tuple[Other, ...]
    missing: tuple[str, ...]
    aside: tuple[str, ...]


_NEWEST = """
SELECT r.id AS return_id, r.commissioner_id, c.name, r.title, r.period, r.from_on, r.until_on, r.framework,
  i.number, i.said, i.framework AS by_framework, i.edition, i.definition, i.rule_set, i.definition_sha256
FROM reviewing_return r
JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = r.commissioner_id
JOIN LATERAL (
  SELECT * FROM reviewing_issue e WHERE e.tenant_id = $1 AND e.return_id = r.id AND e.received_at <= $2
  ORDER BY e.number DESC LIMIT 1
) i ON true
WHERE r.tenant_id = $1 AND r.subject = 'return' AND r.framework = $4 AND r.from_on = $5 AND r.until_on = $6
  AND r.commissioner_id <> ALL ($3)
ORDER BY lower(c.name), c.id
"""
_PERIODS = """
SELECT DISTINCT r.framework, r.from_on, r.until_on, max(r.period) AS period, max(i.definition) AS definition
FROM reviewing_return r JOIN reviewing_issue i ON i.tenant_id = $1 AND i.return_id = r.id AND i.received_at <= $2
WHERE r.tenant_id = $1 AND r.subject = 'return' AND r.framework IS NOT NULL AND r.commissioner_id <> ALL ($3)
GROUP BY r.framework, r.from_on, r.until_on
ORDER BY r.until_on DESC, r.framework
"""
_EVERY = """
SELECT c.id, c.name FROM reviewing_commissioner c
WHERE c.tenant_id = $1 AND c.from_on <= $2 AND (c.until_on IS NULL OR c.until_on >= $2) ORDER BY lower(c.name), c.id
"""


async def comparison(
    scope: Scope, *, period: str = "", definition: str = "", on: date | None = None
) -> Comparison:
    """The figures of one return and its days, under one definition: the one whose SHA-256 begins so, or the usual one.

    Nine statements at the most, however many commissioners there are.
    """
    team = await team_of(scope)
    day = min(on or scope.today, scope.today)
    moment, closed = scope.end_of(day), list(team.closed)
    rows = await fetch(_PERIODS, scope.tenant.id, moment, closed)
    periods = tuple(Period(key=_key(row), words=f"{row['definition']}, {row['period']}") for row in rows)
    chosen = next((row for row in rows if _key(row) == period), rows[0] if rows else None)
    every = await fetch(_EVERY, scope.tenant.id, day)
    aside = tuple(each["name"] for each in every if each["id"] in team.closed)
    if chosen is None:
        return Comparison(
            periods=(),
            period=None,
            definition=None,
            columns=(),
            lines=(),
            others=(),
            missing=(),
            aside=aside,
        )
    came = await fetch(
        _NEWEST,
        scope.tenant.id,
        moment,
        closed,
        chosen["framework"],
        chosen["from_on"],
        chosen["until_on"],
    )
    return _compared(
        team,
        came,
        definition=definition,
        periods=periods,
        period=next(each for each in periods if each.key == _key(chosen)),
        every=every,
        aside=aside,
    )


def _compared(
    team: Team,
    came: Sequence[Any],
    *,
    definition: str,
    periods: tuple[Period, ...],
    period: Period,
    every: Sequence[Any],
    aside: tuple[str, ...],
) -> Comparison:
    made = [(row, found) for row in came if (found := definition_of(row)) is not None]
    asked = [each for _, each in made if definition and each.sha256.startswith(definition)]
    shown = asked[0] if asked else rules.usual_of(each for _, each in made)
    columns = tuple(_column(row) for row, each in made if each == shown)
    others: dict[rules.Definition, list[str]] = {}
    for row, each in made:
        if each != shown:
            others.setdefault(each, []).append(row["name"])
    here = {row["commissioner_id"] for row in came}
    return Comparison(
        periods=periods,
        period=period,
        definition=shown,
        columns=columns,
        lines=_lines(columns),
        others=tuple(
            Other(
                definition=each,
                names=tuple(names),
                why=rules.how_it_differs(each, shown) or "" if shown else "",
            )
            for each, names in others.items()
        ),
        missing=tuple(row["name"] for row in every if row["id"] not in here and row["id"] not in team.closed),
        aside=aside,
    )


def _column(row: Any) -> Column:
    said = Submission.model_validate_json(row["said"])
    return Column(
        commissioner_id=row["commissioner_id"],
        return_id=row["return_id"],
        name=row["name"],
        issue=row["number"],
        figures={each.key: each for each in said.figures},
    )


def _lines(columns: Sequence[Column]) -> tuple[Line, ...]:
    first: dict[str, FigureLine] = {}
    for column in columns:
        for key, figure in column.figures.items():
            first.setdefault(key, figure)
    return tuple(
        Line(figure=figure, cells=tuple(_cell(column.figures.get(key)) for column in columns))
        for key, figure in first.items()
    )


def _cell(figure: FigureLine | None) -> tuple[str, bool]:
    return ("Not given", False) if figure is None else (rules.said(figure), figure.red)


def _key(row: Any) -> str:
    return f"{row['framework']}/{row['from_on'].isoformat()}/{row['until_on'].isoformat()}"
