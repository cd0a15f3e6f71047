"""Delegation programmes whose dates are in order and whose gates can be passed in time."""

from collections.abc import Iterator
from itertools import pairwise

from backend.catalogue.drafts import Draft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem
from backend.catalogue.programmes import DelegationProgramme, Milestone, ring_in_words


def problems(draft: Draft) -> Iterator[Problem]:
    for tenant in draft.every_folder():
        every = list(tenant.every_programme())
        for file, programme in every:
            yield from _programme(file, programme)
        yield from twice(tenant.folder, "programmes", [programme.id for _, programme in every])
    for key, plan in draft.plans.items():
        yield from _programme(draft.plan_file(key), plan)


def _programme(file: str, programme: DelegationProgramme) -> Iterator[Problem]:
    conditions = [condition.id for gate in programme.gates for condition in gate.conditions]
    yield from twice(file, "scope", [str(row.n) for row in programme.scope])
    yield from twice(file, "gates", [gate.id for gate in programme.gates])
    yield from twice(file, "gates", conditions)
    yield from twice(file, "commitments", [commitment.id for commitment in programme.commitments])
    yield from twice(file, "sections", [section.id for section in programme.sections])
    yield from twice(file, "milestones", [milestone.id for milestone in programme.milestones])
    yield from twice(file, "streams", [stream.id for stream in programme.streams])
    yield from _milestones(file, programme)
    for gate in programme.gates:
        before = programme.milestone(gate.before) if gate.before else None
        for condition in gate.conditions:
            met_by = programme.milestone(condition.met_by) if condition.met_by else None
            if before is not None and met_by is not None and _is_later(met_by, before):
                sentence = f"Milestone {met_by.id} is due after {before.id}, which the gate stands before."
                yield nonsense(file, f"gates[{gate.id}].conditions[{condition.id}].met_by", sentence)
    if (
        any(milestone.reconstructed for milestone in programme.milestones)
        and not programme.reconstruction_note
    ):
        sentence = "Some milestones are reconstructed, and no reconstruction_note says how."
        yield nonsense(file, "reconstruction_note", sentence)


def _milestones(file: str, programme: DelegationProgramme) -> Iterator[Problem]:
    for section in programme.sections:
        within = [milestone for milestone in programme.milestones if milestone.section == section.id]
        for stream in dict.fromkeys(milestone.stream for milestone in within):
            dated = [each for each in within if each.stream == stream and each.due_on is not None]
            for earlier, later in pairwise(dated):
                if _is_later(earlier, later):
                    sentence = f"It is due before {earlier.id}, which stands above it in “{section.name}”."
                    yield nonsense(file, f"milestones[{later.id}].due_month", sentence)
    if programme.ring:
        sentence = f"Milestones wait for each other in a ring: {ring_in_words(programme.ring)}."
        yield nonsense(file, f"milestones[{programme.ring[0]}].after", sentence)
    for milestone in programme.milestones:
        for name in milestone.after:
            followed = programme.milestone(name)
            if followed is not None and _is_later(followed, milestone):
                sentence = f"It is due before {name}, which it comes after."
                yield nonsense(file, f"milestones[{milestone.id}].after", sentence)


def _is_later(one: Milestone, than: Milestone) -> bool:
    return one.due_on is not None and than.due_on is not None and one.due_on > than.due_on
