"""Reading packs: lists, one pack, and who may have its file."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.evidence import queries as evidence
from backend.kit.database import fetch
from backend.ledger import keys as ledger_keys
from backend.meetings import rules as meetings
from backend.packs import issuing, rules, sealing
from backend.packs.assurance.definitions import definition_id
from backend.packs.assurance.standing import SealedPack, pack_stream, released_form, standings_of
from backend.packs.board import gates
from backend.packs.tables import Part
from backend.packs.views import CheckLine, PackView, PartLine, SealKey
from backend.scope import NotFound, Scope, Tenant

__all__ = [
    "CheckLine",
    "PackView",
    "PartLine",
    "SealKey",
    "SealedPack",
    "assurance_pack",
    "assurance_packs_of",
    "board_pack",
    "board_packs_between",
    "board_packs_of",
    "bytes_of",
    "copies_holding",
    "definition_id",
    "excuse_of",
    "items_held",
    "mine_among",
    "newest_public_issue",
    "pack",
    "pack_stream",
    "parts_of",
    "preference_of",
    "public_pack",
    "released_form",
    "seal_key_in_force",
    "seal_key_of",
    "standings_of",
]

_PACKS = """
SELECT p.id, p.kind, p.meeting_id, m.title AS meeting, m.committee_id, c.name AS committee, m.starts_at, p.variant,
  p.since_on, p.until_on, p.issue, p.state, p.done, p.total, p.words, p.failure, p.asked_at, p.asked_by_name, p.as_at,
  p.sealed_at, p.same_as, p.file_id, f.name AS file_name, f.media_type, p.sha256, p.size, p.pages, p.key_name,
  p.fingerprint, p.verification, p.layout, p.points, p.for_person_id, r.name AS for_person,
  p.manifest -> 'obstacles' AS obstacles, p.definition, p.left_at
FROM packs_pack p
LEFT JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = p.meeting_id
LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = m.committee_id
LEFT JOIN evidence_file f ON f.tenant_id = $1 AND f.id = p.file_id
LEFT JOIN people_person r ON r.tenant_id = $1 AND r.id = p.for_person_id
WHERE p.tenant_id = $1 AND p.kind = $2
"""
# A copy that holds papers which are withheld from the reader is not there for them, whatever else they may see.
_NOT_WITHHELD = """
AND NOT EXISTS (
  SELECT FROM meetings_withholding w JOIN meetings_item i ON i.tenant_id = $1 AND i.id = w.item_id
  WHERE w.tenant_id = $1 AND i.meeting_id = p.meeting_id AND w.person_id = $3 AND w.ended_at IS NULL
    AND NOT w.item_id = ANY (p.withheld))
"""
_ISSUE_ITSELF = """
AND p.variant = 'public'
AND p.id = (SELECT coalesce(s.same_as, s.id) FROM packs_pack s WHERE s.tenant_id = $1 AND s.id = $3)
"""
_NEWEST_FIRST = " ORDER BY p.asked_at DESC, p.id DESC"
_MOST = 200


async def board_packs_of(scope: Scope, *, meeting_id: UUID | None = None) -> tuple[PackView, ...]:
    """The board packs that the reader may have, newest first; of one meeting, or the latest of all."""
    everywhere = meetings.sees_every_private_item(scope)
    rows = await fetch(
        _PACKS
        + _NOT_WITHHELD
        + " AND ($4::uuid IS NULL OR p.meeting_id = $4)"
        + " AND (p.variant = 'public' OR $5 OR (m.committee_id = ANY($6)"
        + " AND (p.variant = 'full' OR p.for_person_id = $3)))"
        + f"{_NEWEST_FIRST} LIMIT {_MOST}",
        scope.tenant.id,
        rules.Kind.BOARD.value,
        scope.actor.person_id,
        meeting_id,
        everywhere,
        [seat.committee_id for seat in scope.seats],
    )
    return tuple(_view(scope, row) for row in rows)


async def board_pack(scope: Scope, *, pack_id: UUID) -> PackView:
    """One board pack. A copy with private items is not found by whoever may not see them, nor one with papers that are
    withheld from the reader, nor another member's own. Raises NotFound.
    """
    rows = await fetch(
        _PACKS + _NOT_WITHHELD + " AND p.id = $4",
        scope.tenant.id,
        rules.Kind.BOARD.value,
        scope.actor.person_id,
        pack_id,
    )
    if rows:
        view = _view(scope, rows[0])
        assert view.variant and view.committee_id, "a board pack has a variant and a committee"
        if rules.may_read_board_pack(
            scope,
            variant=view.variant,
            committee_id=view.committee_id,
            for_person_id=view.for_person_id,
        ):
            return view
    raise NotFound("board pack")


async def parts_of(scope: Scope, *, pack_id: UUID) -> tuple[PartLine, ...]:
    """The parts of a finished board pack in their order. Ask `board_pack` first whether the reader may have it."""
    columns = [getattr(Part, name) for name in PartLine.__dataclass_fields__]
    rows = await Part.within(scope, *columns).where(Part.pack_id == pack_id).order_by(Part.position)
    return tuple(PartLine(**row) for row in rows)


async def public_pack(scope: Scope, *, pack_id: UUID) -> PackView:
    """A public copy, for whoever publishes; the issue itself, where nothing had changed since one. Raises NotFound."""
    rows = await fetch(
        _PACKS + _ISSUE_ITSELF,
        scope.tenant.id,
        rules.Kind.BOARD.value,
        pack_id,
    )
    if not rows:
        raise NotFound("public copy of a board pack")
    return _view(scope, rows[0])


async def items_held(scope: Scope, *, pack_id: UUID) -> list[dict[str, Any]]:
    """What an issue held when it was built, item by item: see `board.changes.Manifest`."""
    rows = await fetch(
        "SELECT manifest -> 'items' AS items FROM packs_pack WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        pack_id,
    )
    return list(json.loads(rows[0]["items"] or "[]")) if rows else []


async def newest_public_issue(scope: Scope, *, meeting_id: UUID) -> tuple[UUID, int] | None:
    """The newest finished issue of a meeting's public copy, and its number."""
    rows = await fetch(
        "SELECT id, issue FROM packs_pack WHERE tenant_id = $1 AND meeting_id = $2 AND variant = 'public' "
        "AND layout = 'standard' AND state = 'ready' AND same_as IS NULL ORDER BY issue DESC LIMIT 1",
        scope.tenant.id,
        meeting_id,
    )
    return (rows[0]["id"], rows[0]["issue"]) if rows else None


