"""Requests for evidence about what we released, with their answers, and who took a regulator's place."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.releases.rules import evidence as rules
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    file_id: UUID
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer; `state` is for-approval, sent-back or sent."""

    id: UUID
    words: str
    state: str
    reissued_as: int | None
    written_at: datetime
    written_by: UUID | None
    written_by_name: str
    back_words: str | None
    approved_at: datetime | None
    approved_by_name: str | None
    message_id: UUID | None
    files: tuple[FileLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request with its answers, the earliest first."""

    id: UUID
    release_id: UUID
    release: str
    release_number: int
    issue: int
    pack_id: UUID
    regulator: str
    agreement_id: UUID | None
    number: int
    place: str | None
    words: str
    asked_by: str
    asked_on: date
    due_on: date
    follows_id: UUID | None
    how: str
    arrived_at: datetime
    owner_person_id: UUID | None
    owner: str | None
    action_id: UUID | None
    reissued_release_id: UUID | None
    closed_on: date | None
    satisfied: bool | None
    closed_words: str | None
    closed_by: str | None
    answers: tuple[AnswerLine, ...]
    standing: rules.Wanted

    @property
    def path(self) -> str:
        return f"/releases/requests/{self.id}"

    @property
    def is_open(self) -> bool:
        return self.satisfied is None

    @property
    def waiting(self) -> AnswerLine | None:
        """The answer that waits for approval."""
        return next((each for each in self.answers if each.state == "for-approval"), None)

    @property
    def standing_in_words(self) -> str:
        return rules.WANTED_IN_WORDS[self.standing]

    @property
    def colour(self) -> str:
        return rules.WANTED_COLOURS[self.standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuccessorLine:
    slug: str
    name: str
    from_on: date
    said_by: str


_REQUESTS = """
SELECT q.*, r.title AS release, r.number AS release_number, r.issue, r.pack_id, r.regulator, r.agreement_id,
  p.name AS owner
FROM releases_request q
JOIN releases_release r ON r.tenant_id = $1 AND r.id = q.release_id
LEFT JOIN people_person p ON p.tenant_id = $1 AND p.id = q.owner_person_id
WHERE q.tenant_id = $1 AND ($2::uuid IS NULL OR q.release_id = $2) AND ($3::uuid IS NULL OR q.id = $3)
ORDER BY q.closed_at IS NOT NULL, q.due_on, q.asked_on, q.number, q.id
"""
_ANSWERS = """
SELECT a.*, coalesce(json_agg(json_build_object('file_id', f.id, 'name', f.name, 'media_type', f.media_type,
  'size', f.size, 'sha256', f.sha256) ORDER BY x.position) FILTER (WHERE f.id IS NOT NULL), '[]') AS files
FROM releases_answer a
LEFT JOIN releases_answer_file x ON x.tenant_id = $1 AND x.answer_id = a.id
LEFT JOIN evidence_file f ON f.tenant_id = $1 AND f.id = x.file_id
WHERE a.tenant_id = $1 AND a.request_id = ANY ($2)
GROUP BY a.tenant_id, a.id ORDER BY a.written_at, a.id
"""


async def requests_of(
    scope: Scope, *, release_id: UUID | None = None, request_id: UUID | None = None
) -> tuple[RequestLine, ...]:
    """Requests for evidence, the open ones first by their days; of one release where it is given. Two statements."""
    rows = await fetch(_REQUESTS, scope.tenant.id, release_id, request_id)
    answers = await fetch(_ANSWERS, scope.tenant.id, [row["id"] for row in rows])
    return tuple(
        _line(scope, row, [_answer(each) for each in answers if each["request_id"] == row["id"]])
        for row in rows
    )


async def request_of(scope: Scope, *, request_id: UUID) -> RequestLine:
    """One request. Raises NotFound."""
    found = await requests_of(scope, request_id=request_id)
    if not found:
        raise NotFound("request")
    return found[0]


async def successor_of(scope: Scope, *, release_id: UUID) -> SuccessorLine | None:
    """Who holds now what was released, where the regulator said that it was replaced."""
    rows = await fetch(
        "SELECT slug, name, from_on, said_by FROM releases_successor WHERE tenant_id = $1 AND release_id = $2 "
        "ORDER BY arrived_at DESC, id DESC LIMIT 1",
        scope.tenant.id,
        release_id,
    )
    return SuccessorLine(**rows[0]) if rows else None


async def file_of(scope: Scope, *, request_id: UUID, file_id: UUID) -> FileLine:
    """A file of one of a request's answers. Raises NotFound."""
    asked = await request_of(scope, request_id=request_id)
    for answer in asked.answers:
        for each in answer.files:
            if each.file_id == file_id:
                return each
    raise NotFound("file")


def _line(scope: Scope, row: Any, answers: Sequence[AnswerLine]) -> RequestLine:
    fields = RequestLine.__dataclass_fields__
    return RequestLine(
        **{name: row[name] for name in fields if name not in ("answers", "standing")},
        answers=tuple(answers),
        standing=rules.wanted(
            due_on=row["due_on"],
            on=scope.today,
            waits=any(each.state == "for-approval" for each in answers),
            sent=any(each.state == "sent" for each in answers),
            satisfied=row["satisfied"],
        ),
    )


def _answer(row: Any) -> AnswerLine:
    kept = json.loads(row["files"]) if isinstance(row["files"], str) else row["files"]
    files = tuple(FileLine(**{**each, "file_id": UUID(each["file_id"])}) for each in kept)
    return AnswerLine(
        **{name: row[name] for name in AnswerLine.__dataclass_fields__ if name != "files"}, files=files
    )
