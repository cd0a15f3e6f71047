"""The report of the board assurance framework, as a schedule: so many days before each meeting that has one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from backend.catalogue.committees import CommitteeKind
from backend.catalogue.schedules import ScheduleSettings
from backend.committees import queries as committees
from backend.kit.calendar import in_words
from backend.meetings import queries as meetings
from backend.meetings.queries import MeetingLine
from backend.risks import queries as risks
from backend.risks.operations.reports import ask_for_report
from backend.risks.queries import reports
from backend.risks.rules import Level
from backend.risks.rules.reports import ReportState, UnableToReport
from backend.schedules.doings import Did
from backend.schedules.rules import Calendar, next_morning
from backend.scope import Scope

_BODIES = frozenset({CommitteeKind.GOVERNING_BODY, CommitteeKind.BOARD})


class FrameworkReport:
    """A report for each meeting of the named committees, or of the governing body; not again where it has one."""

    key = "framework-report"
    title = "Assurance framework report"
    does = (
        "Makes the board assurance framework as a paper, as at the day, and puts it on the agenda of the governing "
        "body or board; of other committees that are named it does so with the risks that they lead."
    )
    unless = "When a meeting is arranged that has no report yet, and the framework holds a risk"

    async def due_at(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar) -> datetime | None:
        waiting = await _waiting(scope, settings, calendar)
        return min(at for _, at in waiting) if waiting else None

    async def do(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar, *, by_hand: bool) -> Did:
        waiting = await _waiting(scope, settings, calendar)
        due = [meeting for meeting, at in waiting if at <= scope.now]
        if not due:
            return Did(words=_nothing(calendar, waiting), anything=False)
        lines = await committees.committees_of(scope)
        whole = {line.id for line in lines if line.kind in _BODIES}
        asked, refused = [], []
        for meeting in due:  # a handful
            try:
                led_alone = meeting.committee_id not in whole
                asked.append(await ask_for_report(scope, meeting_id=meeting.id, led_alone=led_alone))
            except UnableToReport as refusal:
                refused.append((meeting, refusal.sentence))
        words = [f"Asked for {len(asked)} {'report' if len(asked) == 1 else 'reports'}."] if asked else []
        return Did(
            words=" ".join([*words, *(sentence for _, sentence in refused)]),
            failed=bool(refused),
            again_at=next_morning(settings, scope.now, calendar) if refused else None,
            links=tuple((meeting.title, f"/meetings/{meeting.id}") for meeting, _ in refused),
            waits_for=() if refused else tuple(asked),
        )

    async def follow(self, scope: Scope, refs: Sequence[UUID]) -> tuple[bool, Did]:
        found = await reports.reports_by_id(scope, refs)
        ended = all(each.final for each in found)
        said = [f"{each.title}, for {each.meeting}: {each.failure or each.words}" for each in found]
        return ended, Did(
            words=" ".join(said),
            failed=ended and any(each.state is ReportState.FAILED for each in found),
            links=tuple((each.title, each.path) for each in found),
            waits_for=() if ended else tuple(refs),
        )


async def _waiting(
    scope: Scope, settings: ScheduleSettings, calendar: Calendar
) -> list[tuple[MeetingLine, datetime]]:
    """The meetings to come that have no report yet, each with the moment from which theirs is due."""
    lines = await committees.committees_of(scope)
    whole = {line.id for line in lines if line.kind in _BODIES}
    bodies = {
        line.id
        for line in lines
        if (line.slug in settings.committees if settings.committees else line.kind in _BODIES)
    }
    coming = [
        line
        for line in await meetings.meetings_of(scope, when="upcoming")
        if line.committee_id in bodies and line.starts_at > scope.now
    ]
    standing = await risks.risks_as_at(scope, level=Level.BAF) if coming else ()
    leading = {each.committee_id for each in standing}
    coming = [line for line in coming if standing and (line.committee_id in leading | whole)]
    if not coming:
        return []
    served = await reports.in_hand(scope, meeting_ids=[line.id for line in coming])
    found = []
    for line in coming:
        day = calendar.before(calendar.day_of(line.starts_at), settings.days, working=settings.working)
        first, last = settings.effective_from, settings.effective_until
        within = (first is None or first <= day) and (last is None or day <= last)
        if within and line.id not in served:
            found.append((line, calendar.moment(day, settings.at)))
    return found


def _nothing(calendar: Calendar, waiting: Sequence[tuple[MeetingLine, datetime]]) -> str:
    if not waiting:
        return "No meeting to come waits for a report."
    meeting, at = min(waiting, key=lambda each: each[1])
    return (
        f"Nothing was due. The next report, for “{meeting.title}”, is due on {in_words(calendar.day_of(at))}."
    )
