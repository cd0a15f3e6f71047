"""Reading where roots of the ledger were anchored, and the words for the foot of a page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.kit.clock import real_now
from backend.ledger import tree
from backend.ledger.rules.anchors import LONG_BEFORE, AnchorLine, Auditor, Often, Place, root_in_words
from backend.ledger.tables import Anchor
from backend.ledger.tables import Auditor as AuditorTable
from backend.scope import NotFound, Scope

_COLUMNS = (
    Anchor.id,
    Anchor.place,
    Anchor.at,
    Anchor.size,
    Anchor.root,
    Anchor.where,
    Anchor.held,
    Anchor.said,
    Anchor.until,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnchorFile:
    """What somebody needs who looks an anchor up: the signed note that was anchored, and the token of a stamp."""

    place: Place
    size: int
    note: bytes
    proof: bytes | None


async def foot_words(scope: Scope) -> str:
    """The newest root for the foot of a page: whoever keeps the page keeps an anchor. Empty before the first."""
    newest = await tree.newest_checkpoint(scope)
    return root_in_words(newest.root, newest.size) if newest else ""


async def anchors_of(scope: Scope, *, most: int = 100) -> tuple[AnchorLine, ...]:
    """The newest anchors and vain attempts, the newest first."""
    rows = await Anchor.within(scope, *_COLUMNS).order_by(Anchor.at, Anchor.id, ascending=False).limit(most)
    return tuple(map(_line, rows))


async def last_held(scope: Scope, place: Place) -> AnchorLine | None:
    """The newest root that a place holds."""
    row = (
        await Anchor.within(scope, *_COLUMNS)
        .where(Anchor.place == place, Anchor.held.eq(True))
        .order_by(Anchor.at, Anchor.id, ascending=False)
        .first()
    )
    return _line(row) if row else None


async def failures_since(scope: Scope, place: Place, *, since: datetime | None) -> tuple[AnchorLine, ...]:
    """The vain attempts at a place since a moment, the newest first; a hundred at most."""
    query = Anchor.within(scope, *_COLUMNS).where(Anchor.place == place, Anchor.held.eq(False))
    if since is not None:
        query = query.where(Anchor.at > since)
    return tuple(map(_line, await query.order_by(Anchor.at, ascending=False).limit(100)))


async def ageing_stamps(scope: Scope) -> tuple[AnchorLine, ...]:
    """Stamps whose certificate ends within a year, the first to end first."""
    rows = await (
        Anchor.within(scope, *_COLUMNS)
        .where(
            Anchor.place == Place.STAMP,
            Anchor.held.eq(True),
            Anchor.until > real_now(),
            Anchor.until < real_now() + LONG_BEFORE,
        )
        .order_by(Anchor.until)
        .limit(100)
    )
    return tuple(map(_line, rows))


async def file_of(scope: Scope, *, anchor_id: UUID) -> AnchorFile:
    """What was anchored; raises NotFound."""
    row = (
        await Anchor.within(scope, Anchor.place, Anchor.size, Anchor.note, Anchor.proof)
        .where(Anchor.id == anchor_id)
        .first()
    )
    if row is None:
        raise NotFound("anchor")
    return AnchorFile(
        place=Place(row["place"]),
        size=row["size"],
        note=row["note"].encode(),
        proof=bytes(row["proof"]) if row["proof"] else None,
    )


async def auditor_of(scope: Scope) -> Auditor | None:
    """Who is written to about roots; None where nobody was settled."""
    row = await AuditorTable.within(
        scope, AuditorTable.id, AuditorTable.name, AuditorTable.address, AuditorTable.often
    ).first()
    return Auditor(**{**row, "often": Often(row["often"])}) if row else None


def _line(row: dict[str, Any]) -> AnchorLine:
    return AnchorLine(**{**row, "place": Place(row["place"]), "root": bytes(row["root"])})
