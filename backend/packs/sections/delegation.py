"""The delegated-commissioning programme: milestones as they stood at the end of the period, gates and commitments."""

from typing import Any

from backend.delegation import queries as delegation
from backend.kit import calendar
from backend.packs.sections.shapes import Quoted, Reading, Section, Table, as_csv, as_json, listed

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
    packed = await delegation.milestones_for_pack(
        reading.scope, since=reading.period.since, until=reading.period.until
    )
    if packed is None:
        return Section(
            key="delegation",
            title="Delegated commissioning",
            lead=("The organisation has no programme of delegated commissioning on record.",),
            files={_FILE: as_json({"programme": None, "milestones": []})},
        )
    programme = packed.programme
    milestones = programme.milestones
    conditions = [(gate, condition) for gate in programme.gates for condition in gate.conditions]
    accepted = sum(each.accepted for each in milestones)
    return Section(
        key="delegation",
        title="Delegated commissioning",
        lead=tuple(
            filter(
                None,
                (
                    f"{programme.line.name}, as it stood on {calendar.in_words(packed.until)}.",
                    programme.line.reconstruction_note,
                ),
            )
        ),
        numbers=(("Milestones accepted", f"{accepted} of {len(milestones)}"),),
        missing=tuple(_missing(programme)),
        tables=(
            Table(caption="Milestones", columns=_COLUMNS, rows=[_row(each) for each in milestones]),
            Table(
                caption="Conditions",
                columns=("Gate", "Condition", "State", "What it rests on"),
                rows=[(g.name, c.text, c.state_in_words, c.words or "—") for g, c in conditions],
                empty="No condition is on record.",
            ),
            Table(
                caption="Governance commitments",
                columns=("Commitment", "State", "What was found"),
                rows=[(c.text, c.state_in_words, c.words or "—") for c in programme.commitments],
                empty="No commitment is on record.",
            ),
            Table(
                caption="What was said of milestones in the period",
                columns=("Milestone", "From", "Said", "State", "By"),
                rows=[
                    (v.milestone, calendar.in_words(v.since), v.act_in_words, v.state_in_words, v.person_name)
                    for v in packed.changes
                ],
                empty="Nothing.",
            ),
        ),
        files={
            _FILE: as_json(_plain(packed)),
            "milestones.csv": as_csv(_COLUMNS, [_row(each) for each in milestones]),
        },
        quoted=(
            *(Quoted(record=each.record, file=_FILE) for each in milestones),
            *(Quoted(record=condition.record, file=_FILE) for _, condition in conditions),
        ),
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
