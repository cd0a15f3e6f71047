"""Showing evidence of a kind for a criterion, a commitment, a condition set or a happening, and taking it back."""

from uuid import UUID

from backend.catalogue.criteria import EvidenceKind
from backend.delegation.queries import at_gate, gates, judgements
from backend.delegation.rules import gates as at_gates
from backend.delegation.tables.gates import Shown
from backend.kit.database import fetch
from backend.ledger import operations as ledger
from backend.ledger.records import Record
from backend.scope import NotFound, Scope


async def show(
    scope: Scope,
    *,
    record: Record,
    kind: str,
    condition_id: UUID | None = None,
    commitment_id: UUID | None = None,
    imposed_id: UUID | None = None,
    happening_id: UUID | None = None,
) -> UUID:
    """Show a record of any room as evidence of `kind` for one thing; the same record of the same kind twice is one.

    Returns the id of the link. Raises at_gates.UnableToShow, NotFound.
    """
    subjects = {
        "condition_id": condition_id,
        "commitment_id": commitment_id,
        "imposed_id": imposed_id,
        "happening_id": happening_id,
    }
    ((column, subject_id),) = [(name, value) for name, value in subjects.items() if value is not None]
    of = await _subject(scope, column, subject_id)
    if kind not in set(EvidenceKind):
        raise at_gates.UnableToShow("Choose what kind of evidence it is.", field="kind")
    known = await at_gate.shown_for(scope, column, [subject_id], on=scope.today, moment=scope.now)
    for line in known.get(subject_id, ()):
        same = (line.record.room, line.record.kind, line.record.id) == (record.room, record.kind, record.id)
        if same and line.kind == kind:
            return line.id
    values = {
        "kind_of_evidence": kind,
        "room": record.room,
        "kind": record.kind,
        "record_id": record.id,
        "title": (record.title or f"{record.kind} of {record.room}")[:300],
        "hash": record.hash,
    }
    shown_id: UUID = await Shown.add(
        scope,
        **{column: subject_id},
        **values,
        since=scope.today,
        known_from=scope.now,
        person_id=scope.actor.person_id,
        person_name=scope.actor.name,
    )
    await ledger.record(scope, f"delegation.{of.kind}.evidence-shown", of, after=values)
    return shown_id


async def withdraw(scope: Scope, *, shown_id: UUID, because: str) -> None:
    """Show something no longer, from today on; it stays to be read, with why.

    Raises at_gates.UnableToShow, NotPermitted, NotFound.
    """
    rows = await fetch(
        "SELECT * FROM delegation_shown WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        scope.tenant.id,
        shown_id,
    )
    if not rows:
        raise NotFound("evidence")
    row = rows[0]
    at_gates.check_is_person(scope.actor.person_id, act="withdraw evidence")
    if row["withdrawn_at"] is not None:
        raise at_gates.UnableToShow("This is withdrawn already.")
    if len(because.strip()) < at_gates.MINIMUM_REASON:
        raise at_gates.UnableToShow("Say why it is withdrawn.", field="because")
    columns = ("condition_id", "commitment_id", "imposed_id", "happening_id")
    column = next(name for name in columns if row[name] is not None)
    of = await _subject(scope, column, row[column])
    values = {
        "withdrawn_on": scope.today,
        "withdrawn_at": scope.now,
        "withdrawn_by": scope.actor.name,
        "withdrawn_because": because.strip(),
    }
    await Shown.change(scope, **values).where(Shown.id == shown_id)
    await ledger.record(
        scope, f"delegation.{of.kind}.evidence-withdrawn", of, after={"title": row["title"], **values}
    )


async def _subject(scope: Scope, column: str, subject_id: UUID) -> Record:
    if column == "condition_id":
        return (await judgements.condition(scope, condition_id=subject_id)).record
    if column == "commitment_id":
        return (await judgements.commitment(scope, commitment_id=subject_id)).record
    if column == "imposed_id":
        return (await gates.imposed(scope, imposed_id=subject_id)).record
    return (await gates.happening(scope, happening_id=subject_id)).record
