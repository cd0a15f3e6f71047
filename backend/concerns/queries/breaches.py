"""Breaches that were found, as they are told to everybody: without a name, and without a way to the concern."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.concerns.rules import Category
from backend.concerns.rules.life import financial_year, financial_years
from backend.concerns.tables import Settings
from backend.facts.registers import Moment
from backend.kit.database import fetch
from backend.scope import NotFound, Scope

_COLUMNS = (
    "breach_id AS id, found_on, category, what_happened, action, lessons, notified, notified_on, known_from, "
    "brought_in_from"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachLine:
    """One breach, in the words that were agreed at `known_from`."""

    id: UUID
    found_on: date
    category: Category
    what_happened: str
    action: str
    lessons: str
    notified: bool
    notified_on: date | None
    known_from: datetime
    brought_in_from: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A financial year, with its breaches or the statement that there were none."""

    year: str
    breaches: tuple[BreachLine, ...]

    @property
    def sentence(self) -> str:
        count = len(self.breaches)
        if not count:
            return f"No breaches were found in {self.year}."
        return (
            f"1 breach was found in {self.year}."
            if count == 1
            else f"{count} breaches were found in {self.year}."
        )


async def breaches_of(scope: Scope, *, moment: Moment | None = None) -> tuple[BreachLine, ...]:
    """The breaches found by a day, as known at a moment (both now by default), newest first."""
    rows = await fetch(
        f"SELECT {_COLUMNS} FROM concerns_breach "  # noqa: S608 - our own words
        "WHERE tenant_id = $1 AND found_on <= $2 AND known_from <= $3 AND (known_to IS NULL OR known_to > $3) "
        "ORDER BY found_on DESC, breach_id",
        scope.tenant.id,
        moment.on if moment else scope.today,
        moment.known_at if moment else scope.now,
    )
    return tuple(BreachLine(**{**row, "category": Category(row["category"])}) for row in rows)


async def breach(scope: Scope, *, breach_id: UUID) -> BreachLine:
    """One breach as it is told now. Raises `NotFound`."""
    for line in await breaches_of(scope):
        if line.id == breach_id:
            return line
    raise NotFound("breach")


async def years_of(scope: Scope, *, moment: Moment | None = None) -> tuple[Year, ...]:
    """Every financial year since breaches are kept here, the newest first; one without any says so."""
    lines = await breaches_of(scope, moment=moment)
    settled = await Settings.within(scope, Settings.kept_since)
    last = moment.on if moment else scope.today
    known = [line.found_on for line in lines] + [row["kept_since"] for row in settled if row["kept_since"]]
    return tuple(
        Year(year=year, breaches=tuple(line for line in lines if financial_year(line.found_on) == year))
        for year in financial_years(min([*known, last]), last)
    )
