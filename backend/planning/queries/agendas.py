"""An agenda in the making: what is due, what was left, what is asked for, and how long all of it takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from backend.catalogue.planning import StandingItem
from backend.kit import calendar
from backend.kit.database import fetch
from backend.meetings import queries as meetings
from backend.meetings import rules as meeting_rules
from backend.planning import rules
from backend.planning.queries import calls, plans, questions
from backend.planning.queries.lines import BusinessView
from backend.planning.queries.rows import RowView
from backend.planning.queries.settings import settings_on, standing_of
from backend.planning.rules import cycles
from backend.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftItem:
    """An item of a meeting that was cancelled, or took no business, and has not gone on anywhere."""

    item_id: UUID
    label: str | None
    title: str
    minutes: int | None
    meeting_id: UUID
    meeting: str
    day: date
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arising:
    """A decision of the last meeting that sent something on."""

    item_id: UUID
    title: str
    outcome: str
    text: str
    meeting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaSetting:
    """Everything that chair and officer look at before an agenda. Minutes are of time, in whole minutes."""

    meeting: meetings.MeetingView
    call: calls.CallView
    month: date
    due: tuple[RowView, ...]
    left_over: tuple[RowView, ...]
    waiting: tuple[BusinessView, ...]
    settled: tuple[RowView, ...]
    standing: tuple[StandingItem, ...]
    """Standing items that the agenda does not hold yet."""
    left_items: tuple[LeftItem, ...]
    arising: tuple[Arising, ...]
    questions: tuple[questions.QuestionLine, ...]
    notice_by: date
    """The last day on which whoever is to come has the agenda in time."""
    may_steer: bool

    @property
    def open_rows(self) -> tuple[RowView, ...]:
        return tuple(row for row in (*self.due, *self.left_over) if row.open)

    @property
    def minutes_on_agenda(self) -> int:
        return self.meeting.minutes_planned

    @property
    def minutes_to_come(self) -> int:
        """What the plan and the standing items would add."""
        asked = [row.minutes for row in self.open_rows] + [each.minutes for each in self.standing]
        return meeting_rules.minutes_planned(asked)

    @property
    def minutes_asked(self) -> int:
        return self.minutes_on_agenda + self.minutes_to_come

    @property
    def minutes_available(self) -> int:
        return self.meeting.minutes_available

    @property
    def minutes_over(self) -> int:
        return max(self.minutes_asked - self.minutes_available, 0)

    @property
    def without_minutes(self) -> int:
        """Rows and items of which nobody said how long they take."""
        items = [item.minutes for item in self.meeting.standing_items]
        return sum(each is None for each in (*items, *(row.minutes for row in self.open_rows)))

    @property
    def bar(self) -> tuple[float, float, float]:
        """For the picture, in parts of 1,000: on the agenda, to come, and where the time ends."""
        whole = max(self.minutes_asked, self.minutes_available, 1)
        on, to_come, ends = (
            round(1000 * each / whole, 1)
            for each in (self.minutes_on_agenda, self.minutes_to_come, self.minutes_available)
        )
        return on, to_come, ends


async def setting_of(scope: Scope, *, meeting_id: UUID) -> AgendaSetting:
    """What is to be known before an agenda is made, in a number of statements that the plan's length does not change.

    Raises NotFound.
    """
    meeting = await meetings.meeting(scope, meeting_id=meeting_id)
    call = await calls.call_of(scope, meeting_id=meeting_id)
    settings = await settings_on(scope, meeting.day)
    month = cycles.month_of(meeting.day)
    back = cycles.months_from(cycles.later(month, -12), 13)
    plan = await plans.plan_of(scope, committee_id=meeting.committee_id, months=back)
    rows = [row for line in plan.lines for row in line.rows if line.accepted]
    placed = {row.item_id for row in rows if row.item_id}
    here = {item.id for item in meeting.items}
    due = [
        row
        for row in rows
        if (row.item_id in here and row.state in (rules.Shown.ON_AGENDA, rules.Shown.TAKEN))
        or (row.month == month and row.open and not call.extraordinary)
    ]
    latest = {row.business_id: row for row in rows if row.open and row.month < month}
    arrived = {row.business_id for row in due}
    since = cycles.later(month, -3)
    gone = (rules.Shown.DEFERRED, rules.Shown.REFUSED, rules.Shown.REFERRED)
    settled = [row for line in plan.lines for row in line.rows if row.state in gone and row.month >= since]
    return AgendaSetting(
        meeting=meeting,
        call=call,
        month=month,
        due=tuple(due),
        left_over=tuple(row for row in latest.values() if row.business_id not in arrived),
        waiting=plan.waiting,
        settled=tuple(settled),
        standing=await missing_standing(scope, meeting_id=meeting_id, in_public=meeting.in_public),
        left_items=await _left_items(scope, meeting, without=placed),
        arising=await _arising(scope, meeting),
        questions=await questions.questions_of(scope, meeting_id=meeting_id),
        notice_by=calendar.clear_days_before(
            meeting.day, settings.notice_clear_days, working=settings.notice_working
        ),
        may_steer=rules.may_steer(scope, committee_id=meeting.committee_id),
    )


async def missing_standing(scope: Scope, *, meeting_id: UUID, in_public: bool) -> tuple[StandingItem, ...]:
    """The tenant's standing items that are not on the agenda of a meeting."""
    there = await placed_standing(scope, meeting_id=meeting_id)
    return tuple(
        each for each in standing_of(scope) if each.id not in there and (in_public or not each.only_in_public)
    )


