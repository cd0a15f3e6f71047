"""What a pack leaves out: by the rules of its definition, and by the hand of an officer."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from backend.between import queries as between
from backend.catalogue.packs import PackDefinition, RedactionKind, RedactionRule
from backend.interests.queries import withholding
from backend.kit.database import fetch
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.packs.assurance.written import RULE
from backend.packs.redactions import Hidden, Redactions
from backend.packs.sections.shapes import Reading
from backend.packs.tables import Redaction

_POSTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}"
_ADDRESS = re.compile(rf"(?:\b[0-9]+[A-Za-z]?,? [A-Z][^.;:()\"\n]{{0,80}}?)?\b{_POSTCODE}\b")
_MAIL = re.compile(r"\b[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w-])(?:\+44 ?|\(?0)(?:[0-9][ ()]*){9,10}(?![\w-])")

WHAT_IN_WORDS = {
    RedactionKind.HOME_ADDRESSES: "Postal addresses in what is kept about people",
    RedactionKind.CONTACT_DETAILS: "E-mail addresses and telephone numbers",
    RedactionKind.PRIVATE_BUSINESS: "Business of private sessions: items, papers, decisions and members’ copies",
    RedactionKind.REQUESTERS: "Who asked the organisation for information",
    RedactionKind.CONFIDENTIAL_ENTRIES: "Entries of registers that are withheld",
    RedactionKind.CONCERNS: "Concerns that were raised in confidence",
}


@dataclass(slots=True)
class _Found:
    """What a rule hides."""

    ids: set[UUID] = field(default_factory=set)
    phrases: set[str] = field(default_factory=set)
    patterns: tuple[re.Pattern[str], ...] = ()
    rooms: frozenset[str] = frozenset()
    whole_rooms: frozenset[str] = frozenset()
    counted: bool = True


async def redactions_of(reading: Reading, definition: PackDefinition) -> Redactions:
    """Everything that packs of a definition and a period leave out now. Runs in the caller's transaction."""
    lines = [
        await _by_rule(reading, rule, number) for number, rule in enumerate(definition.redactions, start=1)
    ]
    for struck in await standing_redactions(reading, definition.id):
        lines.append(await _by_hand(reading, struck, len(lines) + 1))
    return Redactions.of(lines, no_private_words=definition.for_anybody)


@dataclass(frozen=True, slots=True, kw_only=True)
class Struck:
    """A record that an officer struck."""

    id: UUID
    room: str
    record_kind: str
    record_id: UUID
    reason: str
    basis: str
    struck_at: datetime
    struck_by_name: str

    @property
    def kind_in_words(self) -> str:
        return KIND_IN_WORDS.get((self.room, self.record_kind), "A record")


KIND_IN_WORDS = {
    ("meetings", "meeting"): "A meeting",
    ("meetings", "item"): "An item of an agenda",
    ("meetings", "paper"): "A paper",
    ("meetings", "decision"): "A decision",
    ("between", "act"): "An act between meetings",
    ("interests", "interest"): "An interest",
    ("packs", "board-pack"): "A board pack",
    ("risks", "risk"): "A risk",
    ("actions", "action"): "An action",
    ("committees", "committee"): "A committee",
    ("functions", "function"): "A function",
    ("delegation", "milestone"): "A milestone",
}


async def standing_redactions(reading: Reading, definition_id: str) -> tuple[Struck, ...]:
    """What was struck by hand from the packs of a definition and a period, in the order in which it was."""
    columns = [getattr(Redaction, name) for name in Struck.__dataclass_fields__]
    rows = await (
        Redaction.within(reading.scope, *columns)
        .where(
            Redaction.definition == definition_id,
            Redaction.since_on == reading.period.since,
            Redaction.until_on == reading.period.until,
            Redaction.lifted_at.is_null(),
        )
        .order_by(Redaction.struck_at, Redaction.id)
    )
    return tuple(Struck(**row) for row in rows)


async def _by_rule(reading: Reading, rule: RedactionRule, number: int) -> Hidden:
    found = await _RULES[rule.kind](reading)
    return _line(number, WHAT_IN_WORDS[rule.kind], rule.why, rule.basis, RULE, found)


async def _by_hand(reading: Reading, struck: Struck, number: int) -> Hidden:
    found = _Found(ids={struck.record_id})
    if struck.room == "meetings":
        await _what_hangs_on(reading, struck.record_id, found)
    return _line(number, struck.kind_in_words, struck.reason, struck.basis, struck.struck_by_name, found)


