"""What the reviewing body answers, and from which side an acceptance comes. Values in, answers out.

Two bodies accept a milestone, each for itself. Ours accepts by its chair, in the app. Theirs by an act of its own,
which reaches us as a message over an agreement or as a letter that an officer records: nobody of ours, no chore and no
file accepts for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.catalogue.workflows import Actor, Step, WorkflowDocument
from backend.kit.calendar import in_words
from backend.ledger.records import Record
from backend.scope import Refusal


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    CONDITIONAL = "conditional"
    REFUSED = "refused"


OUTCOME_IN_WORDS = {
    Outcome.ACCEPTED: "Accepted by the reviewing body",
    Outcome.CONDITIONAL: "Accepted with conditions by the reviewing body",
    Outcome.REFUSED: "Not accepted by the reviewing body",
}

ANSWERED = "review-received"
"""The act of an answer that moves nothing by itself: it came before we accepted, or where none is asked for."""

_STEPS = {
    Outcome.ACCEPTED: ("review-accept", "review-conditions-met"),
    Outcome.CONDITIONAL: ("review-conditional",),
    Outcome.REFUSED: ("review-refuse", "review-refuse-after-all"),
}


class UnableToTakeReview(Refusal):
    """An answer that can’t be recorded as one of the reviewing body."""


class How(StrEnum):
    """How an answer came: as a message over an agreement, or as their letter that an officer recorded."""

    RECEIVED = "received"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """An answer of the reviewing body: who said it there, on which day, in which words, and what shows it.

    `waits`: it came before the commissioner accepted, and counts once they do.
    """

    outcome: Outcome
    body: str
    by_name: str
    on: date
    words: str
    conditions: tuple[str, ...]
    how: How
    record: Record | None
    waits: bool = False

    @property
    def in_words(self) -> str:
        return OUTCOME_IN_WORDS[self.outcome]

    @property
    def told_in_words(self) -> str:
        """ "Accepted by the reviewing body on 3 October 2014: A Name, NHS England"."""
        return f"{self.in_words} on {in_words(self.on)}: {self.by_name}, {self.body}"


def review_from(data: Mapping[str, Any] | None) -> Review | None:
    """As it is kept with a milestone’s version."""
    if not data:
        return None
    record = data.get("record")
    return Review(
        outcome=Outcome(data["outcome"]),
        body=data["body"],
        by_name=data["by_name"],
        on=date.fromisoformat(data["on"]),
        words=data["words"],
        conditions=tuple(data.get("conditions", ())),
        how=How(data["how"]),
        record=None
        if record is None
        else Record(
            room=record["room"],
            kind=record["kind"],
            id=UUID(record["id"]),
            title=record["title"],
            hash=record.get("hash"),
        ),
        waits=bool(data.get("waits")),
    )


def as_data(review: Review) -> dict[str, Any]:
    record = review.record
    return {
        "outcome": review.outcome.value,
        "body": review.body,
        "by_name": review.by_name,
        "on": review.on.isoformat(),
        "words": review.words,
        "conditions": list(review.conditions),
        "how": review.how.value,
        "waits": review.waits,
        "record": None
        if record is None
        else {
            "room": record.room,
            "kind": record.kind,
            "id": str(record.id),
            "title": record.title,
            "hash": record.hash,
        },
    }


def check_side(*, slug: str, body: str, reviewing_body: str, ours: str) -> None:
    """The answer comes from the body that reviews the programme, and from no other."""
    if _plain(body) == _plain(reviewing_body):
        return
    if _plain(body) == _plain(ours):
        raise UnableToTakeReview(
            f"{slug} is reviewed by {reviewing_body}. {ours} accepts it as the commissioner, through its own chair, "
            "and can’t accept it for the reviewing body.",
            field="body",
        )
    raise UnableToTakeReview(
        f"{slug} is reviewed by {reviewing_body}, so an answer of {body.strip() or 'nobody named'} can’t be taken as "
        "the reviewing body’s. If the reviewing body has changed, say so on the programme first.",
        field="body",
    )


def check_said(outcome: Outcome, *, by_name: str, words: str, conditions: Sequence[str]) -> None:
    """Somebody said it, in words; conditions are named exactly where there are some."""
    if not by_name.strip():
        raise UnableToTakeReview("Name who accepted or refused it at the reviewing body.", field="by_name")
    if not words.strip():
        raise UnableToTakeReview("Give the words of the reviewing body.", field="words")
    if outcome is Outcome.CONDITIONAL and not conditions:
        raise UnableToTakeReview(
            "Say what has to be met: it is accepted with conditions, and none is named.", field="conditions"
        )
    if outcome is not Outcome.CONDITIONAL and conditions:
        raise UnableToTakeReview(
            "Conditions are named, so say that it is accepted with conditions.", field="outcome"
        )


def step_for(outcome: Outcome, workflow: WorkflowDocument, *, state: str) -> Step | None:
    """The step that the answer makes from a state; None where the workflow knows none, so that it is kept beside."""
    steps = [workflow.step(name) for name in _STEPS[outcome]]
    return next((each for each in steps if each is not None and each.from_state == state), None)


def is_theirs(step: Step) -> bool:
    """Whether only the reviewing body makes this step."""
    return Actor.REVIEWING_BODY in step.by


def answer_is_asked(workflow: WorkflowDocument, *, state: str) -> bool:
    """Whether the reviewing body's answer is what comes next."""
    return any(is_theirs(step) for step in workflow.steps_from(state))


def state_after_ours(review: Review | None, workflow: WorkflowDocument, *, state: str) -> str:
    """Where a milestone goes once we accepted: on at once, where the reviewing body’s answer came first and waits."""
    if review is None or not review.waits:
        return state
    step = step_for(review.outcome, workflow, state=state)
    return state if step is None else step.to_state


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
