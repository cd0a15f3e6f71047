"""What a joint committee decided, and its signed minutes, as the body that keeps it sent them: for our own members."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.meetings.rules import OUTCOME_IN_WORDS
from backend.scope import NotFound, Scope
from backend.sittings.blocks import Block, blocks_of
from backend.together import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class JointRecord:
    """The decisions of one meeting, or its signed minutes, in the words that came."""

    id: UUID
    agreement: str
    committee_id: UUID
    from_name: str
    received_at: datetime
    sha256: str
    said: rules.Decisions | rules.Minutes

    @property
    def is_minutes(self) -> bool:
        return isinstance(self.said, rules.Minutes)

    @property
    def words(self) -> str:
        return "Signed minutes" if self.is_minutes else "Decisions"

    @property
    def parts(self) -> tuple[tuple[str, tuple[Block, ...]], ...]:
        """The parts of minutes: the heading, and the words as they are set."""
        if isinstance(self.said, rules.Decisions):
            return ()
        return tuple((part.heading, blocks_of(part.words)) for part in self.said.parts)

    @property
    def decisions(self) -> tuple[tuple[rules.Decision, str], ...]:
        """Each with its outcome in words."""
        if isinstance(self.said, rules.Minutes):
            return ()
        return tuple((each, OUTCOME_IN_WORDS[each.outcome]) for each in self.said.decisions)


_RECORDS = """
SELECT DISTINCT ON (r.agreement_id, r.about_id, r.kind) r.id, a.name AS agreement, a.committee_id, r.from_name,
  r.received_at, r.sha256, r.kind, r.body
FROM together_received r JOIN together_agreement a ON a.tenant_id = $1 AND a.id = r.agreement_id
WHERE r.tenant_id = $1 AND r.kind IN ('decisions', 'minutes') AND a.kind = 'joint' AND a.committee_id IS NOT NULL
  AND ($2::uuid IS NULL OR a.committee_id = $2) AND ($3 OR a.shares = 'public')
ORDER BY r.agreement_id, r.about_id, r.kind, r.sent_at DESC, r.id DESC
"""


async def joint_records(scope: Scope, *, committee_id: UUID | None = None) -> tuple[JointRecord, ...]:
    """What came last of each meeting, the latest meeting first. One statement.

    Where private business passes too, they are for those who see everything that passed: who was withheld a paper at
    the other body can't be known here.
    """
    rows = await fetch(_RECORDS, scope.tenant.id, committee_id, scope.may("together.read"))
    found = [_record(row) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.said.day, each.is_minutes), reverse=True))


async def joint_record(scope: Scope, *, record_id: UUID) -> JointRecord:
    """One of them, for a reader who may have it. Raises NotFound: for whoever may not, and for what was sent anew."""
    for each in await joint_records(scope):
        if each.id == record_id:
            return each
    raise NotFound("record")


def _record(row: Any) -> JointRecord:
    said = rules.MODELS[rules.MessageKind(row["kind"])].model_validate(json.loads(row["body"]))
    assert isinstance(said, rules.Decisions | rules.Minutes)
    values = {
        name: row[name] for name in ("id", "agreement", "committee_id", "from_name", "received_at", "sha256")
    }
    return JointRecord(**values, said=said)
