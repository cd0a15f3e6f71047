"""The notice of a meeting: when, where, how to attend, and why in private. It may be public before there is a pack.

It holds no word of the agenda. A named person gives it; the clock never does.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.facts.publishing import ChangedSince, UnableToPublish
from backend.kit.database import fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record, content_hash
from backend.meetings import rules as meetings
from backend.packs.publishing import rules
from backend.packs.publishing.tables import MeetingNotice
from backend.scope import NotFound, NotPermitted, OvertakenByAnother, Scope

LONGEST = 2_000
"""Letters of what a notice says in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is announced of a meeting, as it is arranged at this moment; `private_part`: it has private items."""

    meeting_id: UUID
    title: str
    committee: str
    starts_at: datetime
    ends_at: datetime
    day: date
    venue: str
    in_public: bool
    private_part: bool
    state: meetings.MeetingState

    @property
    def told(self) -> dict[str, Any]:
        """As it is frozen."""
        return {
            "title": self.title,
            "committee": self.committee,
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "day": self.day.isoformat(),
            "venue": self.venue,
            "in_public": self.in_public,
        }

    @property
    def sha256(self) -> str:
        return content_hash(self.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A notice as it was given. `private_reason`: why part of it, or all where it is not in public, is in private."""

    id: UUID
    meeting_id: UUID
    number: int
    state: str
    attend: str
    private_reason: str | None
    told: dict[str, Any]
    given_at: datetime
    given_by_name: str
    ended_at: datetime | None
    ended_by_name: str | None
    ended_because: str | None


async def facts_of(scope: Scope, *, meeting_id: UUID) -> Facts:
    """What a notice of the meeting would announce now. Raises NotFound."""
    rows = await fetch(
        "SELECT m.id AS meeting_id, m.title, c.name AS committee, m.starts_at, m.ends_at, m.venue, m.in_public, "
        "m.state, EXISTS (SELECT 1 FROM meetings_item i WHERE i.tenant_id = $1 AND i.meeting_id = m.id "
        "AND i.part = 'private' AND i.withdrawn_at IS NULL) AS private_part "
        "FROM meetings_meeting m JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id "
        "WHERE m.tenant_id = $1 AND m.id = $2",
        scope.tenant.id,
        meeting_id,
    )
    if not rows:
        raise NotFound("meeting")
    row = dict(rows[0])
    state = meetings.MeetingState(row.pop("state"))
    return Facts(**row, state=state, day=meetings.day_of(scope, row["starts_at"]))


async def notices_of(scope: Scope, *, meeting_id: UUID) -> tuple[Notice, ...]:
    """Every notice that was given of a meeting, the newest first."""
    rows = await fetch(
        "SELECT id, meeting_id, number, state, content, given_at, given_by_name, ended_at, ended_by_name, "
        "ended_because FROM packs_meeting_notice WHERE tenant_id = $1 AND meeting_id = $2 ORDER BY number DESC",
        scope.tenant.id,
        meeting_id,
    )
    return tuple(_notice(dict(row)) for row in rows)


async def meeting_of(scope: Scope, *, notice_id: UUID) -> UUID:
    """The meeting that a notice is of. Raises NotFound."""
    rows = await MeetingNotice.within(scope, MeetingNotice.meeting_id).where(MeetingNotice.id == notice_id)
    if not rows:
        raise NotFound("notice")
    found: UUID = rows[0]["meeting_id"]
    return found


async def attend_before(scope: Scope) -> str:
    """How to attend, in the words of the newest notice; else those that are true of any meeting in public."""
    rows = await fetch(
        "SELECT content ->> 'attend' AS attend FROM packs_meeting_notice WHERE tenant_id = $1 "
        "ORDER BY given_at DESC, id DESC LIMIT 1",
        scope.tenant.id,
    )
    return rows[0]["attend"] if rows else rules.ATTEND


