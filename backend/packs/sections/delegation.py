"""The delegated-commissioning programme: milestones as they stood at the end of the period, gates and commitments."""

from collections.abc import Iterator
from typing import Any

from backend.delegation import queries as delegation
from backend.kit import calendar
from backend.packs.sections.shapes import Quoted, Reading, Row, Section, Sheet, Table, as_json, listed

_FILE = "milestones.json"
_COLUMNS = (
    "Milestone",
    "Activity",
    "Due at first",
    "Due now",
    "State",
    "Timing",
    "Owner",
    "Pieces of evidence",
)


async def section(reading: Reading) -> Section:
    """What `delegation` tells of the period; a section that says so where the tenant has no programme."""
    found = await delegation.programmes_for_pack(
        reading.scope, since=reading.period.since, until=reading.period.until
    )
    if not found:
        return Section(
            key="delegation",
            title="Delegated commissioning",
            lead=("The organisation has no programme of delegated commissioning on record.",),
            files={_FILE: as_json({"programmes": []})},
        )
    milestones = [each for packed in found for each in packed.programme.milestones]
    accepted = sum(each.accepted for each in milestones)
    return Section(
        key="delegation",
        title="Delegated commissioning",
        lead=tuple(words for packed in found for words in _lead(packed)),
        numbers=(("Milestones accepted", f"{accepted} of {len(milestones)}"),),
        missing=tuple(words for packed in found for words in _missing(packed.programme)),
        tables=tuple(table for packed in found for table in _tables(packed, several=len(found) > 1)),
        files={
            _FILE: as_json({"programmes": [_plain(packed) for packed in found]}),
        },
        sheets={
            "registers/milestones": Sheet(
                columns=("Programme", *_COLUMNS),
                rows=[
                    Row.of(each.id, (packed.programme.line.name, *_row(each)))
                    for packed in found
                    for each in packed.programme.milestones
                ],
            ),
        },
        quoted=(
            *(Quoted(record=each.record, file=_FILE) for each in milestones),
            *(
                Quoted(record=condition.record, file=_FILE)
                for packed in found
                for gate in packed.programme.gates
                for condition in gate.conditions
            ),
        ),
    )


def _lead(packed: delegation.PackedProgramme) -> Iterator[str]:
    line = packed.programme.line
    yield f"{line.name}, as it stood on {calendar.in_words(packed.until)}."
    if line.reconstruction_note:
        yield f"How the dates of its source were read: {line.reconstruction_note}"


def _tables(packed: delegation.PackedProgramme, *, several: bool) -> Iterator[Table]:
    """The programme's tables; their captions name it where there are several."""
    programme = packed.programme
    of = f" of {programme.line.name}" if several else ""
    yield Table(
        caption=f"Milestones{of}",
        columns=_COLUMNS,
        rows=[Row.of(each.id, _row(each)) for each in programme.milestones],
    )
    yield Table(
        caption=f"Conditions{of}",
        columns=("Gate", "Condition", "State", "What it rests on"),
        rows=[
            Row.of(each.id, (gate.name, each.text, each.state_in_words, each.words or "—"))
            for gate in programme.gates
            for each in gate.conditions
        ],
        empty="No condition is on record.",
    )
    yield Table(
        caption=f"Governance commitments{of}",
        columns=("Commitment", "State", "What was found"),
        rows=[(each.text, each.state_in_words, each.words or "—") for each in programme.commitments],
        empty="No commitment is on record.",
    )
    yield Table(
        caption=f"What was said of milestones{of} in the period",
        columns=("Milestone", "From", "Said", "State", "By"),
        rows=[
            (
                each.milestone,
                calendar.in_words(each.since),
                each.act_in_words,
                each.state_in_words,
                each.person_name,
            )
            for each in packed.changes
        ],
        empty="Nothing.",
    )


def _missing(programme: delegation.ProgrammeView) -> list[str]:
    late = [each.slug for each in programme.milestones if each.late]
    unmet = sum(len(gate.unmet) for gate in programme.gates)
    found = []
    if late:
        found.append(f"{len(late)} milestone{'' if len(late) == 1 else 's'} late: {listed(late)}.")
    if unmet:
        found.append(f"{unmet} condition{'' if unmet == 1 else 's'} not known to be met.")
    return found


def _row(each: delegation.MilestoneView) -> tuple[str, ...]:
    return (
        each.slug,
        each.activity,
        each.baseline_in_words,
        each.due_in_words,
        each.state_in_words,
        each.timing_in_words,
        each.owner_name or "—",
        str(each.evidence),
    )


def _plain(packed: delegation.PackedProgramme) -> dict[str, Any]:
    line = packed.programme.line
    return {
        "programme": {"id": line.id, "name": line.name, "framework": line.framework, "note": line.reconstruction_note},
        "as_at": packed.until,
        "milestones": [
            {
                "id": each.id,
                "milestone": each.slug,
                "section": each.section_name,
                "activity": each.activity,
                "due_at_first": each.baseline,
                "due": each.due,
                "state": each.state,
                "at_risk": each.at_risk,
                "timing": each.timing,
                "owner": each.owner_name,
                "delivered_on": each.delivered_on,
                "accepted_on": each.accepted_on,
                "accepted_by": each.accepted_by_name,
                "reviewing_body": each.review.told_in_words if each.review else None,
                "settled_on": each.settled_on,
                "source": each.provenance.model_dump(mode="json"),
            }
            for each in packed.programme.milestones
        ],
        "gates": [
            {
                "gate": gate.name,
                "before": gate.before,
                "conditions": [_judged(each) for each in gate.conditions],
            }
            for gate in packed.programme.gates
        ],
        "commitments": [
            _judged(each) for each in packed.programme.commitments
        ],
        "evidence": [
            {"milestone_id": e.milestone_id, "room": e.record.room, "kind": e.record.kind, "id": e.record.id,
             "title": e.record.title, "hash": e.record.hash, "since": e.since}
            for e in packed.evidence
        ],
    }  # fmt: skip


def _judged(each: delegation.ConditionView | delegation.CommitmentView) -> dict[str, Any]:
    return {"id": each.id, "text": each.text, "state": each.state, "words": each.words}
