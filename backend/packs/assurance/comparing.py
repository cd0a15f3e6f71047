"""What is other in a pack than in the issue before it, or in that of the period before."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.packs import rules
from backend.packs.assurance import definitions
from backend.packs.assurance.rules import Opinion
from backend.packs.sections.shapes import Section, hashes_of
from backend.scope import Scope

_NOT_COMPARED = ("ledger/",)
_MOST = 8
"""Sentences; the rest is counted."""


def manifest_of(sections: Sequence[Section], opinion: str | None) -> dict[str, Any]:
    """What a later issue is compared with: figures, what was missing, and every file by its hash."""
    return {
        "numbers": [list(pair) for section in sections for pair in section.numbers],
        "missing": [sentence for section in sections for sentence in section.missing],
        "files": {
            path: sha256 for path, sha256 in hashes_of(sections).items() if not path.startswith(_NOT_COMPARED)
        },
        "opinion": opinion,
    }


async def changes_since(
    scope: Scope,
    *,
    definition_id: str,
    period: rules.Period,
    pack_id: UUID | None,
    sections: Sequence[Section],
    opinion: Opinion | None,
) -> tuple[str | None, tuple[str, ...]]:
    """What to compare with, in words, and what is other now; nothing where there was no pack before."""
    before = await _before(scope, definition_id, period, pack_id)
    if before is None:
        return None, ()
    words, manifest = before
    return words, differences(manifest, manifest_of(sections, opinion.words if opinion else None))


async def manifest_of_pack(scope: Scope, *, pack_id: UUID) -> dict[str, Any]:
    """What was kept of a finished pack; empty for one from before that was kept."""
    rows = await fetch(
        "SELECT manifest FROM packs_pack WHERE tenant_id = $1 AND id = $2 AND kind = 'assurance'",
        scope.tenant.id,
        pack_id,
    )
    return dict(json.loads(rows[0]["manifest"] or "{}")) if rows else {}


def differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, ...]:
    """What is other, in sentences: figures, what came to be missing or is no longer, files."""
    told: list[str] = []
    figures = dict(before.get("numbers", []))
    for words, figure in now.get("numbers", []):
        if words in figures and figures[words] != figure:
            told.append(f"{words}: {figure}, was {figures[words]}.")
    was, has = before.get("missing", []), now.get("missing", [])
    told += [f"New: {sentence}" for sentence in has if sentence not in was]
    told += [f"No longer: {sentence}" for sentence in was if sentence not in has]
    if before.get("opinion") != now.get("opinion"):
        told.append("The opinion is another.")
    files = _files(before.get("files", {}), now.get("files", {}))
    kept = told[:_MOST]
    if len(told) > _MOST:
        kept.append(f"{len(told) - _MOST} more differences in figures and in what is missing.")
    return (*kept, *files)


def _files(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    added, gone = sorted(set(now) - set(before)), sorted(set(before) - set(now))
    other = sorted(path for path in set(now) & set(before) if now[path] != before[path])
    told = [
        f"{len(paths)} {'file' if len(paths) == 1 else 'files'} {words}"
        for paths, words in ((added, "added"), (gone, "no longer there"), (other, "changed"))
        if paths
    ]
    return [f"{', '.join(told)}."] if told else []


async def _before(
    scope: Scope, definition_id: str, period: rules.Period, pack_id: UUID | None
) -> tuple[str, dict[str, Any]] | None:
    """The newest earlier issue of the same days; else that of days which ended where these begin."""
    rows = await fetch(
        "SELECT id, definition, since_on, until_on, issue, manifest FROM packs_pack "
        "WHERE tenant_id = $1 AND kind = 'assurance' AND state = 'ready' AND manifest IS NOT NULL "
        "AND id IS DISTINCT FROM $4 AND ((since_on = $2 AND until_on = $3) OR until_on = $5) "
        "ORDER BY until_on DESC, issue DESC",
        scope.tenant.id,
        period.since,
        period.until,
        pack_id,
        period.since - timedelta(days=1),
    )
    for row in rows:
        if definitions.definition_id(row["definition"]) != definition_id:
            continue
        if row["until_on"] == period.until:
            return f"issue {row['issue']}", json.loads(row["manifest"])
        earlier = rules.Period(since=row["since_on"], until=row["until_on"])
        return f"the pack for {earlier.in_words}, issue {row['issue']}", json.loads(row["manifest"])
    return None
