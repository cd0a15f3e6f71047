"""The words of a version of a paper, as blocks. Whoever calls this has seen that the reader may read the paper."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from backend.evidence import queries as evidence
from backend.kit import confine
from backend.kit.database import fetch
from backend.kit.pdf import text
from backend.kit.pdf.passages import Block, Kind
from backend.reading.rules.words import Words
from backend.scope import NotFound, Scope

_HELD = 12
"""Papers whose words a process keeps at hand, since a version never changes."""

_at_hand: OrderedDict[UUID, Words] = OrderedDict()


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOfVersion:
    """A version's words. `problem` says in a sentence why there are none, where they could not be read."""

    version_id: UUID
    blocks: tuple[Block, ...]
    problem: str | None = None
    stored: bool = False


async def words_of(scope: Scope, *, version_id: UUID) -> Words:
    """A version's words, ready to find quotations in."""
    if version_id in _at_hand:
        _at_hand.move_to_end(version_id)
        return _at_hand[version_id]
    held = Words((await text_of(scope, version_id=version_id)).blocks)
    _at_hand[version_id] = held
    while len(_at_hand) > _HELD:
        _at_hand.popitem(last=False)
    return held


async def text_of(scope: Scope, *, version_id: UUID) -> TextOfVersion:
    """A version's blocks as they were stored, or read from its file where nobody has yet. Raises NotFound."""
    known = await fetch(
        "SELECT problem FROM reading_version WHERE tenant_id = $1 AND paper_version_id = $2",
        scope.tenant.id,
        version_id,
    )
    if not known:
        return await read_file(scope, version_id=version_id)
    rows = await fetch(
        "SELECT page, kind, level, words FROM reading_text WHERE tenant_id = $1 AND paper_version_id = $2 "
        "ORDER BY part",
        scope.tenant.id,
        version_id,
    )
    return TextOfVersion(
        version_id=version_id, blocks=_blocks(rows), problem=known[0]["problem"], stored=True
    )


async def read_file(scope: Scope, *, version_id: UUID) -> TextOfVersion:
    """A version's blocks out of its content, never out of what was handed in. Raises NotFound."""
    rows = await fetch(
        "SELECT content_kind, content_file_id FROM meetings_paper_version WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        version_id,
    )
    if not rows:
        raise NotFound("version")
    data = await evidence.bytes_of(scope, file_id=rows[0]["content_file_id"])
    return await asyncio.to_thread(_read, version_id, rows[0]["content_kind"], data)


async def problem_of(scope: Scope, *, version_id: UUID) -> str | None:
    """Why a version has no words, in a sentence; `None` where it has some, or nobody has looked yet."""
    rows = await fetch(
        "SELECT problem FROM reading_version WHERE tenant_id = $1 AND paper_version_id = $2",
        scope.tenant.id,
        version_id,
    )
    found: str | None = rows[0]["problem"] if rows else None
    return found


async def versions_waiting(scope: Scope) -> tuple[UUID, ...]:
    """The newest versions of papers whose words nobody has taken out of them yet."""
    rows = await fetch(
        "SELECT v.id FROM meetings_paper_version v "
        "JOIN meetings_paper p ON p.tenant_id = $1 AND p.id = v.paper_id AND p.version = v.version "
        "LEFT JOIN reading_version r ON r.tenant_id = $1 AND r.paper_version_id = v.id "
        "WHERE v.tenant_id = $1 AND r.id IS NULL ORDER BY v.uploaded_at, v.id",
        scope.tenant.id,
    )
    return tuple(row["id"] for row in rows)


def _read(version_id: UUID, content_kind: str, data: bytes) -> TextOfVersion:
    try:
        blocks = text.blocks_of(data) if content_kind == "pdf" else text.blocks_of_html(data)
    except (text.UnableToRead, confine.ConfinedFailure) as failure:
        return TextOfVersion(version_id=version_id, blocks=(), problem=_sentence(str(failure)))
    problem = None if blocks else "The pages hold no text: they are pictures, such as a scan makes."
    return TextOfVersion(version_id=version_id, blocks=blocks, problem=problem)


def _sentence(failure: str) -> str:
    return failure if failure[:1].isupper() else f"The paper {failure.rstrip('.')}."


def _blocks(rows: Sequence[Any]) -> tuple[Block, ...]:
    return tuple(Block(row["page"], cast(Kind, row["kind"]), row["level"], row["words"]) for row in rows)
