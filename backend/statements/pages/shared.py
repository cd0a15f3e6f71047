"""The way back, and files for a spreadsheet program."""

from backend.scope import Scope
from backend.statements.queries.freezes import FreezeView
from backend.statements.rules.years import FinancialYear
from backend.web import views

MOST_SHOWN = 100
"""How many lines of a part one page shows."""


def crumbs(
    scope: Scope, *, year: FinancialYear | None = None, freeze: FreezeView | None = None
) -> list[views.Crumb]:
    found = [views.Crumb("Statements", views.address(scope, "/statements"))]
    if year is not None:
        found.append(views.Crumb(year.in_words, year_address(scope, year)))
    if freeze is not None:
        found.append(
            views.Crumb(f"Freeze {freeze.number}", views.address(scope, f"/statements/freezes/{freeze.id}"))
        )
    return found


def year_address(scope: Scope, year: FinancialYear) -> str:
    return views.address(scope, f"/statements/years/{year.beginning}")