async def preference_of(scope: Scope) -> rules.Format:
    """How the reader wants their packs; the standard format where they never said."""
    if scope.actor.person_id is None:
        return rules.STANDARD
    formats = await issuing.formats_of(scope, person_ids={scope.actor.person_id})
    return formats.get(scope.actor.person_id, rules.STANDARD)


def mine_among(scope: Scope, packs: Sequence[PackView], format: rules.Format) -> PackView | None:
    """Of a meeting's packs, the newest first, the one that a member of the committee reads: their own, where papers are
    withheld from them, else the newest issue in the format that they prefer; as it is, where that is not made yet.
    """
    live = [
        each
        for each in packs
        if each.state not in rules.GIVEN_UP and each.variant is not rules.Variant.PUBLIC
    ]
    own = [each for each in live if each.for_person_id == scope.actor.person_id and each.for_person_id]
    candidates = own or [each for each in live if each.for_person_id is None]
    newest = max((each.issue for each in candidates), default=0)
    of_newest = [each for each in candidates if each.issue == newest]
    liked = [each for each in of_newest if (each.layout, each.points) == (format.layout, format.points)]
    return next(iter(liked or of_newest), None)


async def excuse_of(scope: Scope, *, paper_id: UUID, version: int) -> gates.Excuse | None:
    """Why a version of a paper goes public without one that everybody can read; `None` where nothing is recorded."""
    excused, excuse = (await gates.excuses_of(scope, [paper_id])).get(paper_id, (0, None))
    return excuse if excused == version else None


async def copies_holding(scope: Scope, *, meeting_id: UUID, item_id: UUID) -> tuple[PackView, ...]:
    """The finished copies of a meeting's pack that hold a paper of an item, newest first: for whoever builds packs."""
    rows = await fetch(
        _PACKS
        + " AND p.meeting_id = $3 AND p.state = 'ready' AND p.same_as IS NULL"
        + " AND EXISTS (SELECT FROM packs_part t JOIN meetings_paper w ON w.tenant_id = $1 AND w.item_id = $4"
        + " WHERE t.tenant_id = $1 AND t.pack_id = p.id AND t.key = 'paper-' || w.id)"
        + _NEWEST_FIRST,
        scope.tenant.id,
        rules.Kind.BOARD.value,
        meeting_id,
        item_id,
    )
    return tuple(_view(scope, row) for row in rows)


async def board_packs_between(scope: Scope, *, start: datetime, end: datetime) -> tuple[PackView, ...]:
    """The ready board packs of the meetings with `start <= starts_at < end`, every issue, oldest first; no copies of
    them in other formats or for one member.

    For the builder of an assurance pack: whoever asks, private ones too.
    """
    rows = await fetch(
        _PACKS
        + " AND p.state = 'ready' AND p.same_as IS NULL AND m.starts_at >= $3 AND m.starts_at < $4"
        + " AND p.variant <> 'member' AND p.layout = 'standard'"
        + " ORDER BY m.starts_at, p.meeting_id, p.variant, p.issue",
        scope.tenant.id,
        rules.Kind.BOARD.value,
        start,
        end,
    )
    return tuple(_view(scope, row) for row in rows)


async def assurance_packs_of(
    scope: Scope, *, since: date | None = None, until: date | None = None
) -> tuple[PackView, ...]:
    """The assurance packs that the reader may have, newest first; of certain days, where both are given.

    A regulator has those that were signed and released.
    """
    rows = await fetch(
        _PACKS
        + " AND ($3 OR p.left_at IS NOT NULL)"
        + " AND ($4::date IS NULL OR (p.since_on = $4 AND p.until_on = $5))"
        + f"{_NEWEST_FIRST} LIMIT {_MOST}",
        scope.tenant.id,
        rules.Kind.ASSURANCE.value,
        rules.sees_unfinished(scope),
        since,
        until,
    )
    return tuple(_view(scope, row) for row in rows)


async def assurance_pack(scope: Scope, *, pack_id: UUID) -> PackView:
    """One assurance pack. Raises NotFound, for a regulator also until it was signed and released."""
    rows = await fetch(_PACKS + " AND p.id = $3", scope.tenant.id, rules.Kind.ASSURANCE.value, pack_id)
    if rows:
        view = _view(scope, rows[0])
        if view.left_at is not None or rules.sees_unfinished(scope):
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


async def seal_key_in_force(scope: Scope) -> SealKey:
    """The key that seals the tenant's packs now: its public half."""
    line = await ledger_keys.pack_seal_shown(scope)
    return SealKey(name=line.name, public_key=line.public, fingerprint=line.fingerprint)


def seal_key_of(tenant: Tenant) -> SealKey:
    """The key that seals a tenant's packs until it is first changed: its public half."""
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
            "layout": rules.Layout(row["layout"]),
            "obstacles": tuple(json.loads(row["obstacles"] or "[]")),
        }
    )
