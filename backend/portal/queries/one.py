"""One received pack with what was found of it and done with it, and every request for evidence."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.kit.database import fetch
from backend.portal import rules
from backend.portal.queries.packs import (
    PackLine,
    RecipientLine,
    closed_to,
    pack_line_of,
    packs_of,
    recipients_of,
)
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A key that this body holds for a commissioner."""

    id: UUID
    commissioner_id: UUID
    commissioner: str
    name: str
    fingerprint: str
    source: str
    entered_at: datetime
    entered_by_name: str
    withdrawn_at: datetime | None
    withdrawn_because: str | None
    withdrawn_by_name: str | None

    @property
    def grouped(self) -> str:
        return " ".join(self.fingerprint[start : start + 4] for start in range(0, len(self.fingerprint), 4))


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One verification, as it was made."""

    checked_at: datetime
    checked_by_name: str
    holds: bool
    pinned: bool
    lines: tuple[tuple[str, bool | None, str], ...]
    fingerprint: str | None
    key_name: str | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLine:
    id: UUID
    person_id: UUID | None
    received_by: str
    address: str | None
    sha256: str
    verified: str
    given_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    what: str
    because: str | None
    expires_at: datetime | None
    superseded_by_id: UUID | None
    superseded_by_issue: int | None
    changed_by: str
    changed_at: datetime
    received_at: datetime
    message_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    answer_id: UUID
    words: str
    prepared_by: str
    approved_by: str
    approved_at: datetime
    reissued_as: int | None
    files: tuple[dict[str, Any], ...]
    sha256: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """A request for evidence with its answers; for whoever is not named in the pack without words."""

    id: UUID
    pack_id: UUID
    number: int
    place: str | None
    words: str
    due_on: date
    asked_on: date
    asked_at: datetime
    asked_by_name: str
    follows_id: UUID | None
    satisfied: bool | None
    closed_on: date | None
    closed_words: str | None
    closed_by_name: str | None
    commissioner: str
    pack: str
    issue: int
    named: bool
    answers: tuple[AnswerLine, ...]
    standing: rules.Asked

    @property
    def is_open(self) -> bool:
        return self.satisfied is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PackView:
    """Everything of one received pack. `requests` without their words where the reader is not named."""

    line: PackLine
    recipients: tuple[RecipientLine, ...]
    checks: tuple[CheckLine, ...]
    keys: tuple[KeyLine, ...]
    receipts: tuple[ReceiptLine, ...]
    changes: tuple[ChangeLine, ...]
    takings: tuple[tuple[str, datetime], ...]
    requests: tuple[RequestLine, ...]
    others: tuple[PackLine, ...]
    """The other issues and periods of the same definition, from the same commissioner."""
    answers_to: RequestLine | None
    own_receipt: ReceiptLine | None

    @property
    def check(self) -> CheckLine | None:
        return self.checks[0] if self.checks else None


_REQUESTS = """
SELECT q.*, c.name AS commissioner, k.title AS pack, k.issue,
  EXISTS (SELECT 1 FROM portal_recipient r WHERE r.tenant_id = $1 AND r.pack_id = k.id AND r.person_id = $2) AS named
FROM portal_request q
JOIN portal_pack k ON k.tenant_id = $1 AND k.id = q.pack_id
JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = k.commissioner_id
WHERE q.tenant_id = $1 AND NOT k.commissioner_id = ANY ($3) AND ($4::uuid IS NULL OR k.id = $4)
  AND ($5::uuid IS NULL OR q.id = $5)
