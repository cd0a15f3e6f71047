"""What differs between an agenda that was taken up and one that came later. Items are the same by their thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.kit.calendar import in_words
from backend.meetings.rules import PURPOSE_IN_WORDS
from backend.together.rules.messages import Agenda, AgendaItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """An item that both agendas have."""

    before: AgendaItem
    after: AgendaItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs. `item` is what the newer agenda says, or what the older said of an item that is gone."""

    what: Literal["cancelled", "meeting", "added", "changed", "taken-off"]
    words: str
    item: AgendaItem | None = None


def changes_of(before: Agenda | None, after: Agenda, *, zone: str) -> tuple[Change, ...]:
    """What is new since `before`, in the order of the newer agenda; of the first agenda everything is."""
    if before is None:
        return tuple(Change(what="added", words=_titled(item), item=item) for item in after.items)
    had = {item.thread_id: item for item in before.items}
    has = {item.thread_id for item in after.items}
    found = list(_of_meeting(before, after, zone))
    for item in after.items:
        old = had.get(item.thread_id)
        if old is None:
            found.append(Change(what="added", words=f"New: {_titled(item)}", item=item))
        elif old != item:
            found.append(Change(what="changed", words=_difference(old, item), item=item))
    for item in before.items:
        if item.thread_id not in has:
            found.append(Change(what="taken-off", words=f"Taken off: {_titled(item)}", item=item))
    return tuple(found)


def lines_of(agenda: Agenda) -> tuple[tuple[AgendaItem, UUID | None], ...]:
    """The items, each with the thread of the item that it stands under, where that is shared too."""
    by_number = {item.number: item.thread_id for item in agenda.items if item.number}
    return tuple((item, by_number.get(parent_number(item.number) or "")) for item in agenda.items)


def parent_number(number: str | None) -> str | None:
    """7 of 7.2; none of 7."""
    return (number or "").rpartition(".")[0] or None


def _of_meeting(before: Agenda, after: Agenda, zone: str) -> Sequence[Change]:
    if after.cancelled_because is not None and before.cancelled_because is None:
        return [Change(what="cancelled", words=f"The meeting is cancelled: {after.cancelled_because}")]
    said = [
        ("Title", before.title, after.title),
        ("Starts", _moment(before.starts_at, zone), _moment(after.starts_at, zone)),
        ("Ends", _moment(before.ends_at, zone), _moment(after.ends_at, zone)),
        ("Place", before.venue, after.venue),
        ("Held in public", _yes(before.in_public), _yes(after.in_public)),
    ]
    return [
        Change(what="meeting", words=f"{name}: {new} (was {old})") for name, old, new in said if old != new
    ]


def _difference(old: AgendaItem, new: AgendaItem) -> str:
    said = [
        ("number", old.number or "none", new.number or "none"),
        ("title", f"“{old.title}”", f"“{new.title}”"),
        ("purpose", PURPOSE_IN_WORDS[old.purpose].lower(), PURPOSE_IN_WORDS[new.purpose].lower()),
        ("part", old.part.value, new.part.value),
        ("reason", old.private_reason or "none", new.private_reason or "none"),
    ]
    parts = [f"{name} {after} (was {before})" for name, before, after in said if before != after]
    return f"Changed: {_titled(new)}: {', '.join(parts)}"


def _titled(item: AgendaItem) -> str:
    return f"{item.number} {item.title}" if item.number else item.title


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _moment(moment: datetime, zone: str) -> str:
    return in_words(moment.astimezone(ZoneInfo(zone)))
