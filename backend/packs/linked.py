"""A finished board pack as evidence: what `app` hands down to the room of assurance.

A pack is sealed by its hash and never changes; a later issue is another pack, so nothing amends the link.
"""

from datetime import date
from uuid import UUID

from backend.assurance.linking import Found, Looked, Sort
from backend.kit.calendar import in_words
from backend.packs import queries, rules
from backend.packs.views import PackView
from backend.scope import NotFound, Scope

_MOST = 30


async def _search(scope: Scope, words: str) -> tuple[Found, ...]:
    if not scope.may("packs.board.read"):
        return ()
    wanted = words.strip().casefold()
    return tuple(
        Found(id=pack.id, title=_title(pack), about=f"Issue {pack.issue}, {pack.pages or 0} pages")
        for pack in await queries.board_packs_of(scope)
        if pack.ready and pack.for_person_id is None and wanted in _title(pack).casefold()
    )[:_MOST]


async def _look(scope: Scope, record_id: UUID, _: date | None) -> Looked:
    if not scope.may("packs.board.read"):
        raise NotFound("board pack")
    pack = await queries.board_pack(scope, pack_id=record_id)
    if not pack.ready or pack.sha256 is None or pack.for_person_id is not None:
        raise NotFound("board pack")
    return Looked(
        room="packs",
        kind="board-pack",
        id=record_id,
        title=f"Board pack, {_title(pack)}, issue {pack.issue}",
        path=f"/packs/{record_id}",
        sha256=pack.sha256,
        private=pack.variant is not rules.Variant.PUBLIC,
    )


def _title(pack: PackView) -> str:
    day = f", {in_words(pack.day)}" if pack.day else ""
    return f"{pack.committee}: {pack.meeting}{day} ({pack.variant_in_words})"


BOARD_PACK = Sort(code="pack", words="A board pack", dated=False, search=_search, look=_look)
