"""One decision by itself: what was decided, before whom, under which power, and how conflicts were handled."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.scope import NotFound, Scope
from backend.sittings import drafting, presence, timing
from backend.sittings.blocks import Block
from backend.sittings.queries import minutes
from backend.sittings.queries.records import TAKEN_COLUMNS, TAKEN_JOINS, TakenDecision, taken_of
from backend.sittings.queries.situation import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """Somebody who was in the room, as it was kept with the decision."""

    name: str
    counts: bool
    may_vote: bool
    stands_for: str | None
    why_not: str | None

    @property
    def in_words(self) -> str:
        """Ann Other, deputy for Bob Other: counted."""
        said = f"{self.name}, deputy for {self.stands_for}" if self.stands_for else self.name
        if self.why_not:
            return f"{said}: not counted, as they were to take no part"
        if self.counts and self.may_vote:
            return f"{said}: counted"
        return f"{said}: in the room, without a vote"


@dataclass(frozen=True, slots=True, kw_only=True)
class SentLine:
    name: str
    sent_at: datetime
    sent_by_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """A decision with all that shows how it was taken. `minuted` are the minute's words on its item as they stand.

    `owner_person_id` is who leads on the item. `path` is where it stands in the tenant, for whoever refers to it.
    """

    decision: TakenDecision
    meeting_id: UUID
    meeting: str
    committee_id: UUID
    committee: str
    day: date
    item: str
    private: bool
    owner_person_id: UUID | None
    owner: str | None
    there: tuple[There, ...]
    conflicts: tuple[str, ...]
    minutes_state: str
    minuted: tuple[Block, ...]
    sent: tuple[SentLine, ...]

    @property
    def path(self) -> str:
        return f"/decisions/{self.decision.id}"

    @property
    def sha256(self) -> str:
        """Of what an extract says, the minute's words aside: those have a hash of their own."""
        decision = self.decision
        return content_hash(
            {
                "decision": decision.sha256,
                "committee": self.committee,
                "meeting": self.meeting,
                "day": self.day,
                "item": self.item,
                "outcome": decision.outcome,
                "text": decision.text,
                "power": decision.power_words,
                "clause": decision.clause,
                "quorum": decision.quorum_words,
                "there": [each.in_words for each in self.there],
                "conflicts": self.conflicts,
                "faults": [[fault.words, fault.state] for fault in decision.faults],
                "struck": decision.struck_because,
            }
        )


async def extract_of(scope: Scope, *, decision_id: UUID) -> Extract:
    """One decision, to whoever may know of its item. Raises NotFound for everybody else too."""
    rows = await fetch(
        f"""
        SELECT {TAKEN_COLUMNS}, t.present, m.title AS meeting, m.starts_at, m.committee_id, c.name AS committee,
          i.label, i.title AS item_title, i.part, i.lead_person_id, p.name AS lead
        FROM meetings_decision d
        JOIN meetings_item i ON i.tenant_id = $1 AND i.id = d.item_id
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
        LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = i.lead_person_id
        {TAKEN_JOINS}
        WHERE d.tenant_id = $1 AND d.id = $2""",  # noqa: S608 - our own columns
        scope.tenant.id,
        decision_id,
    )
    if not rows:
        raise NotFound("decision")
    (row,) = rows
    part = meeting_rules.Part(row["part"])
    withheld = await meetings.withheld_from_reader(scope, [row["item_id"]])
    if withheld or not meeting_rules.may_see(scope, part=part, committee_id=row["committee_id"]):
        raise NotFound("decision")
    (decision,) = await taken_of(scope, rows)
    view = await minutes.minutes_of(scope, meeting_id=row["meeting_id"])
    own = next((each for each in view.parts if each.item_id == row["item_id"]), None)
    return Extract(
        decision=decision,
        meeting_id=row["meeting_id"],
        meeting=row["meeting"],
        committee_id=row["committee_id"],
        committee=row["committee"],
        day=meeting_rules.day_of(scope, row["starts_at"]),
        item=f"{row['label']} {row['item_title']}" if row["label"] else row["item_title"],
        private=part is meeting_rules.Part.PRIVATE,
        owner_person_id=row["lead_person_id"],
        owner=row["lead"],
        there=tuple(_there(each) for each in json.loads(row["present"] or "[]")),
        conflicts=tuple(_conflicts(scope, view.situation, row["item_id"])),
        minutes_state=view.state_in_words,
        minuted=own.blocks if own else (),
        sent=await _sent(scope, decision_id),
    )


def _conflicts(scope: Scope, situation: Situation, item_id: UUID) -> Iterator[str]:
    """Each conflict on the item that was declared or decided about: how it was handled, and when they were out."""

    def clock(moment: datetime | None) -> str | None:
        return timing.clock_of(moment, zone=scope.tenant.time_zone) if moment else None

    declared = {str(line.person_id): line for line in situation.declared if line.item_id == item_id}
    handled = situation.handlings_of(item_id)
    names = {event.who: event.name for event in situation.events}
    names |= {member.who: member.name for member in situation.members}
    for who in dict.fromkeys((*declared, *handled)):
        line, handling = declared.get(who), handled.get(who)
        name = line.name if line else names.get(who, "Somebody who no longer sits here")
        said = f"{name}: {line.nature.rstrip('.')}. " if line else ""
        if handling:
            said += f"{handling.decided_by or 'The chair'} decided: {name} {handling.in_words}. "
        else:
            said += "No decision about it is recorded. "
        stays = presence.stays_of(situation.events, who, item_id=item_id)
        if stays:
            out = drafting.in_and_out(
                [drafting.Stay(left=clock(left), returned=clock(back)) for left, back in stays]
            )
            said += f"{name} {out}."
        yield said.strip()


def _there(kept: dict[str, Any]) -> There:
    return There(**{name: kept[name] for name in There.__dataclass_fields__})


async def _sent(scope: Scope, decision_id: UUID) -> tuple[SentLine, ...]:
    rows = await fetch(
        "SELECT name, sent_at, sent_by_name FROM sittings_extract WHERE tenant_id = $1 AND decision_id = $2 "
        "ORDER BY sent_at DESC, id DESC",
        scope.tenant.id,
        decision_id,
    )
    return tuple(SentLine(**row) for row in rows)
