"""The moment at which a release ends: chosen on the tenant's wall, kept and enforced as one moment."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from backend.kit.calendar import in_words
from backend.releases.rules.standing import UnableToRelease


def expiry_of(day: date, clock: str, *, time_zone: str) -> datetime:
    """A day and a time on the wall. Raises UnableToRelease for a time that the wall does not show on that day.

    Where the clocks go back and show a time twice, it ends the first time.
    """
    try:
        hour = time.fromisoformat(clock.strip().zfill(5))
    except ValueError:
        raise UnableToRelease("Enter the time as in 17:00.", field="expires_time") from None
    if hour.tzinfo is not None:
        raise UnableToRelease("Enter the time as in 17:00.", field="expires_time")
    zone = ZoneInfo(time_zone)
    chosen = datetime.combine(day, hour.replace(microsecond=0), zone)
    there = chosen.astimezone(UTC).astimezone(zone)
    if (there.date(), there.time()) != (day, chosen.time()):
        raise UnableToRelease(
            f"On {in_words(day)} the clocks go forward and never show {hour:%H:%M}. Choose another time.",
            field="expires_time",
        )
    return chosen.astimezone(UTC)


def moment_in_words(moment: datetime, *, time_zone: str) -> str:
    """`30 June 2015 at 17:00 (BST)`, to the second where there are seconds."""
    there = moment.astimezone(ZoneInfo(time_zone))
    clock = f"{there:%H:%M:%S}" if there.second else f"{there:%H:%M}"
    return f"{in_words(there.date())} at {clock} ({there:%Z})"
