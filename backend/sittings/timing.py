"""The moment that a secretary means by a time of day: on the meeting's own clock on the wall. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.kit.calendar import clock_in_words

_BEFORE_START = timedelta(hours=6)


def moment_of(clock: time, *, day: date, starts_at: datetime, zone: str) -> datetime:
    """When the wall clock showed `clock` at the meeting of `day`.

    A time long before the start is one after midnight. In the hour that comes twice when clocks go back, it is the
    first, unless that is before the meeting began. In the hour that clocks skip, it is the time an hour on, which is
    what the wall showed.
    """
    place = ZoneInfo(zone)
    found = datetime.combine(day, clock, tzinfo=place)
    if starts_at.astimezone(UTC) - found.astimezone(UTC) > _BEFORE_START:
        found = datetime.combine(day + timedelta(days=1), clock, tzinfo=place)
    second = found.replace(fold=1)
    twice = second.utcoffset() != found.utcoffset() and second.astimezone(UTC) > found.astimezone(UTC)
    if twice and found.astimezone(UTC) < starts_at.astimezone(UTC) <= second.astimezone(UTC):
        found = second
    return found.astimezone(UTC)


def clock_of(moment: datetime, *, zone: str) -> str:
    """The wall clock at a moment, as the house writes it: 8:00am, midday; 1:30am BST in the hour that comes twice."""
    local = moment.astimezone(ZoneInfo(zone))
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return f"{clock_in_words(local.hour, local.minute)}{f' {local:%Z}' if twice else ''}"
