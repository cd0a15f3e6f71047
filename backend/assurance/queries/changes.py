"""What changed in the assessments since a day, such as that of the last board: how each stood and stands."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from backend.assurance.queries.answers import AnswerLine, lines_of
from backend.assurance.queries.assessments import AssessmentView, assessments_of
from backend.assurance.rules.standing import Stands
from backend.catalogue.committees import CommitteeKind
from backend.committees import queries as committees
from backend.meetings import queries as meetings
from backend.meetings.rules import MeetingState
from backend.scope import Scope

_GOOD = (Stands.MET, Stands.NOT_APPLICABLE)
_ORDER = (Stands.NOT_MET, Stands.LAPSED, Stands.UNKNOWN, Stands.UNANSWERED, Stands.PARTLY, *_GOOD)
"""From the worst to the best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A requirement that stands otherwise, or for another reason, than it did."""

    assessment: AssessmentView
    before: AnswerLine | None
    now: AnswerLine

    @property
    def path(self) -> str:
        return f"{self.assessment.path}/requirements/{self.now.requirement_id}"

    @property
    def why(self) -> str:
        """What brought it about, as far as it can be told."""
        now, before = self.now, self.before
        if before is None:
            return "The assessment was opened since"
        if now.answered_at != before.answered_at and now.answered_by_name:
            return f"Answered by {now.answered_by_name}"
        if before.level is not None and now.level is None:
            return "The answer was taken back"
        if now.outcome != before.outcome:
            return "The rule says something else"
        if now.stands is not before.stands:
            return "Time alone: the answer’s validity ended"
        if now.review != before.review and now.review:
            return "Reviewed by a second person" if now.review == "agreed" else "Given back by the reviewer"
        return "What was carried over was confirmed" if before.waits and not now.waits else ""

    @property
    def better(self) -> bool | None:
        """Whether it stands better than before; none where it stands as it did, or did not stand."""
        if self.before is None or self.before.stands is self.now.stands:
            return None
        return _ORDER.index(self.now.stands) > _ORDER.index(self.before.stands)


@dataclass(frozen=True, slots=True, kw_only=True)
class LastMeeting:
    """A meeting of the governing body that was held."""

    id: UUID
    title: str
    committee: str
    starts_at: datetime
    on: date


async def changes_since(scope: Scope, *, since: date, on: date) -> tuple[Change, ...]:
    """What stands otherwise at the end of `on` than it stood at the end of `since`, by framework and in its order.

    Assessments that were closed before `since` are left out. Seven statements at most, besides those for verdicts.
    """
    known = tuple(
        each
        for each in await assessments_of(scope)
        if each.opened_at <= scope.end_of(on)
        and (each.closed_at is None or each.closed_at > scope.end_of(since))
    )
    then = await lines_of(
        scope, assessments=[each for each in known if each.opened_at <= scope.end_of(since)], on=since
    )
    now = await lines_of(scope, assessments=known, on=on)
    found = []
    for assessment in known:
        before = {line.id: line for line in then.get(assessment.id, ())}
        for line in now[assessment.id]:
            was = before.get(line.id)
            if was is None and line.stands is Stands.UNANSWERED:
                continue
            if was is None or _told(was) != _told(line):
                found.append(Change(assessment=assessment, before=was, now=line))
    return tuple(found)


async def last_meeting(scope: Scope) -> LastMeeting | None:
    """The last meeting of the governing body, or of the board, that was held."""
    bodies = {
        each.id
        for each in await committees.committees_of(scope)
        if each.kind in (CommitteeKind.GOVERNING_BODY, CommitteeKind.BOARD) and not each.held_by
    }
    for each in await meetings.meetings_of(scope, when="past"):
        if each.committee_id in bodies and each.state is MeetingState.HELD and each.starts_at <= scope.now:
            return LastMeeting(
                id=each.id,
                title=each.title,
                committee=each.committee,
                starts_at=each.starts_at,
                on=scope.day_of(each.starts_at),
            )
    return None


def _told(line: AnswerLine) -> tuple[object, ...]:
    """What a board would want to be told of, where it is another than before."""
    return (line.stands, line.level, line.answered_at, line.outcome, line.review, line.waits, line.differs)
