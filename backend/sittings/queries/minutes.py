"""The minutes of a meeting as their reader may see them: drafted, edited, agreed, approved, signed, public."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.ledger.records import content_hash
from backend.meetings import rules as meeting_rules
from backend.scope import Scope
from backend.sittings import presence, rules
from backend.sittings.queries.agenda import agenda_of, readable
from backend.sittings.queries.parts import Part, drafted_parts, edited_parts, mark_of
from backend.sittings.queries.situation import Situation, situation_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The corrections of one approval; those of private items apart."""

    public: str | None
    private: str | None


def hash_of(parts: Sequence[Part], corrected: Sequence[Corrected]) -> str:
    """SHA-256 of the words of all parts, and of the corrections that stand beside them."""
    words = [part.as_kept for part in parts]
    said = [[each.public, each.private] for each in corrected if each.public or each.private]
    return content_hash({"parts": words, "corrections": said} if said else words)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A step that the minutes took. `stands` is false where they were opened again since. `at_meeting` is its day."""

    number: int
    step: rules.Step
    at: datetime
    by_person_id: UUID
    by_name: str
    office: str | None
    at_meeting_id: UUID | None
    corrections: str | None
    private_corrections: str | None
    because: str | None
    proved_by: str | None
    file_id: UUID | None
    sha256: str
    at_meeting: str | None
    stands: bool

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
    sees_private: bool
    signers: tuple[tuple[UUID, str], ...]
    may_sign: bool
    changed_since: tuple[str, ...]
    """Headings of parts of which the record says something else than when these words were agreed."""

    @property
    def last(self) -> rules.Step | None:
        return self.steps[-1].step if self.steps else None

    @property
    def state_in_words(self) -> str:
        return "Draft" if rules.can_edit(self.last) else rules.STEP_IN_WORDS[self.steps[-1].step]

    @property
    def standing(self) -> tuple[StepLine, ...]:
        return tuple(step for step in self.steps if step.stands)

    @property
    def corrected(self) -> tuple[Corrected, ...]:
        """The corrections of approvals that stand, for the hash: not for every reader."""
        return tuple(
            Corrected(public=step.corrections, private=step.private_corrections)
            for step in self.standing
            if step.step is rules.Step.APPROVED
        )

    @property
    def corrections(self) -> tuple[str, ...]:
        return tuple(each.public for each in self.corrected if each.public)

    @property
    def private_corrections(self) -> tuple[str, ...]:
        return tuple(each.private for each in self.corrected if each.private and self.sees_private)

    @property
    def approved_at(self) -> str | None:
        """The day of the meeting that approved them."""
        return next((step.at_meeting for step in reversed(self.standing) if step.at_meeting), None)

    @property
    def signers_in_words(self) -> str:
        return f": {', '.join(name for _, name in self.signers)}" if self.signers else ""

    def needs_reason(self, step: rules.Step) -> bool:
        return rules.needs_reason(step, last=self.last)

    def stage(self, step: rules.Step) -> StepLine | None:
        """The step as it stands, for the way of the minutes; nothing where it is still to be taken."""
        return next((line for line in reversed(self.standing) if line.step is step), None)

    @property
    def edited(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.edited_at is not None)

    def can(self, step: rules.Step) -> bool:
        return rules.can_take_step(step, last=self.last)


async def minutes_of(scope: Scope, *, meeting_id: UUID) -> MinutesView:
    """The minutes of a meeting, in a number of statements that its items don't change. Raises NotFound."""
    situation = await situation_of(scope, meeting_id=meeting_id)
    items = await agenda_of(scope, meeting_id=meeting_id)
    seen, withheld = await readable(scope, committee_id=situation.committee_id, items=items)
    steps, kept = await _steps(scope, meeting_id)
    last = steps[-1].step if steps else None
    chair = is_chair(scope, situation)
    drafts = scope.may("sittings.record") or chair or "internal-audit" in scope.roles
    shown = drafts or not rules.can_edit(last)
    compares = chair or scope.may("sittings.record")
    drafted = await drafted_parts(scope, situation, items) if compares or rules.can_edit(last) else ()
    every = drafted if rules.can_edit(last) else _as_edited(kept, await edited_parts(scope, meeting_id))
    known = {item.id for item in seen}
    sees_private = meeting_rules.may_see(
        scope, part=meeting_rules.Part.PRIVATE, committee_id=situation.committee_id
    )
    signers = await signers_of(scope, situation=situation, steps=steps)
    view = MinutesView(
        situation=situation,
        parts=tuple(
            _for_reader(part, withheld) for part in every if part.item_id is None or part.item_id in known
        )
        if shown
        else (),
        steps=steps,
        sha256="",
        shown=shown,
        can_write=scope.may("sittings.record") and rules.can_edit(last),
        is_chair=chair,
        sees_private=sees_private,
        signers=signers,
        may_sign=scope.actor.person_id in {person_id for person_id, _ in signers},
        changed_since=_changed_since(kept, drafted, known - withheld)
        if compares and not rules.can_edit(last)
        else (),
    )
    return replace(view, sha256=hash_of(every, view.corrected))


