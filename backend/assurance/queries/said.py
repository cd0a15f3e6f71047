"""What people said of requirements, as it is kept and as it was known on a day."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.assurance.rules.editions import Standing
from backend.assurance.rules.standing import Judgement
from backend.kit.database import fetch
from backend.scope import Scope

SAID = (
    "level",
    "counts_as",
    "words",
    "valid_until",
    "overruled_because",
    "answered_at",
    "answered_by_person_id",
    "answered_by_name",
    "review",
    "review_words",
    "reviewed_at",
    "reviewed_by_person_id",
    "reviewed_by_name",
    "waits",
    "carried_from_id",
    "carried_words",
)
"""What an answer holds and each of its versions keeps: everything that people said."""

NOTHING_SAID: Mapping[str, Any] = {**dict.fromkeys(SAID), "waits": False}
"""What is said where nobody has answered."""


async def said_by(
    scope: Scope,
    *,
    day: date,
    assessment_ids: Collection[UUID] = (),
    answer_ids: Collection[UUID] = (),
) -> Mapping[UUID, Mapping[str, Any]]:
    """What each of the answers, or of those of the assessments, said by the end of a day; silent ones are left out.

    One statement.
    """
    rows = await fetch(
        """
        SELECT DISTINCT ON (v.answer_id) v.answer_id, v.said FROM assurance_answer_version v
        WHERE v.tenant_id = $1 AND (v.assessment_id = ANY($2) OR v.answer_id = ANY($3)) AND v.made_at <= $4
        ORDER BY v.answer_id, v.number DESC""",
        scope.tenant.id,
        list(assessment_ids),
        list(answer_ids),
        scope.end_of(day),
    )
    return {row["answer_id"]: plain(json.loads(row["said"])) for row in rows}


def plain(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a version keeps, with its days and moments as such."""
    read: dict[str, Any] = dict(said)
    if read["valid_until"]:
        read["valid_until"] = date.fromisoformat(read["valid_until"])
    for name in ("answered_at", "reviewed_at"):
        if read[name]:
            read[name] = datetime.fromisoformat(read[name])
    return read


def judgement_of(said: Any) -> Judgement | None:
    """What a person judged, of a row or a version."""
    if said["level"] is None:
        return None
    until = said["valid_until"]
    return Judgement(
        level=said["level"],
        counts_as=Standing(said["counts_as"]),
        valid_until=date.fromisoformat(until) if isinstance(until, str) else until,
        overruled_because=said["overruled_because"],
        waits=said["waits"],
    )
