"""What became of one item of evidence: its versions, and every step that was taken with it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.assurance.queries.evidence import evidence
from backend.assurance.rules import evidence as rules
from backend.assurance.tables.evidence import EvidenceStep
from backend.kit.database import fetch
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version as it was kept; `size` in bytes, of a file."""

    number: int
    sort: rules.Sort
    file_id: UUID | None
    file_name: str | None
    size: int | None
    record_title: str | None
    record_path: str | None
    statement: str | None
    stated_by_name: str | None
    stated_on: date | None
    sha256: str
    shows: str
    limits: str
    level: rules.Level
    effective_from: date
    effective_to: date | None
    expires_on: date | None
    why: str
    added_at: datetime
    added_by_name: str

    @property
    def sort_in_words(self) -> str:
        return rules.SORT_IN_WORDS[self.sort]

    @property
    def level_in_words(self) -> str:
        return rules.LEVEL_IN_WORDS[self.level]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step; `review_on` is the day of the next review from then on."""

    kind: rules.StepKind
    words: str
    review_on: date | None
    made_at: datetime
    made_by_name: str

    @property
    def heading(self) -> str:
        return rules.STEP_IN_WORDS[self.kind]


async def versions_of(scope: Scope, *, evidence_id: UUID) -> tuple[VersionLine, ...]:
    """Every version of an item, newest first. The caller has seen that the reader may know of it."""
    rows = await fetch(
        "SELECT v.number, v.sort, v.file_id, f.name AS file_name, f.size, v.record_title, v.record_path, v.statement, "
        "v.stated_by_name, v.stated_on, v.sha256, v.shows, v.limits, v.level, v.effective_from, v.effective_to, "
        "v.expires_on, v.why, v.added_at, v.added_by_name FROM assurance_evidence_version v "
        "LEFT JOIN evidence_file f ON f.tenant_id = $1 AND f.id = v.file_id "
        "WHERE v.tenant_id = $1 AND v.evidence_id = $2 ORDER BY v.number DESC",
        scope.tenant.id,
        evidence_id,
    )
    return tuple(
        VersionLine(**{**row, "sort": rules.Sort(row["sort"]), "level": rules.Level(row["level"])})
        for row in map(dict, rows)
    )


async def check_holds_file(scope: Scope, *, evidence_id: UUID, file_id: UUID) -> None:
    """A version of the item holds the file, and the reader may see the item. Raises NotFound."""
    await evidence(scope, evidence_id=evidence_id)
    if file_id not in {line.file_id for line in await versions_of(scope, evidence_id=evidence_id)}:
        raise NotFound("file")


async def steps_of(scope: Scope, *, evidence_id: UUID) -> tuple[StepLine, ...]:
    """Every step that was taken with an item, newest first."""
    rows = await (
        EvidenceStep.within(scope, *(getattr(EvidenceStep, name) for name in StepLine.__dataclass_fields__))
        .where(EvidenceStep.evidence_id == evidence_id)
        .order_by(EvidenceStep.made_at, EvidenceStep.id, ascending=False)
    )
    return tuple(StepLine(**{**row, "kind": rules.StepKind(row["kind"])}) for row in rows)


async def readers_of(scope: Scope, *, evidence_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Who besides the owner, officers and internal audit sees a confidential item, by name."""
    rows = await fetch(
        "SELECT p.id, p.name FROM assurance_evidence i "
        "JOIN people_person p ON p.tenant_id = $1 AND p.id = ANY (i.readers) "
        "WHERE i.tenant_id = $1 AND i.id = $2 ORDER BY p.name",
        scope.tenant.id,
        evidence_id,
    )
    return tuple((row["id"], row["name"]) for row in rows)
