"""From the lines of a day to letters: what goes by itself and what together, at which hour, under which subject."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from backend.chasing.rules.days import Hours
from backend.chasing.rules.ladders import NEWS, Rung
from backend.chasing.rules.owing import Fate, Person, Thing
from backend.kit.calendar import in_words
from backend.notices.topics import EVERY_DAY, Way, topic_of_ladder

NOBODY = UUID(int=0)
"""Stands for the recipient in the key of a letter that reaches nobody."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One rung of one thing for one person on one day: sent, moved to a later day, or suppressed; `why` says it.

    `meant_on`: the day on which the rung was reached. `holder_id`: in whose name the letter can be answered.
    """

    key: str
    day: date
    meant_on: date
    due_on: date
    thing: Thing
    rung: Rung
    to: Person | None
    holder_id: UUID | None
    subject: str
    words: str
    fate: Fate
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What one person gets at one moment: one line in its own words, or a digest of several."""

    key: str
    day: date
    at: datetime
    to: Person
    subject: str
    lines: tuple[Line, ...]
    way: Way = Way.DIGEST
    """By mail at once, as the daily letter at the hour that its person wants, or only in the app."""

    @property
    def is_digest(self) -> bool:
        return len(self.lines) > 1


def letters_of(lines: Sequence[Line], day: date, hours: Hours) -> Iterator[Letter]:
    """Urgent lines, and those that their person wants so, each by itself; the rest of a person's day as one."""

    def person(line: Line) -> str:
        return str(line.to.id if line.to else NOBODY)

    for _, grouped in groupby(sorted(lines, key=lambda line: (person(line), *order_of(line))), key=person):
        mine = list(grouped)
        to = mine[0].to
        if to is None:
            continue
        ways = {line.key: way_of(line) for line in mine}
        daily = tuple(line for line in mine if ways[line.key] is Way.DIGEST)
        apart = [(line,) for line in mine if ways[line.key] is not Way.DIGEST]
        for few in (*apart, *((daily,) if daily else ())):
            alone, way = len(few) == 1, ways[few[0].key]
            yield Letter(
                key=few[0].key if alone else f"chasing.digest/{to.id}/{day}",
                day=day,
                at=hours.moment(day, to.wishes.digest_at) if way is Way.DIGEST else hours.moment(day),
                to=to,
                subject=few[0].subject if alone else _subject_of(few, day),
                lines=few,
                way=way,
            )


def way_of(line: Line) -> Way:
    """How a line goes: an urgent one at once, the others as their person chose; what escalates is never kept in."""
    if line.rung.urgent or line.to is None:
        return Way.AT_ONCE
    topic = topic_of_ladder(line.thing.ladder)
    chosen = topic.chosen(line.to.wishes.ways) if topic else Way.DIGEST
    return Way.DIGEST if chosen is Way.APP and line.rung.escalates else chosen


def _subject_of(lines: Sequence[Line], day: date) -> str:
    owed = [line.due_on for line in lines if line.thing.ladder != NEWS]
    return digest_subject(owed, day, news=len(lines) - len(owed))


def digest_subject(dues: Sequence[date], day: date, *, news: int = 0) -> str:
    """ "3 things wait for you: 1 of them late, the next due on 5 June 2014; and 2 notices"."""
    told = "1 notice" if news == 1 else f"{news} notices"
    if not dues:
        return f"{told} for you"
    return f"{_owed_in_words(dues, day)}{f'; and {told}' if news else ''}"


def _owed_in_words(dues: Sequence[date], day: date) -> str:
    late = sum(due < day for due in dues)
    count = "1 thing waits for you" if len(dues) == 1 else f"{len(dues)} things wait for you"
    if late == len(dues):
        return f"{count}, {'and is late' if late == 1 else 'all of them late'}"
    soonest = min(due for due in dues if due >= day)
    when = "today" if soonest == day else f"on {in_words(soonest)}"
    if late:
        return f"{count}: {late} of them late, the next due {when}"
    return f"{count}, {'' if len(dues) == 1 else 'the first '}due {when}"


def digest_day(line: Line, day: date, hours: Hours) -> date:
    """The day itself, or, for the daily letter of somebody who wants it on some days alone, the next of these."""
    if line.to is None or line.to.wishes.digest_days == EVERY_DAY or way_of(line) is not Way.DIGEST:
        return day
    wanted = line.to.wishes.digest_days
    for ahead in range(8):
        found = day + ahead * _DAY
        if found.isoweekday() in wanted and hours.takes_letters(found):
            return found
    return day  # none of the days that they want is a day for letters this week


def order_of(line: Line) -> tuple[bool, date, str]:
    return (not line.rung.urgent, line.due_on, line.key)
