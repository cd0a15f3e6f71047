"""Each person's own notices: what was told to them, what they have read, and how they want to be told."""

import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.notices import rules, topics, wording
from backend.notices.rules import LetterState
from backend.notices.topics import Way, Wishes
from backend.scope import NotFound, Refusal, Scope

PAGE = 25
"""Notices on one page."""

NEW_FOR = timedelta(days=90)
"""What is older counts as read: nobody is asked to go through a year's letters."""

MOST_UNREAD = 100
"""Counted no further."""

UNREAD = f"""
(SELECT count(*) FROM (SELECT 1 FROM notices_letter l WHERE l.tenant_id = $1 AND l.recipient_person_id = p.id
  AND l.queued_at > $3::date - {NEW_FOR.days} AND l.read_at IS NULL AND NOT l.confidential AND l.state <> 'withdrawn'
  LIMIT {MOST_UNREAD}) few)
"""  # noqa: S608 - our own text
"""How many notices the person `p` has not read, for a statement about them that has the tenant as $1, the day as $3."""

_MINE = "tenant_id = $1 AND recipient_person_id = $2 AND NOT confidential AND state <> 'withdrawn'"


class UnableToChoose(Refusal):
    """A wish that is not on offer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """One notice of one's own. `more`: how many others are about the same thing."""

    id: UUID
    kind: str
    subject: str
    told_at: datetime
    read: bool
    thread: str
    more: int

    @property
    def topic(self) -> str:
        return topics.topic_of(self.kind).title


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeInFull:
    id: UUID
    kind: str
    subject: str
    text: str
    path: str
    told_at: datetime
    read: bool
    thread: str
    by_mail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which notices are shown; an empty field asks nothing. `read`: "unread" or "read". `thread`: about one thing."""

    topic: str = ""
    read: str = ""
    thread: str = ""


async def notices_of(
    scope: Scope, *, person_id: UUID, shown: Filter, page: int = 1
) -> tuple[tuple[NoticeLine, ...], bool]:
    """A person's notices, unread first, then the newest; and whether there are more after this page."""
    kinds = topics.BY_CODE[shown.topic].kinds if shown.topic in topics.BY_CODE else ()
    rows = await fetch(
        f"""
        WITH mine AS (
          SELECT id, room || '.' || kind AS kind, subject, queued_at AS told_at,
            read_at IS NOT NULL OR queued_at <= $3 AS read,
            split_part(key, '/', 1) || '/' || split_part(key, '/', 2) AS thread
          FROM notices_letter WHERE {_MINE}
        )
        SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY thread) - 1 AS more FROM mine) told
        WHERE ($4 = '' OR kind = ANY ($5::text[])) AND ($6 = '' OR read = ($6 = 'read')) AND ($7 = '' OR thread = $7)
        ORDER BY read, told_at DESC, id DESC LIMIT {PAGE + 1} OFFSET $8
        """,  # noqa: S608 - our own text
        scope.tenant.id,
        person_id,
        scope.now - NEW_FOR,
        shown.topic,
        list(kinds),
        shown.read,
        shown.thread,
        (page - 1) * PAGE,
    )
    return tuple(NoticeLine(**row) for row in rows[:PAGE]), len(rows) > PAGE


async def notice_of(scope: Scope, *, person_id: UUID, letter_id: UUID) -> NoticeInFull:
    """One notice of a person; another's, and a confidential one, is not found. Raises NotFound."""
    rows = await fetch(
        f"""
        SELECT id, key, room, kind, recipient_name, subject, text, html, path, content, queued_at, state,
          read_at IS NOT NULL OR queued_at <= $4 AS read
        FROM notices_letter WHERE {_MINE} AND id = $3""",  # noqa: S608 - our own text
        scope.tenant.id,
        person_id,
        letter_id,
        scope.now - NEW_FOR,
    )
    if not rows:
        raise NotFound("notice")
    row = rows[0]
    words = wording.words_kept(scope, row)
    return NoticeInFull(
        id=row["id"],
        kind=f"{row['room']}.{row['kind']}",
        subject=row["subject"],
        text=words.text,
        path=words.path,
        told_at=row["queued_at"],
        read=row["read"],
        thread=rules.thread_of(row["key"]),
        by_mail=row["state"] not in {LetterState.SHOWN, LetterState.HELD},
    )


async def mark(scope: Scope, *, person_id: UUID, letter_id: UUID, read: bool) -> None:
    """Have read one notice, or not. Raises NotFound."""
    await notice_of(scope, person_id=person_id, letter_id=letter_id)
    await execute(
        f"UPDATE notices_letter SET read_at = $4 WHERE {_MINE} AND id = $3",  # noqa: S608 - our own text
        scope.tenant.id,
        person_id,
        letter_id,
        scope.now if read else None,
    )


