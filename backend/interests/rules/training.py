"""Training: who must do which module, until when a completion counts, and how many of those who must have done it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from backend.catalogue.rulesets import Audience, AudienceBy, Criterion, Training, TrainingModule
from backend.interests.rules import declaring
from backend.scope import Refusal

EXPIRES_SOON = timedelta(days=60)
"""How long before its last day a completion is shown as about to expire."""


class UnableToRecordTraining(Refusal):
    """A completion can't be recorded so."""


class DutySettled(StrEnum):
    """What was settled for one person and module by name."""

    ADDED = "ADDED"
    EXCUSED = "EXCUSED"
    BY_RULE = "BY_RULE"


class TrainingState(StrEnum):
    MISSING = "MISSING"
    EXPIRED = "EXPIRED"
    EXPIRES_SOON = "EXPIRES_SOON"
    DONE = "DONE"
    NOT_REQUIRED = "NOT_REQUIRED"


STATE_IN_WORDS = {
    TrainingState.MISSING: "Not done",
    TrainingState.EXPIRED: "Expired",
    TrainingState.EXPIRES_SOON: "Expires soon",
    TrainingState.DONE: "Done",
    TrainingState.NOT_REQUIRED: "Not required",
}
COUNTS_AS_DONE = frozenset({TrainingState.DONE, TrainingState.EXPIRES_SOON})


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a person is known by on a day, as audiences are matched."""

    person_id: UUID
    group: str
    decision_making: bool
    committee_kinds: frozenset[str] = field(default=frozenset())
    capacities: frozenset[str] = field(default=frozenset())
    roles: frozenset[str] = field(default=frozenset())


def matches(criterion: Criterion, traits: Traits) -> bool:
    """Whether somebody belongs to those whom a criterion names."""
    held: dict[AudienceBy, Collection[str]] = {
        AudienceBy.GROUP: {traits.group},
        AudienceBy.COMMITTEE_KIND: traits.committee_kinds,
        AudienceBy.SEAT_CAPACITY: traits.capacities,
        AudienceBy.ROLE: traits.roles,
    }
    if criterion.by is AudienceBy.EVERYONE:
        return True
    if criterion.by is AudienceBy.DECISION_MAKING:
        return traits.decision_making
    return bool(set(criterion.values) & set(held[criterion.by]))


def audience_of(module: TrainingModule, traits: Traits) -> Audience | None:
    """The first of the module's audiences that somebody belongs to; `None` where no rule asks it of them."""
    for audience in module.mandatory_for:
        if any(matches(criterion, traits) for criterion in audience.match):
            return audience
    return None


def expires_on(done_on: date, training: Training) -> date | None:
    """The last day on which a completion counts: `valid_months` later, less a day; `None` where it never ends."""
    if training.valid_months is None:
        return None
    return declaring.months_after(done_on, training.valid_months.value) - timedelta(days=1)


def state_of(*, required: bool, done_on: date | None, expires: date | None, on: date) -> TrainingState:
    """Where somebody stands with a module on a day."""
    if done_on is None:
        return TrainingState.MISSING if required else TrainingState.NOT_REQUIRED
    if expires is not None and expires < on:
        return TrainingState.EXPIRED if required else TrainingState.NOT_REQUIRED
    if expires is not None and expires < on + EXPIRES_SOON:
        return TrainingState.EXPIRES_SOON
    return TrainingState.DONE


def per_cent(states: Sequence[TrainingState]) -> int | None:
    """How many in a hundred of those who must have done it, rounded down: 89.9 is not 90. `None` where nobody must."""
    return 100 * sum(state in COUNTS_AS_DONE for state in states) // len(states) if states else None


def check_completion(
    *, training: Training | None, module: str, done_on: date, score: int | None, today: date
) -> None:
    """Raise `UnableToRecordTraining` unless the module is the rule set's, its day has come and its score passes."""
    if training is None or training.module(module) is None:
        raise UnableToRecordTraining("Choose a module of the rule set from the list.", field="module")
    if done_on > today:
        raise UnableToRecordTraining("The day on which it was done lies ahead.", field="done_on")
    if score is not None and not 0 <= score <= 100:
        raise UnableToRecordTraining("The score is a number from 0 to 100.", field="score")
    mark = training.pass_mark_percent
    if score is not None and mark is not None and score < mark.value:
        raise UnableToRecordTraining(
            f"A score of {score} is below the pass mark of {mark.value}%, so the module is not done.",
            field="score",
        )
