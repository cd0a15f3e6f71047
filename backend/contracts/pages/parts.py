"""What the pages of the room share."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar.params import QueryParameter
from pydantic import BeforeValidator

from backend.catalogue.kinds import PARTNERSHIP, PROVIDER
from backend.contracts.queries import ContractView
from backend.contracts.rules import MOST
from backend.kit import money
from backend.scope import Scope
from backend.web import forms, views

On = Annotated[str, QueryParameter(name="on", max_length=10)]
Word = Annotated[str, QueryParameter(max_length=80)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The day that a page is read as at. `text` is what was typed, `problem` why it could not be read."""

    on: date
    text: str = ""
    problem: str | None = None
    other: bool = False


def day_of(scope: Scope, text: str) -> Day:
    """The day in the address, past or to come, for ends are known ahead; today where it can't be read, and said."""
    typed = text.strip()
    if not typed:
        return Day(on=scope.today)
    try:
        found: date = forms.parse_date(typed)
    except ValueError:
        problem = f"“{typed}” is not a day that can be read, so this is today’s state. Write it as 1/10/2014."
        return Day(on=scope.today, text=typed, problem=problem)
    return Day(on=found, text=typed, other=found != scope.today)


def whose(scope: Scope) -> dict[str, Any]:
    """Whose contracts these are, and whether it commissions them itself: a partnership or a provider doesn't."""
    return {
        "commissioner": scope.tenant.name,
        "commissions": scope.tenant.kind not in (PARTNERSHIP, PROVIDER),
    }


def crumbs(scope: Scope, contract: ContractView | None = None) -> list[views.Crumb]:
    found = [views.Crumb("Contracts", views.address(scope, "/contracts"))]
    if contract is not None:
        found.append(views.Crumb(contract.reference, at(scope, contract.id)))
    return found


def at(scope: Scope, contract_id: UUID, rest: str = "") -> str:
    """The address of a contract, or of what lies below it."""
    return views.address(scope, f"/contracts/{contract_id}{rest}")


def _pounds(value: Any) -> Any:
    return money.parse_pounds(str(value), most=MOST) if value is not None else value


def _per_cent(value: Any) -> Any:
    if value is None:
        return value
    text = str(value).strip().removesuffix("%").removesuffix("per cent").strip()
    if not text.replace(".", "", 1).isascii() or not text.replace(".", "", 1).isdigit() or len(text) > 20:
        raise ValueError("write the percentage as a number, such as 12 or 2.5")
    return Decimal(text)


Pounds = Annotated[Decimal, BeforeValidator(_pounds)]
PerCent = Annotated[Decimal, BeforeValidator(_per_cent)]
