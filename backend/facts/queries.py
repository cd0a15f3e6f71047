"""Reading what was stated, as it is known now or was at a moment."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.facts.values import Facts, from_text
from backend.kit.database import as_json, fetch
from backend.ledger.records import Record
from backend.scope import Scope

_WHOLE = """
SELECT kind, subject, value FROM facts_fact WHERE tenant_id = $1 AND kind = ANY ($2) AND {known}
UNION ALL
SELECT f.kind, f.subject, f.value FROM json_to_recordset($3::text::json) AS one (kind text, subject text)
JOIN facts_fact f ON f.tenant_id = $1 AND f.kind = one.kind AND f.subject = one.subject AND {known}
"""
_NOW = _WHOLE.format(known="known_until IS NULL")
_THEN = _WHOLE.format(known="known_from <= $4 AND (known_until IS NULL OR known_until > $4)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectView:
    """What a fact is about, as a page says it and leads to it; `record` is None for what has no record of its own."""

    about: str
    subject: str
    title: str
    record: Record | None


async def facts_known(
    scope: Scope,
    *,
    kinds: Collection[str],
    named: Collection[tuple[str, str]] = (),
    at: datetime | None = None,
) -> Facts:
    """Every fact of `kinds`, and those of `named` (kind and subject), as known now or at a moment; one statement."""
    whole = sorted(set(kinds))
    single = as_json(
        [{"kind": kind, "subject": subject} for kind, subject in sorted(set(named)) if kind not in whole]
    )
    if at is None:
        rows = await fetch(_NOW, scope.tenant.id, whole, single)
    else:
        rows = await fetch(_THEN, scope.tenant.id, whole, single, at)
    return {(row["kind"], row["subject"]): from_text(row["kind"], row["value"]) for row in rows}


async def subjects_named(
    scope: Scope, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], SubjectView]:
    """The subjects with these kinds and keys, as they are called now; one statement."""
    if not keys:
        return {}
    rows = await fetch(
        """
        SELECT s.about, s.subject, s.title, s.room, s.kind, s.record_id
        FROM json_to_recordset($2::text::json) AS one (about text, subject text)
        JOIN facts_subject s ON s.tenant_id = $1 AND s.about = one.about AND s.subject = one.subject""",
        scope.tenant.id,
        as_json([{"about": about, "subject": subject} for about, subject in sorted(set(keys))]),
    )
    return {(row["about"], row["subject"]): _subject(row) for row in rows}


def _subject(row: dict[str, object]) -> SubjectView:
    record_id = row["record_id"]
    return SubjectView(
        about=str(row["about"]),
        subject=str(row["subject"]),
        title=str(row["title"]),
        record=Record(room=str(row["room"]), kind=str(row["kind"]), id=record_id, title=str(row["title"]))
        if isinstance(record_id, UUID)
        else None,
    )
