"""Letters from outside, with where the reply to each stands on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.reporting import rules
from backend.reporting.queries.returns import issues_of
from backend.reporting.queries.views import IssueLine, Parent
from backend.reporting.rules import Standing, Stands, Step, What
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """A letter from outside, with the issues of its reply."""

    id: UUID
    number: int
    body: str
    reference: str | None
    subject: str
    words: str
    dated_on: date | None
    received_on: date
    due_on: date | None
    owner_person_id: UUID | None
    owner: str | None
    action_id: UUID | None
    file_id: UUID | None
    logged_at: datetime
    logged_by_name: str
    closed_at: datetime | None
    closed_because: str | None
    closed_by_name: str | None
    version: int
    stands: Stands
    replies: tuple[IssueLine, ...]

    @property
    def called(self) -> str:
        return f"L{self.number}"

    @property
    def path(self) -> str:
        return f"/regulator-letters/{self.id}"

    @property
    def closed(self) -> bool:
        return self.closed_at is not None

    @property
    def working(self) -> IssueLine | None:
        return next((each for each in self.replies if each.working), None)

    @property
    def sent(self) -> IssueLine | None:
        return next((each for each in reversed(self.replies) if each.state is Step.SENT), None)

    @property
    def state_in_words(self) -> str:
        if self.stands.code is Standing.WITHDRAWN:
            return "Closed"
        if self.stands.code is Standing.SUBMITTED:
            return "Answered"
        if self.stands.code is Standing.DUE:
            return "To be answered"
        return self.stands.words


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
