"""Letters from outside, with where the reply to each stands on a day."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.reporting import rules
from backend.reporting.queries.returns import issues_of
from backend.reporting.queries.views import IssueLine, LetterView, Parent
from backend.reporting.rules import What
from backend.scope import NotFound, Scope

_LETTERS = """
SELECT l.*, owner.name AS owner FROM reporting_letter l
LEFT JOIN people_person owner ON owner.tenant_id = $1 AND owner.id = l.owner_person_id
WHERE l.tenant_id = $1 AND ($2::uuid IS NULL OR l.id = $2)
"""


async def letters_of(scope: Scope, *, on: date | None = None) -> tuple[LetterView, ...]:
    """Every letter as it stood on a day, open ones first, by the day on which an answer is wanted. Three statements."""
    rows = await fetch(
        _LETTERS + " ORDER BY l.closed_at IS NOT NULL, l.due_on NULLS LAST, l.number", scope.tenant.id, None
    )
    day = on or scope.today
    end = scope.end_of(day)
    return await _whole(scope, [row for row in rows if row["logged_at"] <= end], day)


async def letter_of(scope: Scope, *, letter_id: UUID, on: date | None = None) -> LetterView:
    """One letter as it stood on a day. Raises NotFound."""
    rows = await fetch(_LETTERS, scope.tenant.id, letter_id)
    if not rows:
        raise NotFound("letter")
    (found,) = await _whole(scope, rows, on or scope.today)
    return found


def parent_of_letter(row: Mapping[str, Any]) -> Parent:
    return Parent(
        what=What.REPLY,
        id=row["id"],
        return_id=None,
        title=f"Reply to letter L{row['number']}: {row['subject']}",
        body=row["body"],
        agreement_id=None,
        path=f"/regulator-letters/{row['id']}",
        owner_person_id=row["owner_person_id"],
        action_id=row["action_id"],
        due_on=row["due_on"],
        ended=row["closed_at"] is not None,
        asks=row["words"],
    )


async def _whole(scope: Scope, rows: Sequence[Mapping[str, Any]], day: date) -> tuple[LetterView, ...]:
    issues = await issues_of(scope, [row["id"] for row in rows])
    return tuple(_view(scope, row, issues.get(row["id"], ()), day) for row in rows)


_LETTER = frozenset(LetterView.__dataclass_fields__) - {"replies", "stands"}


def _view(scope: Scope, row: Mapping[str, Any], replies: tuple[IssueLine, ...], day: date) -> LetterView:
    return LetterView(
        **{name: row[name] for name in _LETTER},
        replies=replies,
        stands=rules.stands_at(
            scope.end_of(day),
            day,
            due_on=row["due_on"],
            withdrawn_at=row["closed_at"],
            issues=[each.times for each in replies],
        ),
    )
