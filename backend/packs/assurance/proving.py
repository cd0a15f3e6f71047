"""The ledger in a pack: the lines that it quotes, each with its way to a signed checkpoint, and how it grew there."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.interests.queries import withholding
from backend.kit import notes
from backend.ledger import anchors, keys, proofs, tree
from backend.ledger import queries as ledger
from backend.ledger.rules.keys import Use
from backend.ledger.rules.leaves import moment_text
from backend.packs import bag, rules
from backend.packs.assurance.contents import Contents
from backend.packs.ledger_walk import ProofLine
from backend.packs.sections.ledger import tells_of
from backend.packs.tables import Pack
from backend.scope import Scope

Subject = tuple[str, str, UUID]

_MOST_EARLIER = 200
"""Packs before this one from whose checkpoints it shows the way: whoever kept one of them can compare."""

_WAIT = (
    "The ledger has lines that could not be sealed yet, because something is still being written. Ask for the pack "
    "again in a moment."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFiles:
    """What a pack holds of the ledger. `events` are the ids of the lines by the record that they are about."""

    files: dict[str, bytes]
    size: int
    key: notes.Verifier
    events: dict[Subject, tuple[UUID, ...]]


async def ledger_files(scope: Scope, contents: Contents, *, sealed_after: datetime) -> LedgerFiles:
    """The lines of the period and those of every record quoted, up to its end. In the open transaction.

    Lines about what the Guardian withholds are left out; of those that the definition hides, the words. What was
    recorded since the ledger was sealed (`sealed_after` began before that) comes too late for this pack. Raises
    rules.UnableToBuildPack while older lines still wait to be sealed.
    """
    period = contents.period
    withheld = await withholding.traces_of_withheld(scope)
    told = await ledger.events_between(scope, start=period.start, end=period.end)
    subjects = {
        (quoted.record.room, quoted.record.kind, quoted.record.id)
        for section in contents.sections
        for quoted in section.quoted
    }
    proven = await proofs.proven(
        scope, events=[event.id for event in told], subjects=sorted(subjects, key=str)
    )
    waiting = set(proven.unsealed)
    if proven.checkpoint is None or any(
        event.id in waiting and event.recorded_at < sealed_after for event in told
    ):
        raise rules.UnableToBuildPack(_WAIT)
    last = moment_text(period.end)
    kept = [
        line
        for line in proven.lines
        if json.loads(line.leaf_text)["at"] < last
        and not tells_of(line.subject_id, line.private_text or "", withheld)
    ]
    lines = [_line(line, contents) for line in kept]
    return LedgerFiles(
        files={
            _below(bag.CHECKPOINT): proven.checkpoint,
            _below(bag.CONSISTENCY): await _growth(scope, proven.size),
            _below(bag.EVENTS): _joined(line.event_text for line in lines),
            _below(bag.PROOFS): _joined(line.text for line in lines),
        },
        size=proven.size,
        key=await _signer_of(scope, proven.checkpoint),
        events=_by_subject(kept),
    )


def _line(line: proofs.ProvenLine, contents: Contents) -> ProofLine:
    whole = ProofLine(
        index=line.index,
        leaf=line.leaf_text,
        private=line.private_text,
        salt=line.salt_hex if line.private_text is not None else None,
        path=line.path,
    )
    hidden = contents.redactions.hides(line.subject_id, line.private_text or "", room=line.subject_room)
    return replace(whole, private=None, salt=None) if hidden else whole


def _by_subject(lines: Sequence[proofs.ProvenLine]) -> dict[Subject, tuple[UUID, ...]]:
    found: dict[Subject, list[UUID]] = defaultdict(list)
    for line in lines:
        found[line.subject_room, line.subject_kind, line.subject_id].append(line.event_id)
    return {subject: tuple(events) for subject, events in found.items()}


async def _growth(scope: Scope, size: int) -> bytes:
    """From the checkpoint of each pack before, and of each that is anchored elsewhere, to this one's."""
    rows = (
        await Pack.within(scope, Pack.ledger_size)
        .where(Pack.ledger_size < size)
        .order_by(Pack.ledger_size, ascending=False)
        .limit(_MOST_EARLIER)
    )
    sizes = {row["ledger_size"] for row in rows}
    sizes |= {line.size for line in await anchors.anchors_of(scope) if line.held and 0 < line.size < size}
    told: list[dict[str, Any]] = []
    for earlier in sorted(sizes):
        checkpoint = await tree.checkpoint_of_size(scope, size=earlier)
        if checkpoint is not None:
            path = await tree.consistency(scope, earlier=earlier, later=size)
            told.append({"from": checkpoint.note.decode(), "path": [step.hex() for step in path]})
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


async def _signer_of(scope: Scope, checkpoint: bytes) -> notes.Verifier:
    """Whose key of the tenant's signed the checkpoint: the one in force, or, around a change of key, the one before."""
    note = notes.read_note(checkpoint)
    origin = notes.read_checkpoint(note.text).origin
    for line in await keys.keys_of(scope):
        if line.use is Use.CHECKPOINT and note.signed_by(verifier := notes.Verifier(origin, line.public)):
            return verifier
    raise rules.UnableToBuildPack(
        "The checkpoint of the ledger isn't signed by a key of this organisation. Run: probity ledger verify"
    )


def _below(path: str) -> str:
    return path.removeprefix("data/")


def _joined(lines: Iterable[str]) -> bytes:
    return "".join(lines).encode()
