"""The calendar and the feed of public meetings."""

from collections.abc import Sequence

from icalendar import Calendar, Event

from backend.kit import atom
from backend.packs.publishing.public import PublicMeeting
from backend.scope import Scope


def as_calendar(scope: Scope, meetings: Sequence[PublicMeeting], *, root: str) -> bytes:
    """The meetings for a calendar (RFC 5545); a later release updates its event. `root` is the page's address."""
    mark = _mark(scope)
    whole = Calendar()
    whole.add("prodid", "-//Probity//Public meetings//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", f"{mark}{scope.tenant.name}: public meetings")
    for meeting in meetings:
        event = Event()
        event.add("uid", f"{meeting.meeting_id}@{scope.tenant.slug}")
        event.add("sequence", meeting.number)
        event.add("dtstamp", meeting.released_at)
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.ends_at)
        event.add("summary", f"{mark}{meeting.committee}: {meeting.title}")
        event.add("location", meeting.venue)
        event.add("url", f"{root}/{meeting.meeting_id}")
        event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
        event.add("class", "PUBLIC")
        whole.add_component(event)
    return bytes(whole.to_ical())


def as_atom(scope: Scope, meetings: Sequence[PublicMeeting], *, root: str) -> bytes:
    """A feed of releases, the latest first."""
    mark = _mark(scope)
    latest = sorted(meetings, key=lambda meeting: meeting.released_at, reverse=True)
    return atom.feed(
        title=f"{mark}{scope.tenant.name}: public meetings",
        author=scope.tenant.name,
        root=root,
        updated=latest[0].released_at if latest else scope.now,
        entries=[
            atom.Entry(
                id=meeting.publication_id,
                title=f"{mark}{meeting.committee}: {meeting.title}, {meeting.in_words}",
                updated=meeting.released_at,
                href=f"{root}/{meeting.meeting_id}",
                summary=f"Notice, agenda and papers of the meeting at {meeting.venue}."
                + (" It was cancelled." if meeting.cancelled else ""),
            )
            for meeting in latest
        ],
    )


def _mark(scope: Scope) -> str:
    return "DEMONSTRATION: " if scope.tenant.demonstration else ""