async def give_notice(
    scope: Scope, *, meeting_id: UUID, attend: str, private_reason: str | None, seen: str
) -> UUID:
    """Make the notice of a meeting public at once; returns its id. It takes the place of an earlier one.

    `seen` is the hash of the facts that were looked at. Raises UnableToPublish, ChangedSince, NotPermitted, NotFound.
    """
    scope.check_may("packs.publish", "Your role doesn’t give notice of meetings.")
    if scope.actor.person_id is None:
        raise NotPermitted("A named person gives notice of a meeting.")
    await fetch("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"packs.notice/{meeting_id}")
    facts = await facts_of(scope, meeting_id=meeting_id)
    if facts.state not in {meetings.MeetingState.PLANNED, meetings.MeetingState.AGENDA_PUBLISHED}:
        raise UnableToPublish(f"“{facts.title}” is not to come any more, so no notice is given of it.")
    if facts.ends_at <= scope.now:
        raise UnableToPublish(f"“{facts.title}” is over, so no notice is given of it.")
    if facts.sha256 != seen:
        raise ChangedSince("The meeting was changed since you opened the page. Look at it again.")
    reason = (private_reason or "").strip() or None
    if not attend.strip():
        raise UnableToPublish("Say how people can attend.", field="attend")
    if reason is None and (facts.private_part or not facts.in_public):
        which = "There is private business on its agenda" if facts.in_public else "It is not held in public"
        raise UnableToPublish(f"{which}: say why, in words that anybody may read.", field="private_reason")
    content = {**facts.told, "attend": attend.strip(), "private_reason": reason}
    before = await notices_of(scope, meeting_id=meeting_id)
    await MeetingNotice.change(
        scope, state="replaced", ended_at=scope.now, ended_by_name="A later notice"
    ).where(MeetingNotice.meeting_id == meeting_id, MeetingNotice.state == "standing")
    notice_id, number = new_id(), max((each.number for each in before), default=0) + 1
    await MeetingNotice.add(
        scope,
        id=notice_id,
        meeting_id=meeting_id,
        number=number,
        state="standing",
        content=json.dumps(content),
        sha256=content_hash(content),
        given_at=scope.now,
        given_by=scope.actor.person_id,
        given_by_name=scope.actor.name,
    )
    await ledger.record(
        scope, "packs.meeting-notice.given", _record(notice_id, facts.title, number), after=content
    )
    return notice_id


async def recall_notice(scope: Scope, *, notice_id: UUID, reason: str) -> UUID:
    """Take a notice back at once; returns the id of its meeting. Raises UnableToPublish, NotFound."""
    scope.check_may("packs.publish", "Your role doesn’t recall notices of meetings.")
    rows = await fetch(
        "SELECT meeting_id, state FROM packs_meeting_notice WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        notice_id,
    )
    if not rows:
        raise NotFound("notice")
    if rows[0]["state"] != "standing":
        raise OvertakenByAnother("This notice is not public any more.")
    if not reason.strip():
        raise UnableToPublish("Enter the reason.", field="reason")
    meeting_id: UUID = rows[0]["meeting_id"]
    released = await fetch(
        "SELECT 1 FROM packs_publication WHERE tenant_id = $1 AND meeting_id = $2 AND state = 'released'",
        scope.tenant.id,
        meeting_id,
    )
    if released:
        raise UnableToPublish(
            "The pack of this meeting is public already. Recall that: the notice goes with it.",
            field="reason",
        )
    await end_standing(scope, meeting_id=meeting_id, because=reason.strip())
    return meeting_id


async def end_standing(scope: Scope, *, meeting_id: UUID, because: str) -> None:
    """Recall the notice that stands, if one does: what is recalled of a meeting leaves nothing of it public."""
    for each in await notices_of(scope, meeting_id=meeting_id):
        if each.state == "standing":
            await MeetingNotice.change(
                scope,
                state="recalled",
                ended_at=scope.now,
                ended_by_name=scope.actor.name,
                ended_because=because,
            ).where(MeetingNotice.id == each.id)
            await ledger.record(
                scope,
                "packs.meeting-notice.recalled",
                _record(each.id, each.told["title"], each.number),
                after={"because": because},
            )


def _record(notice_id: UUID, meeting: str, number: int) -> Record:
    return Record(room="packs", kind="meeting-notice", id=notice_id, title=f"Notice {number} of “{meeting}”")


def _notice(row: dict[str, Any]) -> Notice:
    told = json.loads(row.pop("content"))
    return Notice(**row, attend=told["attend"], private_reason=told["private_reason"], told=told)
