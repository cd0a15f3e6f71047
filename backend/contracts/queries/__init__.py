"""Reading contracts. Other rooms start here."""

from backend.contracts.queries.contracts import (
    ContractView,
    PartnerView,
    ShareView,
    contract_of,
    contracts_of,
    forms_in_use,
)
from backend.contracts.queries.history import StepView, history_of
from backend.contracts.queries.shares import CarriedBy, carriers, shares_held

__all__ = [
    "CarriedBy",
    "ContractView",
    "PartnerView",
    "ShareView",
    "StepView",
    "carriers",
    "contract_of",
    "contracts_of",
    "forms_in_use",
    "history_of",
    "shares_held",
]
