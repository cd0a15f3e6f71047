"""Workflows that can be lived: every state is reached and can end, and nobody approves their own thing."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from backend.catalogue.drafts import Draft
from backend.catalogue.gates.sense.naming import nonsense, twice
from backend.catalogue.problems import Problem
from backend.catalogue.workflows import Actor, WorkflowDocument


def problems(draft: Draft) -> Iterator[Problem]:
    for key, workflow in draft.workflows.items():
        file = draft.workflow_file(key)
        yield from twice(file, "states", [state.id for state in workflow.states])
        yield from twice(file, "steps", [step.id for step in workflow.steps])
        yield from twice(file, "chasers", [rung.id for rung in workflow.rungs])
        yield from twice(file, "questions", [question.id for question in workflow.questions])
        yield from _states(file, workflow)
        yield from _approvals(file, workflow)
        yield from _rungs(file, workflow)
        yield from _milestones(file, workflow)
        for question in workflow.questions:
            if (question.answer == "choice") is not bool(question.choices):
                sentence = "Choices are given exactly when the answer is a choice."
                yield nonsense(file, f"questions[{question.id}].choices", sentence)


def _states(file: str, workflow: WorkflowDocument) -> Iterator[Problem]:
    ways = {(step.from_state, step.to_state) for step in workflow.steps}
    reached = _closure({workflow.start}, ways)
    ending = _closure({state.id for state in workflow.states if state.final}, {(b, a) for a, b in ways})
    for state in workflow.states:
        key = f"states[{state.id}]"
        if state.id not in reached:
            yield nonsense(file, key, f"No way leads from “{workflow.start}” to “{state.id}”.")
        if state.id not in ending:
            yield nonsense(file, key, f"“{state.id}” is a dead end: no way leads from it to a final state.")
        if state.final and workflow.steps_from(state.id):
            yield nonsense(file, key, f"“{state.id}” is final, yet a step leads on from it.")
        if state.final is (state.owner is not None):
            sentence = (
                "A final state has no owner." if state.final else "Nobody holds the pen: name an owner."
            )
            yield nonsense(file, f"{key}.owner", sentence)


def _approvals(file: str, workflow: WorkflowDocument) -> Iterator[Problem]:
    for step in workflow.steps:
        key = f"steps[{step.id}]"
        if not step.by:
            yield nonsense(file, f"{key}.by", "Nobody may take this step.")
        for actor in sorted(set(step.by) & set(step.not_by)):
            yield nonsense(file, f"{key}.not_by", f"“{actor}” both may and may not take this step.")
        if step.approves and workflow.made_by in step.by:
            sentence = f"The {workflow.made_by} would approve what is their own."
            yield nonsense(file, f"{key}.by", sentence)
        elif step.approves and workflow.made_by not in step.not_by:
            sentence = (
                f"The step approves, so not_by must name the {workflow.made_by}: "
                "one person can be both, and nobody approves their own."
            )
            yield nonsense(file, f"{key}.not_by", sentence)


def _rungs(file: str, workflow: WorkflowDocument) -> Iterator[Problem]:
    final = {state.id for state in workflow.states if state.final}
    for rung in workflow.rungs:
        place = "escalation" if rung is workflow.escalation else f"chasers[{rung.id}]"
        if not rung.to or not rung.while_in:
            yield nonsense(file, place, "It reaches nobody: name to whom, and in which states.")
        if Actor.REVIEWING_BODY in (*rung.to, *rung.otherwise):
            yield nonsense(file, f"{place}.to", "The reviewing body is nobody of ours: write to who asks it.")
        for state in sorted(final & set(rung.while_in)):
            yield nonsense(file, f"{place}.while_in", f"“{state}” is final: nothing is owed in it any more.")
    for earlier, later in pairwise(workflow.chasers):
        if later.offset_days < earlier.offset_days:
            sentence = f"It comes before “{earlier.id}”; put the rungs in the order in which they are sent."
            yield nonsense(file, f"chasers[{later.id}].offset_days", sentence)
    last = max((rung.offset_days for rung in workflow.chasers), default=None)
    if workflow.escalation and last is not None and workflow.escalation.offset_days <= last:
        sentence = "Escalation comes after every chaser, not before or with one."
        yield nonsense(file, "escalation.offset_days", sentence)


def _milestones(file: str, workflow: WorkflowDocument) -> Iterator[Problem]:
    """Milestones follow the road, and stand before a meeting; late is what comes after the last of them."""
    dated = [state for state in workflow.states if state.due is not None]
    if dated and workflow.due.after != "meeting":
        yield nonsense(
            file, "due.after", "States are due before a meeting, so the whole must be due by the meeting."
        )
    for state in dated:
        if state.aside or state.id == workflow.start:
            sentence = "Nothing is due here: the thing begins here, or only waits for an answer."
            yield nonsense(file, f"states[{state.id}].due", sentence)
    for earlier, later in pairwise(dated):
        if earlier.due and later.due and earlier.due.working_days < later.due.working_days:
            sentence = f"It is due before “{earlier.id}”; put the states in the order in which they are due."
            yield nonsense(file, f"states[{later.id}].due", sentence)
    for state in workflow.states:
        if state.aside and state.owner is not workflow.made_by:
            sentence = f"A question is answered by the {workflow.made_by}."
            yield nonsense(file, f"states[{state.id}].owner", sentence)
    if workflow.late is not None and not dated:
        yield nonsense(file, "late", "Nothing can be late: no state says by when it is due.")
    if workflow.late is not None and workflow.made_by in workflow.late.agreed_by:
        sentence = f"The {workflow.made_by} would agree to what is their own."
        yield nonsense(file, "late.agreed_by", sentence)


def _closure(start: Collection[str], ways: Collection[tuple[str, str]]) -> set[str]:
    found = set(start)
    while True:
        further = {to for source, to in ways if source in found} - found
        if not further:
            return found
        found |= further
