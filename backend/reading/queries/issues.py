"""An issue of a pack as its reader has it: its parts with their labels, and who opened it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.kit.database import fetch
from backend.kit.pdf.join import letters_of, roman
from backend.meetings import rules as meetings
from backend.packs import queries as packs
from backend.packs import rules as pack_rules
from backend.packs.queries import PackView, PartLine
from backend.reading.rules.preferences import USUAL, Preference
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A ready pack with its parts. `token` changes when the reader must not be shown what they kept of it before.

    `opened_at` is when the reader first opened it, `None` where they have not. `newer` is a newer issue for them.
    """

    pack: PackView
    meeting_id: UUID
    committee_id: UUID
    parts: tuple[PartLine, ...]
    opened_at: datetime | None
    token: str
    newer: PackView | None

    def part(self, key: str) -> PartLine:
        """Raises NotFound."""
        for part in self.parts:
            if part.key == key:
                return part
        raise NotFound("part of the pack")

    def beside(self, key: str) -> tuple[PartLine | None, PartLine | None]:
        """The part before and the one after."""
        at = [part.key for part in self.parts].index(key)
        return (
            self.parts[at - 1] if at else None,
            self.parts[at + 1] if at + 1 < len(self.parts) else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLine:
    """Somebody who opened an issue; `offline_until` is until when a device of theirs may show it by itself."""

    name: str
    issue: int
    variant: str
    pack_id: UUID
    first_at: datetime
    last_at: datetime
    offline_until: datetime | None


def label_of(part: PartLine, page: int) -> str:
    """What the printed page says of itself, counted from 1 within the part: 7.2-14, 7.2-9a, or iv in front."""
    own = part.numbered or page
    letters = letters_of(page - own) if page > own else ""
    number = min(page, own) + part.start - 1
    return f"{part.label}{number}{letters}" if part.label else roman(number)


async def newest_for(scope: Scope, *, meeting_id: UUID) -> PackView | None:
    """The newest ready issue that the reader has of a meeting: their own copy, in the format that they prefer."""
    found = [pack for pack in await packs.board_packs_of(scope, meeting_id=meeting_id) if pack.ready]
    mine = packs.mine_among(scope, found, await packs.preference_of(scope))
    return mine or next((pack for pack in found if pack.for_person_id is None), None)


async def issue(scope: Scope, *, pack_id: UUID) -> Issue:
    """One issue. Raises NotFound, also where it is not ready or the reader may not have it."""
    pack = await packs.board_pack(scope, pack_id=pack_id)
    if not pack.ready or pack.meeting_id is None or pack.committee_id is None:
        raise NotFound("pack to read: it is not ready")
    newest = await newest_for(scope, meeting_id=pack.meeting_id)
    return Issue(
        pack=pack,
        meeting_id=pack.meeting_id,
        committee_id=pack.committee_id,
        parts=await packs.parts_of(scope, pack_id=pack.same_as or pack.id),
        opened_at=await _opened_at(scope, pack_id),
        token=await _token(scope, pack),
        newer=newest if newest is not None and newest.issue > pack.issue else None,
    )


async def _opened_at(scope: Scope, pack_id: UUID) -> datetime | None:
    rows = await fetch(
        "SELECT first_at FROM reading_opening WHERE tenant_id = $1 AND pack_id = $2 AND person_id = $3",
        scope.tenant.id,
        pack_id,
        scope.actor.person_id,
    )
    found: datetime | None = rows[0]["first_at"] if rows else None
    return found


async def _token(scope: Scope, pack: PackView) -> str:
    """Of the reader, whose notes stand in it, of the file, and of every withholding from them at that meeting, ended
    ones too.
    """
    rows = await fetch(
        "SELECT w.id, w.ended_at FROM meetings_withholding w "
        "JOIN meetings_item i ON i.tenant_id = $1 AND i.id = w.item_id "
        "WHERE w.tenant_id = $1 AND i.meeting_id = $2 AND w.person_id = $3 ORDER BY w.id",
        scope.tenant.id,
        pack.meeting_id,
        scope.actor.person_id,
    )
    told = [
        str(scope.actor.person_id),
        str(pack.id),
        pack.sha256 or "",
        *(f"{row['id']}/{row['ended_at']}" for row in rows),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]


async def preference_of(scope: Scope) -> Preference:
    """How the reader reads."""
    rows = await fetch(
        "SELECT size, spacing, colours FROM reading_preference WHERE tenant_id = $1 AND person_id = $2",
        scope.tenant.id,
        scope.actor.person_id,
    )
    return Preference(**rows[0]) if rows else USUAL


async def receipts_shown(scope: Scope) -> bool:
    """Whether those who build packs see who has opened them; they do not, unless the tenant has said so."""
    rows = await fetch(
        "SELECT shown FROM reading_receipts WHERE tenant_id = $1 ORDER BY decided_at DESC, id DESC LIMIT 1",
        scope.tenant.id,
    )
    return bool(rows and rows[0]["shown"])


async def may_see_openings(scope: Scope, *, committee_id: UUID) -> bool:
    """A chair always, since what was opened can't be recalled; officers where receipts are on."""
    if meetings.may_see_conflicts(scope, committee_id=committee_id) and scope.sits_on(committee_id):
        return True
    return scope.may("packs.board.build") and await receipts_shown(scope)


async def openings_of(scope: Scope, *, meeting_id: UUID) -> tuple[OpeningLine, ...]:
    """Who opened which issue of a meeting's packs. Ask `may_see_openings` first."""
    rows = await fetch(
        "SELECT r.name, p.issue, p.variant, p.layout, p.points, o.pack_id, o.first_at, o.last_at, o.offline_until "
        "FROM reading_opening o JOIN packs_pack p ON p.tenant_id = $1 AND p.id = o.pack_id "
        "JOIN people_person r ON r.tenant_id = $1 AND r.id = o.person_id "
        "WHERE o.tenant_id = $1 AND p.meeting_id = $2 ORDER BY p.issue DESC, r.name, o.id",
        scope.tenant.id,
        meeting_id,
    )
    return tuple(
        OpeningLine(
            name=row["name"],
            issue=row["issue"],
            variant=pack_rules.copy_in_words(
                pack_rules.Variant(row["variant"]),
                pack_rules.Format(layout=pack_rules.Layout(row["layout"]), points=row["points"]),
            ),
            pack_id=row["pack_id"],
            first_at=row["first_at"],
            last_at=row["last_at"],
            offline_until=row["offline_until"],
        )
        for row in rows
    )
