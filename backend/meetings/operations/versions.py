"""Keeping a version of a paper: its files, its pictures, and its cover sheet."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from backend.evidence import operations as evidence
from backend.kit import queue
from backend.kit.database import execute, fetch
from backend.kit.identity import new_id
from backend.meetings import cover_editions, covers, intake
from backend.meetings.operations import findings, holding
from backend.meetings.queries import covering
from backend.meetings.queries.covering import KeptCover
from backend.meetings.tables import PaperAsset, PaperCover, PaperVersion
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A version that was kept. `sha256` is what a sign-off binds to, `told` what the ledger says of it."""

    id: UUID
    sha256: str
    told: dict[str, Any]


async def cover_of(
    scope: Scope, answers: covers.Answers, *, before: covers.Answers | None = None
) -> KeptCover:
    """A cover sheet filled in with these answers. Raises covers.UnableToKeepCover.

    A paper that was answered `before` may keep what it says in fields that are no longer asked.
    """
    template = await covering.template_of(scope)
    if before and any(template.field(each) is None for each in before):
        retired = [each for each in before if each in answers]
        template = cover_editions.with_retired(template, await covering.known_fields(scope), retired)
    kept = covers.kept(template, answers, before=before or {})
    return KeptCover(answers=kept, lines=covers.lines_of(template, kept))


async def keep_version(
    scope: Scope, paper_id: UUID, version: int, taken: intake.TakenIn, original: bytes, *, cover: KeptCover
) -> Kept:
    """Keep the files of what was handed in, then the rows that name them."""
    original_id = await evidence.keep_file(scope, name=taken.name, media_type=taken.media_type, data=original)
    content_id = await evidence.keep_file(
        scope, name=taken.content_name, media_type=taken.content_media_type, data=taken.content
    )
    sha256 = covers.bound_sha256(taken.sha256, cover.lines)
    version_id = await PaperVersion.add(
        scope,
        paper_id=paper_id,
        version=version,
        original_file_id=original_id,
        content_kind=taken.kind,
        content_file_id=content_id,
        sha256=sha256,
        losses=list(taken.losses),
        words=taken.words,
        pages=taken.pages,
        uploaded_at=scope.now,
        uploaded_by_person_id=scope.actor.person_id,
        uploaded_by_name=scope.actor.name,
    )
    for name, data in taken.assets.items():
        file_id = await evidence.keep_file(
            scope, name=name, media_type=intake.asset_media_type(name), data=data
        )
        await PaperAsset.add(scope, paper_version_id=version_id, name=name, file_id=file_id)
    await keep_cover(scope, version_id, cover, paper_sha256=taken.sha256)
    await have_read(scope, version_id)
    found = await findings.keep_found(scope, version_id, taken)
    told = {"file": taken.name, "sha256": sha256, "content": taken.kind, "losses": list(taken.losses)}
    return Kept(id=version_id, sha256=sha256, told={**told, **found, "cover": _told(cover.lines)})


async def have_read(scope: Scope, version_id: UUID) -> None:
    """Have the words of a version taken out of it, for search and notes, once this is committed."""
    await queue.defer("reading.read_version", tenant_id=scope.tenant.id, version_id=version_id)


async def keep_same_content(
    scope: Scope, paper: holding.HeldPaper, version: int, *, cover: KeptCover
) -> Kept:
    """A version that says what the one before it says, under another cover sheet: the same files, no new ones."""
    row = paper.row
    before_id: UUID = row["version_id"]
    version_id = new_id()
    sha256 = covers.bound_sha256(row["paper_sha256"], cover.lines)
    await execute(
        """
        INSERT INTO meetings_paper_version (tenant_id, id, paper_id, version, original_file_id, content_kind,
          content_file_id, sha256, losses, words, pages, uploaded_at, uploaded_by_person_id, uploaded_by_name)
        SELECT tenant_id, $3, paper_id, $4, original_file_id, content_kind, content_file_id, $5, losses, words, pages,
          $6, $7, $8 FROM meetings_paper_version WHERE tenant_id = $1 AND id = $2""",
        scope.tenant.id,
        before_id,
        version_id,
        version,
        sha256,
        scope.now,
        scope.actor.person_id,
        scope.actor.name,
    )
    for table, columns in _CARRIED.items():
        await _carry(scope, before_id, version_id, table=table, columns=columns)
    await keep_cover(scope, version_id, cover, paper_sha256=row["paper_sha256"])
    await have_read(scope, version_id)
    return Kept(id=version_id, sha256=sha256, told={"sha256": sha256, "cover": _told(cover.lines)})


async def _carry(scope: Scope, before_id: UUID, version_id: UUID, *, table: str, columns: str) -> None:
    """The rows of one version of the paper for the next, whose files are the same."""
    rows = await fetch(
        f"SELECT id FROM {table} WHERE tenant_id = $1 AND paper_version_id = $2",  # noqa: S608 - our own names
        scope.tenant.id,
        before_id,
    )
    if rows:
        await execute(
            f"INSERT INTO {table} (tenant_id, id, paper_version_id, {columns}) "  # noqa: S608 - our own names
            f"SELECT $1, n.new_id, $2, {columns} FROM {table} t "
            "JOIN unnest($3::uuid[], $4::uuid[]) AS n (new_id, old_id) ON n.old_id = t.id WHERE t.tenant_id = $1",
            scope.tenant.id,
            version_id,
            [new_id() for _ in rows],
            [row["id"] for row in rows],
        )


_CARRIED = {
    "meetings_paper_asset": "name, file_id",
    "meetings_finding": "position, kind, place, words, removable, state, settled_by_person_id, settled_by_name, "
    "settled_at, reason",
    "meetings_prose": "words, sentences, syllables, headings, pictures, undescribed, recommends, asks",
}
"""What belongs to the text of a version, by table: it holds for a version with the same text."""


async def keep_cover(scope: Scope, version_id: UUID, cover: KeptCover, *, paper_sha256: str) -> None:
    """Keep the cover sheet of a version, where it has one. `paper_sha256` is of what lies under it."""
    if cover.lines:
        await PaperCover.add(
            scope,
            paper_version_id=version_id,
            answers=json.dumps(dict(cover.answers)),
            lines=json.dumps([[line.label, line.words] for line in cover.lines]),
            paper_sha256=paper_sha256,
        )


def _told(lines: Sequence[covers.CoverLine]) -> dict[str, str]:
    return {line.label: line.words for line in lines}
