"""Days of an address, such as the one that a list is shown as at."""

from datetime import date
from typing import Any

from litestar import Request

from backend.scope import Scope
from backend.web import forms


def day_of(request: Request[Any, Any, Any], name: str, scope: Scope) -> tuple[date, str, str | None]:
    """A day of the address: as a date (today where none can be read), as it was typed, and what is wrong with it."""
    typed = request.query_params.get(name, "").strip()[:40]
    if not typed:
        return scope.today, "", None
    try:
        return forms.parse_date(typed), typed, None
    except ValueError:
        return scope.today, typed, f"“{typed}” is not a day that can be read, so today is shown."
