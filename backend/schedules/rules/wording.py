"""A schedule in one sentence, as an officer reads it back."""

from backend.catalogue.schedules import Every, ScheduleSettings
from backend.kit.calendar import clock_in_words
from backend.kit.calendar import in_words as day_in_words

_SMALL = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve"),
)
_WHICH = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth"),
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def in_words(settings: ScheduleSettings, *, committees: tuple[str, ...] = ()) -> str:
    """`Five working days before each meeting, at 6:00am.` `committees` are the names of those that it names."""
    days = _round(settings, committees)
    short = settings.every in {Every.DAY, Every.WEEK} and "," not in days
    said = f"{days}{'' if short else ','} at {hour_in_words(settings.at)}"
    if settings.effective_from:
        said += f", from {day_in_words(settings.effective_from)}"
    if settings.effective_until:
        said += f", until {day_in_words(settings.effective_until)}"
    return f"{said}."


def hour_in_words(at: str) -> str:
    """`07:00` as 7:00am."""
    hour, minute = (int(part) for part in at.split(":"))
    return clock_in_words(hour, minute)


def _round(settings: ScheduleSettings, committees: tuple[str, ...]) -> str:
    working = "working " if settings.working else ""
    match settings.every:
        case Every.DAY:
            return f"Every {working}day"
        case Every.WEEK:
            assert settings.weekday is not None
            return f"Every {settings.weekday.value.capitalize()}{_or_next(settings)}"
        case Every.MONTH:
            return f"On the {_which(settings.days)} {working}day of each month"
        case Every.QUARTER:
            return f"On the {_which(settings.days)} {working}day after each quarter ends"
        case Every.YEAR:
            assert settings.month is not None
            day = f"{settings.days} {_MONTHS[settings.month - 1]}"
            leap = (
                " (28 February where the year has no 29th)"
                if (settings.month, settings.days) == (2, 29)
                else ""
            )
            return f"Each year on {day}{leap}{_or_next(settings)}"
        case Every.MEETING:
            return f"{_before(settings.days, working)} each meeting{_of(committees)}"
        case Every.DUE:
            return "On the day that the rules ask for"


def _before(days: int, working: str) -> str:
    if not days:
        return "On the last working day up to the day of" if working else "On the day of"
    return f"{_count(days).capitalize()} {working}day{'' if days == 1 else 's'} before"


def _of(committees: tuple[str, ...]) -> str:
    if not committees:
        return ""
    *others, last = committees
    return f" of {', '.join(others)} and {last}" if others else f" of {last}"


def _or_next(settings: ScheduleSettings) -> str:
    return ", or the next working day" if settings.working else ""


def _count(number: int) -> str:
    return _SMALL[number] if number < len(_SMALL) else str(number)


def _which(number: int) -> str:
    if number < len(_WHICH):
        return _WHICH[number]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in {11, 12, 13} else "th"
    return f"{number}{ending}"
