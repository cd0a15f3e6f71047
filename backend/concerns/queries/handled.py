"""Concerns, for those who are named to handle them. For anybody else each is a thing that never was.

Every statement here begins with what the reader handles, so that it takes the same path for one that is another's to
handle and for one that is not there.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.concerns.rules import Body, Capacity, Category, Finding, Investigator, Route, State
from backend.concerns.rules.life import OPEN
from backend.kit.database import fetch
from backend.ledger import queries as ledger
from backend.scope import NotFound, Scope

PAGE = 50

_MINE = (
    "FROM concerns_concern c JOIN concerns_handler h ON h.tenant_id = $1 AND h.concern_id = c.id "
    "AND h.person_id = $2 AND h.to_at IS NULL WHERE c.tenant_id = $1"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernLine:
    """A concern as the list of its handlers shows it; `age` in days, counted until it was closed."""

    id: UUID
    reference: str
    received_on: date
    state: State
    category: Category
    about: str
    age: int
    finding: Finding | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerLine:
    """Somebody who handles a concern, or did."""

    person_id: UUID
    name: str
    capacity: Capacity
    from_at: datetime
    to_at: datetime | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A notice to a person concerned, and their reply."""

    id: UUID
    person_id: UUID
    name: str
    words: str
    reply_by: date
    given_at: datetime
    reply: str | None
    replied_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """A word between handlers and raiser."""

    at: datetime
    from_raiser: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine:
    body: Body
    referred_on: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A file of a concern; `size` in bytes."""

    id: UUID
    name: str
    media_type: str
    size: int
    added_at: datetime
    kept_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernView:
    """A concern in full."""

    id: UUID
    reference: str
    route: Route
    received_at: datetime
    raised_by: UUID | None
    raiser_name: str | None
    raiser_contact: str | None
    category: Category
    about: str
    what: str
    occurred: str | None
    state: State
    assessment: str | None
    policy_clause: str | None
    person_concerned: UUID | None
    concerned_name: str | None
    investigator: Investigator | None
    investigator_name: str | None
    investigation_from: date | None
    finding: Finding | None
    found_on: date | None
    reasons: str | None
    action: str | None
    lessons: str | None
    notified: bool | None
    notified_on: date | None
    closed_at: datetime | None
    breach_id: UUID | None
    handlers: tuple[HandlerLine, ...]
    notices: tuple[NoticeLine, ...]
    messages: tuple[MessageLine, ...]
    referrals: tuple[ReferralLine, ...]
    documents: tuple[DocumentLine, ...]

    @property
    def handled_by(self) -> frozenset[UUID]:
        return frozenset(line.person_id for line in self.handlers if line.to_at is None)

    @property
    def touches(self) -> frozenset[UUID]:
        """The persons whom it concerns: named, or given notice."""
        named = {self.person_concerned} if self.person_concerned else set()
        return frozenset(named | {line.person_id for line in self.notices})


async def concerns_handled(
    scope: Scope, *, states: Collection[State] = OPEN, words: str = "", page: int = 1
) -> tuple[ConcernLine, ...]:
    """The concerns that the actor handles in `states`, the oldest first, `PAGE` and one more at most."""
    rows = await fetch(
        "SELECT c.id, c.reference, c.received_at, c.state, c.category, c.about, c.finding, c.closed_at "
        f"{_MINE} AND c.state = ANY ($3) AND (c.reference ILIKE $4 OR c.about ILIKE $4 OR c.what ILIKE $4) "
        "ORDER BY c.received_at, c.id OFFSET $5 LIMIT $6",
        scope.tenant.id,
        scope.actor.person_id,
        list(states),
        f"%{_literal(words)}%",
        (page - 1) * PAGE,
        PAGE + 1,
    )
    return tuple(_line(scope, row) for row in rows)


async def open_concerns(scope: Scope) -> int:
    """How many open concerns the actor handles."""
    rows = await fetch(
        f"SELECT count(*) AS concerns {_MINE} AND c.state <> 'CLOSED'", scope.tenant.id, scope.actor.person_id
    )
    return int(rows[0]["concerns"])


async def concern(scope: Scope, *, concern_id: UUID, to_change: bool = False) -> ConcernView:
    """A concern that the actor handles; raises `NotFound` for every other. `to_change` holds it for us alone."""
    rows = await fetch(
        "SELECT c.*, p.name AS concerned_name, b.breach_id "
        + _MINE.replace(
            "WHERE",
            "LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = c.person_concerned "
            "LEFT JOIN concerns_publication b ON b.tenant_id = $1 AND b.concern_id = c.id WHERE",
        )
        + " AND c.id = $3"
        + (" FOR UPDATE OF c" if to_change else ""),
        scope.tenant.id,
        scope.actor.person_id,
        concern_id,
    )
    if not rows:
        raise NotFound("concern")
    row = dict(rows[0])
    for kept_back in ("tenant_id", "follow_up_hash", "taken_down_by"):
        row.pop(kept_back)
    kinds: dict[str, Any] = {
        "route": Route,
        "category": Category,
        "state": State,
        "investigator": Investigator,
        "finding": Finding,
    }
    row.update({key: kind(row[key]) for key, kind in kinds.items() if row[key] is not None})
    return ConcernView(
        **row,
        handlers=await _handlers(scope, concern_id),
        notices=await _notices(scope, concern_id),
        messages=await messages_of(scope, concern_id=concern_id),
        referrals=await _referrals(scope, concern_id),
        documents=await _documents(scope, concern_id),
    )


async def history(scope: Scope, *, view: ConcernView) -> tuple[ledger.EventLine, ...]:
    """Everything that was done to a concern which its handler has before them, oldest first."""
    return await ledger.confidential_history_of(scope, room="concerns", kind="concern", record_id=view.id)


def document_in(view: ConcernView, *, document_id: UUID) -> DocumentLine:
    """One file of the concern. Raises `NotFound`."""
    for line in view.documents:
        if line.id == document_id:
            return line
    raise NotFound("file")


async def messages_of(scope: Scope, *, concern_id: UUID) -> tuple[MessageLine, ...]:
    """What was said between handlers and raiser; for the two of them alone."""
    rows = await fetch(
        "SELECT at, from_raiser, words FROM concerns_message WHERE tenant_id = $1 AND concern_id = $2 ORDER BY at, id",
        scope.tenant.id,
        concern_id,
    )
    return tuple(MessageLine(**row) for row in rows)


async def _handlers(scope: Scope, concern_id: UUID) -> tuple[HandlerLine, ...]:
    rows = await fetch(
        "SELECT h.person_id, p.name, h.capacity, h.from_at, h.to_at, h.because FROM concerns_handler h "
        "JOIN people_person p ON p.tenant_id = $1 AND p.id = h.person_id "
        "WHERE h.tenant_id = $1 AND h.concern_id = $2 ORDER BY h.from_at, p.name",
        scope.tenant.id,
        concern_id,
    )
    return tuple(HandlerLine(**{**row, "capacity": Capacity(row["capacity"])}) for row in rows)


async def _notices(scope: Scope, concern_id: UUID) -> tuple[NoticeLine, ...]:
    rows = await fetch(
        "SELECT n.id, n.person_id, p.name, n.words, n.reply_by, n.given_at, n.reply, n.replied_at "
        "FROM concerns_notice n JOIN people_person p ON p.tenant_id = $1 AND p.id = n.person_id "
        "WHERE n.tenant_id = $1 AND n.concern_id = $2 ORDER BY n.given_at, n.id",
        scope.tenant.id,
        concern_id,
    )
    return tuple(NoticeLine(**row) for row in rows)


async def _referrals(scope: Scope, concern_id: UUID) -> tuple[ReferralLine, ...]:
    rows = await fetch(
        "SELECT body, referred_on, words FROM concerns_referral WHERE tenant_id = $1 AND concern_id = $2 "
        "ORDER BY referred_on, id",
        scope.tenant.id,
        concern_id,
    )
    return tuple(ReferralLine(**{**row, "body": Body(row["body"])}) for row in rows)


async def _documents(scope: Scope, concern_id: UUID) -> tuple[DocumentLine, ...]:
    rows = await fetch(
        "SELECT id, name, media_type, size, added_at, kept_at FROM concerns_document "
        "WHERE tenant_id = $1 AND concern_id = $2 ORDER BY added_at, id",
        scope.tenant.id,
        concern_id,
    )
    return tuple(DocumentLine(**row) for row in rows)


def _line(scope: Scope, row: Any) -> ConcernLine:
    until = row["closed_at"] or scope.now
    return ConcernLine(
        id=row["id"],
        reference=row["reference"],
        received_on=row["received_at"].date(),
        state=State(row["state"]),
        category=Category(row["category"]),
        about=row["about"],
        age=(until - row["received_at"]).days,
        finding=None if row["finding"] is None else Finding(row["finding"]),
    )


def _literal(words: str) -> str:
    """The words as ILIKE takes them literally."""
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
