"""Reading packs: lists, one pack, and who may have its file."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.evidence import queries as evidence
from backend.kit.database import fetch
from backend.meetings import rules as meetings
from backend.packs import rules, sealing
from backend.packs.tables import Part
from backend.scope import NotFound, Scope, Tenant


@dataclass(frozen=True, slots=True, kw_only=True)
class SealKey:
    """What anybody may know of a key that seals: `public_key` is 32 raw bytes, `fingerprint` in groups of four."""

    name: str
    public_key: bytes
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One thing that was checked of a sealed pack; `holds` is `None` where it couldn't be."""

    what: str
    holds: bool | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One part of a finished board pack. `label` leads its page labels: 7.2- gives 7.2-1."""

    label: str
    title: str
    level: int
    first_page: int
    pages: int
    tagged: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PackView:
    """One pack, as lists and its page show it.

    `meeting`, `committee` and `day` are a board pack's; `since` and `until` an assurance pack's. `same_as` is the pack
    whose file this is, where nothing had changed since.
    """

    id: UUID
    kind: rules.Kind
    meeting_id: UUID | None
    meeting: str | None
    committee_id: UUID | None
    committee: str | None
    day: date | None
    variant: rules.Variant | None
    since: date | None
    until: date | None
    issue: int
    state: rules.State
    done: int
    total: int
    words: str
    failure: str | None
    asked_at: datetime
    asked_by_name: str
    as_at: datetime | None
    sealed_at: datetime | None
    same_as: UUID | None
    file_id: UUID | None
    file_name: str | None
    media_type: str | None
    sha256: str | None
    size: int | None
    pages: int | None
    key_name: str | None
    fingerprint: str | None
    checks: tuple[CheckLine, ...]

    @property
    def state_in_words(self) -> str:
        return rules.STATE_IN_WORDS[self.state]

    @property
    def variant_in_words(self) -> str:
        return rules.VARIANT_IN_WORDS[self.variant] if self.variant else ""

    @property
    def final(self) -> bool:
        return self.state in rules.FINAL

    @property
    def ready(self) -> bool:
        return self.state is rules.State.READY

    @property
    def size_in_words(self) -> str:
        return rules.size_in_words(self.size or 0)

    @property
    def hash_in_groups(self) -> str:
        return rules.in_groups(self.sha256 or "")

    @property
    def share_done(self) -> int:
        """How much of the build is done, in percent."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def untold(self) -> int:
        """How many things could not be checked."""
        return sum(line.holds is None for line in self.checks)

    @property
    def period(self) -> rules.Period:
        assert self.since and self.until, "only an assurance pack has a period"
        return rules.Period(since=self.since, until=self.until)

    @property
    def holds(self) -> bool:
        """Whether the pack held when it was checked, right after it was sealed."""
        return bool(self.checks) and not any(line.holds is False for line in self.checks)


_PACKS = """
SELECT p.id, p.kind, p.meeting_id, m.title AS meeting, m.committee_id, c.name AS committee, m.starts_at, p.variant,
  p.since_on, p.until_on, p.issue, p.state, p.done, p.total, p.words, p.failure, p.asked_at, p.asked_by_name, p.as_at,
  p.sealed_at, p.same_as, p.file_id, f.name AS file_name, f.media_type, p.sha256, p.size, p.pages, p.key_name,
  p.fingerprint, p.verification
FROM packs_pack p
LEFT JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = p.meeting_id
LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
LEFT JOIN evidence_file f ON f.tenant_id = $1 AND f.id = p.file_id
WHERE p.tenant_id = $1 AND p.kind = $2
"""
_NEWEST_FIRST = " ORDER BY p.asked_at DESC, p.id DESC"
_MOST = 200


async def board_packs_of(scope: Scope, *, meeting_id: UUID | None = None) -> tuple[PackView, ...]:
    """The board packs that the reader may have, newest first; of one meeting, or the latest of all."""
    everywhere = meetings.sees_every_private_item(scope)
    rows = await fetch(
        _PACKS
        + " AND ($3::uuid IS NULL OR p.meeting_id = $3)"
        + " AND (p.variant = 'public' OR $4 OR m.committee_id = ANY($5))"
        + f"{_NEWEST_FIRST} LIMIT {_MOST}",
        scope.tenant.id,
        rules.Kind.BOARD.value,
        meeting_id,
        everywhere,
        [seat.committee_id for seat in scope.seats],
    )
    return tuple(_view(scope, row) for row in rows)


