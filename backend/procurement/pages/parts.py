"""What the pages of the room share."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator

from backend.kit import money
from backend.procurement.queries.procurements import ProcurementView
from backend.procurement.rules.deciding import MOST
from backend.scope import Scope
from backend.web import views


def _pounds(value: Any) -> Any:
    return money.parse_pounds(str(value), most=MOST) if value is not None else value


Pounds = Annotated[Decimal, BeforeValidator(_pounds)]


def crumbs(scope: Scope, procurement: ProcurementView | None = None) -> list[views.Crumb]:
    found = [views.Crumb("Procurement", views.address(scope, "/procurement"))]
    if procurement is not None:
        found.append(views.Crumb(procurement.reference, at(scope, procurement.procurement_id)))
    return found


def at(scope: Scope, procurement_id: UUID, rest: str = "") -> str:
    """The address of a procurement, or of what lies below it."""
    return views.address(scope, f"/procurement/{procurement_id}{rest}")