ORDER BY q.closed_at IS NOT NULL, q.due_on, q.number, q.id
"""


async def requests_of(
    scope: Scope, *, pack_id: UUID | None = None, request_id: UUID | None = None
) -> tuple[RequestLine, ...]:
    """Requests for evidence, the open ones first by their days; of one pack where it is given."""
    rows = await fetch(
        _REQUESTS,
        scope.tenant.id,
        scope.actor.person_id,
        list(await closed_to(scope)),
        pack_id,
        request_id,
    )
    answers = await fetch(
        "SELECT * FROM portal_answer WHERE tenant_id = $1 AND request_id = ANY ($2) ORDER BY received_at, id",
        scope.tenant.id,
        [row["id"] for row in rows],
    )
    return tuple(
        _request(scope, row, [_answer(each) for each in answers if each["request_id"] == row["id"]])
        for row in rows
    )


async def request_of(scope: Scope, *, request_id: UUID) -> RequestLine:
    """One request. Raises NotFound."""
    found = await requests_of(scope, request_id=request_id)
    if not found:
        raise NotFound("request")
    return found[0]


async def keys_of(scope: Scope, *, commissioner_id: UUID | None = None) -> tuple[KeyLine, ...]:
    """The register of keys, those that are held first; of one commissioner where it is given."""
    rows = await fetch(
        "SELECT y.*, c.name AS commissioner FROM portal_key y "
        "JOIN reviewing_commissioner c ON c.tenant_id = $1 AND c.id = y.commissioner_id "
        "WHERE y.tenant_id = $1 AND ($2::uuid IS NULL OR y.commissioner_id = $2) "
        "ORDER BY y.withdrawn_at IS NOT NULL, lower(c.name), y.entered_at DESC, y.id",
        scope.tenant.id,
        commissioner_id,
    )
    return tuple(KeyLine(**{name: row[name] for name in KeyLine.__dataclass_fields__}) for row in rows)


async def pack_of(scope: Scope, *, pack_id: UUID) -> PackView:
    """One received pack with all that belongs to it. Raises NotFound."""
    line = await pack_line_of(scope, pack_id=pack_id)
    receipts = await _lines(scope, ReceiptLine, "portal_receipt", pack_id, "given_at")
    takings = await fetch(
        "SELECT person_name, taken_at FROM portal_taking WHERE tenant_id = $1 AND pack_id = $2 ORDER BY taken_at, id",
        scope.tenant.id,
        pack_id,
    )
    others = await packs_of(scope, commissioner_id=line.commissioner_id)
    return PackView(
        line=line,
        recipients=await recipients_of(scope, pack_id=pack_id),
        checks=await checks_of(scope, pack_id=pack_id),
        keys=await keys_of(scope, commissioner_id=line.commissioner_id),
        receipts=receipts,
        changes=await _lines(scope, ChangeLine, "portal_change", pack_id, "changed_at"),
        takings=tuple((row["person_name"], row["taken_at"]) for row in takings),
        requests=await requests_of(scope, pack_id=pack_id),
        others=tuple(each for each in others if each.id != pack_id and each.definition == line.definition),
        answers_to=await _answered(scope, line),
        own_receipt=next((each for each in receipts if each.person_id == scope.actor.person_id), None),
    )


async def checks_of(scope: Scope, *, pack_id: UUID) -> tuple[CheckLine, ...]:
    """Every verification of a pack, the last first."""
    rows = await fetch(
        "SELECT * FROM portal_check WHERE tenant_id = $1 AND pack_id = $2 ORDER BY checked_at DESC, id DESC",
        scope.tenant.id,
        pack_id,
    )
    return tuple(
        CheckLine(
            **{name: row[name] for name in CheckLine.__dataclass_fields__ if name != "lines"},
            lines=tuple((what, holds, said) for what, holds, said in _json(row["lines"])),
        )
        for row in rows
    )


async def _answered(scope: Scope, line: PackLine) -> RequestLine | None:
    """The request in answer to which the pack was issued anew, where it is one of ours."""
    if line.answers_request_id is None:
        return None
    found = await requests_of(scope, request_id=line.answers_request_id)
    return found[0] if found else None


async def _lines(scope: Scope, kind: Any, table: str, pack_id: UUID, by: str) -> tuple[Any, ...]:
    rows = await fetch(
        f"SELECT * FROM {table} WHERE tenant_id = $1 AND pack_id = $2 ORDER BY {by}, id",  # noqa: S608 - our own words
        scope.tenant.id,
        pack_id,
    )
    return tuple(kind(**{name: row[name] for name in kind.__dataclass_fields__}) for row in rows)


def _request(scope: Scope, row: Any, answers: list[AnswerLine]) -> RequestLine:
    fields = RequestLine.__dataclass_fields__
    values = {name: row[name] for name in fields if name not in ("answers", "standing")}
    if not row["named"]:
        values |= {"words": "", "place": None, "closed_words": None}
    return RequestLine(
        **values,
        answers=tuple(answers) if row["named"] else (),
        standing=rules.asked_standing(
            due_on=row["due_on"], on=scope.today, answered=bool(answers), satisfied=row["satisfied"]
        ),
    )


def _answer(row: Any) -> AnswerLine:
    values = {name: row[name] for name in AnswerLine.__dataclass_fields__ if name != "files"}
    return AnswerLine(**values, files=tuple(_json(row["files"])))


def _json(kept: Any) -> Any:
    return json.loads(kept) if isinstance(kept, str) else kept
