"""What a committee has left to do from its meetings: actions, minutes to approve, decisions to ratify."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.actions import queries as actions
from backend.actions.queries import ActionLine
from backend.kit.database import fetch
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.scope import Scope
from backend.sittings import rules


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesWaiting:
    """Minutes of a meeting that was held, and are not approved yet."""

    meeting_id: UUID
    meeting: str
    day: date
    agreed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IrregularWaiting:
    """A decision that waits to be ratified or reversed, and what puts it right."""

    decision_id: UUID
    text: str
    words: str
    way: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is left to do, as far as this reader may know of it."""

    actions: tuple[ActionLine, ...]
    minutes: tuple[MinutesWaiting, ...]
    irregular: tuple[IrregularWaiting, ...]


async def waiting_of(scope: Scope, *, committee_id: UUID, before: datetime | None = None) -> Waiting:
    """What meetings of a committee left, those that began before a moment (now, where none is given)."""
    until = before or scope.now
    sees_private = meeting_rules.may_see(scope, part=meeting_rules.Part.PRIVATE, committee_id=committee_id)
    followed = await actions.actions_of(scope, committee_id=committee_id, open_only=True)
    earlier = [
        line
        for line in followed
        if before is None or line.undertaken_on < meeting_rules.day_of(scope, before)
    ]
    irregular = await fetch(
        """
        SELECT d.id AS decision_id, d.item_id, d.text, s.words, s.way, m.starts_at FROM sittings_irregularity s
        JOIN meetings_decision d ON d.tenant_id = $1 AND d.id = s.decision_id
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id AND m.committee_id = $2
        WHERE s.tenant_id = $1 AND s.state = 'open' AND m.starts_at < $3 AND ($4 OR i.part = 'public')
          AND NOT EXISTS (SELECT 1 FROM meetings_struck_decision k WHERE k.tenant_id = $1 AND k.decision_id = d.id)
        ORDER BY m.starts_at, s.id""",
        scope.tenant.id,
        committee_id,
        until,
        sees_private,
    )
    minutes = await fetch(
        """
        SELECT m.id, m.title, m.starts_at, (SELECT x.step FROM sittings_step x WHERE x.tenant_id = $1
          AND x.meeting_id = m.id ORDER BY x.number DESC LIMIT 1) AS step
        FROM meetings_meeting m
        WHERE m.tenant_id = $1 AND m.committee_id = $2 AND m.state = 'held' AND m.starts_at < $3
        ORDER BY m.starts_at""",
        scope.tenant.id,
        committee_id,
        until,
    )
    withheld = await meetings.withheld_from_reader(
        scope,
        {line.item_id for line in earlier if line.item_id}
        | {row["item_id"] for row in irregular if row["item_id"]},
    )
    unapproved = (None, rules.Step.AGREED.value, rules.Step.REOPENED.value)
    return Waiting(
        actions=tuple(
            sorted(
                (line for line in earlier if line.item_id not in withheld),
                key=lambda line: (line.due_on or date.max, line.number),
            )
        ),
        irregular=tuple(
            IrregularWaiting(
                decision_id=row["decision_id"],
                text=row["text"],
                words=row["words"],
                way=row["way"],
                day=meeting_rules.day_of(scope, row["starts_at"]),
            )
            for row in irregular
            if row["item_id"] not in withheld
        ),
        minutes=tuple(
            MinutesWaiting(
                meeting_id=row["id"],
                meeting=row["title"],
                day=meeting_rules.day_of(scope, row["starts_at"]),
                agreed=row["step"] == rules.Step.AGREED.value,
            )
            for row in minutes
            if row["step"] in unapproved
        ),
    )
