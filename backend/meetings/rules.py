"""What a meeting, an agenda and a decision may be, and who may see a private item. Values in, answers out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.catalogue.demonstrations import PaperState, Part, Purpose
from backend.kit import calendar
from backend.scope import Refusal, Scope

__all__ = ["PaperState", "Part", "Purpose"]

CLEAR_DAYS = 3
"""Public notice of a public meeting: Public Bodies (Admission to Meetings) Act 1960, section 1(4)(a)."""


class MeetingState(StrEnum):
    """Where a meeting stands."""

    PLANNED = "planned"
    AGENDA_PUBLISHED = "agenda-published"
    HELD = "held"
    CANCELLED = "cancelled"


STATE_IN_WORDS = {
    MeetingState.PLANNED: "Planned",
    MeetingState.AGENDA_PUBLISHED: "Agenda published",
    MeetingState.HELD: "Held",
    MeetingState.CANCELLED: "Cancelled",
}
NEXT_STATES = {
    MeetingState.PLANNED: frozenset(
        {MeetingState.AGENDA_PUBLISHED, MeetingState.HELD, MeetingState.CANCELLED}
    ),
    MeetingState.AGENDA_PUBLISHED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset[MeetingState](),
    MeetingState.CANCELLED: frozenset[MeetingState](),
}
"""What may follow what. A decision recorded before anybody said that the meeting was held says so itself."""

PURPOSE_IN_WORDS = {
    Purpose.DECISION: "For decision",
    Purpose.APPROVE: "To approve",
    Purpose.RATIFY: "To ratify",
    Purpose.DISCUSSION: "For discussion",
    Purpose.INFORMATION: "For information",
    Purpose.ASSURANCE: "For assurance",
    Purpose.NOTE: "To note",
    Purpose.RECEIVE: "To receive",
}
PART_IN_WORDS = {Part.PUBLIC: "Public", Part.PRIVATE: "Private"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """What an item is worth, in pence, where that is known, and whether a contract may follow from it."""

    procures: bool = False
    value_pence: int | None = None

    def __post_init__(self) -> None:
        if self.value_pence is not None and not 0 <= self.value_pence < 10**13:
            raise UnableToBuildAgenda("The value must be between £0 and £99,999,999,999.99.", field="value")


class PaperKind(StrEnum):
    PAPER = "paper"
    APPENDIX = "appendix"
    PRESENTATION = "presentation"
    MINUTES = "minutes"


PAPER_KIND_IN_WORDS = {
    PaperKind.PAPER: "Paper",
    PaperKind.APPENDIX: "Appendix",
    PaperKind.PRESENTATION: "Presentation",
    PaperKind.MINUTES: "Minutes",
}


PAPER_STATE_IN_WORDS = {
    PaperState.PAPERS: "With papers",
    PaperState.VERBAL: "Verbal",
    PaperState.TO_FOLLOW: "Papers to follow",
    PaperState.TABLED: "To be tabled at the meeting",
}


class Outcome(StrEnum):
    AGREED = "agreed"
    NOT_AGREED = "not-agreed"
    NOTED = "noted"
    DEFERRED = "deferred"
    REFERRED = "referred"


OUTCOME_IN_WORDS = {
    Outcome.AGREED: "Agreed",
    Outcome.NOT_AGREED: "Not agreed",
    Outcome.NOTED: "Noted",
    Outcome.DEFERRED: "Put off to another meeting",
    Outcome.REFERRED: "Referred to another body",
}


class UnableToArrange(Refusal):
    """A meeting that can't be arranged so, or can't be changed any more."""


class UnableToBuildAgenda(Refusal):
    """An agenda item that can't be as it was given, or can't be changed any more."""


class UnableToPublishAgenda(Refusal):
    """An agenda that is not ready."""


class UnableToSubmitPaper(Refusal):
    """A paper that can't be taken; the sentence names the file and says why."""


