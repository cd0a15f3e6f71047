"""Where a paper stands on its way: its stages, who holds the pen, what is due when, and what was asked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from backend.catalogue.workflows import Actor, State, Step, WorkflowDocument
from backend.kit import calendar
from backend.meetings.rules import UnableToSubmitPaper
from backend.signoff import rules as signing

TABLE_STEP = "table"
"""By this step of the workflow a paper that was tabled leaves the road to the chair."""


class Place(StrEnum):
    """Where a stage lies, seen from where the paper is."""

    DONE = "done"
    HERE = "here"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage of a paper's way. `due_on` is the last day to come into it; `holder` has the pen while it is there."""

    id: str
    name: str
    holder: str | None
    place: Place
    due_on: date | None
    due_in_words: str | None
    reached_on: date | None
    late: bool
    """It was reached after its day, or its day has gone and it is not reached."""


class Move(Protocol):
    """A move of a run, as `signoff` tells it."""

    @property
    def step(self) -> str: ...
    @property
    def person_name(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def version(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked on the way, and what came back; both are kept."""

    asked_by: str
    asked_at: datetime
    version: int
    words: str
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None


class UnableToGoOn(UnableToSubmitPaper):
    """A step that leaves somebody out, or leads to nobody."""


def sponsor_state(workflow: WorkflowDocument) -> State | None:
    """The stage at which a paper lies with its sponsor, where the workflow has one."""
    return next(
        (
            state
            for state in workflow.states
            if state.owner is Actor.EXECUTIVE_OWNER and not state.aside and not state.final
        ),
        None,
    )


def why_not_go(
    step: Step | None, workflow: WorkflowDocument, *, title: str, sponsor: str | None
) -> str | None:
    """Why a paper with this sponsor (or none) can't take the step, in a sentence; `None` where it can."""
    stage = sponsor_state(workflow)
    if step is None or stage is None:
        return None
    if step.id == TABLE_STEP:
        return f"“{title}” was not tabled at a meeting, so it goes by its chair."
    if step.to_state == stage.id and step.from_state == workflow.start and sponsor is None:
        return f"Nobody is named as the sponsor of “{title}”. Name one, or send it for checking."
    target = workflow.state(step.to_state)
    ends = target is not None and target.final
    if step.from_state == workflow.start and sponsor is not None and step.to_state != stage.id and not ends:
        return f"{sponsor} sponsors “{title}”, so it goes to them first."
    return None


def check_can_go(step: Step | None, workflow: WorkflowDocument, *, title: str, sponsor: str | None) -> None:
    why = why_not_go(step, workflow, title=title, sponsor=sponsor)
    if why is not None:
        raise UnableToGoOn(why)


def can_go(step: Step | None, workflow: WorkflowDocument, *, sponsor: bool) -> bool:
    return why_not_go(step, workflow, title="", sponsor="" if sponsor else None) is None


def passes_check(step: Step | None, workflow: WorkflowDocument) -> bool:
    """Whether by this step a paper leaves the governance check for whoever comes next."""
    before = workflow.state(step.from_state) if step else None
    after = workflow.state(step.to_state) if step else None
    if before is None or after is None or before.owner is not Actor.GOVERNANCE_OFFICER:
        return False
    through = not after.final or after.id == signing.last_approval(workflow).to_state
    return through and after.owner is not workflow.made_by


def road(workflow: WorkflowDocument, *, state: str, sponsored: bool) -> tuple[State, ...]:
    """The stages that a paper passes, in order: from its author to where its chair lets it through."""
    last = signing.last_approval(workflow).to_state
    stage = sponsor_state(workflow)
    skipped = stage.id if stage is not None and not sponsored and state != stage.id else None
    return tuple(
        each
        for each in workflow.states
        if each.id != skipped and not each.aside and (not each.final or each.id == last)
    )


def stage_of(workflow: WorkflowDocument, state: str) -> str:
    """The stage that a state belongs to: a question is part of the stage at which it was asked."""
    found = workflow.state(state)
    if found is not None and found.aside:
        return next(
            (step.to_state for step in workflow.steps_from(state) if _leads_back(step, workflow)), state
        )
    return state


def stages_of(
    workflow: WorkflowDocument,
    *,
    state: str,
    meeting_on: date,
    today: date,
    holders: Mapping[Actor, str],
    sponsored: bool,
    reached: Mapping[str, date],
) -> tuple[Stage, ...]:
    """The way of one paper. `reached` says on which day the present version came into a state."""
    way = road(workflow, state=state, sponsored=sponsored)
    here = next((index for index, each in enumerate(way) if each.id == stage_of(workflow, state)), None)
    found = []
    for index, each in enumerate(way):
        place = _place(index, here, final=each.final)
        due_on = due_of(each, workflow, meeting_on)
        reached_on = reached.get(each.id) if place is not Place.AHEAD else None
        found.append(
            Stage(
                id=each.id,
                name=each.name,
                holder=holders.get(each.owner, signing.PEN_IN_WORDS[each.owner]) if each.owner else None,
                place=place,
                due_on=due_on,
                due_in_words=each.due.in_words if each.due else None,
                reached_on=reached_on,
                late=due_on is not None
                and ((reached_on or due_on) > due_on if place is not Place.AHEAD else today > due_on),
            )
        )
    return tuple(found)


def due_of(state: State, workflow: WorkflowDocument, meeting_on: date) -> date | None:
    """The last day on which a paper comes into a stage in time."""
    if state.due is not None:
        return state.due.day(meeting_on)
    if state.id == signing.last_approval(workflow).to_state:
        return _whole(workflow, meeting_on)
    return None


def deadline(workflow: WorkflowDocument, meeting_on: date) -> date | None:
    """The day by which a paper is due altogether: that of its last stage."""
    last = workflow.state(signing.last_approval(workflow).to_state)
    return due_of(last, workflow, meeting_on) if last else None


def next_due(workflow: WorkflowDocument, *, state: str, meeting_on: date, sponsored: bool) -> date | None:
    """The day by which a paper is due at its next stage; nothing is due of one that has come to its end."""
    way = road(workflow, state=state, sponsored=sponsored)
    here = next((index for index, each in enumerate(way) if each.id == stage_of(workflow, state)), None)
    if here is None:
        return None
    days = [due_of(each, workflow, meeting_on) for each in way[here + 1 :]]
    return next((day for day in days if day is not None), None)


def pen_of(workflow: WorkflowDocument, state: str, holders: Mapping[Actor, str]) -> str | None:
    """Who holds the pen, by name where somebody is named."""
    found = workflow.state(state)
    if found is None or found.owner is None:
        return None
    return holders.get(found.owner, signing.PEN_IN_WORDS[found.owner])


def questions_of(moves: Sequence[Move], workflow: WorkflowDocument) -> tuple[Question, ...]:
    """Every question that was put back to the author, oldest first, with its answer where one came.

    The answer is what the author wrote when the paper next left them.
    """
    found: list[Question] = []
    for move in moves:
        step = workflow.step(move.step)
        if step is None or not move.reason:
            continue
        if _asks(step, workflow):
            found.append(
                Question(
                    asked_by=move.person_name,
                    asked_at=move.at,
                    version=move.version,
                    words=move.reason,
                    answer=None,
                    answered_by=None,
                    answered_at=None,
                )
            )
        elif found and found[-1].answer is None and _leaves_author(step, workflow):
            last = found[-1]
            found[-1] = Question(
                asked_by=last.asked_by,
                asked_at=last.asked_at,
                version=last.version,
                words=last.words,
                answer=move.reason,
                answered_by=move.person_name,
                answered_at=move.at,
            )
    return tuple(found)


def _asks(step: Step, workflow: WorkflowDocument) -> bool:
    return (
        step.needs_reason
        and not _with_author(step.from_state, workflow)
        and _with_author(step.to_state, workflow)
    )


def _leaves_author(step: Step, workflow: WorkflowDocument) -> bool:
    target = workflow.state(step.to_state)
    return _with_author(step.from_state, workflow) and target is not None and not target.final


def _with_author(state: str, workflow: WorkflowDocument) -> bool:
    found = workflow.state(state)
    return found is not None and found.owner is workflow.made_by


def _leads_back(step: Step, workflow: WorkflowDocument) -> bool:
    target = workflow.state(step.to_state)
    return target is not None and not target.final


def _place(index: int, here: int | None, *, final: bool) -> Place:
    if here is None or index > here:
        return Place.AHEAD
    return Place.HERE if index == here and not final else Place.DONE


def _whole(workflow: WorkflowDocument, meeting_on: date) -> date | None:
    """Where no stage says its day, the workflow's own, counted from the meeting."""
    if workflow.due.after != "meeting" or workflow.due.days > 0:
        return None
    before = -workflow.due.days
    if workflow.due.working:
        return calendar.working_day_before(meeting_on, before)
    return date.fromordinal(meeting_on.toordinal() - before)
