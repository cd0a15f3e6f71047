"""What waits for a review, a page at a time, and what reviewer and declarant wrote to each other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.interests.queries import declarations
from backend.interests.queries.paging import PAGE_SIZE
from backend.kit.database import fetch
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsPage:
    """One page of the declarations that wait, the longest waiting first, and how many there are in all."""

    lines: tuple[declarations.DeclarationLine, ...]
    number: int
    count: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """A question or an answer, and who wrote it."""

    kind: str
    words: str
    writer: str
    written_at: datetime

    @property
    def kind_in_words(self) -> str:
        return "Question" if self.kind == "QUESTION" else "Answer"


_WAITING = """d.tenant_id = $1 AND d.undone_at IS NULL AND d.status <> 'APPROVED'
  AND ($2::uuid IS NULL OR EXISTS (SELECT 1 FROM people_person m
    WHERE m.tenant_id = $1 AND m.id = d.person_id AND m.line_manager_id = $2))"""


async def page_of_reviews(scope: Scope, *, manager_id: UUID | None = None, number: int = 1) -> ReviewsPage:
    """Page `number` of what waits for a review; `manager_id` narrows it to those whom that person manages."""
    counted = await fetch(
        f"SELECT count(*) AS count FROM interests_declaration d WHERE {_WAITING}",  # noqa: S608 - our own words
        scope.tenant.id,
        manager_id,
    )
    count: int = counted[0]["count"]
    number = max(1, min(number, -(-count // PAGE_SIZE)))
    rows = await fetch(
        f"{declarations.LINES} AND {_WAITING} ORDER BY d.declared_at, d.id "
        f"LIMIT {PAGE_SIZE} OFFSET {(number - 1) * PAGE_SIZE}",
        scope.tenant.id,
        manager_id,
    )
    return ReviewsPage(lines=tuple(map(declarations.declaration_of_row, rows)), number=number, count=count)


async def count_to_review(scope: Scope, *, manager_id: UUID | None = None) -> int:
    """How many declarations of others the actor may review now; `manager_id` narrows it as above."""
    counted = await fetch(
        f"SELECT count(*) AS count FROM interests_declaration d WHERE {_WAITING} "  # noqa: S608 - our own words
        "AND d.status = 'SUBMITTED' AND d.person_id IS DISTINCT FROM $3::uuid",
        scope.tenant.id,
        manager_id,
        scope.actor.person_id,
    )
    count: int = counted[0]["count"]
    return count


async def manages(scope: Scope, *, person_id: UUID) -> bool:
    """Whether the actor is the line manager of `person_id`."""
    rows = await fetch(
        "SELECT 1 FROM people_person WHERE tenant_id = $1 AND id = $2 AND line_manager_id = $3",
        scope.tenant.id,
        person_id,
        scope.actor.person_id,
    )
    return bool(rows)


async def messages_of(scope: Scope, *, declaration_id: UUID) -> tuple[MessageLine, ...]:
    """The questions and answers about one declaration, oldest first."""
    rows = await fetch(
        """
        SELECT m.kind, m.words, p.name AS writer, m.written_at FROM interests_review_message m
        JOIN people_person p ON p.tenant_id = $1 AND p.id = m.person_id
        WHERE m.tenant_id = $1 AND m.declaration_id = $2 ORDER BY m.written_at, m.id""",
        scope.tenant.id,
        declaration_id,
    )
    return tuple(MessageLine(**row) for row in rows)
