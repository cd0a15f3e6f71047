"""The parts of minutes: what the record says of the opening, each item and the close, and as somebody edited it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.meetings import rules as meeting_rules
from backend.planning.queries import questions_for
from backend.scope import Scope
from backend.sittings import drafting, rules
from backend.sittings.blocks import Block, blocks_of
from backend.sittings.queries import composing
from backend.sittings.queries.agenda import AgendaLine, agenda_of, hits_of
from backend.sittings.queries.records import actions_of, decisions_of
from backend.sittings.queries.situation import Situation, situation_of

OPENING, QUESTIONS, CLOSING = "opening", "questions", "closing"
_HEADINGS = {
    OPENING: "Attendance and declarations",
    QUESTIONS: "Questions from the public",
    CLOSING: "Close",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the minutes. `drafted` is what the record says today; `changed_since`: it said else when edited.

    `edited_by_name` and `edited_at` are of the last edit; nothing where the words are the draft's. `mark` is, of words
    that a step kept, the hash of what the record said when they were agreed.
    """

    part: str
    item_id: UUID | None
    heading: str
    private: bool
    drafted: str
    words: str
    version: int
    changed_since: bool = False
    withheld: bool = False
    edited_by_name: str | None = None
    edited_at: datetime | None = None
    mark: str | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        return blocks_of(self.words)

    @property
    def drafted_blocks(self) -> tuple[Block, ...]:
        return blocks_of(self.drafted)

    @property
    def as_kept(self) -> dict[str, Any]:
        return {
            "part": self.part,
            "item_id": str(self.item_id) if self.item_id else None,
            "heading": self.heading,
            "private": self.private,
            "words": self.words,
        }

    @property
    def to_keep(self) -> dict[str, Any]:
        """With the mark of what the record said at that moment, by which it is seen when the record says more."""
        return {**self.as_kept, "drafted": self.mark or mark_of(self.drafted)}


def mark_of(drafted: str) -> str:
    """What the record says, as a hash; when the next meeting is may change, and is nothing that happened."""
    lines = (line for line in drafted.splitlines() if not line.startswith(drafting.NEXT_MEETING))
    return content_hash("\n".join(lines).strip())


async def parts_of(scope: Scope, *, meeting_id: UUID) -> tuple[Part, ...]:
    """Every part as it stands, for a step that keeps them."""
    situation = await situation_of(scope, meeting_id=meeting_id)
    return await drafted_parts(scope, situation, await agenda_of(scope, meeting_id=meeting_id))


async def drafted_parts(
    scope: Scope, situation: Situation, items: tuple[AgendaLine, ...]
) -> tuple[Part, ...]:
    recorded = composing.Recorded(
        zone=scope.tenant.time_zone,
        situation=situation,
        items=items,
        hits=await hits_of(scope, situation, items),
        decisions=await decisions_of(scope, meeting_id=situation.meeting_id),
        actions=await actions_of(scope, meeting_id=situation.meeting_id),
        apologies=await _apologies(scope, situation),
        next_meeting=await _next_meeting(scope, situation),
        now=scope.now,
    )
    asked = await questions_for(scope, situation.meeting_id)
    drafts = [
        (OPENING, None, _HEADINGS[OPENING], False, composing.opening(recorded)),
        *([(QUESTIONS, None, _HEADINGS[QUESTIONS], False, composing.questions(asked))] if asked else []),
        *(
            (str(item.id), item.id, item.heading, item.private, composing.of_item(recorded, item))
            for item in items
        ),
        (CLOSING, None, _HEADINGS[CLOSING], False, composing.closing(recorded)),
    ]
    edited = await edited_parts(scope, situation.meeting_id)
    return tuple(_part(*draft, edited.get(draft[0])) for draft in drafts)


def _part(part: str, item_id: UUID | None, heading: str, private: bool, drafted: str, edited: Any) -> Part:
    return Part(
        part=part,
        item_id=item_id,
        heading=heading,
        private=private,
        drafted=drafted,
        words=edited["words"] if edited else drafted,
        version=edited["version"] if edited else 0,
        changed_since=edited is not None and edited["drafted"] != drafted,
        edited_by_name=edited["recorded_by_name"] if edited else None,
        edited_at=edited["recorded_at"] if edited else None,
    )


async def _apologies(scope: Scope, situation: Situation) -> tuple[str, ...]:
    """Who sent them, and never came: members by what the meeting keeps, others by what was said there."""
    rows = await fetch(
        "SELECT a.person_id, p.name FROM meetings_attendance a "
        "JOIN people_person p ON p.tenant_id = $1 AND p.id = a.person_id "
        "WHERE a.tenant_id = $1 AND a.meeting_id = $2 AND NOT a.expected ORDER BY lower(p.name), p.id",
        scope.tenant.id,
        situation.meeting_id,
    )
    came = {e.who for e in situation.events if e.kind in (rules.Kind.ARRIVED, rules.Kind.RETURNED)}
    names = {str(row["person_id"]): row["name"] for row in rows}
    for event in situation.events:
        if event.kind is rules.Kind.APOLOGIES:
            names.setdefault(event.who, event.name)
    deputies = {
        e.stands_for: e.name for e in situation.events if e.stands_for and e.kind is rules.Kind.ARRIVED
    }
    return tuple(
        f"{name} (deputy: {deputies[who]})" if who in deputies else name
        for who, name in names.items()
        if who not in came
    )


async def _next_meeting(scope: Scope, situation: Situation) -> str | None:
    """The one after this, and not after today: minutes of old do not change as time goes by."""
    rows = await fetch(
        "SELECT starts_at FROM meetings_meeting WHERE tenant_id = $1 AND committee_id = $2 AND starts_at > $3 "
        "AND state <> 'cancelled' ORDER BY starts_at LIMIT 1",
        scope.tenant.id,
        situation.committee_id,
        situation.starts_at,
    )
    return in_words(meeting_rules.day_of(scope, rows[0]["starts_at"])) if rows else None


async def edited_parts(scope: Scope, meeting_id: UUID) -> dict[str, Any]:
    rows = await fetch(
        "SELECT DISTINCT ON (part) part, version, drafted, words, recorded_at, recorded_by_name FROM sittings_minute "
        "WHERE tenant_id = $1 AND meeting_id = $2 ORDER BY part, version DESC",
        scope.tenant.id,
        meeting_id,
    )
    return {row["part"]: row for row in rows}