def _as_edited(kept: Sequence[Part], edited: Mapping[str, Any]) -> tuple[Part, ...]:
    """With who edited each last; once words are agreed nobody does."""
    return tuple(
        replace(
            part,
            edited_by_name=edited[part.part]["recorded_by_name"],
            edited_at=edited[part.part]["recorded_at"],
        )
        if part.part in edited
        else part
        for part in kept
    )


def _changed_since(
    kept: Sequence[Part], drafted: Sequence[Part], readable_items: Collection[UUID]
) -> tuple[str, ...]:
    now = {part.part: part for part in drafted}
    return tuple(
        part.heading
        for part in kept
        if part.mark is not None
        and (part.item_id is None or part.item_id in readable_items)
        and (part.part not in now or mark_of(now[part.part].drafted) != part.mark)
    )


async def signers_of(
    scope: Scope, *, situation: Situation, steps: Sequence[StepLine]
) -> tuple[tuple[UUID, str], ...]:
    """Who signs: whoever chaired the meeting that approved them; nobody before that.

    Where none of them sits on the committee any more, its chair and vice-chair of today.
    """
    approved = next(
        (line for line in reversed(steps) if line.stands and line.step is rules.Step.APPROVED), None
    )
    if approved is None or approved.at_meeting_id is None:
        return ()
    there = await situation_of(scope, meeting_id=approved.at_meeting_id)
    names = {event.who: event.name for event in there.events}
    names |= {member.who: member.name for member in there.members}
    chaired = [who for who in presence.chairs_of(there.events, there.members) if not who.startswith("guest ")]
    today = await committees.members_on(scope, committee_id=situation.committee_id, on=scope.today)
    sitting = {str(member.person_id) for member in today}
    if not sitting & set(chaired):
        return tuple(
            (member.person_id, member.name) for member in today if member.office in ("chair", "vice-chair")
        )
    return tuple((UUID(who), names[who]) for who in chaired)


def is_chair(scope: Scope, situation: Situation) -> bool:
    """Whether the actor chairs the committee, deputises for its chair, or took the chair of this meeting."""
    took = {
        event.who
        for event in situation.events
        if event.kind is rules.Kind.TOOK_CHAIR and event.item_id is None
    }
    office = scope.offices_on(situation.committee_id) & {"chair", "vice-chair"}
    return bool(office) or str(scope.actor.person_id) in took


def _from_kept(kept: dict[str, Any]) -> Part:
    """A part as a step kept it."""
    item_id = UUID(kept["item_id"]) if kept["item_id"] else None
    said = {name: value for name, value in kept.items() if name != "drafted"}
    return Part(**{**said, "item_id": item_id}, drafted="", version=0, mark=kept.get("drafted"))


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


async def kept_parts(scope: Scope, *, meeting_id: UUID) -> tuple[Part, ...]:
    """Every part as the last step kept it."""
    _, kept = await _steps(scope, meeting_id)
    return kept


async def _steps(scope: Scope, meeting_id: UUID) -> tuple[tuple[StepLine, ...], tuple[Part, ...]]:
    """The steps in order, and the words that the last one kept."""
    rows = await fetch(
        "SELECT s.number, s.step, s.at, s.by_person_id, s.by_name, s.office, s.at_meeting_id, s.corrections, "
        "s.private_corrections, s.because, s.proved_by, s.file_id, s.sha256, s.parts, m.starts_at "
        "FROM sittings_step s LEFT JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = s.at_meeting_id "
        "WHERE s.tenant_id = $1 AND s.meeting_id = $2 ORDER BY s.number",
        scope.tenant.id,
        meeting_id,
    )
    stands = rules.standing([rules.Step(row["step"]) for row in rows])
    kept_names = [name for name in StepLine.__dataclass_fields__ if name not in ("at_meeting", "stands")]
    lines = tuple(
        StepLine(
            **{**{name: row[name] for name in kept_names}, "step": rules.Step(row["step"])},
            at_meeting=in_words(meeting_rules.day_of(scope, row["starts_at"])) if row["starts_at"] else None,
            stands=standing,
        )
        for row, standing in zip(rows, stands, strict=True)
    )
    kept = json.loads(rows[-1]["parts"]) if rows else []
    return lines, tuple(_from_kept(each) for each in kept)


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
