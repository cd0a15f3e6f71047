"""The minutes of a meeting as their reader may see them: drafted, edited, agreed, approved, signed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.meetings import rules as meeting_rules
from backend.meetings.queries import next_meeting_days
from backend.scope import NotFound, Scope
from backend.sittings import rules
from backend.sittings.blocks import Block, blocks_of
from backend.sittings.queries import composing
from backend.sittings.queries.agenda import AgendaLine, agenda_of, hits_of, readable
from backend.sittings.queries.records import actions_of, decisions_of
from backend.sittings.queries.situation import Situation, situation_of

OPENING, CLOSING = "opening", "closing"
_HEADINGS = {OPENING: "Attendance and declarations", CLOSING: "Close"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of the minutes. `drafted` is what the record says today; `changed_since`: it said else when edited."""

    part: str
    item_id: UUID | None
    heading: str
    private: bool
    drafted: str
    words: str
    version: int
    changed_since: bool = False
    withheld: bool = False

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


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step that the minutes took."""

    number: int
    step: rules.Step
    at: datetime
    by_name: str
    office: str | None
    at_meeting_id: UUID | None
    corrections: str | None
    sha256: str

    @property
    def in_words(self) -> str:
        return rules.STEP_IN_WORDS[self.step]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesView:
    """The minutes to a reader: parts that they may not know of are absent, and `sha256` is of all of them.

    `shown` is false for whoever reads minutes only once the chair has agreed them.
    """

    situation: Situation
    parts: tuple[Part, ...]
    steps: tuple[StepLine, ...]
    sha256: str
    shown: bool
    can_write: bool
    is_chair: bool

    @property
    def last(self) -> rules.Step | None:
        return self.steps[-1].step if self.steps else None

    @property
    def state_in_words(self) -> str:
        return "Draft" if rules.can_edit(self.last) else rules.STEP_IN_WORDS[self.steps[-1].step]

    @property
    def corrections(self) -> tuple[str, ...]:
        return tuple(step.corrections for step in self.steps if step.corrections)

    def can(self, step: rules.Step) -> bool:
        return rules.can_take_step(step, last=self.last)


async def minutes_of(scope: Scope, *, meeting_id: UUID) -> MinutesView:
    """The minutes of a meeting, in a number of statements that its items don't change. Raises NotFound."""
    situation = await situation_of(scope, meeting_id=meeting_id)
    items = await agenda_of(scope, meeting_id=meeting_id)
    seen, withheld = await readable(scope, committee_id=situation.committee_id, items=items)
    steps, kept = await _steps(scope, meeting_id)
    last = steps[-1].step if steps else None
    if rules.can_edit(last):
        every = await _drafted(scope, situation, items)
    else:
        every = kept
    chair = is_chair(scope, situation)
    drafts = scope.may("sittings.record") or chair or "internal-audit" in scope.roles
    shown = drafts or not rules.can_edit(last)
    known = {item.id for item in seen}
    return MinutesView(
        situation=situation,
        parts=tuple(
            _for_reader(part, withheld) for part in every if part.item_id is None or part.item_id in known
        )
        if shown
        else (),
        steps=steps,
        sha256=content_hash([part.as_kept for part in every]),
        shown=shown,
        can_write=scope.may("sittings.record") and rules.can_edit(last),
        is_chair=chair,
    )


async def parts_of(scope: Scope, *, meeting_id: UUID) -> tuple[Part, ...]:
    """Every part as it stands, for a step that keeps them."""
    situation = await situation_of(scope, meeting_id=meeting_id)
    return await _drafted(scope, situation, await agenda_of(scope, meeting_id=meeting_id))


def is_chair(scope: Scope, situation: Situation) -> bool:
    """Whether the actor chairs the committee, deputises for its chair, or took the chair of this meeting."""
    took = {
        event.who
        for event in situation.events
        if event.kind is rules.Kind.TOOK_CHAIR and event.item_id is None
    }
    office = scope.offices_on(situation.committee_id) & {"chair", "vice-chair"}
    return bool(office) or str(scope.actor.person_id) in took


