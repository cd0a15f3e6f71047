"""When notice of a public meeting is given, and what must not be in what becomes public. Values in, answers out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.facts.publishing import UnableToPublish
from backend.kit import calendar
from backend.scope import Tenant

LEAST_CLEAR_DAYS = 3
"""Public Bodies (Admission to Meetings) Act 1960, section 1(4)(a): notice at least three clear days before."""

MOST_CLEAR_DAYS = 28
MOST_DAYS_AHEAD = 28
ACT = "section 1(2) of the Public Bodies (Admission to Meetings) Act 1960"
"""By what a body resolves that the public be excluded from a meeting, or a part of it."""

ATTEND = "Anybody may come and listen. There is no need to tell us first."
HOUR = time(9)
"""When notice is given on its day, if whoever approves chooses no other hour."""
MORNING = time(6)
"""When the clock looks whether something is to be prepared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How an organisation publishes: notice so many clear days before, prepared so many days before that."""

    clear_days: int = LEAST_CLEAR_DAYS
    days_ahead: int = 2
    contact: str | None = None
    working: bool = False
    """Whether working days alone count: neither weekends nor bank holidays in England."""

    def due_on(self, meeting_on: date) -> date:
        """The last day on which notice is given in time."""
        return calendar.clear_days_before(meeting_on, self.clear_days, working=self.working)

    def prepare_on(self, meeting_on: date) -> date:
        """The day on which the clock prepares, so that there is time to look and to approve."""
        return self.due_on(meeting_on) - timedelta(days=self.days_ahead)


def check_settings(settings: Settings) -> None:
    if not LEAST_CLEAR_DAYS <= settings.clear_days <= MOST_CLEAR_DAYS:
        raise UnableToPublish(
            f"Notice of a public meeting is given between {LEAST_CLEAR_DAYS} and {MOST_CLEAR_DAYS} clear days before.",
            field="clear_days",
        )
    if not 0 <= settings.days_ahead <= MOST_DAYS_AHEAD:
        raise UnableToPublish(f"Choose a number of days between 0 and {MOST_DAYS_AHEAD}.", field="days_ahead")


def hour_of(tenant: Tenant, day: date, hour: time = HOUR) -> datetime:
    """An hour of a day on the tenant's wall."""
    return datetime.combine(day, hour, ZoneInfo(tenant.time_zone))


def check_nothing_stands_against(obstacles: Sequence[str]) -> None:
    """What not everybody can read, what is withheld and what was not cleared is never approved."""
    if obstacles:
        raise UnableToPublish(
            f"This can’t be approved yet. {' '.join(obstacles)} Put this right, then prepare it again."
        )


def short_notice(*, given_on: date, meeting_on: date) -> str | None:
    """What the notice itself says where it was given later than the law has it; nothing where it was in time."""
    clear = calendar.clear_days_between(given_on, meeting_on)
    if clear >= LEAST_CLEAR_DAYS:
        return None
    days = {0: "no clear day", 1: "one clear day", 2: "two clear days"}[clear]
    return f"This notice was given {days} before the meeting."


def clear_days_in_words(*, given_on: date, meeting_on: date) -> str:
    """How long before a meeting notice of it was given: 5 clear days before the meeting, 3 of them working days."""
    clear = calendar.clear_days_between(given_on, meeting_on)
    working = calendar.clear_days_between(given_on, meeting_on, working=True)
    days = f"{clear} clear {'day' if clear == 1 else 'days'} before the meeting"
    if working == clear:
        return days
    return f"{days}, {working} of them {'a working day' if working == 1 else 'working days'}"