async def board_pack(scope: Scope, *, pack_id: UUID) -> PackView:
    """One board pack. A copy with private items is not found by whoever may not see them. Raises NotFound."""
    rows = await fetch(_PACKS + " AND p.id = $3", scope.tenant.id, rules.Kind.BOARD.value, pack_id)
    if rows:
        view = _view(scope, rows[0])
        assert view.variant and view.committee_id, "a board pack has a variant and a committee"
        if rules.may_read_board_pack(scope, variant=view.variant, committee_id=view.committee_id):
            return view
    raise NotFound("board pack")


async def parts_of(scope: Scope, *, pack_id: UUID) -> tuple[PartLine, ...]:
    """The parts of a finished board pack in their order. Ask `board_pack` first whether the reader may have it."""
    columns = [getattr(Part, name) for name in PartLine.__dataclass_fields__]
    rows = await Part.within(scope, *columns).where(Part.pack_id == pack_id).order_by(Part.position)
    return tuple(PartLine(**row) for row in rows)


async def board_packs_between(scope: Scope, *, start: datetime, end: datetime) -> tuple[PackView, ...]:
    """The ready board packs of the meetings with `start <= starts_at < end`, every issue, oldest first.

    For the builder of an assurance pack: whoever asks, private ones too.
    """
    rows = await fetch(
        _PACKS
        + " AND p.state = 'ready' AND p.same_as IS NULL AND m.starts_at >= $3 AND m.starts_at < $4"
        + " ORDER BY m.starts_at, p.meeting_id, p.variant, p.issue",
        scope.tenant.id,
        rules.Kind.BOARD.value,
        start,
        end,
    )
    return tuple(_view(scope, row) for row in rows)


async def assurance_packs_of(scope: Scope) -> tuple[PackView, ...]:
    """The assurance packs that the reader may have, newest first: a regulator those that are ready."""
    rows = await fetch(
        _PACKS + f" AND ($3 OR p.state = 'ready'){_NEWEST_FIRST} LIMIT {_MOST}",
        scope.tenant.id,
        rules.Kind.ASSURANCE.value,
        rules.sees_unfinished(scope),
    )
    return tuple(_view(scope, row) for row in rows)


async def assurance_pack(scope: Scope, *, pack_id: UUID) -> PackView:
    """One assurance pack. Raises NotFound, for a regulator also until it is ready."""
    rows = await fetch(_PACKS + " AND p.id = $3", scope.tenant.id, rules.Kind.ASSURANCE.value, pack_id)
    if rows:
        view = _view(scope, rows[0])
        if view.ready or rules.sees_unfinished(scope):
            return view
    raise NotFound("assurance pack")


async def pack(scope: Scope, *, pack_id: UUID) -> PackView:
    """A pack of either kind, for whoever may have it. Raises NotFound."""
    rows = await fetch(
        "SELECT kind FROM packs_pack WHERE tenant_id = $1 AND id = $2", scope.tenant.id, pack_id
    )
    if not rows:
        raise NotFound("pack")
    if rows[0]["kind"] == rules.Kind.BOARD:
        return await board_pack(scope, pack_id=pack_id)
    return await assurance_pack(scope, pack_id=pack_id)


async def bytes_of(scope: Scope, *, pack_id: UUID) -> bytes:
    """The file of a pack that is ready, for whoever may have it. Raises NotFound, evidence's UnableToReadFile."""
    view = await pack(scope, pack_id=pack_id)
    if view.file_id is None:
        raise NotFound("file: the pack is not ready")
    return await evidence.bytes_of(scope, file_id=view.file_id)


def seal_key_of(tenant: Tenant) -> SealKey:
    """The key that seals the tenant's packs now: its public half."""
    key = sealing.seal_key_of(tenant)
    return SealKey(name=key.name, public_key=key.public_key, fingerprint=key.fingerprint)


def _view(scope: Scope, row: Any) -> PackView:
    values = dict(row)
    starts_at, checks = values.pop("starts_at"), values.pop("verification")
    since, until = values.pop("since_on"), values.pop("until_on")
    return PackView(
        **{
            **values,
            "kind": rules.Kind(row["kind"]),
            "variant": rules.Variant(row["variant"]) if row["variant"] else None,
            "state": rules.State(row["state"]),
            "day": meetings.day_of(scope, starts_at) if starts_at else None,
            "since": since,
            "until": until,
            "checks": tuple(CheckLine(**line) for line in json.loads(checks or "[]")),
        }
    )
