"""One request with all that hangs on it."""

import json
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.requests import catalogued
from backend.requests.queries import log
from backend.requests.queries.views import (
    AnswerView,
    AppliedView,
    DisclosureView,
    DocumentView,
    MarkView,
    OpinionView,
    RequestView,
    ReviewView,
    SearchView,
)
from backend.requests.rules import Disclosing, Outcome, ReviewOutcome
from backend.scope import NotFound, Scope

_APPLIED = """
SELECT e.id, e.exemption_id, e.covers, e.reason, e.interest_for, e.interest_against, e.applied_on, e.applied_by,
  e.withdrawn_because, o.person_name, o.office, o.words, o.given_at, o.proved_by
FROM requests_exemption e
LEFT JOIN requests_opinion o ON o.tenant_id = e.tenant_id AND o.applied_id = e.id
WHERE e.tenant_id = $1 AND e.request_id = $2 ORDER BY e.id
"""
_DOCUMENTS = """
SELECT id, request_id, part, number, of_document_id, name, media_type, sha256, size, kept_at, disclosing, marked_at,
  made_from_marks_at, added_at, added_by, withdrawn_because
FROM requests_document WHERE tenant_id = $1 AND request_id = $2 ORDER BY number, id
"""
_MARKS = """
SELECT m.id, m.document_id, m.applied_id, m.words, m.page, m.area, m.found, m.marked_at, m.marked_by, e.exemption_id
FROM requests_redaction m JOIN requests_exemption e ON e.tenant_id = m.tenant_id AND e.id = m.applied_id
WHERE m.tenant_id = $1 AND m.request_id = $2 AND m.withdrawn_at IS NULL ORDER BY m.id
"""
_ANSWERS = """
SELECT id, number, outcome, words, content, sha256, prepared_by, prepared_by_name, prepared_at, checked_by,
  checked_by_name, checked_at, check_words, returned_at, letter_id, letter_failed, sent_on, sent_by
FROM requests_answer WHERE tenant_id = $1 AND request_id = $2 ORDER BY number
"""
_REVIEWS = """
SELECT v.id, v.asked_on, v.words, v.due_on, v.reviewer_person_id, p.name AS reviewer, v.outcome, v.reasons,
  v.decided_on, v.decided_by
FROM requests_review v LEFT JOIN people_person p ON p.tenant_id = v.tenant_id AND p.id = v.reviewer_person_id
WHERE v.tenant_id = $1 AND v.request_id = $2 ORDER BY v.id
"""
_SEARCHES = """
SELECT s.id, s.request_id, r.reference, s.person_id, p.name AS person, s.asked, s.asked_on, s.asked_by, s.due_on,
  s.action_id, s.answer, s.words, s.answered_on, s.answered_by, s.withdrawn_because
FROM requests_search s
JOIN requests_request r ON r.tenant_id = s.tenant_id AND r.id = s.request_id
JOIN people_person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
WHERE s.tenant_id = $1 AND
"""
_DISCLOSURE = (
    "id, request_id, title, asked, answered, answered_on, outcome, with_documents, proposed_by, proposed_by_name, "
    "proposed_at, approved_by_name, public_at, ended_at, ended_because"
)


async def request_of(scope: Scope, *, request_id: UUID, to_change: bool = False) -> RequestView:
    """One request. `to_change` holds it until the transaction ends. Raises NotFound."""
    if to_change:
        await fetch(
            "SELECT 1 FROM requests_request WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
            scope.tenant.id,
            request_id,
        )
    rows = await fetch(f"{log.head()} WHERE r.tenant_id = $1 AND r.id = $2", scope.tenant.id, request_id)
    if not rows:
        raise NotFound("request")
    (line,) = await log.lines_of(scope, rows)
    pauses = await log.pauses_of(scope, {line.id: line.rules})
    documents = await fetch(_DOCUMENTS, scope.tenant.id, request_id)
    answers = await fetch(_ANSWERS, scope.tenant.id, request_id)
    reviews = await fetch(_REVIEWS, scope.tenant.id, request_id)
    disclosures = await fetch(
        f"SELECT {_DISCLOSURE} FROM requests_disclosure "  # noqa: S608 - our own text
        "WHERE tenant_id = $1 AND request_id = $2 ORDER BY proposed_at, id",
        scope.tenant.id,
        request_id,
    )
    return RequestView(
        line=line,
        pauses=pauses.get(line.id, ()),
        searches=await searches_of(scope, request_id=request_id),
        applied=tuple(
            _applied(line.rules, row) for row in await fetch(_APPLIED, scope.tenant.id, request_id)
        ),
        documents=tuple(_document(row) for row in documents),
        marks=tuple(_mark(line.rules, row) for row in await fetch(_MARKS, scope.tenant.id, request_id)),
        answers=tuple(
            AnswerView(**{**row, "outcome": Outcome(row["outcome"]), "content": _json(row["content"])})
            for row in map(dict, answers)
        ),
        reviews=tuple(
            ReviewView(**{**row, "outcome": ReviewOutcome(row["outcome"]) if row["outcome"] else None})
            for row in map(dict, reviews)
        ),
        disclosures=tuple(disclosure(row) for row in disclosures),
    )


async def searches_of(scope: Scope, *, request_id: UUID) -> tuple[SearchView, ...]:
    """The searches of a request, oldest first."""
    rows = await fetch(f"{_SEARCHES} s.request_id = $2 ORDER BY s.id", scope.tenant.id, request_id)
    return tuple(SearchView(**row) for row in rows)


async def search_of(scope: Scope, *, search_id: UUID) -> SearchView:
    """One search, for whoever was asked and for those who handle requests. Raises NotFound for others."""
    rows = await fetch(f"{_SEARCHES} s.id = $2", scope.tenant.id, search_id)
    if not rows or not (
        scope.may("requests.handle")
        or (scope.actor.person_id is not None and rows[0]["person_id"] == scope.actor.person_id)
    ):
        raise NotFound("search")
    return SearchView(**rows[0])


async def my_searches(scope: Scope) -> tuple[SearchView, ...]:
    """What the actor was asked to look for and has not answered."""
    rows = await fetch(
        f"{_SEARCHES} s.person_id = $2 AND s.answer IS NULL AND s.withdrawn_because IS NULL "
        "AND r.closed_on IS NULL ORDER BY s.due_on, s.id",
        scope.tenant.id,
        scope.actor.person_id,
    )
    return tuple(SearchView(**row) for row in rows)


def disclosure(row: Any) -> DisclosureView:
    return DisclosureView(**{**dict(row), "outcome": Outcome(row["outcome"])})


def _applied(rules: str, row: Any) -> AppliedView:
    told = dict(row)
    exemption = catalogued.exemption_of(rules, told.pop("exemption_id"))
    said = {name: told.pop(name) for name in OpinionView.__dataclass_fields__}
    return AppliedView(
        exemption=exemption, opinion=OpinionView(**said) if said["words"] is not None else None, **told
    )


def _document(row: Any) -> DocumentView:
    return DocumentView(**{**dict(row), "disclosing": Disclosing(row["disclosing"])})


def _mark(rules: str, row: Any) -> MarkView:
    told = dict(row)
    section = catalogued.exemption_of(rules, told.pop("exemption_id")).section
    area = _json(told["area"]) if told["area"] is not None else None
    return MarkView(**{**told, "section": section, "area": tuple(area) if area else None})


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
