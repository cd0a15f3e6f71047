"""What the pages of the room share: the way back, the body's name on a day, and the day that is shown."""

from datetime import date
from typing import Any

from litestar import Request

from backend.catalogue import shelf
from backend.catalogue.bodies import KnownAs
from backend.catalogue.kept import BodyKept
from backend.kit.calendar import in_words
from backend.reviewing.queries import CommissionerLine
from backend.scope import Scope
from backend.tenancy.settings import kept
from backend.web import views
from backend.web.days import day_of


def crumbs(scope: Scope, commissioner: CommissionerLine | None = None) -> list[views.Crumb]:
    found = [views.Crumb("Reviewing", views.address(scope, "/reviewing"))]
    if commissioner is not None:
        found.append(views.Crumb(commissioner.name, views.address(scope, commissioner.path)))
    return found


def shown_on(request: Request[Any, Any, Any], scope: Scope) -> dict[str, Any]:
    """The day of the address, never later than today, with how it was typed and what is wrong with it."""
    day, typed, wrong = day_of(request, "on", scope)
    if day > scope.today:
        day, wrong = scope.today, "That day is still to come, so today is shown."
    return {"on": day, "typed": typed, "wrong": wrong, "past": day < scope.today}


def known_as(scope: Scope, day: date) -> str | None:
    """What the body is on a day, in a sentence with who came before and who comes after; nothing where nobody says."""
    shipped = BodyKept(body=shelf.catalogue().body_of(scope.tenant.slug))
    body = kept(scope, "body", BodyKept, shipped=shipped).body
    now = body.on(day) if body else None
    if body is None or now is None:
        return None
    before, after = body.around(day)
    words = f"{now.type}, {_days(now)}."
    if before is not None:
        words += f" It took over from {before.name} ({before.type.lower()})."
    if after is not None:
        words += f" {after.name} ({after.type.lower()}) takes over on {in_words(after.from_on)}."
    return words


def _days(known: KnownAs) -> str:
    if known.until_on is None:
        return f"since {in_words(known.from_on)}"
    return f"{in_words(known.from_on)} to {in_words(known.until_on)}"
