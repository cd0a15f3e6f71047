"""What the pages of the room share."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request

from backend.scope import Scope
from backend.web import forms, views


def me(scope: Scope) -> UUID:
    assert scope.actor.person_id is not None, "a page is opened by a person"
    return scope.actor.person_id


def crumbs(scope: Scope) -> list[views.Crumb]:
    return [views.Crumb("Register of interests", views.address(scope, "/interests"))]


def day_of(typed: str, *, otherwise: str) -> tuple[date | None, str | None]:
    """The day in a filter; one that can't be read is said, and `otherwise` what is shown instead."""
    if not typed.strip():
        return None, None
    try:
        found: date = forms.parse_date(typed.strip())
    except ValueError:
        return None, f"“{typed}” is not a day that can be read, so {otherwise}. Write it as 3/6/2014."
    return found, None


def page_number(request: Request[Any, Any, Any], *, name: str = "page") -> int:
    """The page that is asked for; the first where the address holds no number. `name`: of which of several lists."""
    typed = request.query_params.get(name, "1")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else 1


def pagination(
    path: str, choices: dict[str, str], *, number: int, pages: int, name: str = "page", anchor: str = ""
) -> dict[str, Any] | None:
    """The way through the pages of a list, as NHS.UK's macro wants it; its filters go along.

    `name` is what `page_number` reads, `anchor` such as `#holds` where the list stands on its page.
    """
    if pages < 2:
        return None

    def leads(page: int) -> str:
        given = {name: value for name, value in choices.items() if value}
        return f"{path}?{urlencode({**given, name: str(page)})}{anchor}"

    items: list[dict[str, Any]] = []
    before = 0
    for page in sorted({1, number - 1, number, number + 1, pages} & set(range(1, pages + 1))):
        if page > before + 1:
            items.append({"ellipsis": True})
        items.append({"number": f"{page:,}", "href": leads(page), "current": page == number})
        before = page
    return {
        "items": items,
        "previous": {"href": leads(number - 1)} if number > 1 else None,
        "next": {"href": leads(number + 1)} if number < pages else None,
    }
