"""Interests as they stand, told apart by a mark: what somebody judged, and whether it is still the same."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.interests.rules import declaring
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedInterest:
    """An interest as the register has it now. `mark` is the same as long as nothing of it changes.

    `withheld` from the public: others than the Guardian, officers and the person learn no more of it than that it is.
    """

    interest_id: UUID
    person_id: UUID
    organisation_id: UUID
    organisation: str
    interest_type: declaring.InterestType
    is_indirect: bool
    relationship: declaring.Relationship | None
    nature: str
    since: date
    until: date | None
    withheld: bool

    @property
    def in_words(self) -> str:
        """Such as: a financial interest in Castle Hill (close family): partner in the practice."""
        kind = declaring.TYPE_IN_WORDS[self.interest_type].lower()
        close = (
            f" ({declaring.RELATIONSHIP_IN_WORDS[self.relationship].lower()})" if self.relationship else ""
        )
        return f"a {kind} in {self.organisation}{close}: {self.nature}"

    @property
    def mark(self) -> str:
        return content_hash(
            [
                self.person_id,
                self.organisation_id,
                self.interest_type,
                self.is_indirect,
                self.relationship,
                self.nature,
                self.since,
                self.until,
            ]
        )


async def marked_interests(
    scope: Scope,
    *,
    interest_ids: Collection[UUID] | None = None,
    person_ids: Collection[UUID] | None = None,
) -> dict[UUID, MarkedInterest]:
    """These interests, or everything that these people declared, as they stand now; what was withdrawn is missing.

    One statement. For whoever searches or judges: it tells what is withheld too.
    """
    rows = await fetch(
        """
        SELECT e.interest_id, e.person_id, o.kept_id AS organisation_id, o.name AS organisation, e.interest_type,
          e.is_indirect, e.relationship, e.nature, e.since, e.until,
          EXISTS (SELECT 1 FROM interests_withholding w WHERE w.tenant_id = $1 AND w.register = 'interests'
            AND w.record_id = e.interest_id AND w.lifted_at IS NULL) AS withheld
        FROM interests_entry e
        JOIN organisations_named o ON o.tenant_id = $1 AND o.id = e.organisation_id
        WHERE e.tenant_id = $1 AND e.known_to IS NULL AND ($2::uuid[] IS NULL OR e.interest_id = ANY($2))
          AND ($3::uuid[] IS NULL OR e.person_id = ANY($3))
        ORDER BY e.person_id, e.since, e.interest_id""",
        scope.tenant.id,
        None if interest_ids is None else list(interest_ids),
        None if person_ids is None else list(person_ids),
    )
    return {
        row["interest_id"]: MarkedInterest(
            **{
                **row,
                "interest_type": declaring.InterestType(row["interest_type"]),
                "relationship": declaring.Relationship(row["relationship"]) if row["relationship"] else None,
            }
        )
        for row in rows
    }
