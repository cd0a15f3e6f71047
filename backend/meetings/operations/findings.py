"""Keeping what was found hidden in a version of a paper, and what the version reads like."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from backend.kit.database import execute, fetch
from backend.kit.documents import hidden
from backend.kit.identity import new_id
from backend.meetings import coach, intake
from backend.meetings.queries.hidden import FINDING_COLUMNS
from backend.scope import Scope

LEFT_OUT = "It was left out when the paper was handed in."
CLEANED = "It was taken out of the clean copy."


async def keep_found(scope: Scope, version_id: UUID, taken: intake.TakenIn) -> dict[str, Any]:
    """Keep what was found in a version, and what it reads like; returns what the ledger says: counts by kind."""
    await _keep(scope, version_id, [_fresh(scope, each) for each in taken.findings])
    await _keep_prose(scope, version_id, taken.prose)
    return {"hidden": dict(Counter(each.kind.value for each in taken.findings))} if taken.findings else {}


def _fresh(scope: Scope, found: hidden.Finding) -> dict[str, Any]:
    settled = {
        "state": "cleared",
        "settled_by_person_id": scope.actor.person_id,
        "settled_by_name": scope.actor.name,
        "settled_at": scope.now,
        "reason": LEFT_OUT,
    }
    still = dict.fromkeys(("settled_by_person_id", "settled_by_name", "settled_at", "reason"))
    return {
        "kind": found.kind.value,
        "place": found.place,
        "words": found.words,
        "removable": found.removable,
        **(settled if found.left_out else {**still, "state": "open"}),
    }


async def carry_found(
    scope: Scope, before_id: UUID, version_id: UUID, *, also: Sequence[hidden.Finding]
) -> None:
    """What was found before stands with the clean copy: cleared where a program could, else as it stood.

    `also` is what was found in the copy: what is new of it stands open.
    """
    rows = await fetch(
        "SELECT kind, place, words, removable, state, settled_by_person_id, settled_by_name, settled_at, reason "
        "FROM meetings_finding WHERE tenant_id = $1 AND paper_version_id = $2 ORDER BY position",
        scope.tenant.id,
        before_id,
    )
    cleared = {
        "state": "cleared",
        "settled_by_person_id": scope.actor.person_id,
        "settled_by_name": scope.actor.name,
        "settled_at": scope.now,
        "reason": CLEANED,
    }
    carried = [
        {**row, **cleared} if row["removable"] and row["state"] == "open" else dict(row) for row in rows
    ]
    known = {(row["kind"], row["place"]) for row in rows}
    carried += [_fresh(scope, each) for each in also if (each.kind.value, each.place) not in known]
    await _keep(scope, version_id, carried)


async def _keep(scope: Scope, version_id: UUID, found: Sequence[dict[str, Any]]) -> None:
    if not found:
        return
    await execute(
        "INSERT INTO meetings_finding (tenant_id, id, paper_version_id, position, kind, place, words, removable, "
        "state, settled_by_person_id, settled_by_name, settled_at, reason) SELECT $1, n.id, $2, n.position, n.kind, "
        "n.place, n.words, n.removable, n.state, n.person_id, n.name, n.at, n.reason "
        "FROM unnest($3::uuid[], $4::integer[], $5::text[], $6::text[], $7::text[], $8::boolean[], $9::text[], "
        "$10::uuid[], $11::text[], $12::timestamptz[], $13::text[]) "
        "AS n (id, position, kind, place, words, removable, state, person_id, name, at, reason)",
        scope.tenant.id,
        version_id,
        [new_id() for _ in found],
        list(range(1, len(found) + 1)),
        *([one[column] for one in found] for column in FINDING_COLUMNS),
    )


async def _keep_prose(scope: Scope, version_id: UUID, prose: coach.Prose) -> None:
    await execute(
        "INSERT INTO meetings_prose (tenant_id, id, paper_version_id, words, sentences, syllables, headings, pictures, "
        "undescribed, recommends, asks) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        scope.tenant.id,
        new_id(),
        version_id,
        prose.words,
        prose.sentences,
        prose.syllables,
        prose.headings,
        prose.pictures,
        prose.undescribed,
        prose.recommends,
        list(prose.asks),
    )


async def carry_prose(scope: Scope, before_id: UUID, version_id: UUID) -> None:
    """What the version before reads like holds for one whose words are the same."""
    await execute(
        "INSERT INTO meetings_prose (tenant_id, id, paper_version_id, words, sentences, syllables, headings, pictures, "
        "undescribed, recommends, asks) SELECT tenant_id, $3, $4, words, sentences, syllables, headings, pictures, "
        "undescribed, recommends, asks FROM meetings_prose WHERE tenant_id = $1 AND paper_version_id = $2",
        scope.tenant.id,
        before_id,
        new_id(),
        version_id,
    )
