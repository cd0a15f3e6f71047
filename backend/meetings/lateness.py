"""Papers after the deadline, and papers that were tabled: what a chair has to agree to, and what is printed. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from backend.catalogue.workflows import Actor, WorkflowDocument
from backend.kit import calendar
from backend.meetings import stages
from backend.meetings.rules import MeetingState, PaperState, Standing, UnableToSubmitPaper
from backend.scope import Refusal, Scope


class UnableToAgree(Refusal):
    """An agreement to a late paper that this person can't give, or not now."""


class Lateness(StrEnum):
    """How a paper stands to its deadline."""

    IN_TIME = "in-time"
    NOT_ASKED = "not-asked"
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What an author asked the chair for a late paper, and what was answered."""

    id: UUID
    reason: str
    asked_by_person_id: UUID | None
    asked_by: str
    asked_at: datetime
    agreed: bool | None
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    office: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LateView:
    """A paper that came, or will come, after its deadline. `came_on`: the day on which it left its author."""

    title: str
    deadline: date
    came_on: date | None
    request: Request | None

    @property
    def lateness(self) -> Lateness:
        if self.request is None:
            return Lateness.NOT_ASKED
        if self.request.agreed is None:
            return Lateness.ASKED
        return Lateness.AGREED if self.request.agreed else Lateness.REFUSED

    @property
    def agreed(self) -> bool:
        return self.lateness is Lateness.AGREED

    @property
    def note(self) -> str | None:
        """What is printed on the cover of a late paper that the chair agreed to take."""
        if self.request is None or not self.agreed:
            return None
        when = (
            f"It came on {calendar.in_words(self.came_on)}, after the deadline of {calendar.in_words(self.deadline)}."
            if self.came_on
            else f"Its deadline was {calendar.in_words(self.deadline)}."
        )
        return (
            f"Late paper. {when} {self.request.answered_by} ({self.request.office}) agreed to take it. "
            f"Reason: {self.request.reason}"
        )

    @property
    def awaiting(self) -> str | None:
        """What stands in a pack in place of a late paper that its chair has not agreed to take."""
        if self.agreed:
            return None
        said = f"“{self.title}” came after the deadline of {calendar.in_words(self.deadline)}."
        if self.lateness is Lateness.REFUSED:
            return f"{said} The chair did not agree to take it."
        return f"{said} It is awaiting the chair’s agreement."


def late_view(
    workflow: WorkflowDocument,
    *,
    title: str,
    meeting_on: date,
    came_on: date | None,
    today: date,
    request: Request | None,
) -> LateView | None:
    """`None` for a paper that is in time, or whose workflow asks nobody. One that has not come is judged by today."""
    day = stages.deadline(workflow, meeting_on)
    if workflow.late is None or day is None or (came_on or today) <= day:
        return None
    return LateView(title=title, deadline=day, came_on=came_on, request=request)


def tabled_note(meeting_on: date) -> str:
    """What is printed with a paper that members first had in the room."""
    return (
        f"Tabled at the meeting on {calendar.in_words(meeting_on)}: members had this paper in the room. "
        "It was not circulated before the meeting."
    )


def check_takes_papers(item: str, state: PaperState) -> None:
    """A verbal item has no paper, and what is tabled comes at the meeting; a late paper is for an item with papers."""
    if not takes_papers(state):
        what = (
            "a verbal item"
            if state is PaperState.VERBAL
            else "an item whose papers are tabled at the meeting"
        )
        raise UnableToSubmitPaper(f"“{item}” is {what}. A governance officer can change that on the item.")


def takes_papers(state: PaperState) -> bool:
    return state in (PaperState.PAPERS, PaperState.TO_FOLLOW)


def check_can_table(meeting: Standing, *, title: str, starts_at: datetime, now: datetime) -> None:
    """What members had in the room is added once the meeting has begun, by the clock or by word."""
    if meeting.state is MeetingState.CANCELLED:
        raise UnableToSubmitPaper(f"“{meeting.title}” was cancelled, so nothing was tabled at it.")
    if meeting.state is not MeetingState.HELD and now < starts_at:
        raise UnableToSubmitPaper(
            f"“{meeting.title}” has not begun. What is tabled for “{title}” is added once members have had it in the "
            "room."
        )


def can_table(meeting: Standing, *, starts_at: datetime, now: datetime) -> bool:
    try:
        check_can_table(meeting, title="", starts_at=starts_at, now=now)
    except Refusal:
        return False
    return True


def check_can_ask(late: LateView | None, *, title: str, reason: str) -> None:
    if late is None:
        raise UnableToSubmitPaper(f"“{title}” is in time, so nobody has to agree to take it late.")
    if late.lateness is Lateness.ASKED:
        raise UnableToSubmitPaper(f"The chair has been asked to take “{title}” late already.")
    if late.agreed:
        raise UnableToSubmitPaper(f"The chair has agreed to take “{title}” late already.")
    if not reason.strip():
        raise UnableToSubmitPaper(
            "Say why the paper is late: the reason is printed on its cover.", field="reason"
        )


def offices_to_agree(workflow: WorkflowDocument) -> frozenset[str]:
    """The offices of the committee that may agree to a late paper."""
    late = workflow.late
    return (
        frozenset(actor.value for actor in late.agreed_by if actor in (Actor.CHAIR, Actor.VICE_CHAIR))
        if late
        else frozenset()
    )


def check_can_answer(
    scope: Scope,
    workflow: WorkflowDocument,
    *,
    title: str,
    committee_id: UUID,
    own: tuple[UUID | None, ...],
    agreed: bool,
    answer: str | None,
) -> str:
    """The office in which somebody answers. `own` are the paper's author and whoever handed it in."""
    offices = sorted(scope.offices_on(committee_id) & offices_to_agree(workflow))
    if not offices or scope.actor.person_id is None:
        raise UnableToAgree(
            f"Only the chair or the vice-chair of this committee can agree to take “{title}” late."
        )
    if scope.actor.person_id in own:
        raise UnableToAgree(f"“{title}” is your own paper, so somebody else has to agree to take it late.")
    if not agreed and not (answer or "").strip():
        raise UnableToAgree("Say why you don’t agree.", field="late_answer")
    return offices[0]


def can_answer(
    scope: Scope, workflow: WorkflowDocument, *, committee_id: UUID, own: tuple[UUID | None, ...]
) -> bool:
    try:
        check_can_answer(
            scope, workflow, title="", committee_id=committee_id, own=own, agreed=True, answer=None
        )
    except Refusal:
        return False
    return True
