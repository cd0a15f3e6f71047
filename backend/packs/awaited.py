"""Packs that somebody waits for: which meetings have theirs, and what became of those that were asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.packs.rules import FINAL, Kind, Period, State
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """How far a pack is that was asked for."""

    id: UUID
    kind: Kind
    title: str
    issue: int
    state: State
    words: str
    failure: str | None
    pages: int | None
    same_as: UUID | None

    @property
    def ended(self) -> bool:
        return self.state in FINAL

    @property
    def path(self) -> str:
        return f"/packs/{self.id}" if self.kind is Kind.BOARD else f"/assurance-packs/{self.id}"


async def with_packs(scope: Scope, since: Mapping[UUID, datetime]) -> frozenset[UUID]:
    """Of some meetings, those whose members' copy was asked for at the moment of each or later, and not given up."""
    rows = await fetch(
        "SELECT DISTINCT p.meeting_id FROM packs_pack p JOIN unnest($2::uuid[], $3::timestamptz[]) "
        "AS due (meeting_id, at) ON due.meeting_id = p.meeting_id AND p.asked_at >= due.at "
        "WHERE p.tenant_id = $1 AND p.variant = 'full' AND p.state NOT IN ('failed', 'cancelled')",
        scope.tenant.id,
        list(since),
        list(since.values()),
    )
    return frozenset(row["meeting_id"] for row in rows)


async def assurance_pack_for(scope: Scope, *, since: date, until: date) -> Awaited | None:
    """The newest assurance pack of exactly these days that was not given up."""
    rows = await fetch(
        "SELECT id FROM packs_pack WHERE tenant_id = $1 AND kind = 'assurance' AND since_on = $2 AND until_on = $3 "
        "AND state NOT IN ('failed', 'cancelled') ORDER BY issue DESC LIMIT 1",
        scope.tenant.id,
        since,
        until,
    )
    return (await awaited(scope, [row["id"] for row in rows]))[0] if rows else None


async def awaited(scope: Scope, pack_ids: Collection[UUID]) -> tuple[Awaited, ...]:
    """How far some packs are."""
    rows = await fetch(
        "SELECT p.id, p.kind, m.title, p.since_on, p.until_on, p.issue, p.state, p.words, p.failure, p.pages, "
        "p.same_as "
        "FROM packs_pack p LEFT JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = p.meeting_id "
        "WHERE p.tenant_id = $1 AND p.id = ANY ($2) ORDER BY m.starts_at, p.id",
        scope.tenant.id,
        list(pack_ids),
    )
    return tuple(map(_line, rows))


def _line(row: Any) -> Awaited:
    values = dict(row)
    since, until = values.pop("since_on"), values.pop("until_on")
    title = f"“{row['title']}”" if row["title"] else Period(since=since, until=until).in_words
    return Awaited(
        **{**values, "kind": Kind(row["kind"]), "state": State(row["state"]), "title": title},
    )
