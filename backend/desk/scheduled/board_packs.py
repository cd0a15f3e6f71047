"""Board packs, as a schedule: so many days before each meeting, if its agenda is fit for one."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from backend.catalogue.schedules import ScheduleSettings
from backend.committees import queries as committees
from backend.desk.scheduled.building import follow_packs
from backend.kit.calendar import in_words
from backend.meetings import queries as meetings
from backend.meetings.queries import MeetingLine
from backend.packs import awaited
from backend.packs import operations as packs
from backend.packs.rules import UnableToAskForPack
from backend.schedules.doings import Did
from backend.schedules.rules import Calendar, next_morning
from backend.scope import Scope

_BEFORE_IT_BEGINS = timedelta(hours=1)


class BoardPacks:
    """A pack is asked for so many days before each meeting; one asked for since then by anybody will do."""

    key = "board-packs"
    title = "Board packs"
    does = "Builds the members’ pack of each meeting whose agenda is published."
    unless = "When a meeting is arranged that has no pack yet"

    async def due_at(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar) -> datetime | None:
        waiting = await _waiting(scope, settings, calendar)
        return min(waiting.values(), key=lambda each: each[1])[1] if waiting else None

    async def do(self, scope: Scope, settings: ScheduleSettings, calendar: Calendar, *, by_hand: bool) -> Did:
        waiting = await _waiting(scope, settings, calendar)
        due = [meeting for meeting, at in waiting.values() if at <= scope.now]
        if not due:
            return Did(words=_nothing(calendar, list(waiting.values())), anything=False)
        asked, refused, links = [], [], []
        for meeting in due:  # a handful
            try:
                asked.append(await _ask(scope, meeting))
            except UnableToAskForPack as refusal:
                refused.append(refusal.sentence)
                links.append((meeting.title, f"/meetings/{meeting.id}"))
        if not refused:
            return Did(words=f"Asked for {_counted(len(asked))}.", waits_for=tuple(asked))
        words = f"Asked for {_counted(len(asked))}, but not for {_counted(len(refused))}. " if asked else ""
        return Did(
            words=words + " ".join(refused),
            failed=True,
            again_at=next_morning(settings, scope.now, calendar),
            links=(
                *links,
                *((f"Pack of {each.title}", each.path) for each in await awaited.awaited(scope, asked)),
            ),
        )

    async def follow(self, scope: Scope, refs: Sequence[UUID]) -> tuple[bool, Did]:
        return await follow_packs(scope, refs, what="the board pack of")


async def _waiting(
    scope: Scope, settings: ScheduleSettings, calendar: Calendar
) -> dict[UUID, tuple[MeetingLine, datetime]]:
    """The meetings to come that have no pack yet from the moment on at which theirs is due."""
    coming = await meetings.meetings_of(scope, when="upcoming")
    if settings.committees:
        named = {
            line.id for line in await committees.committees_of(scope) if line.slug in settings.committees
        }
        coming = tuple(line for line in coming if line.committee_id in named)
    moments = {
        line.id: (line, _moment(line.starts_at, settings, calendar))
        for line in coming
        if line.starts_at > scope.now and _runs_on(settings, calendar, line.starts_at)
    }
    if not any(at <= scope.now for _, at in moments.values()):
        return moments
    served = await awaited.with_packs(scope, {key: at for key, (_, at) in moments.items()})
    return {key: each for key, each in moments.items() if key not in served}


def _moment(starts_at: datetime, settings: ScheduleSettings, calendar: Calendar) -> datetime:
    day = calendar.before(calendar.day_of(starts_at), settings.days, working=settings.working)
    return min(calendar.moment(day, settings.at), starts_at - _BEFORE_IT_BEGINS)


def _runs_on(settings: ScheduleSettings, calendar: Calendar, starts_at: datetime) -> bool:
    day = calendar.day_of(_moment(starts_at, settings, calendar))
    first, last = settings.effective_from, settings.effective_until
    return (first is None or first <= day) and (last is None or day <= last)


async def _ask(scope: Scope, meeting: MeetingLine) -> UUID:
    if meeting.agenda_published_at is None:
        raise UnableToAskForPack(
            f"The agenda of “{meeting.title}” is not published, so its pack can’t be built. Publish the agenda first."
        )
    return await packs.ask_for_board_pack(scope, meeting_id=meeting.id)


def _nothing(calendar: Calendar, waiting: Sequence[tuple[MeetingLine, datetime]]) -> str:
    if not waiting:
        return "No meeting to come waits for a pack."
    meeting, at = min(waiting, key=lambda each: each[1])
    return f"Nothing was due. The next pack, of “{meeting.title}”, is due on {in_words(calendar.day_of(at))}."


def _counted(number: int) -> str:
    return "1 board pack" if number == 1 else f"{number} board packs"
