"""What is done with released packs at the regulator, each act in one transaction with its ledger line."""

from backend.portal.operations.asking import ask, close
from backend.portal.operations.keys import enter, withdraw
from backend.portal.operations.opening import check, give_receipt, name_recipient, take
from backend.portal.operations.succeeding import hand_over, successors

__all__ = [
    "ask",
    "check",
    "close",
    "enter",
    "give_receipt",
    "hand_over",
    "name_recipient",
    "successors",
    "take",
    "withdraw",
]
