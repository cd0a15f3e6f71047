"""The way of minutes from draft to public, and what each step needs."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from backend.scope import OvertakenByAnother, Refusal


class UnableToMinute(Refusal):
    """A step of the minutes that can't be taken now, or not by this person."""


class Step(StrEnum):
    """What minutes go through; each step keeps the words as they were."""

    AGREED = "agreed"
    REOPENED = "reopened"
    APPROVED = "approved"
    SIGNED = "signed"
    PUBLISHED = "published"
    RECALLED = "recalled"


STEP_IN_WORDS = {
    Step.AGREED: "Agreed by the chair as a draft",
    Step.REOPENED: "Opened again for changes",
    Step.APPROVED: "Approved",
    Step.SIGNED: "Signed",
    Step.PUBLISHED: "Made public",
    Step.RECALLED: "Taken back from the public",
}
NEXT_STEPS: Mapping[Step | None, frozenset[Step]] = {
    None: frozenset({Step.AGREED}),
    Step.AGREED: frozenset({Step.REOPENED, Step.APPROVED}),
    Step.REOPENED: frozenset({Step.AGREED}),
    Step.APPROVED: frozenset({Step.SIGNED, Step.REOPENED}),
    Step.SIGNED: frozenset({Step.PUBLISHED, Step.REOPENED}),
    Step.PUBLISHED: frozenset({Step.RECALLED, Step.REOPENED}),
    Step.RECALLED: frozenset({Step.PUBLISHED, Step.REOPENED}),
}
_LATE = frozenset({Step.APPROVED, Step.SIGNED, Step.PUBLISHED, Step.RECALLED})


def check_can_take_step(step: Step, *, last: Step | None) -> None:
    if step not in NEXT_STEPS[last]:
        stand = "drafts" if can_edit(last) else STEP_IN_WORDS[last or Step.REOPENED].lower()
        raise UnableToMinute(f"The minutes are {stand}; they can’t be {step.value} now.")


def can_take_step(step: Step, *, last: Step | None) -> bool:
    return step in NEXT_STEPS[last]


def can_edit(last: Step | None) -> bool:
    return last in (None, Step.REOPENED)


def needs_reason(step: Step, *, last: Step | None) -> bool:
    """What was approved, signed or public is not opened or taken back without a word why."""
    return step is Step.RECALLED or (step is Step.REOPENED and last in _LATE)


def check_reason(step: Step, *, last: Step | None, because: str | None) -> None:
    if needs_reason(step, last=last) and not (because or "").strip():
        raise UnableToMinute("Say why: whoever approved and signed these words is told.", field="because")


def standing(steps: Sequence[Step]) -> tuple[bool, ...]:
    """Of each step in order, whether it still holds. Opening the minutes again makes void all that went before it."""
    opened = max((number for number, step in enumerate(steps) if step is Step.REOPENED), default=-1)
    back = max((number for number, step in enumerate(steps) if step is Step.RECALLED), default=-1)
    return tuple(
        number > opened and not (step is Step.PUBLISHED and number < back)
        for number, step in enumerate(steps)
    )


def check_same_words(*, seen: str, now: str) -> None:
    """Whoever agrees, approves or signs has read exactly these words."""
    if seen != now:
        raise OvertakenByAnother("The minutes have changed since you opened them. Read them once more.")
