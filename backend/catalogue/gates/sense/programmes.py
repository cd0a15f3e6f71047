"""Delegation programmes whose dates are in order and whose gates can be passed in time."""

from collections.abc import Iterator
from itertools import pairwise

from backend.catalogue.drafts import Draft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem
from backend.catalogue.programmes import DelegationProgramme


def problems(draft: Draft) -> Iterator[Problem]:
    for tenant in draft.tenants.values():
        if tenant.delegation is not None:
            yield from _programme(f"{tenant.folder}/delegation.toml", tenant.delegation)


def _programme(file: str, programme: DelegationProgramme) -> Iterator[Problem]:
    conditions = [condition.id for gate in programme.gates for condition in gate.conditions]
    yield from twice(file, "scope", [str(row.n) for row in programme.scope])
    yield from twice(file, "gates", [gate.id for gate in programme.gates])
    yield from twice(file, "gates", conditions)
    yield from twice(file, "commitments", [commitment.id for commitment in programme.commitments])
    yield from twice(file, "sections", [section.id for section in programme.sections])
    yield from twice(file, "milestones", [milestone.id for milestone in programme.milestones])
    for section in programme.sections:
        within = [milestone for milestone in programme.milestones if milestone.section == section.id]
        for earlier, later in pairwise(within):
            if later.due_on < earlier.due_on:
                sentence = f"It is due before {earlier.id}, which stands above it in “{section.name}”."
                yield nonsense(file, f"milestones[{later.id}].due_month", sentence)
    for gate in programme.gates:
        before = programme.milestone(gate.before) if gate.before else None
        for condition in gate.conditions:
            met_by = programme.milestone(condition.met_by) if condition.met_by else None
            if before is not None and met_by is not None and met_by.due_on > before.due_on:
                sentence = f"Milestone {met_by.id} is due after {before.id}, which the gate stands before."
                yield nonsense(file, f"gates[{gate.id}].conditions[{condition.id}].met_by", sentence)
    if (
        any(milestone.reconstructed for milestone in programme.milestones)
        and not programme.reconstruction_note
    ):
        sentence = "Some milestones are reconstructed, and no reconstruction_note says how."
        yield nonsense(file, "reconstruction_note", sentence)
