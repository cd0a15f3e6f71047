"""What is done with contracts. Each operation runs in the caller's transaction and leaves a step and a ledger line."""

from backend.contracts.operations.answering import answer_suggestion
from backend.contracts.operations.contracts import (
    Said,
    bring_back,
    change_contract,
    keep_contract,
    retire_contract,
)
from backend.contracts.operations.hand import undo_step
from backend.contracts.operations.partners import (
    PartnerSaid,
    ShareSaid,
    add_partner,
    add_share,
    change_partner,
    change_share,
    end_partner,
    strike_partner,
    strike_share,
)

__all__ = [
    "PartnerSaid",
    "Said",
    "ShareSaid",
    "add_partner",
    "add_share",
    "answer_suggestion",
    "bring_back",
    "change_contract",
    "change_partner",
    "change_share",
    "end_partner",
    "keep_contract",
    "retire_contract",
    "strike_partner",
    "strike_share",
    "undo_step",
]
