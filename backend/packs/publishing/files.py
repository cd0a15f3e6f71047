"""The calendar and the feed of public meetings."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import uuid5

from icalendar import Calendar, Event

from backend.kit import atom
from backend.kit.calendar import in_words
from backend.packs.publishing.public import PublicMeeting
from backend.scope import Scope
from backend.sittings.queries.publishing import PublicMinutes


def as_calendar(scope: Scope, meetings: Sequence[PublicMeeting], *, root: str) -> bytes:
    """The meetings for a calendar (RFC 5545), each as it is now. `root` is the page's address."""
    mark = _mark(scope)
    whole = Calendar()
    whole.add("prodid", "-//Probity//Public meetings//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", f"{mark}{scope.tenant.name}: public meetings")
    for meeting in meetings:
        event = Event()
        event.add("uid", f"{meeting.meeting_id}@{scope.tenant.slug}")
        event.add("sequence", meeting.sequence)
        event.add("dtstamp", meeting.changed_at)
        event.add("last-modified", meeting.changed_at)
        event.add("dtstart", meeting.starts_at)
        event.add("dtend", meeting.ends_at)
        event.add("summary", f"{mark}{_title(meeting)}")
        event.add("location", meeting.venue)
        event.add("url", f"{root}/{meeting.meeting_id}")
        event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
        event.add("class", "PUBLIC")
        whole.add_component(event)
    return bytes(whole.to_ical())


def as_atom(
    scope: Scope, meetings: Sequence[PublicMeeting], minutes: Sequence[PublicMinutes], *, root: str
) -> bytes:
    """A feed of what became public, the latest first.

    A meeting that was moved or cancelled since is told of anew, and so are minutes that were opened again.
    """
    told = [entry for meeting in meetings for entry in _entries(scope, meeting, root=root)]
    told += [_of_minutes(scope, each, at, root=root) for each in minutes if (at := each.public_at)]
    latest = sorted(told, key=lambda entry: entry.updated, reverse=True)
    return atom.feed(
        title=f"{_mark(scope)}{scope.tenant.name}: public meetings",
        author=scope.tenant.name,
        root=root,
        updated=latest[0].updated if latest else scope.now,
        entries=latest,
    )


def _entries(scope: Scope, meeting: PublicMeeting, *, root: str) -> Iterator[atom.Entry]:
    mark, href = _mark(scope), f"{root}/{meeting.meeting_id}"
    when = f"{meeting.in_words}, {meeting.hours}, at {meeting.venue}"
    if meeting.publication_id and meeting.released_at:
        yield atom.Entry(
            id=meeting.publication_id,
            title=f"{mark}{_title(meeting)}, {meeting.in_words}: agenda and papers",
            updated=meeting.released_at,
            href=href,
            summary=f"Notice, agenda and papers of the meeting on {when}.",
        )
    if meeting.notice_id and meeting.noticed_at:
        yield atom.Entry(
            id=meeting.notice_id,
            title=f"{mark}{_title(meeting)}, {meeting.in_words}: notice of the meeting",
            updated=meeting.noticed_at,
            href=href,
            summary=f"Notice of the meeting on {when}.",
        )
    if meeting.revision_told_at:
        # an id of its own: readers of feeds do not show again what they have shown under the old one
        was = meeting.was
        moved = f"It was announced for {was.in_words}, {was.hours}, at {was.venue}." if was else ""
        yield atom.Entry(
            id=uuid5(meeting.meeting_id, f"revision {meeting.revision}"),
            title=f"{mark}{_title(meeting)}, {meeting.in_words}"
            + ("" if meeting.cancelled else ": the meeting was changed"),
            updated=meeting.revision_told_at,
            href=href,
            summary=f"{_news(meeting, when, moved)} {meeting.words or ''}".strip(),
        )


def _of_minutes(scope: Scope, minutes: PublicMinutes, at: datetime, *, root: str) -> atom.Entry:
    return atom.Entry(
        id=uuid5(minutes.meeting_id, f"minutes {minutes.sha256}"),
        title=f"{_mark(scope)}{minutes.committee}: {minutes.meeting}, {in_words(minutes.day)}: minutes",
        updated=at,
        href=f"{root}/{minutes.meeting_id}/minutes",
        summary="The signed minutes of what was done in public.",
    )


def _news(meeting: PublicMeeting, when: str, moved: str) -> str:
    """What became of a meeting since it was announced, in a sentence or two."""
    if meeting.cancelled:
        return "The meeting is cancelled."
    if meeting.abandoned:
        return "Too few members were there to decide, so no business was taken."
    said = "This is an extraordinary meeting. " if meeting.extraordinary else ""
    still = "." if meeting.in_public else ", and not held in public any more."
    return f"{said}The meeting is on {when}{still} {moved}".strip()


def _title(meeting: PublicMeeting) -> str:
    said = "Cancelled: " if meeting.cancelled else ""
    return f"{said}{meeting.committee}: {meeting.title}"


def _mark(scope: Scope) -> str:
    return "DEMONSTRATION: " if scope.tenant.demonstration else ""
