"""Workflows: how a declaration, paper, action or milestone moves, who holds it, and who is chased when."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from backend.catalogue.shapes import Flag, Line, Slug, Strict, Text


class About(StrEnum):
    DECLARATION = "declaration"
    PAPER = "paper"
    ACTION = "action"
    MILESTONE = "milestone"


class Actor(StrEnum):
    """Whom a workflow may name. None of them is a regulator, the press or the public."""

    DECLARANT = "declarant"
    AUTHOR = "author"
    OWNER = "owner"
    DEPUTY = "deputy"
    LINE_MANAGER = "line-manager"
    EXECUTIVE_OWNER = "executive-owner"
    GOVERNANCE_OFFICER = "governance-officer"
    CHAIR = "chair"
    VICE_CHAIR = "vice-chair"
    COI_GUARDIAN = "coi-guardian"
    CLOCK = "clock"


class State(Strict):
    id: Slug
    name: Line
    owner: Actor | None = None
    """Who holds the pen; nobody in a final state."""
    final: Flag = False


class Step(Strict):
    """A move from one state to another. `words` are what the person is shown and agrees to."""

    id: Slug
    name: Line
    from_state: Slug = Field(alias="from")
    to_state: Slug = Field(alias="to")
    by: tuple[Actor, ...]
    not_by: tuple[Actor, ...] = ()
    """Whoever stands in this relation to the thing may not take the step, whatever else they are."""
    approves: Flag = False
    needs_reason: Flag = False
    words: Text | None = None


class Due(Strict):
    """When the thing is due, counted from an event."""

    after: Literal["opened", "set-by-hand", "meeting", "month-end"]
    days: Annotated[int, Field(strict=True, ge=-365, le=365)] = 0
    """Negative: before the event."""
    working: Flag = False


class Notice(Strict):
    subject: Line
    text: Text


class Chaser(Strict):
    """One rung: so many days before (negative) or after the due day, to whom, in what words."""

    id: Slug
    offset_days: Annotated[int, Field(strict=True, ge=-365, le=365)]
    working: Flag = False
    to: tuple[Actor, ...]
    while_in: tuple[Slug, ...]
    """The states in which the thing is still owed."""
    notice: Notice


class Question(Strict):
    id: Slug
    text: Text
    hint: Text | None = None
    answer: Literal["yes-no", "text", "date", "choice"]
    choices: tuple[Line, ...] = ()


class WorkflowDocument(Strict):
    """`workflows/<id>/v<n>.yaml`."""

    id: Slug
    version: Annotated[str, StringConstraints(pattern=r"^v[1-9][0-9]{0,2}$")]
    title: Line
    about: About
    purpose: Text
    made_by: Actor
    """Whose thing it is; they never take a step that approves it."""
    start: Slug
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    due: Due
    questions: tuple[Question, ...] = ()
    chasers: tuple[Chaser, ...] = ()
    escalation: Chaser | None = None

    @property
    def key(self) -> str:
        return f"{self.id}/{self.version}"

    def state(self, state_id: str) -> State | None:
        return next((state for state in self.states if state.id == state_id), None)

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def steps_from(self, state_id: str) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.from_state == state_id)

    @property
    def rungs(self) -> tuple[Chaser, ...]:
        """Every chaser and the escalation, earliest first."""
        everything = (*self.chasers, *((self.escalation,) if self.escalation else ()))
        return tuple(sorted(everything, key=lambda rung: rung.offset_days))