async def placed_standing(scope: Scope, *, meeting_id: UUID) -> dict[str, UUID]:
    """The items of a meeting that are standing items, by the names that the tenant's template gives these.

    An item that somebody put there by hand under the same title counts as well.
    """
    rows = await fetch(
        "SELECT p.standing, i.id, i.title FROM meetings_item i "
        "LEFT JOIN planning_placement p ON p.tenant_id = $1 AND p.item_id = i.id "
        "WHERE i.tenant_id = $1 AND i.meeting_id = $2 AND i.under_id IS NULL AND i.withdrawn_at IS NULL",
        scope.tenant.id,
        meeting_id,
    )
    by_title = {each.title.casefold(): each.id for each in standing_of(scope)}
    found = {}
    for row in rows:
        name = row["standing"] or by_title.get(row["title"].casefold())
        if name is not None:
            found[name] = row["id"]
    return found


async def last_before_end(scope: Scope, *, meeting_id: UUID) -> UUID | None:
    """The item after which business goes: the last that stands before the standing items of the end."""
    ends = {each.id for each in standing_of(scope) if each.place is rules.Place.END}
    placed = await placed_standing(scope, meeting_id=meeting_id)
    last = {item_id for name, item_id in placed.items() if name in ends}
    rows = await fetch(
        "SELECT id FROM meetings_item WHERE tenant_id = $1 AND meeting_id = $2 AND under_id IS NULL "
        "AND withdrawn_at IS NULL ORDER BY position, id",
        scope.tenant.id,
        meeting_id,
    )
    before: UUID | None = None
    for row in rows:
        if row["id"] in last:
            break
        before = row["id"]
    return before


async def _left_items(
    scope: Scope, meeting: meetings.MeetingView, *, without: set[UUID]
) -> tuple[LeftItem, ...]:
    """Standing items are left out: every agenda has its own; so are rows of the plan, which come back by themselves."""
    rows = await fetch(
        """
        SELECT i.id AS item_id, i.label, i.title, i.minutes, i.part, m.id AS meeting_id, m.title AS meeting,
          m.starts_at, coalesce(k.abandoned_because, m.cancelled_because) AS because
        FROM meetings_item i
        JOIN meetings_meeting m ON m.tenant_id = $1 AND m.id = i.meeting_id
        LEFT JOIN planning_call k ON k.tenant_id = $1 AND k.meeting_id = m.id
        LEFT JOIN planning_placement p ON p.tenant_id = $1 AND p.item_id = i.id
        WHERE i.tenant_id = $1 AND m.committee_id = $2 AND m.id <> $3 AND i.withdrawn_at IS NULL
          AND (m.state = 'cancelled' OR k.abandoned_at IS NOT NULL) AND p.standing IS NULL
          AND NOT EXISTS (SELECT 1 FROM meetings_passage o WHERE o.tenant_id = $1 AND o.from_item_id = i.id)
        ORDER BY m.starts_at, i.position, i.id""",
        scope.tenant.id,
        meeting.committee_id,
        meeting.id,
    )
    return tuple(
        LeftItem(
            item_id=row["item_id"],
            label=row["label"],
            title=row["title"],
            minutes=row["minutes"],
            meeting_id=row["meeting_id"],
            meeting=row["meeting"],
            day=meeting_rules.day_of(scope, row["starts_at"]),
            because=row["because"],
        )
        for row in rows
        if row["item_id"] not in without
        and meeting_rules.may_see(
            scope, part=meeting_rules.Part(row["part"]), committee_id=meeting.committee_id
        )
    )


async def _arising(scope: Scope, meeting: meetings.MeetingView) -> tuple[Arising, ...]:
    past: Sequence[meetings.MeetingLine] = await meetings.meetings_of(
        scope, when="past", committee_id=meeting.committee_id
    )
    last = next(
        (
            each
            for each in past
            if each.state is meeting_rules.MeetingState.HELD and each.starts_at < meeting.starts_at
        ),
        None,
    )
    if last is None:
        return ()
    view = await meetings.meeting(scope, meeting_id=last.id)
    sent_on = (meeting_rules.Outcome.DEFERRED, meeting_rules.Outcome.REFERRED)
    return tuple(
        Arising(
            item_id=item.id,
            title=f"{item.label} {item.title}" if item.label else item.title,
            outcome=decision.outcome_in_words,
            text=decision.text,
            meeting=view.title,
        )
        for item in view.items
        for decision in item.decisions
        if decision.outcome in sent_on and decision.struck_because is None
    )
