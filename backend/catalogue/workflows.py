"""Workflows: how a declaration, paper, action or milestone moves, who holds it, and who is chased when."""

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from backend.catalogue.shapes import Flag, Line, Slug, Strict, Text
from backend.kit import calendar


class About(StrEnum):
    DECLARATION = "declaration"
    PAPER = "paper"
    ACTION = "action"
    MILESTONE = "milestone"
    CLAIM = "claim"
    """That an action is done, needs more time or is somebody else's: said by its owner, and not answered yet."""
    TERMS = "terms"
    """A committee's terms of reference, which are looked at again."""
    EVIDENCE = "evidence"
    """What an assurance rests on, which is looked at again."""


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
    REVIEWING_BODY = "reviewing-body"
    """Another body than ours, whose acts are received or recorded here: nobody of ours takes its steps."""
    CLOCK = "clock"


class Milestone(Strict):
    """By when a thing has to have come into a state: so many days before its meeting.

    Working days count back from the meeting; clear days leave out both the day itself and the meeting's.
    """

    before: Annotated[int, Field(strict=True, ge=0, le=365)]
    days: Literal["working", "clear", "clear-working"]

    @property
    def working_days(self) -> float:
        """About how many working days before the meeting, to be compared with another milestone."""
        return {"working": self.before, "clear": (self.before + 1) * 5 / 7, "clear-working": self.before + 1}[
            self.days
        ]

    @property
    def in_words(self) -> str:
        """ "10 working days before the meeting", "5 clear working days before the meeting"."""
        kind = {"working": "working", "clear": "clear", "clear-working": "clear working"}[self.days]
        return f"{self.before} {kind} {'day' if self.before == 1 else 'days'} before the meeting"

    def day(self, meeting: date) -> date:
        """The last day on which the thing is in time."""
        if self.days == "working":
            return calendar.working_day_before(meeting, self.before)
        return calendar.clear_days_before(meeting, self.before, working=self.days == "clear-working")


class State(Strict):
    id: Slug
    name: Line
    owner: Actor | None = None
    """Who holds the pen; nobody in a final state."""
    final: Flag = False
    due: Milestone | None = None
    """By when the thing has to be here."""
    aside: Flag = False
    """Beside the road: the thing waits here for an answer, and comes back to where it was asked."""


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
    all_of: Flag = False
    """Everybody of `by` approves, each once and in any order, before the thing moves; otherwise any one of them."""
    needs_reason: Flag = False
    reasons: tuple[Line, ...] = ()
    """Reasons that are often given, offered to be chosen; whoever takes the step may write another."""
    words: Text | None = None


class Due(Strict):
    """When the thing is due, counted from an event."""

    after: Literal["opened", "set-by-hand", "meeting", "month-end"]
    days: Annotated[int, Field(strict=True, ge=-365, le=365)] = 0
    """Negative: before the event."""
    working: Flag = False


class Late(Strict):
    """A thing that leaves its maker after the last milestone needs somebody's agreement, and a reason."""

    agreed_by: tuple[Actor, ...]


class Notice(Strict):
    subject: Line
    text: Text


class Chaser(Strict):
    """One rung: so many days before (negative) or after the due day, to whom, in what words."""

    id: Slug
    offset_days: Annotated[int, Field(strict=True, ge=-365, le=365)]
    working: Flag = False
    to: tuple[Actor, ...]
    otherwise: tuple[Actor, ...] = ()
    """Who gets it in the place of each of `to` whom nobody here is."""
    while_in: tuple[Slug, ...]
    """The states in which the thing is still owed."""
    notice: Notice
    urgent: Flag = False
    """Sent as a letter of its own, apart from the person's digest of the day."""


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
    late: Late | None = None
    """Where left out, a thing that comes late needs nobody's agreement."""
    questions: tuple[Question, ...] = ()
    chasers: tuple[Chaser, ...] = ()
    escalation: Chaser | None = None

    @property
    def key(self) -> str:
        return f"{self.id}/{self.version}"

    @cached_property
    def approvals(self) -> tuple[Step, ...]:
        """The steps that approve by words to be agreed to, in their order."""
        return tuple(step for step in self.steps if step.approves and step.words)

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