class UnableToRecord(Refusal):
    """A decision, or an apology, that can't be written down as it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A meeting as the rules see it."""

    title: str
    state: MeetingState


def check_times(*, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise UnableToArrange("The meeting must end after it starts.", field="end_time")
    if (ends_at - starts_at).total_seconds() > 24 * 3600:
        raise UnableToArrange("A meeting can’t be longer than a day.", field="end_time")


def check_can_change(meeting: Standing) -> None:
    """A meeting that was held or cancelled stays as it was."""
    if meeting.state in (MeetingState.HELD, MeetingState.CANCELLED):
        raise UnableToArrange(
            f"“{meeting.title}” was {STATE_IN_WORDS[meeting.state].lower()}, so it can’t be changed."
        )


def can_change(meeting: Standing) -> bool:
    return meeting.state in (MeetingState.PLANNED, MeetingState.AGENDA_PUBLISHED)


def check_can_move_to(meeting: Standing, state: MeetingState) -> None:
    if state not in NEXT_STATES[meeting.state]:
        raise UnableToArrange(
            f"“{meeting.title}” is {STATE_IN_WORDS[meeting.state].lower()}; it can’t become "
            f"{STATE_IN_WORDS[state].lower()}."
        )


def check_can_cancel(meeting: Standing, *, because: str) -> None:
    check_can_move_to(meeting, MeetingState.CANCELLED)
    if not because.strip():
        raise UnableToArrange("Say why the meeting is cancelled.", field="because")


def check_can_publish(meeting: Standing, *, items: int) -> None:
    """An agenda is published once, with something on it."""
    if meeting.state is MeetingState.AGENDA_PUBLISHED:
        raise UnableToPublishAgenda(f"The agenda of “{meeting.title}” is published already.")
    if meeting.state is not MeetingState.PLANNED:
        raise UnableToPublishAgenda(
            f"“{meeting.title}” was {STATE_IN_WORDS[meeting.state].lower()}; its agenda can’t be published."
        )
    if not items:
        raise UnableToPublishAgenda(f"The agenda of “{meeting.title}” is empty. Add an item first.")


def can_publish(meeting: Standing, *, items: int) -> bool:
    return meeting.state is MeetingState.PLANNED and items > 0


def check_part(part: Part, private_reason: str | None) -> None:
    """The public is kept out only for a reason that is written down (the same Act, section 1(2))."""
    if part is Part.PRIVATE and not (private_reason or "").strip():
        raise UnableToBuildAgenda(
            "Say why this item is private: the resolution that excludes the public states the reason.",
            field="private_reason",
        )
    if part is Part.PUBLIC and (private_reason or "").strip():
        raise UnableToBuildAgenda(
            "A public item has no reason for being private. Choose private, or take the reason out.",
            field="private_reason",
        )


def sees_every_private_item(scope: Scope) -> bool:
    """Officers, internal audit, and our own chores."""
    return bool(scope.roles & {"governance-officer", "internal-audit"}) or scope.actor.chore is not None


def is_officer(scope: Scope) -> bool:
    return "governance-officer" in scope.roles


def has_original(scope: Scope, *, own: Collection[UUID | None]) -> bool:
    """What was handed in may hide what nobody meant to hand on: its author, whoever handed it in, and officers."""
    return is_officer(scope) or (scope.actor.person_id is not None and scope.actor.person_id in own)


def reads_uncleared(scope: Scope, *, committee_id: UUID, own: Collection[UUID | None]) -> bool:
    """Who reads a paper in which hidden data is not cleared: they, internal audit, and whoever signs papers off."""
    return (
        has_original(scope, own=own)
        or "internal-audit" in scope.roles
        or scope.actor.chore is not None
        or bool(scope.offices_on(committee_id) & {"chair", "vice-chair"})
    )


def may_see_private(scope: Scope, *, committee_id: UUID) -> bool:
    """They, and whoever sits on that committee today; nobody else knows that the item exists."""
    return sees_every_private_item(scope) or scope.sits_on(committee_id)


def may_see(scope: Scope, *, part: Part, committee_id: UUID) -> bool:
    return part is Part.PUBLIC or may_see_private(scope, committee_id=committee_id)


def may_see_conflicts(scope: Scope, *, committee_id: UUID) -> bool:
    """Officers and internal audit for every committee; a chair or vice-chair for their own."""
    if not scope.may("meetings.conflicts.read"):
        return False
    everywhere = bool(scope.roles & {"governance-officer", "internal-audit"})
    return everywhere or bool(scope.offices_on(committee_id) & {"chair", "vice-chair"})


def check_can_submit(
    scope: Scope, meeting: Standing, *, committee_id: UUID, own: Collection[UUID | None]
) -> None:
    """Officers, executive owners and the committee's members put papers in; so do those whose item or paper it is.

    `own` are the persons whose it is: an item's lead, a paper's author and whoever handed it in.
    """
    check_can_change(meeting)
    if not scope.may("papers.write") and scope.actor.chore is None:
        raise UnableToSubmitPaper("Your role in this organisation does not include writing papers.")
    known = bool(scope.roles & {"governance-officer", "executive-owner"}) or scope.actor.chore is not None
    mine = scope.actor.person_id is not None and scope.actor.person_id in own
    if not (known or mine or scope.sits_on(committee_id)):
        raise UnableToSubmitPaper(
            f"Papers for “{meeting.title}” are put in by its committee’s members, by the officers, or by whoever leads "
            "the item."
        )


def can_submit(
    scope: Scope, meeting: Standing, *, committee_id: UUID, own: Collection[UUID | None] = ()
) -> bool:
    try:
        check_can_submit(scope, meeting, committee_id=committee_id, own=own)
    except Refusal:
        return False
    return True


def notice_advice(*, in_public: bool, notice_on: date, meeting_on: date) -> str | None:
    """What the law on public notice would say of an agenda that goes out on `notice_on`; advice, never a gate."""
    if not in_public:
        return None
    clear = calendar.clear_days_between(notice_on, meeting_on)
    last = calendar.clear_days_before(meeting_on, CLEAR_DAYS)
    if clear >= CLEAR_DAYS:
        return (
            f"Notice of a public meeting is given at least three clear days before it: by {calendar.in_words(last)} "
            "at the latest."
        )
    left = {0: "no clear day is", 1: "one clear day is", 2: "two clear days are"}[clear]
    return (
        f"Notice of a public meeting is given at least three clear days before it, which was by "
        f"{calendar.in_words(last)}; {left} left. A meeting that is called at shorter notice is announced when it is "
        "called."
    )


def check_decision(*, text: str, decided_at: datetime, now: datetime, value_pence: int | None) -> None:
    """What happened is taken as it was; only what can't have happened is refused."""
    if not text.strip():
        raise UnableToRecord("Write what was decided.", field="text")
    if decided_at > now:
        raise UnableToRecord(
            f"A decision of {calendar.in_words(decided_at)} can’t be recorded yet: that is still to come.",
            field="decided_on",
        )
    if value_pence is not None and not 0 <= value_pence < 10**13:
        raise UnableToRecord("The value must be between £0 and £99,999,999,999.99.", field="value")


def day_of(scope: Scope, moment: datetime) -> date:
    """The day of `moment` at the tenant's own clock on the wall."""
    return moment.astimezone(ZoneInfo(scope.tenant.time_zone)).date()


def places_in_words(
    *, tenant: str, person: str, committee: str, meeting_on: date, author: str
) -> dict[str, str]:
    """What the words of the workflow may name of a paper, but for what its sign-off knows itself."""
    return {
        "tenant": tenant,
        "person": person,
        "committee": committee,
        "meeting_on": calendar.in_words(meeting_on),
        "author": author,
    }


def minutes_planned(minutes: Collection[int | None]) -> int:
    """How long the agenda takes, in minutes, as far as anybody said."""
    return sum(each for each in minutes if each)