async def mark_all(scope: Scope, *, person_id: UUID, until: datetime) -> None:
    """Have read everything that was told until a moment: what came since the page was opened stays unread."""
    await execute(
        f"UPDATE notices_letter SET read_at = $4 WHERE {_MINE} AND read_at IS NULL "  # noqa: S608 - our own text
        "AND queued_at > $5 AND queued_at <= $3",
        scope.tenant.id,
        person_id,
        until,
        scope.now,
        scope.now - NEW_FOR,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldLine:
    """A notice that waits for the daily letter of whoever chose so."""

    id: UUID
    subject: str
    recipient_person_id: UUID
    recipient_name: str
    told_at: datetime


async def held_of(scope: Scope, *, hold: bool = False) -> tuple[HeldLine, ...]:
    """What waits for daily letters, the oldest first; held against change if `hold`."""
    rows = await fetch(
        f"""
        SELECT id, subject, recipient_person_id, recipient_name, queued_at AS told_at FROM notices_letter
        WHERE tenant_id = $1 AND state = 'held' ORDER BY queued_at, id
        {"FOR UPDATE" if hold else ""}""",  # noqa: S608 - our own text
        scope.tenant.id,
    )
    return tuple(HeldLine(**row) for row in rows)


async def let_go(scope: Scope, *, letter_ids: Collection[UUID], answer: str) -> None:
    """What waited for a daily letter has been told in one."""
    await execute(
        "UPDATE notices_letter SET state = 'shown', answer = $3 "
        "WHERE tenant_id = $1 AND id = ANY ($2) AND state = 'held'",
        scope.tenant.id,
        list(letter_ids),
        answer,
    )


async def wishes_of(scope: Scope, *, person_id: UUID) -> Wishes:
    """What a person chose."""
    rows = await fetch(
        "SELECT ways::text AS ways, digest_at, digest_days, calendar_entries, plain_text, feed_number "
        "FROM notices_wish WHERE tenant_id = $1 AND person_id = $2",
        scope.tenant.id,
        person_id,
    )
    return wishes_from(rows[0]) if rows else Wishes()


def wishes_from(row: Mapping[str, Any]) -> Wishes:
    """Wishes as a row keeps them; `ways` as text."""
    return Wishes(
        ways=json.loads(row["ways"]),
        digest_at=row["digest_at"],
        digest_days=frozenset(map(int, row["digest_days"])),
        calendar_entries=row["calendar_entries"],
        plain_text=row["plain_text"],
        feed_number=row["feed_number"],
    )


async def choose(scope: Scope, *, person_id: UUID, wishes: Wishes) -> None:
    """Keep what a person chose, but for the number of their calendar. Raises UnableToChoose."""
    for code, way in wishes.ways.items():
        topic = topics.BY_CODE.get(code)
        if topic is None:
            raise UnableToChoose("There is no such kind of notice.")
        if way not in topic.ways:
            can = " or ".join(topics.WAYS[each] for each in topic.ways)
            raise UnableToChoose(f"{topic.title} can come {can}. {topic.why}".strip(), field=f"way_{code}")
    if not wishes.digest_days or not wishes.digest_days <= topics.EVERY_DAY:
        raise UnableToChoose("Choose at least one day for the daily letter.", field="digest_days")
    chosen = {code: Way(way).value for code, way in wishes.ways.items()}
    rows = await fetch(
        """
        INSERT INTO notices_wish AS wish (tenant_id, id, person_id, ways, digest_at, digest_days, calendar_entries,
          plain_text, changed_at) VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8, $9)
        ON CONFLICT (tenant_id, person_id) DO UPDATE SET ways = excluded.ways, digest_at = excluded.digest_at,
          digest_days = excluded.digest_days, calendar_entries = excluded.calendar_entries,
          plain_text = excluded.plain_text, changed_at = excluded.changed_at
        RETURNING id
        """,
        scope.tenant.id,
        new_id(),
        person_id,
        json.dumps(chosen),
        wishes.digest_at,
        "".join(map(str, sorted(wishes.digest_days))),
        wishes.calendar_entries,
        wishes.plain_text,
        scope.now,
    )
    await ledger.record(
        scope,
        "notices.wishes.chosen",
        _record(rows[0]["id"]),
        after={
            "ways": chosen,
            "digest_at": wishes.digest_at,
            "digest_days": sorted(wishes.digest_days),
            "calendar_entries": wishes.calendar_entries,
            "plain_text": wishes.plain_text,
        },
    )


async def open_feed(scope: Scope, *, person_id: UUID) -> int:
    """Give a person's calendar an address, or another one: the old is dead. Returns the number that it holds."""
    rows = await fetch(
        """
        INSERT INTO notices_wish AS wish (tenant_id, id, person_id, ways, digest_days, calendar_entries, plain_text,
          feed_number, changed_at) VALUES ($1, $2, $3, '{}', '1234567', true, false, $4, $5)
        ON CONFLICT (tenant_id, person_id) DO UPDATE SET feed_number = excluded.feed_number,
          changed_at = excluded.changed_at
        RETURNING id, feed_number
        """,
        scope.tenant.id,
        new_id(),
        person_id,
        secrets.randbelow(2**31 - 1) + 1,
        scope.now,
    )
    await ledger.record(scope, "notices.calendar.opened", _record(rows[0]["id"], "Calendar of due dates"))
    number: int = rows[0]["feed_number"]
    return number


async def close_feed(scope: Scope, *, person_id: UUID) -> None:
    """Take the address of a person's calendar back."""
    rows = await fetch(
        "UPDATE notices_wish SET feed_number = NULL, changed_at = $3 "
        "WHERE tenant_id = $1 AND person_id = $2 AND feed_number IS NOT NULL RETURNING id",
        scope.tenant.id,
        person_id,
        scope.now,
    )
    if rows:
        await ledger.record(scope, "notices.calendar.closed", _record(rows[0]["id"], "Calendar of due dates"))


def _record(wish_id: UUID, title: str = "How notices come") -> Record:
    return Record(room="notices", kind="wish", id=wish_id, title=title)
