"""What the pages of the room share."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar.params import QueryParameter

from backend.people import queries as people
from backend.risks.queries import RiskView
from backend.scope import Scope
from backend.web import forms, views

On = Annotated[str, QueryParameter(name="on", max_length=10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day that a page is read as at. `text` is what was typed, `problem` why it could not be read."""

    on: date
    text: str = ""
    problem: str | None = None
    past: bool = False


def day_of(scope: Scope, text: str) -> Day:
    """The day in the address; one that can't be read is said, and today shown; so is one that is still to come."""
    typed = text.strip()
    if not typed:
        return Day(on=scope.today)
    try:
        found: date = forms.parse_date(typed)
    except ValueError:
        problem = f"“{typed}” is not a day that can be read, so this is today’s state. Write it as 1/10/2014."
        return Day(on=scope.today, text=typed, problem=problem)
    if found > scope.today:
        return Day(on=scope.today, text=typed, problem="That day is still to come, so this is today’s state.")
    return Day(on=found, text=typed, past=found < scope.today)


def crumbs(scope: Scope, risk: RiskView | None = None) -> list[views.Crumb]:
    found = [views.Crumb("Risks", views.address(scope, "/risks"))]
    if risk is not None:
        found.append(views.Crumb(risk.reference, at(scope, risk.id)))
    return found


def at(scope: Scope, risk_id: UUID, rest: str = "") -> str:
    """The address of a risk, or of what lies below it."""
    return views.address(scope, f"/risks/{risk_id}{rest}")


async def people_choices(scope: Scope) -> list[tuple[UUID, str]]:
    return [(each.id, each.name) for each in await people.people_of(scope)]


def choices(words: Any) -> list[tuple[str, str]]:
    """Pairs for a form of a mapping of an enumeration's members to words."""
    return [(each.value, said) for each, said in words.items()]
