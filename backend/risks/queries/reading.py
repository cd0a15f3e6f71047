"""Rows of the room as they stand now, or as they stood on an earlier day."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.scope import Scope

SUBJECTS = (
    "objective",
    "risk",
    "score",
    "point",
    "control",
    "assurance",
    "gap",
    "move",
    "confirmation",
)
"""The tables that keep versions, without their prefix."""


async def rows_at(
    scope: Scope, subject: str, *, on: date, risk_ids: Collection[UUID] | None = None
) -> Sequence[Any]:
    """The rows of a table of `SUBJECTS` as they stood at the end of a day, all or those of some risks.

    What was recorded later about that day counts, what was undone does not. Today's are read where they are kept.
    One statement.
    """
    assert subject in SUBJECTS  # the name becomes part of the statement
    of_risks = "id" if subject == "risk" else "risk_id"
    if on >= scope.today:
        narrowed = f"AND ($2::uuid[] IS NULL OR {of_risks} = ANY ($2))" if subject != "objective" else ""
        return await fetch(
            f"SELECT * FROM risks_{subject} WHERE tenant_id = $1 AND struck_at IS NULL {narrowed} ORDER BY id",  # noqa: S608 - our own names
            scope.tenant.id,
            *([list(risk_ids) if risk_ids is not None else None] if narrowed else []),
        )
    return await fetch(
        f"""
        SELECT stood.* FROM (
          SELECT DISTINCT ON (subject_id) said FROM risks_version
          WHERE tenant_id = $1 AND subject = '{subject}' AND undone_at IS NULL AND holds_from <= $2
            AND ($3::uuid[] IS NULL OR risk_id = ANY ($3))
          ORDER BY subject_id, number DESC
        ) version, jsonb_populate_record(NULL::risks_{subject}, version.said) stood ORDER BY stood.id
        """,  # noqa: S608 - our own names
        scope.tenant.id,
        on,
        list(risk_ids) if risk_ids is not None else None,
    )
