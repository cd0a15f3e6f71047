"""Whose interest a gain-share is, said in words: person, practice, contract. Pure.

Nobody is made a partner by it: it quotes what a person has declared themselves, and says whether those words speak of
a partner or owner.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from backend.contracts.rules import Span, in_per_cent
from backend.kit.calendar import in_words

_PARTNER = re.compile(
    r"\b(?:partners?|partnership|co-?owners?|owners?|owns|principals?|contract[- ]holders?|shareholders?|shareholdings?"
    r"|directors?|single[- ]handed)\b",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(
    r"\b(?:not|never|no longer|former(?:ly)?|ex|salaried|retired|employed by|nor|without being)\b"
    r"|\b(?:domestic|civil|married|life|business) partner\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareHeld:
    """A gain-share with the days on which it truly holds.

    `since` and `until` are already narrowed by the partner's, the organisation's and the contract's own ends.
    `carried_by` are those under whose name the contract is carried out, with their own days.
    """

    share_id: UUID
    version: int
    contract_id: UUID
    reference: str
    contract: str
    organisation_id: UUID
    organisation: str
    percent: Decimal | None
    basis: str
    since: date
    until: date | None

    @property
    def span(self) -> Span:
        return Span(since=self.since, until=self.until)

    @property
    def how_much(self) -> str:
        """“holds 12% of the gain-share of”, or without the number where none is recorded."""
        number = (
            f"{in_per_cent(self.percent)} of the gain-share" if self.percent is not None else "a gain-share"
        )
        return f"holds {number} of"

    @property
    def in_words(self) -> str:
        """Such as: Castle Hill holds 12% of the gain-share of the contract “MSK” (of savings), from 1 April 2014."""
        basis = f" ({self.basis.rstrip('.')})" if self.basis else ""
        until = f" to {in_words(self.until)}" if self.until else ""
        return (
            f"{self.organisation} {self.how_much} the contract “{self.contract}”{basis}, "
            f"from {in_words(self.since)}{until}"
        )


def says_partner(nature: str) -> bool:
    """Whether declared words say that the person shares in the organisation; where they may deny it, they don't."""
    return bool(_PARTNER.search(nature)) and not _NOT_ONE.search(nature)


def way_in_words(person: str, *, declared: str, share: ShareHeld) -> str:
    """Person, practice, contract, in one sentence. `declared` is such as “a financial interest in X: partner”."""
    return f"{person} has declared {declared}; {share.in_words}"