async def _drafted(scope: Scope, situation: Situation, items: tuple[AgendaLine, ...]) -> tuple[Part, ...]:
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
    drafts = [
        (OPENING, None, _HEADINGS[OPENING], False, composing.opening(recorded)),
        *(
            (str(item.id), item.id, item.heading, item.private, composing.of_item(recorded, item))
            for item in items
        ),
        (CLOSING, None, _HEADINGS[CLOSING], False, composing.closing(recorded)),
    ]
    edited = await _edited(scope, situation.meeting_id)
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
    )


def _from_kept(kept: dict[str, Any]) -> dict[str, Any]:
    return {**kept, "item_id": UUID(kept["item_id"]) if kept["item_id"] else None}


def _for_reader(part: Part, withheld: frozenset[UUID]) -> Part:
    if part.item_id not in withheld:
        return part
    return Part(
        part=part.part,
        item_id=part.item_id,
        heading=part.heading,
        private=part.private,
        drafted="",
        words="The minutes of this item are withheld from you, as its papers are.",
        version=part.version,
        withheld=True,
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
    day = (await next_meeting_days(scope)).get(situation.committee_id)
    return in_words(day) if day and day > situation.day else None


async def _edited(scope: Scope, meeting_id: UUID) -> dict[str, Any]:
    rows = await fetch(
        "SELECT DISTINCT ON (part) part, version, drafted, words FROM sittings_minute "
        "WHERE tenant_id = $1 AND meeting_id = $2 ORDER BY part, version DESC",
        scope.tenant.id,
        meeting_id,
    )
    return {row["part"]: row for row in rows}


async def kept_parts(scope: Scope, *, meeting_id: UUID) -> tuple[Part, ...]:
    """Every part as the last step kept it."""
    _, kept = await _steps(scope, meeting_id)
    return kept


async def _steps(scope: Scope, meeting_id: UUID) -> tuple[tuple[StepLine, ...], tuple[Part, ...]]:
    """The steps in order, and the words that the last one kept."""
    rows = await fetch(
        "SELECT number, step, at, by_name, office, at_meeting_id, corrections, sha256, parts FROM sittings_step "
        "WHERE tenant_id = $1 AND meeting_id = $2 ORDER BY number",
        scope.tenant.id,
        meeting_id,
    )
    lines = tuple(
        StepLine(
            **{
                **{name: row[name] for name in StepLine.__dataclass_fields__},
                "step": rules.Step(row["step"]),
            }
        )
        for row in rows
    )
    kept = json.loads(rows[-1]["parts"]) if rows else []
    return lines, tuple(Part(**_from_kept(each), drafted="", version=0) for each in kept)


async def later_meetings(scope: Scope, *, situation: Situation) -> tuple[tuple[UUID, str], ...]:
    """The committee's later meetings that have begun: where these minutes may have been approved."""
    rows = await fetch(
        "SELECT id, title, starts_at FROM meetings_meeting WHERE tenant_id = $1 AND committee_id = $2 "
        "AND starts_at > $3 AND starts_at <= $4 AND state <> 'cancelled' ORDER BY starts_at, id",
        scope.tenant.id,
        situation.committee_id,
        situation.starts_at,
        scope.now,
    )
    return tuple(
        (row["id"], f"{row['title']}, {in_words(meeting_rules.day_of(scope, row['starts_at']))}")
        for row in rows
    )


async def meeting_of_action(scope: Scope, *, action_id: UUID) -> UUID:
    """The meeting at which an action was undertaken. Raises NotFound."""
    rows = await fetch(
        "SELECT meeting_id FROM sittings_action WHERE tenant_id = $1 AND id = $2", scope.tenant.id, action_id
    )
    if not rows:
        raise NotFound("action")
    meeting_id: UUID = rows[0]["meeting_id"]
    return meeting_id
