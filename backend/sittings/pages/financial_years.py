"""The financial year that was asked for, and the way back to a committee."""

from datetime import date

from backend.committees import queries as committees
from backend.scope import Scope
from backend.web import views


def year_of(scope: Scope, day: date | None = None) -> int:
    """The year in which the financial year of a day began; of today, where none is given."""
    on = day or scope.today
    return on.year - (on.month < 4)


def year_asked(scope: Scope, typed: str) -> int:
    """The financial year that begins in April of the year that was asked for; the present one otherwise."""
    return parsed_year(typed) or year_of(scope)


def parsed_year(typed: str) -> int | None:
    if typed.isascii() and typed.isdecimal() and 1990 <= int(typed[:4]) <= 2190:
        return int(typed[:4])
    return None


def days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a financial year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def year_in_words(year: int) -> str:
    """2015/16."""
    return f"{year}/{(year + 1) % 100:02}"


def crumbs(scope: Scope, committee: committees.CommitteeView) -> list[views.Crumb]:
    return [
        views.Crumb("Committees", views.address(scope, "/committees")),
        views.Crumb(committee.name, views.address(scope, f"/committees/{committee.id}")),
    ]
