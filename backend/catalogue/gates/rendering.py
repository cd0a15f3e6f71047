"""Render: each notice, question and word of agreement, filled with sample values."""

from collections.abc import Iterator

from backend.catalogue import wording
from backend.catalogue.drafts import Draft
from backend.catalogue.problems import GateName, Problem
from backend.catalogue.workflows import WorkflowDocument


def problems(draft: Draft) -> Iterator[Problem]:
    """Words that could not be shown to anybody."""
    for key, workflow in draft.workflows.items():
        samples = wording.SAMPLES[workflow.about]
        for place, words in words_of(workflow):
            try:
                wording.rendered(words, samples)
            except ValueError as refusal:
                yield Problem(GateName.RENDER, draft.workflow_file(key), place, f"The text {refusal}.")


def words_of(workflow: WorkflowDocument) -> Iterator[tuple[str, str]]:
    """Every text of a workflow that people are shown, with its key."""
    for rung in workflow.rungs:
        place = "escalation" if rung is workflow.escalation else f"chasers[{rung.id}]"
        yield f"{place}.notice.subject", rung.notice.subject
        yield f"{place}.notice.text", rung.notice.text
    for question in workflow.questions:
        yield f"questions[{question.id}].text", question.text
        if question.hint:
            yield f"questions[{question.id}].hint", question.hint
        for choice in question.choices:
            yield f"questions[{question.id}].choices", choice
    for step in workflow.steps:
        yield f"steps[{step.id}].name", step.name
        if step.words:
            yield f"steps[{step.id}].words", step.words