def _line(number: int, what: str, why: str, basis: str, by: str, found: _Found) -> Hidden:
    return Hidden(
        number=number,
        what=what,
        why=why,
        basis=basis,
        by=by,
        ids=frozenset(found.ids),
        phrases=frozenset(each for each in found.phrases if each),
        patterns=found.patterns,
        rooms=found.rooms,
        whole_rooms=found.whole_rooms,
        counted=found.counted,
    )


async def _addresses(_: Reading) -> _Found:
    return _Found(patterns=(_ADDRESS,), rooms=frozenset({"interests", "registers", "people"}))


async def _contacts(_: Reading) -> _Found:
    return _Found(patterns=(_MAIL, _PHONE))


async def _requesters(_: Reading) -> _Found:
    return _Found(whole_rooms=frozenset({"requests"}))


async def _concerns(_: Reading) -> _Found:
    return _Found(whole_rooms=frozenset({"concerns"}), counted=False)


async def _withheld(reading: Reading) -> _Found:
    ids = await withholding.traces_of_withheld(reading.scope)
    return _Found(ids={UUID(each) for each in ids}, counted=False)


async def _private_business(reading: Reading) -> _Found:
    found = _Found()
    start, end = reading.period.start, reading.period.end
    for line in await meetings.meetings_between(reading.scope, start=start, end=end):
        agenda = await meetings.agenda_for_pack(reading.scope, meeting_id=line.id)
        for item in agenda.items:
            if item.part is meeting_rules.Part.PRIVATE:
                _hide_item(item, found)
    for decided in await meetings.decisions_between(reading.scope, start=start, end=end):
        if decided.part is meeting_rules.Part.PRIVATE:
            found.ids.add(decided.decision.id)
            found.phrases |= {decided.decision.text, decided.item_title}
    acts = await between.acts_between(reading.scope, since=reading.period.since, until=reading.period.until)
    for act in acts:
        if act.private:
            found.ids.add(act.id)
            found.phrases |= {act.title, act.words, act.because}
    found.ids |= await _board_packs(reading, public_too=False)
    return found


def _hide_item(item: meetings.PackItem, found: _Found) -> None:
    found.ids |= {item.id, *(paper.id for paper in item.papers)}
    found.phrases |= {item.title, item.private_reason or "", item.notes or ""}
    for paper in item.papers:
        found.phrases |= {paper.title, paper.original.name}


async def _what_hangs_on(reading: Reading, record_id: UUID, found: _Found) -> None:
    """With an item go its papers and decisions; with any of them, every copy of the agenda that holds them."""
    start, end = reading.period.start, reading.period.end
    for line in await meetings.meetings_between(reading.scope, start=start, end=end):
        agenda = await meetings.agenda_for_pack(reading.scope, meeting_id=line.id)
        papers = [paper for item in agenda.items for paper in item.papers]
        items = {item.id: item for item in agenda.items}
        if record_id in items:
            _hide_item(items[record_id], found)
        for paper in papers:
            if paper.id == record_id:
                found.phrases |= {paper.title, paper.original.name}
        if record_id in {line.id, *items, *(paper.id for paper in papers)}:
            found.ids |= await _board_packs(reading, public_too=True, meeting_id=line.id)
    for decided in await meetings.decisions_between(reading.scope, start=start, end=end):
        if record_id in (decided.decision.id, decided.decision.item_id):
            found.ids.add(decided.decision.id)
            found.phrases.add(decided.decision.text)


async def _board_packs(reading: Reading, *, public_too: bool, meeting_id: UUID | None = None) -> set[UUID]:
    rows = await fetch(
        "SELECT p.id FROM packs_pack p JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = p.meeting_id "
        "WHERE p.tenant_id = $1 AND p.kind = 'board' AND m.starts_at >= $2 AND m.starts_at < $3 "
        "AND (p.variant <> 'public' OR $4) AND ($5::uuid IS NULL OR m.id = $5)",
        reading.scope.tenant.id,
        reading.period.start,
        reading.period.end,
        public_too,
        meeting_id,
    )
    return {row["id"] for row in rows}


_RULES: dict[RedactionKind, Callable[[Reading], Awaitable[_Found]]] = {
    RedactionKind.HOME_ADDRESSES: _addresses,
    RedactionKind.CONTACT_DETAILS: _contacts,
    RedactionKind.PRIVATE_BUSINESS: _private_business,
    RedactionKind.REQUESTERS: _requesters,
    RedactionKind.CONFIDENTIAL_ENTRIES: _withheld,
    RedactionKind.CONCERNS: _concerns,
}
