"""Gates at the end of the period: criteria, signatures, waivers, conditions set, and what happened past them."""

from collections.abc import Sequence
from typing import Any

from backend.delegation.queries import gates as delegation
from backend.delegation.queries.gate_views import ConditionView, GateView
from backend.kit.calendar import in_words
from backend.packs.sections.shapes import Quoted, Reading, Row, Section, Sheet, Table, as_json, listed

_FILE = "gates.json"
_CRITERIA = ("Gate", "Criterion", "What it asks", "State", "What it rests on", "Source")


async def section(reading: Reading) -> Section:
    """What stood at each gate of every programme in use."""
    until = reading.period.until
    gates = await delegation.gates_of(reading.scope, on=until, known_at=reading.known_at)
    if not gates:
        return Section(
            key="gates",
            title="Gates",
            lead=("No gate is on record.",),
            files={_FILE: as_json({"as_at": until, "gates": []})},
        )
    criteria = [Row.of(each.id, _criterion(gate, each)) for gate in gates for each in gate.conditions]
    irregular = [(gate, each) for gate in gates for each in gate.irregular]
    return Section(
        key="gates",
        title="Gates",
        lead=(
            f"As they stood on {in_words(until)}. A gate is passed by the signature of a named person; no rule and no "
            "file passes one.",
        ),
        numbers=(("Gates passed", f"{sum(gate.open for gate in gates)} of {len(gates)}"),),
        missing=tuple(_missing(gates)),
        tables=(
            Table(
                caption="Gates",
                columns=("Gate", "Programme", "State", "Passed by", "Criteria that stop it"),
                rows=[_row(gate) for gate in gates],
            ),
            Table(caption="Criteria", columns=_CRITERIA, rows=criteria, empty="No criterion is on record."),
            Table(
                caption="Waivers",
                columns=("Gate", "Until", "By", "Why"),
                rows=[
                    (
                        gate.slug,
                        f"{in_words(each.since)} to {in_words(each.until)}",
                        f"{each.person_name}, {each.office}",
                        each.reason,
                    )
                    for gate in gates
                    for each in gate.waivers
                ],
                empty="No criterion was waived.",
            ),
            Table(
                caption="Conditions set at gates",
                columns=("Condition", "Set by", "Due", "State"),
                rows=[
                    (
                        f"{each.label} of {gate.slug}: {each.words}",
                        f"{each.imposed_by}, {in_words(each.imposed_on)}",
                        in_words(each.due_on) if each.due_on else each.year or "No day set",
                        each.state_in_words,
                    )
                    for gate in gates
                    for each in gate.imposed
                ],
                empty="No condition was set.",
            ),
            Table(
                caption="What happened although a gate was not passed",
                columns=("Gate", "On", "What", "Who decided", "Reported"),
                rows=[
                    (
                        gate.slug,
                        in_words(each.happened_on),
                        each.words,
                        each.decided_by,
                        f"{in_words(each.reported_on)}, to {each.reported_to}"
                        if each.reported_on
                        else "Not yet",
                    )
                    for gate, each in irregular
                ],
                empty="Nothing.",
            ),
        ),
        files={
            _FILE: as_json({"as_at": until, "gates": [_plain(gate) for gate in gates]}),
        },
        sheets={"registers/criteria": Sheet(columns=_CRITERIA, rows=criteria)},
        quoted=tuple(
            Quoted(record=record, file=_FILE)
            for gate in gates
            for record in (
                *(each.record for each in gate.imposed),
                *(each.record for each in gate.happenings),
            )
        ),
    )


def _missing(gates: Sequence[GateView]) -> list[str]:
    found = []
    shaken = [gate.slug for gate in gates if gate.shaken]
    if shaken:
        found.append(f"Passed, and a criterion is met no longer: {listed(shaken)}.")
    past = [gate.slug for gate in gates if gate.irregular]
    if past:
        found.append(f"Something happened although a gate was not passed: {listed(past)}.")
    late = sum(each.late(gate.on) for gate in gates for each in gate.imposed)
    if late:
        found.append(f"{late} {'condition' if late == 1 else 'conditions'} set at gates late.")
    return found


def _row(gate: GateView) -> tuple[str, ...]:
    signed = gate.passing
    return (
        f"{gate.slug} {gate.name}",
        gate.programme,
        gate.state_in_words,
        f"{signed.person_name}, {signed.office}, {in_words(signed.since)}" if signed else "—",
        listed([each.slug for each in gate.stopping]) if gate.stopping else "None",
    )


def _criterion(gate: GateView, each: ConditionView) -> tuple[str, ...]:
    judged = f"{each.words} ({each.judged_by})" if each.judged_by else each.words or "Nobody has judged it"
    return (
        gate.slug,
        each.slug,
        each.text,
        f"{each.state_in_words}; waived" if each.waiver else each.state_in_words,
        judged,
        each.provenance.provenance_in_words,
    )


def _plain(gate: GateView) -> dict[str, Any]:
    return {
        "id": gate.id,
        "programme": gate.programme,
        "gate": gate.slug,
        "name": gate.name,
        "state": gate.state,
        "sha256": gate.sha256,
        "signatures": [
            {"act": each.act, "on": each.since, "by": each.person_name, "as": each.office, "words": each.words,
             "sha256": each.sha256, "reason": each.reason}
            for each in gate.passings
        ],
        "criteria": [
            {"id": each.id, "criterion": each.slug, "text": each.text, "state": each.state, "words": each.words,
             "judged_by": each.judged_by, "as_the_source_found": each.by_source,
             "waived_until": each.waiver.until if each.waiver else None,
             "source": each.provenance.model_dump(mode="json"),
             "evidence": [{"kind": line.kind, "title": line.record.title, "hash": line.record.hash}
                          for line in each.evidence]}
            for each in gate.conditions
        ],
        "conditions_set": [
            {"id": each.id, "condition": each.number, "words": each.words, "set_by": each.imposed_by,
             "due_on": each.due_on, "year": each.year, "state": each.state, "carried_from": each.from_number}
            for each in gate.imposed
        ],
        "happenings": [
            {"id": each.id, "on": each.happened_on, "what": each.what, "words": each.words,
             "decided_by": each.decided_by, "irregular": each.irregular, "why": each.why,
             "reported_on": each.reported_on, "struck_because": each.struck_because}
            for each in gate.happenings
        ],
    }  # fmt: skip
