"""What changed since a freeze: each line as it said then and says now, who changed it, when and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.ledger import queries as ledger
from backend.scope import Scope
from backend.statements.queries.freezes import FreezeView, frozen_parts, hidden_from
from backend.statements.queries.gathering import gathered, may_see
from backend.statements.rules.comparing import Difference, differences, reason_in
from backend.statements.rules.parts import Part, PartKind

_OF_REGISTER = {
    "interests": ("interests", "interest"),
    "gifts": ("interests", "gift"),
    "procurement": ("procurement", "procurement"),
    "breaches": ("concerns", "breach"),
}
_OF_KIND = {
    PartKind.MEMBERSHIP: (("committees", "term"),),
    PartKind.BODIES: (("committees", "committee"),),
    PartKind.DECISIONS: (("meetings", "decision"),),
    PartKind.BUSINESS: (("meetings", "meeting"), ("sittings", "sitting")),
    PartKind.RISKS: (("risks", "risk"),),
}
"""How the ledger names what a line of a part is about: room and kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """A difference with what the ledger tells of it; nothing where it follows from other changes."""

    difference: Difference
    who: str | None
    at: datetime | None
    why: str | None


async def changes_since(scope: Scope, *, view: FreezeView) -> tuple[ChangeLine, ...]:
    """What reads otherwise now of the same day, as far as the reader may see it. A fixed number of statements."""
    frozen = await frozen_parts(scope, freeze_id=view.id)
    present = (await gathered(scope, year=view.year)).parts
    hidden = {str(each) for each in await hidden_from(scope)}
    seen = {part.key: part for part in (*frozen, *present) if may_see(scope, part)}
    found = [
        each
        for each in differences(frozen, present, as_at=view.as_at)
        if each.part_key in seen and not _is_hidden(scope, seen[each.part_key], each, hidden)
    ]
    told = await _told(scope, found, seen, since=view.known_at)
    return tuple(_line(each, told.get((each.part_key, each.record, each.column_key), ())) for each in found)


def _is_hidden(scope: Scope, part: Part, each: Difference, hidden: Iterable[str]) -> bool:
    if part.register is None or each.record not in hidden:
        return False
    return each.person_id is None or each.person_id != scope.actor.person_id


_Key = tuple[str, str, str | None]


async def _told(
    scope: Scope, found: Sequence[Difference], parts: dict[str, Part], *, since: datetime
) -> dict[_Key, list[ledger.EventLine]]:
    """What was done since to what each difference is about, oldest first."""
    subjects: dict[tuple[str, str, UUID], list[_Key]] = {}
    people: dict[_Key, str] = {}
    for each in found:
        key = (each.part_key, each.record, each.column_key)
        for subject in _subjects(parts[each.part_key], each):
            subjects.setdefault(subject, []).append(key)
        if parts[each.part_key].kind is PartKind.ATTENDANCE:
            people[key] = each.record
    told: dict[_Key, list[ledger.EventLine]] = {}
    for event in await ledger.history_of_many(scope, subjects=subjects, since=since):
        for key in subjects[event.subject_room, event.subject_kind, event.subject_id]:
            if key not in people or _is_about(event, people[key]):
                told.setdefault(key, []).append(event)
    return told


def _subjects(part: Part, each: Difference) -> Iterable[tuple[str, str, UUID]]:
    if part.kind is PartKind.ATTENDANCE:
        column = each.column_key or ""
        meetings = (
            [column] if column.startswith("meeting:") else [one.key for one in part.columns if ":" in one.key]
        )
        for name in meetings:
            meeting_id = UUID(name.removeprefix("meeting:"))
            yield ("sittings", "sitting", meeting_id)
            yield ("meetings", "meeting", meeting_id)
        return
    if part.kind is PartKind.FIGURES:
        return
    record = UUID(each.record)
    if part.register is not None:
        yield (*_OF_REGISTER[part.register], record)
    for room, kind in _OF_KIND.get(part.kind, ()):
        yield (room, kind, record)
    if part.kind is PartKind.DECISIONS:
        yield ("statements", "highlight", record)
    if each.person_id is not None and each.column_key in {"name", "position"}:
        yield ("people", "person", each.person_id)


def _is_about(event: ledger.EventLine, person: str) -> bool:
    """An act at a meeting says whom it is about; striking a line out names the line alone, so it may be anybody."""
    said: Any = event.after or {}
    named = {str(said[key]) for key in ("person_id", "stands_for_person_id", "person") if said.get(key)}
    return not named or person in named


def _line(each: Difference, events: Sequence[ledger.EventLine]) -> ChangeLine:
    if not events:
        return ChangeLine(difference=each, who=None, at=None, why=None)
    with_reason = [event for event in events if reason_in(event.after, event.before)]
    event = (with_reason or list(events))[-1]
    return ChangeLine(
        difference=each,
        who=event.actor_name,
        at=event.at,
        why=reason_in(event.after, event.before),
    )
