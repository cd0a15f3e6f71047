"""What the pages of the room share: the way back, and words for where things stand."""

from datetime import date

from backend.kit.calendar import in_words, working_day_after, working_days_between
from backend.portal.queries import PackLine
from backend.scope import Scope
from backend.web import views

READS, ASKS, KEEPS = "portal.read", "portal.ask", "reviewing.keep"


def crumbs(scope: Scope, line: PackLine | None = None) -> list[views.Crumb]:
    found = [views.Crumb("Released packs", views.address(scope, "/portal"))]
    if line is not None:
        found.append(views.Crumb(f"{line.title}, issue {line.issue}", views.address(scope, line.path)))
    return found


def days_hint(scope: Scope) -> str:
    """When ten and twenty working days from today end, for whoever chooses a day."""
    ten, twenty = (working_day_after(scope.today, count) for count in (10, 20))
    return (
        f"10 working days from today end on {in_words(ten)}, 20 on {in_words(twenty)}. For example, 3 6 2014"
    )


def working_days_left(today: date, due_on: date) -> str:
    """How far off a day is, in working days: in 8 working days, today, 2 working days ago."""
    if due_on == today:
        return "today"
    first, last = sorted((today, due_on))
    count = working_days_between(first, last)
    words = f"{count} working day{'' if count == 1 else 's'}"
    return f"in {words}" if due_on > today else f"{words} ago"
