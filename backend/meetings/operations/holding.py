"""Holding what is about to change against everybody else, until the transaction ends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.ledger.records import Record
from backend.meetings import rules
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldMeeting:
    """A meeting as operations load it."""

    id: UUID
    committee_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    in_public: bool
    state: rules.MeetingState
    numbers_from: int

    @property
    def standing(self) -> rules.Standing:
        return rules.Standing(title=self.title, state=self.state)

    @property
    def record(self) -> Record:
        return Record(room="meetings", kind="meeting", id=self.id, title=self.title)

    @property
    def published(self) -> bool:
        return self.state is not rules.MeetingState.PLANNED


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldItem:
    """An item with the meeting that it is on."""

    meeting: HeldMeeting
    row: Any

    @property
    def id(self) -> UUID:
        item_id: UUID = self.row["id"]
        return item_id

    @property
    def title(self) -> str:
        """As it is spoken of: its label, where it has one, and its title."""
        label = self.row["label"]
        return f"{label} {self.row['title']}" if label else str(self.row["title"])

    @property
    def record(self) -> Record:
        return Record(room="meetings", kind="item", id=self.id, title=self.title)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPaper:
    """A paper with its newest version's hash and cover sheet (`paper_sha256`: without it), and its item."""

    item: HeldItem
    row: Any

    @property
    def record(self) -> Record:
        return Record(
            room="meetings",
            kind="paper",
            id=self.row["id"],
            title=self.row["title"],
            hash=self.row["sha256"],
        )


_MEETING = "id, committee_id, title, starts_at, ends_at, venue, in_public, state, numbers_from"


_LOCK = {True: "FOR UPDATE", False: ""}


async def hold_meeting(scope: Scope, meeting_id: UUID, *, lock: bool = True) -> HeldMeeting:
    """The meeting, held; without `lock` only looked at, before work that takes long. Raises NotFound."""
    rows = await fetch(
        f"SELECT {_MEETING} FROM meetings_meeting WHERE tenant_id = $1 AND id = $2 {_LOCK[lock]}",  # noqa: S608 - our own text
        scope.tenant.id,
        meeting_id,
    )
    if not rows:
        raise NotFound("meeting")
    return HeldMeeting(**{**rows[0], "state": rules.MeetingState(rows[0]["state"])})


async def hold_item(scope: Scope, item_id: UUID, *, lock: bool = True) -> HeldItem:
    """The item with its meeting, both held. A private item is not found by whoever may not see it."""
    rows = await fetch(
        "SELECT meeting_id FROM meetings_item WHERE tenant_id = $1 AND id = $2", scope.tenant.id, item_id
    )
    if not rows:
        raise NotFound("agenda item")
    meeting = await hold_meeting(scope, rows[0]["meeting_id"], lock=lock)
    (row,) = await fetch(
        f"SELECT * FROM meetings_item WHERE tenant_id = $1 AND id = $2 {_LOCK[lock]}",  # noqa: S608 - our own text
        scope.tenant.id,
        item_id,
    )
    if not rules.may_see(scope, part=rules.Part(row["part"]), committee_id=meeting.committee_id):
        raise NotFound("agenda item")
    return HeldItem(meeting=meeting, row=row)


async def hold_paper(scope: Scope, paper_id: UUID, *, lock: bool = True) -> HeldPaper:
    """The paper with its item, held. A paper of a private item is not found by whoever may not see it."""
    rows = await fetch(
        "SELECT item_id FROM meetings_paper WHERE tenant_id = $1 AND id = $2", scope.tenant.id, paper_id
    )
    if not rows:
        raise NotFound("paper")
    try:
        item = await hold_item(scope, rows[0]["item_id"], lock=lock)
    except NotFound:
        raise NotFound("paper") from None
    (row,) = await fetch(
        f"""
        SELECT p.*, v.id AS version_id, v.sha256, v.uploaded_by_person_id, c.answers AS cover_answers,
          c.lines AS cover_lines, coalesce(c.paper_sha256, v.sha256) AS paper_sha256
        FROM meetings_paper p
        JOIN meetings_paper_version v ON v.tenant_id = $1 AND v.paper_id = p.id AND v.version = p.version
        LEFT JOIN meetings_paper_cover c ON c.tenant_id = $1 AND c.paper_version_id = v.id
        WHERE p.tenant_id = $1 AND p.id = $2 {"FOR UPDATE OF p" if lock else ""}""",  # noqa: S608 - our own text
        scope.tenant.id,
        paper_id,
    )
    return HeldPaper(item=item, row=row)
