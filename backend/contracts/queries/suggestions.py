"""Whose interest a gain-share is, by what they have declared of its holder; and what they said when it was suggested.

A suggestion is never an entry of a register: the person declares, or says that there is nothing to declare.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.contracts import rules
from backend.contracts.queries.shares import shares_held
from backend.contracts.rules.shares import ShareHeld, says_partner, way_in_words
from backend.interests.queries import withholding
from backend.interests.queries.register import TouchingInterest
from backend.interests.rules import declaring
from backend.kit.database import fetch
from backend.scope import Scope

_DECLARED = """
SELECT e.interest_id, e.person_id, p.name AS person_name, o.kept_id AS organisation_id,
  o.name AS organisation_name, e.interest_type, e.is_indirect, e.relationship, e.nature, e.since, e.until,
  EXISTS (SELECT 1 FROM interests_withholding w WHERE w.tenant_id = $1 AND w.register = 'interests'
    AND w.record_id = e.interest_id AND w.lifted_at IS NULL) AS withheld
FROM interests_entry e
JOIN people_person p ON p.tenant_id = $1 AND p.id = e.person_id
JOIN organisations_named o ON o.tenant_id = $1 AND o.id = e.organisation_id
WHERE e.tenant_id = $1 AND e.known_to IS NULL AND e.interest_type = 'FINANCIAL'
  AND o.kept_id = ANY ($2) AND e.since <= $3 AND (e.until IS NULL OR e.until >= $3)
  AND ($4::uuid IS NULL OR e.person_id = $4)
ORDER BY lower(p.name), e.person_id, e.since, e.interest_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What a person said. `stale`: the gain-share was changed since, so they are asked again."""

    answer: rules.Answer
    words: str | None
    interest_id: UUID | None
    answered_at: datetime
    stale: bool

    @property
    def in_words(self) -> str:
        return rules.ANSWER_IN_WORDS[self.answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A gain-share and a person who has declared a financial interest in its holder.

    `partner`: their own words speak of a partner or owner. `withheld`: the entry is withheld from the public.
    """

    person_id: UUID
    person: str
    interest: TouchingInterest
    share: ShareHeld
    partner: bool
    withheld: bool
    answer: AnswerView | None

    @property
    def open(self) -> bool:
        """Nobody has answered it as it stands."""
        return self.answer is None or self.answer.stale

    def way(self, scope: Scope) -> str:
        """Person, practice, contract."""
        words = self.interest.words_for(scope)
        declared = words if words.startswith("an ") else f"a {words}"
        return way_in_words(self.person, declared=declared, share=self.share)

    @property
    def to_declare(self) -> str:
        """Words that the person may put on the register, and change."""
        return f"{self.share.in_words}."


async def suggestions_of(
    scope: Scope,
    *,
    person_id: UUID | None = None,
    contract_ids: Collection[UUID] | None = None,
    on: date | None = None,
) -> tuple[Suggestion, ...]:
    """For every gain-share that holds on the day, who has declared a financial interest in its holder.

    Three statements. A close person's interest counts, as it does on the register. What is withheld is left out for
    whoever may not see it. For a person, or for a contract.
    """
    day = on or scope.today
    shares = await shares_held(scope, contract_ids=contract_ids, on=day)
    if not shares:
        return ()
    rows = await fetch(
        _DECLARED, scope.tenant.id, list({share.organisation_id for share in shares}), day, person_id
    )
    sees_all, own = scope.may(withholding.SEE), scope.actor.person_id
    rows = [row for row in rows if sees_all or not row["withheld"] or row["person_id"] == own]
    answers = await _answers(scope, shares, {row["person_id"] for row in rows})
    return tuple(
        Suggestion(
            person_id=row["person_id"],
            person=row["person_name"],
            interest=_interest(row),
            share=share,
            partner=says_partner(row["nature"]) and not row["is_indirect"],
            withheld=row["withheld"],
            answer=answers.get((row["person_id"], share.share_id)),
        )
        for share in shares
        for row in rows
        if row["organisation_id"] == share.organisation_id
    )


async def _answers(
    scope: Scope, shares: Collection[ShareHeld], person_ids: Collection[UUID]
) -> dict[tuple[UUID, UUID], AnswerView]:
    """The newest answer of each person to each share."""
    versions = {share.share_id: share.version for share in shares}
    rows = await fetch(
        "SELECT DISTINCT ON (person_id, share_id) person_id, share_id, share_version, answer, words, interest_id, "
        "answered_at FROM contracts_answer WHERE tenant_id = $1 AND share_id = ANY ($2) AND person_id = ANY ($3) "
        "ORDER BY person_id, share_id, answered_at DESC, id DESC",
        scope.tenant.id,
        list(versions),
        list(person_ids),
    )
    return {
        (row["person_id"], row["share_id"]): AnswerView(
            answer=rules.Answer(row["answer"]),
            words=row["words"],
            interest_id=row["interest_id"],
            answered_at=row["answered_at"],
            stale=row["share_version"] != versions[row["share_id"]],
        )
        for row in rows
    }


def _interest(row: Any) -> TouchingInterest:
    return TouchingInterest(
        **{
            **{name: row[name] for name in TouchingInterest.__dataclass_fields__},
            "interest_type": declaring.InterestType(row["interest_type"]),
            "relationship": declaring.Relationship(row["relationship"]) if row["relationship"] else None,
        }
    )
