"""What stays of a deleted record, and how anybody can check the note of who approved it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from backend.kit import merkle, notes

STAYS: Mapping[str, str] = {
    "tenancy_tenant": "its name, its word in addresses, and how and when it ended",
    "ledger_key": "the public halves of its keys, with which old packs are checked",
    "ledger_checkpoint": "the newest signed checkpoint of its ledger",
    "ledger_anchor": "where roots of its ledger are held elsewhere",
    "archives_deletion": "a note of who proposed and approved the deletion, which the ledger proves",
}
"""Tables of which something stays, each with what it is; every row of every other table goes (ADR 27)."""

TELLS = ("tenancy.tenant.closed", "tenancy.tenant.merged", "tenancy.tenant.deleted")
"""The lines of the organisation itself that stay with the note; beside them all of the proposal that was approved."""


class NotedLine(BaseModel):
    """One line of the ledger with its way to the root of the last checkpoint."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    index: int
    leaf: str
    private: str | None
    salt: str | None
    """Neither is there where a person's details were erased; the leaf leads to the root all the same."""
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastNote:
    """Who proposed and approved the deletion of a record, what was taken along, and what proves it."""

    at: datetime
    proposal_id: UUID
    reason: str
    proposed_by_name: str
    proposed_at: datetime
    approved_by_name: str
    approved_at: datetime
    taken_along: str
    rows: int
    files: int
    lines: tuple[NotedLine, ...]
    files_gone_at: datetime | None


def faults_of(
    note: LastNote, *, checkpoint: bytes, keys: Sequence[notes.Verifier], tenant_id: UUID
) -> tuple[str, ...]:
    """What doesn't hold of a note and the checkpoint that is left, each in a sentence; empty where all of it holds."""
    try:
        signed = notes.open_checkpoint(checkpoint, keys)
    except notes.NoteRefused as refusal:
        return (f"The last checkpoint is not one that its keys signed: {refusal}",)
    found = []
    acts = set()
    for line in note.lines:
        try:
            leaf = _Leaf.model_validate_json(line.leaf)
            merkle.verify_inclusion(
                leaf=merkle.leaf_hash(line.leaf.encode()),
                index=line.index,
                size=signed.size,
                path=[bytes.fromhex(step) for step in line.path],
                root=signed.root,
            )
        except (merkle.ProofFails, ValidationError, ValueError) as fault:
            found.append(f"Line {line.index} does not lead to the last checkpoint: {fault}")
            continue
        if not _fits(line, leaf):
            found.append(f"What stands with line {line.index} is not what was recorded.")
        if leaf.tenant == tenant_id and (leaf.subject.id == tenant_id or leaf.subject.id == note.proposal_id):
            acts.add(leaf.act)
    needed = {"archives.proposal.made", "archives.proposal.approved", "tenancy.tenant.deleted"}
    found += [f"No line of the ledger says “{act}”." for act in sorted(needed - acts)]
    return tuple(found)


def _fits(line: NotedLine, leaf: "_Leaf") -> bool:
    """Whether the words beside a leaf are those that it was made of, if they were not erased."""
    if line.salt is None or line.private is None:
        return True
    return hashlib.sha256(bytes.fromhex(line.salt) + line.private.encode()).hexdigest() == leaf.private


class _Subject(BaseModel):
    id: UUID


class _Leaf(BaseModel):
    act: str
    tenant: UUID
    private: str
    subject: _Subject
