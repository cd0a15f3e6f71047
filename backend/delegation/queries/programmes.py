"""Reading a whole programme as it stood on a day, and what a pack says of it for a period."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.catalogue.programmes import InScope, Responsibility
from backend.catalogue.shapes import Provenance, Sourced, SourceDocument
from backend.delegation import catalogued
from backend.delegation.queries import gates, judgements, milestones
from backend.delegation.queries.gate_views import GateView
from backend.delegation.queries.judgements import CommitmentView
from backend.delegation.queries.milestone_views import EvidenceLine, MilestoneVersion, MilestoneView
from backend.kit.database import fetch
from backend.organisations import queries as organisations
from backend.scope import NotFound, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    id: str
    name: str
    milestones: tuple[MilestoneView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeRowView:
    """One area of the scope table. `inferred` is a reading: it is never shown as if it were the source's word."""

    n: int
    area: str
    in_scope: InScope
    inferred: InScope | None
    basis: str | None
    provenance: Provenance

    @property
    def in_scope_in_words(self) -> str:
        return {InScope.YES: "Yes", InScope.NO: "No", InScope.UNKNOWN: "Unknown: the mark is lost"}[
            self.in_scope
        ]

    @property
    def inferred_in_words(self) -> str:
        return {InScope.YES: "Probably yes", InScope.NO: "Probably no", InScope.UNKNOWN: "", None: ""}[
            self.inferred
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeLine:
    """A programme without what it is made of. `taken_up_on` is the day from which it is kept here.

    `origin` is file, plan or app; `version` tells whether somebody changed its plan meanwhile.
    """

    id: UUID
    slug: str
    name: str
    framework: str | None
    reviewing_body: str
    about: str
    reconstruction_note: str | None
    scope_note: str | None
    responsibilities: tuple[Responsibility, ...]
    section_names: tuple[tuple[str, str], ...]
    stream_names: tuple[tuple[str, str], ...]
    documents: tuple[SourceDocument, ...]
    taken_up_on: date
    retired_on: date | None
    origin: str
    plan: str | None
    version: int

    @property
    def came_from(self) -> str:
        """What it came from, in words."""
        return {
            "file": "It comes with the organisation’s settings",
            "plan": "It was taken up from a plan that is shipped",
            "app": "It was made here",
        }[self.origin]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeView:
    """A programme as at `on`. `documents` are the sources by the name that provenance uses."""

    line: ProgrammeLine
    on: date
    sections: tuple[SectionView, ...]
    gates: tuple[GateView, ...]
    scope_rows: tuple[ScopeRowView, ...]
    commitments: tuple[CommitmentView, ...]
    documents: dict[str, SourceDocument]

    @property
    def milestones(self) -> tuple[MilestoneView, ...]:
        return tuple(each for section in self.sections for each in section.milestones)

    @property
    def before_records(self) -> bool:
        """Whether the day lies before the programme was kept here, so that little can be known of it."""
        return self.on < self.line.taken_up_on

    def milestone(self, slug: str) -> MilestoneView | None:
        return next((each for each in self.milestones if each.slug == slug), None)

    @property
    def sources(self) -> tuple[tuple[SourceDocument, tuple[int, ...]], ...]:
        """The documents that the programme was read in, each with every page that is cited."""
        cited: dict[str, set[int]] = {}
        facts: list[Sourced] = [
            *self.line.responsibilities,
            *(each.provenance for each in self.milestones),
            *(each.provenance for each in self.scope_rows),
            *(each.provenance for each in self.commitments),
            *(gate.provenance for gate in self.gates),
            *(each.provenance for gate in self.gates for each in gate.conditions),
        ]
        for fact in facts:
            if fact.source is not None:
                cited.setdefault(fact.source.document, set()).update(fact.source.pages)
        return tuple(
            (self.documents[name], tuple(sorted(pages)))
            for name, pages in cited.items()
            if name in self.documents
        )

    def gates_before(self, milestone_id: UUID) -> tuple[GateView, ...]:
        return tuple(gate for gate in self.gates if any(each.id == milestone_id for each in gate.milestones))


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedProgramme:
    """What a pack says of a programme: how it stood on the last day, and what was said in the period, oldest first."""

    programme: ProgrammeView
    since: date
    until: date
    changes: tuple[MilestoneVersion, ...]
    evidence: tuple[EvidenceLine, ...]


async def programmes_of(scope: Scope, *, include_retired: bool = False) -> tuple[ProgrammeLine, ...]:
    """The programmes: those of the organisation's settings first, then the last that was taken up."""
    rows = await fetch(
        """
        SELECT * FROM delegation_programme WHERE tenant_id = $1 AND ($2 OR retired_on IS NULL)
        ORDER BY (origin <> 'file'), taken_up_on DESC, id DESC""",
        scope.tenant.id,
        include_retired,
    )
    return tuple(map(_line, rows))


async def programme(
    scope: Scope,
    *,
    programme_id: UUID,
    on: date | None = None,
    known_at: datetime | None = None,
) -> ProgrammeView:
    """One programme as at `on`, as known at `known_at`; both now unless given. Fifteen statements. Raises NotFound."""
    rows = await fetch(
        "SELECT * FROM delegation_programme WHERE tenant_id = $1 AND id = $2", scope.tenant.id, programme_id
    )
    if not rows:
        raise NotFound("delegation programme")
    line, day = _line(rows[0]), on or scope.today
    found = await milestones.milestones_of(scope, programme_id=programme_id, on=day, known_at=known_at)
    return ProgrammeView(
        line=line,
        on=day,
        sections=tuple(
            SectionView(id=key, name=name, milestones=tuple(each for each in found if each.section == key))
            for key, name in line.section_names
        ),
        gates=await gates.gates_of(scope, programme_id=programme_id, on=day, known_at=known_at),
        scope_rows=await scope_rows_of(scope, programme_id=programme_id, on=day),
        commitments=await judgements.commitments_of(
            scope, programme_id=programme_id, on=day, known_at=known_at
        ),
        documents={**await documents_of(scope), **{each.id: each for each in line.documents}},
    )


async def scope_rows_of(
    scope: Scope, *, programme_id: UUID, on: date | None = None
) -> tuple[ScopeRowView, ...]:
    """The scope table of a programme."""
    rows = await fetch(
        """
        SELECT * FROM delegation_scope_row WHERE tenant_id = $1 AND programme_id = $2
          AND (retired_on IS NULL OR retired_on > $3) ORDER BY n""",
        scope.tenant.id,
        programme_id,
        on or scope.today,
    )
    return tuple(
        ScopeRowView(
            n=row["n"],
            area=row["area"],
            in_scope=InScope(row["in_scope"]),
            inferred=InScope(row["inferred"]) if row["inferred"] else None,
            basis=row["basis"],
            provenance=catalogued.provenance(row["source"]),
        )
        for row in rows
    )


async def documents_of(scope: Scope, *, programme_id: UUID | None = None) -> dict[str, SourceDocument]:
    """The documents that facts were read in, by the name that provenance uses; those of a programme’s own too."""
    found = await organisations.documents_of(scope)
    if programme_id is None:
        return found
    rows = await fetch(
        "SELECT documents FROM delegation_programme WHERE tenant_id = $1 AND id = $2",
        scope.tenant.id,
        programme_id,
    )
    own = [SourceDocument.model_validate(each) for row in rows for each in json.loads(row["documents"])]
    return {**found, **{each.id: each for each in own}}


async def programmes_for_pack(scope: Scope, *, since: date, until: date) -> tuple[PackedProgramme, ...]:
    """Every programme that was kept at `until`, as it stood then, with what was said from `since` on.

    A period that ends after today ends today: a pack says nothing of days to come. One that was made afterwards is not
    told, one that was retired afterwards is. Eighteen statements for each; an organisation has few.
    """
    last = min(until, scope.today)
    return tuple(
        [
            PackedProgramme(
                programme=await programme(scope, programme_id=line.id, on=last),
                since=since,
                until=last,
                changes=await milestones.versions_between(
                    scope, programme_id=line.id, since=since, until=last
                ),
                evidence=tuple(
                    each
                    for each in await milestones.evidence_of(scope, programme_id=line.id)
                    if each.since <= last
                ),
            )
            for line in await programmes_of(scope, include_retired=True)
            if line.taken_up_on <= last and (line.retired_on is None or line.retired_on > last)
        ]
    )


def _line(row: Any) -> ProgrammeLine:
    return ProgrammeLine(
        id=row["id"],
        slug=row["slug"],
        name=row["name"],
        framework=row["framework"],
        reviewing_body=row["reviewing_body"],
        about=row["about"],
        reconstruction_note=row["reconstruction_note"],
        scope_note=row["scope_note"],
        responsibilities=tuple(
            Responsibility.model_validate(each) for each in json.loads(row["responsibilities"])
        ),
        section_names=tuple((each["id"], each["name"]) for each in json.loads(row["sections"])),
        stream_names=tuple((each["id"], each["name"]) for each in json.loads(row["streams"])),
        documents=tuple(SourceDocument.model_validate(each) for each in json.loads(row["documents"])),
        taken_up_on=row["taken_up_on"],
        retired_on=row["retired_on"],
        origin=row["origin"],
        plan=row["plan"],
        version=row["version"],
    )
