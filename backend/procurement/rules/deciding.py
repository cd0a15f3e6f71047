"""The life of a procurement, and what its record must hold."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from backend.kit.money import in_pounds
from backend.procurement.rules.regimes import Route, has_standstill, routes_on
from backend.procurement.rules.standstill import Standstill
from backend.scope import Refusal

MOST = Decimal("99999999999.99")


class Status(StrEnum):
    PLANNED = "PLANNED"
    OPEN = "OPEN"
    DECIDED = "DECIDED"
    AWARDED = "AWARDED"
    ABANDONED = "ABANDONED"


STATUS_IN_WORDS = {
    Status.PLANNED: "Planned",
    Status.OPEN: "Under way",
    Status.DECIDED: "Decided",
    Status.AWARDED: "Awarded",
    Status.ABANDONED: "Abandoned",
}
NEXT = {
    Status.PLANNED: frozenset({Status.OPEN, Status.ABANDONED}),
    Status.OPEN: frozenset({Status.ABANDONED}),
    Status.DECIDED: frozenset({Status.OPEN, Status.AWARDED, Status.ABANDONED}),
    Status.AWARDED: frozenset[Status](),
    Status.ABANDONED: frozenset[Status](),
}
"""What may follow by an officer's own word; a decision makes it decided."""


class UnableToProcure(Refusal):
    """A procurement that can't be opened, changed or moved on so."""


class UnableToDecide(Refusal):
    """A decision that can't be recorded as it was given."""


def check_particulars(
    *, route: Route, begun_on: date, expected: Decimal | None, reference_taken: bool
) -> None:
    if reference_taken:
        raise UnableToProcure("Another procurement has this reference already.", field="reference")
    if route not in routes_on(begun_on):
        raise UnableToProcure(
            "The Provider Selection Regime is in force from 1 January 2024; this procurement began before. "
            "Choose another route, or put the date right.",
            field="route",
        )
    check_pounds(expected, field="expected")


def check_pounds(pounds: Decimal | None, *, field: str) -> None:
    if pounds is not None and (not 0 <= pounds <= MOST or pounds != pounds.quantize(Decimal("0.01"))):
        raise UnableToProcure(
            f"The value must be between £0 and {in_pounds(MOST)}, to the penny.", field=field
        )


def check_can_move(
    status: Status,
    into: Status,
    *,
    because: str | None,
    route: Route,
    standstill: Standstill | None,
    today: date,
) -> None:
    """Where a standstill is owed, nothing is awarded before it is over; to abandon or go back needs its reason."""
    if into not in NEXT[status]:
        raise UnableToProcure(
            f"It is “{STATUS_IN_WORDS[status].lower()}”, so it can't become “{STATUS_IN_WORDS[into].lower()}”."
        )
    if (into is Status.ABANDONED or (status is Status.DECIDED and into is Status.OPEN)) and not because:
        raise UnableToProcure("Enter the reason.", field="status_reason")
    if into is Status.AWARDED and has_standstill(route):
        if standstill is None:
            raise UnableToProcure(
                "Record the notice of intention to award first: the standstill begins with it.", field="into"
            )
        if not standstill.over(today):
            raise UnableToProcure(
                "The standstill is not over, so the contract can't be awarded yet.", field="into"
            )


def check_decision(
    *,
    status: Status,
    decided_on: date,
    begun_on: date,
    today: date,
    awarded: bool,
    has_supplier: bool,
    total: Decimal | None,
    own: Decimal | None,
    contract_from: date | None,
    contract_until: date | None,
) -> None:
    if status is Status.ABANDONED:
        raise UnableToDecide("This procurement was abandoned, so no decision to award belongs to it.")
    if decided_on > today:
        raise UnableToDecide("Enter the day of the decision; that day is still to come.", field="decided_on")
    if decided_on < begun_on:
        raise UnableToDecide("The decision can't come before the procurement began.", field="decided_on")
    if awarded and not has_supplier:
        raise UnableToDecide("Choose who the contract goes to.", field="supplier_id")
    if not awarded and has_supplier:
        raise UnableToDecide("Nothing is awarded, so leave the supplier empty.", field="supplier_id")
    check_pounds(total, field="total")
    check_pounds(own, field="own")
    if total is not None and own is not None and own > total:
        raise UnableToDecide("The value to us can't be more than the total value.", field="own")
    if contract_from and contract_until and contract_until < contract_from:
        raise UnableToDecide("The contract can't end before it begins.", field="contract_until")
