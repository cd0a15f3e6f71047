"""Due days as entries of a calendar (RFC 5545): as a file in a letter, and as the feed to which a person subscribes."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from backend.notices import post
from backend.notices.rules import Entry
from backend.scope import Scope

_DAY = timedelta(days=1)
_BEGINNING = datetime(2013, 4, 1, tzinfo=UTC)
"""Sequences count the minutes since: a later letter about an entry has the higher one, whatever it changed."""


def kept(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    """Entries as a letter's context keeps them."""
    return [
        {"uid": entry.uid, "day": entry.day.isoformat(), "summary": entry.summary, "path": entry.path}
        | ({"cancelled": True} if entry.cancelled else {})
        for entry in entries
    ]


def uid_of(key: str) -> str:
    """The name of a thing's entry, by the beginning of the keys of its letters."""
    return key.replace("/", ".")


def of_letter(letter: Mapping[str, Any]) -> str | None:
    """The entries of a letter's row, as text: those that it was told with, or was sent with before."""
    if letter["content"] is None:
        text: str | None = letter["calendar"]
        return text
    found = json.loads(letter["content"]).get("calendar")
    return json.dumps(found) if found else None


def read(text: str | None) -> tuple[Entry, ...]:
    """What `kept` made."""
    found: list[Mapping[str, Any]] = json.loads(text) if text else []
    return tuple(Entry(**{**each, "day": date.fromisoformat(each["day"])}) for each in found)


def as_file(scope: Scope, entries: Sequence[Entry], *, told_at: datetime) -> bytes:
    """The entries of one letter. Those that ended are cancelled; a calendar that has them takes them out."""
    over = all(entry.cancelled for entry in entries)
    return _calendar(scope, entries, told_at=told_at, method="CANCEL" if over else "PUBLISH", name="")


def as_feed(scope: Scope, entries: Sequence[Entry]) -> bytes:
    """All the entries of a person, as they are now; what is gone from here is gone from their calendar."""
    # As of the day, so that a calendar that asks again the same day finds nothing new.
    today = datetime.combine(scope.today, time(), UTC)
    return _calendar(scope, entries, told_at=today, method="PUBLISH", name=f"{scope.tenant.name}: due dates")


def _calendar(scope: Scope, entries: Sequence[Entry], *, told_at: datetime, method: str, name: str) -> bytes:
    mark = "DEMONSTRATION: " if scope.tenant.demonstration else ""
    whole = Calendar()
    whole.add("prodid", "-//Probity//Due dates//EN")
    whole.add("version", "2.0")
    whole.add("method", method)
    if name:
        whole.add("x-wr-calname", f"{mark}{name}")
        whole.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
        whole.add("x-published-ttl", "PT12H")
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.uid}@{scope.tenant.slug}.{post.host()}")
        event.add("sequence", max(0, int((told_at - _BEGINNING).total_seconds() // 60)))
        event.add("dtstamp", told_at.astimezone(UTC))
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + _DAY)
        event.add("summary", f"{mark}{entry.summary}")
        event.add("url", f"{post.public_url()}/t/{scope.tenant.slug}{entry.path}")
        event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        whole.add_component(event)
    return bytes(whole.to_ical())
