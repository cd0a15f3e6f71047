"""Reading statements: the lines of the years, and one with its template, its words, its signature and its files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue import shelf
from backend.catalogue.problems import UnableToFindRuleSet
from backend.catalogue.statements import AuditStandards, StatementKind, StatementSection, StatementTemplate
from backend.kit.calendar import in_words
from backend.kit.database import fetch
from backend.scope import NotFound, Scope
from backend.statements.queries.freezes import FreezeView, freezes_of
from backend.statements.rules import writing
from backend.statements.rules.writing import State, Written
from backend.statements.rules.years import FinancialYear

STANDARDS = "internal-audit-standards"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """A statement as the lists show it: how many of its needed places are filled."""

    id: UUID
    kind: StatementKind
    year: FinancialYear
    committee_id: UUID | None
    committee: str | None
    state: State
    template: StatementTemplate
    left: int

    @property
    def title(self) -> str:
        return self.committee or writing.KIND_IN_WORDS[self.kind]

    @property
    def kind_in_words(self) -> str:
        return writing.KIND_IN_WORDS[self.kind]

    @property
    def state_in_words(self) -> str:
        return writing.STATE_IN_WORDS[self.state]

    @property
    def places(self) -> int:
        return sum(each.needed for each in self.template.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureView:
    content: Mapping[str, Any]
    sha256: str
    signed_at: datetime
    signed_by: UUID
    signed_by_name: str
    signed_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddendumView:
    id: UUID
    number: int
    words: str
    reason: str
    written_at: datetime
    written_by: UUID
    written_by_name: str
    signed_at: datetime | None
    signed_by_name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    id: UUID
    file_id: UUID
    sha256: str
    standing: str
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementView:
    """A statement whole. `freeze` is what it rests on, `newest_freeze` the newest of its year."""

    line: StatementLine
    version: int
    freeze: FreezeView | None
    newest_freeze: FreezeView | None
    started_at: datetime
    started_by_name: str
    sent_at: datetime | None
    sent_by_name: str | None
    question: str | None
    asked_by_name: str | None
    written: Mapping[str, Written]
    authors: frozenset[UUID]
    signature: SignatureView | None
    addenda: tuple[AddendumView, ...]
    files: tuple[FileView, ...]

    @property
    def id(self) -> UUID:
        return self.line.id

    @property
    def waits_for_freeze(self) -> bool:
        return writing.waits_for_freeze(self.line.kind, frozen=self.freeze is not None)

    @property
    def template(self) -> StatementTemplate:
        return self.line.template

    @property
    def title(self) -> str:
        """Annual governance statement 2015/16; Audit Committee: annual report 2015/16."""
        kind = self.line.kind_in_words
        if self.line.committee:
            kind = f"{self.line.committee}: annual report"
        return f"{kind} {self.line.year.in_words}"

    @property
    def left(self) -> tuple[StatementSection, ...]:
        return writing.left_to_write(self.template, self.written)


_LINES = """
SELECT s.id, s.kind, s.year, s.committee_id, c.name AS committee, s.state, s.template FROM statements_statement s
LEFT JOIN committees_committee c ON c.tenant_id = $1 AND c.id = s.committee_id WHERE s.tenant_id = $1
"""
_STANDING = """
SELECT DISTINCT ON (statement_id, section) statement_id, section, number, words, rating, written_by, written_by_name
FROM statements_words WHERE tenant_id = $1 AND statement_id = ANY($2) ORDER BY statement_id, section, number DESC
"""


async def lines_of(scope: Scope, *, year: FinancialYear | None = None) -> tuple[StatementLine, ...]:
    """Every statement, of a year where one is given, newest year first; governance statements before the rest."""
    rows = await fetch(
        _LINES + " AND ($2::integer IS NULL OR s.year = $2)"
        " ORDER BY s.year DESC, s.kind = 'committee-report', s.kind, lower(c.name), s.id",
        scope.tenant.id,
        year.beginning if year else None,
    )
    written = await _written(scope, [row["id"] for row in rows])
    return tuple(_line(row, written.get(row["id"], {})) for row in rows)


async def statement(scope: Scope, *, statement_id: UUID) -> StatementView:
    """One statement. Raises NotFound."""
    rows = await fetch(_LINES + " AND s.id = $2", scope.tenant.id, statement_id)
    if not rows:
        raise NotFound("statement")
    (own,) = await fetch(
        "SELECT * FROM statements_statement WHERE tenant_id = $1 AND id = $2", scope.tenant.id, statement_id
    )
    written = (await _written(scope, [statement_id])).get(statement_id, {})
    line = _line(rows[0], written)
    frozen = await freezes_of(scope, year=line.year)
    authors = await fetch(
        "SELECT DISTINCT written_by FROM statements_words WHERE tenant_id = $1 AND statement_id = $2",
        scope.tenant.id,
        statement_id,
    )
    return StatementView(
        line=line,
        version=own["version"],
        freeze=next((each for each in frozen if each.id == own["freeze_id"]), None),
        newest_freeze=frozen[0] if frozen else None,
        started_at=own["started_at"],
        started_by_name=own["started_by_name"],
        sent_at=own["sent_at"],
        sent_by_name=own["sent_by_name"],
        question=own["question"],
        asked_by_name=own["asked_by_name"],
        written=written,
        authors=frozenset(row["written_by"] for row in authors),
        signature=await _signature(scope, statement_id),
        addenda=await _addenda(scope, statement_id),
        files=await _files(scope, statement_id),
    )


async def history_of_place(
    scope: Scope, *, statement_id: UUID, section: str
) -> tuple[Mapping[str, Any], ...]:
    """Everything that stood in a place, newest first."""
    rows = await fetch(
        "SELECT number, words, rating, written_at, written_by_name FROM statements_words "
        "WHERE tenant_id = $1 AND statement_id = $2 AND section = $3 ORDER BY number DESC",
        scope.tenant.id,
        statement_id,
        section,
    )
    return tuple(dict(row) for row in rows)


def template_of(kind: StatementKind, *, on: date) -> StatementTemplate:
    """The template of a kind in force on a day. Raises writing.UnableToWrite where there was none."""
    try:
        found = shelf.catalogue().rule_set_in_force(writing.FRAMEWORKS[kind], on)
    except UnableToFindRuleSet as missing:
        told = str(missing).partition(": ")[2] or str(missing)
        raise writing.UnableToWrite(
            f"No template of this was in force on {in_words(on)}: {told}"
        ) from missing
    assert isinstance(found, StatementTemplate), f"{found.key} is a template of statements"
    return found


def standards_on(day: date) -> AuditStandards | None:
    """The standards of internal audit in force on a day, as far as the catalogue knows."""
    try:
        found = shelf.catalogue().rule_set_in_force(STANDARDS, day)
    except UnableToFindRuleSet:
        return None
    return found if isinstance(found, AuditStandards) else None


def _line(row: Any, written: Mapping[str, Written]) -> StatementLine:
    template = shelf.catalogue().frameworks[row["template"]]
    assert isinstance(template, StatementTemplate), f"{template.key} is a template of statements"
    return StatementLine(
        id=row["id"],
        kind=StatementKind(row["kind"]),
        year=FinancialYear(row["year"]),
        committee_id=row["committee_id"],
        committee=row["committee"],
        state=State(row["state"]),
        template=template,
        left=len(writing.left_to_write(template, written)),
    )


async def _written(scope: Scope, ids: list[UUID]) -> dict[UUID, dict[str, Written]]:
    found: dict[UUID, dict[str, Written]] = {}
    for row in await fetch(_STANDING, scope.tenant.id, ids):
        found.setdefault(row["statement_id"], {})[row["section"]] = Written(
            number=row["number"],
            words=row["words"],
            rating=row["rating"],
            written_by=row["written_by"],
            written_by_name=row["written_by_name"],
        )
    return found


async def _signature(scope: Scope, statement_id: UUID) -> SignatureView | None:
    rows = await fetch(
        "SELECT content, sha256, signed_at, signed_by, signed_by_name, signed_as FROM statements_signature "
        "WHERE tenant_id = $1 AND statement_id = $2",
        scope.tenant.id,
        statement_id,
    )
    return SignatureView(**{**rows[0], "content": json.loads(rows[0]["content"])}) if rows else None


async def _addenda(scope: Scope, statement_id: UUID) -> tuple[AddendumView, ...]:
    rows = await fetch(
        "SELECT id, number, words, reason, written_at, written_by, written_by_name, signed_at, signed_by_name "
        "FROM statements_addendum WHERE tenant_id = $1 AND statement_id = $2 ORDER BY number",
        scope.tenant.id,
        statement_id,
    )
    return tuple(AddendumView(**row) for row in rows)


async def _files(scope: Scope, statement_id: UUID) -> tuple[FileView, ...]:
    rows = await fetch(
        "SELECT id, file_id, sha256, standing, made_at FROM statements_file "
        "WHERE tenant_id = $1 AND statement_id = $2 ORDER BY made_at DESC, id DESC",
        scope.tenant.id,
        statement_id,
    )
    return tuple(FileView(**row) for row in rows)
