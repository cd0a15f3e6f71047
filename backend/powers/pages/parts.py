"""What the pages of the room share."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from backend.kit import money
from backend.scope import Scope
from backend.web import views

MOST = Decimal("999999999999.00")


def _pounds(value: Any) -> Any:
    return money.parse_pounds(str(value), most=MOST) if value is not None else value


def _whole_pounds(value: Any) -> Any:
    amount = _pounds(value)
    if isinstance(amount, Decimal) and amount != amount.to_integral_value():
        raise ValueError("write the limit in whole pounds, such as 50,000")
    return amount


WholePounds = Annotated[Decimal, BeforeValidator(_whole_pounds)]


def pence_of(typed: str) -> tuple[int | None, str | None]:
    """A value as somebody wrote it, in pence, and what is wrong with it."""
    if not typed.strip():
        return None, None
    try:
        return int(money.parse_pounds(typed, most=MOST) * 100), None
    except ValueError as wrong:
        text = str(wrong)
        return None, f"{text[:1].upper()}{text[1:]}."


def crumbs(scope: Scope, *, function: tuple[UUID, str] | None = None) -> list[views.Crumb]:
    way = [views.Crumb("Powers", views.address(scope, "/powers"))]
    if function is not None:
        way.append(views.Crumb(function[1], views.address(scope, f"/powers/functions/{function[0]}")))
    return way
