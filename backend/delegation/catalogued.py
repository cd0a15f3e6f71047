"""A programme as a tenant's folder writes it, rebuilt from the rows: what operations compare and the plan shows."""

import json
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter

from backend.catalogue.conditions import condition_from
from backend.catalogue.criteria import (
    Check,
    Commitment,
    Condition,
    EvidenceKind,
    Finding,
    Gate,
    Guards,
)
from backend.catalogue.programmes import (
    DelegationProgramme,
    InScope,
    Milestone,
    Responsibility,
    ScopeRow,
    Section,
)
from backend.catalogue.shapes import Provenance, Sourced, SourceDocument, Strict
from backend.delegation.rules.dates import parse_when
from backend.kit.calendar import MonthDate
from backend.kit.database import fetch
from backend.scope import Scope

_PARTS = {
    "scope": "SELECT * FROM delegation_scope_row",
    "milestones": "SELECT * FROM delegation_milestone",
    "gates": "SELECT * FROM delegation_gate",
    "conditions": "SELECT * FROM delegation_condition",
    "commitments": "SELECT * FROM delegation_commitment",
}


async def catalogued_programmes(scope: Scope) -> dict[str, DelegationProgramme]:
    """The living programmes by slug, each with all that belongs to it, whatever they came from. Six statements."""
    return await _programmes(scope, origin=None)


async def programmes_of_folder(scope: Scope) -> dict[str, DelegationProgramme]:
    """The living programmes that came from the tenant's folder: what that folder may change and retire."""
    return await _programmes(scope, origin="file")


async def _programmes(scope: Scope, *, origin: str | None) -> dict[str, DelegationProgramme]:
    programmes = await fetch(
        "SELECT * FROM delegation_programme WHERE tenant_id = $1 AND retired_on IS NULL "
        "AND ($2::text IS NULL OR origin = $2) ORDER BY taken_up_on, id",
        scope.tenant.id,
        origin,
    )
    parts = {
        name: await fetch(
            f"{select} WHERE tenant_id = $1 AND retired_on IS NULL ORDER BY position, id",
            scope.tenant.id,
        )
        for name, select in _PARTS.items()
    }
    return {row["slug"]: _programme(row, parts) for row in programmes}


def provenance_of(fact: Sourced) -> str:
    """Where a fact comes from, as it is kept in a jsonb column."""
    return Provenance(source=fact.source, mark=fact.mark, note=fact.note).model_dump_json(
        exclude_defaults=True
    )


def provenance(text: str) -> Provenance:
    return Provenance.model_validate_json(text)


def _programme(row: Any, parts: dict[str, Any]) -> DelegationProgramme:
    own = {name: [each for each in rows if each["programme_id"] == row["id"]] for name, rows in parts.items()}
    names = {each["id"]: each["slug"] for each in own["milestones"]}
    return DelegationProgramme(
        id=row["slug"],
        name=row["name"],
        framework=row["framework"],
        reviewing_body=row["reviewing_body"],
        about=row["about"],
        reconstruction_note=row["reconstruction_note"],
        scope_note=row["scope_note"],
        scope=tuple(_scope_row(each) for each in own["scope"]),
        responsibilities=tuple(
            Responsibility.model_validate(each) for each in json.loads(row["responsibilities"])
        ),
        gates=tuple(_gate(each, own["conditions"], names) for each in own["gates"]),
        commitments=tuple(_commitment(each) for each in own["commitments"]),
        sections=tuple(Section.model_validate(each) for each in json.loads(row["sections"])),
        streams=tuple(Section.model_validate(each) for each in json.loads(row["streams"])),
        milestones=tuple(milestone_from(each) for each in own["milestones"]),
        documents=tuple(SourceDocument.model_validate(each) for each in json.loads(row["documents"])),
    )


def _scope_row(row: Any) -> ScopeRow:
    return ScopeRow(
        n=row["n"],
        area=row["area"],
        in_scope=InScope(row["in_scope"]),
        inferred=InScope(row["inferred"]) if row["inferred"] else None,
        basis=row["basis"],
        **_sourced(row),
    )


def milestone_from(row: Any) -> Milestone:
    """A row of the plan as a programme writes it."""
    due = parse_when(row["baseline_due_month"])
    return Milestone(
        id=row["slug"],
        section=row["section"],
        stream=row["stream"],
        activity=row["activity"],
        due_month=due.isoformat() if isinstance(due, MonthDate) else None,
        due_day=None if isinstance(due, MonthDate) else due,
        after=tuple(row["after"]),
        after_inferred=row["after_inferred"],
        expects=tuple(row["expects"]),
        reconstructed=row["reconstructed"],
        **_sourced(row),
    )


def _gate(row: Any, conditions: Iterable[Any], names: dict[Any, str]) -> Gate:
    return Gate(
        id=row["slug"],
        name=row["name"],
        about=row["about"],
        before=names.get(row["before_milestone_id"]),
        before_inferred=row["before_inferred"],
        guards=Guards.model_validate_json(row["guards"]),
        conditions=tuple(
            Condition(
                id=each["slug"],
                text=each["text"],
                parts=tuple(each["parts"]),
                met_by=names.get(each["met_by_milestone_id"]),
                met_by_inferred=each["met_by_inferred"],
                expects=tuple(each["expects"]),
                needs=tuple(map(EvidenceKind, each["needs"])),
                rule=condition_from(json.loads(each["rule"])) if each["rule"] else None,
                found=Finding.model_validate_json(each["finding"]) if each["finding"] else None,
                **_sourced(each),
            )
            for each in conditions
            if each["gate_id"] == row["id"]
        ),
        **_sourced(row),
    )


def _commitment(row: Any) -> Commitment:
    return Commitment(
        id=row["slug"],
        n=row["n"],
        text=row["text"],
        check=row["check_words"],
        checking=check_of(row["checking"]),
        **_sourced(row),
    )


_CHECK: TypeAdapter[Check] = TypeAdapter(Check)


def check_of(text: str | None) -> Check | None:
    """The typed check of a commitment, from its column."""
    return _CHECK.validate_json(text) if text else None


def as_column(shape: Strict | None) -> str | None:
    """A part of the catalogue as a column of JSON keeps it; `by_alias` keeps the words of rules."""
    return None if shape is None else shape.model_dump_json(exclude_defaults=True, by_alias=True)


def _sourced(row: Any) -> dict[str, Any]:
    found = provenance(row["source"])
    return {"source": found.source, "mark": found.mark, "note": found.note}
