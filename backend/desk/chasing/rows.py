"""The plan as rows of a table, a file and bars by week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.chasing.rules.lettering import Line
from backend.chasing.rules.owing import Fate
from backend.chasing.rules.planning import Plan
from backend.kit.calendar import clock_in_words, in_words

FATES = {
    Fate.SEND: "To be sent",
    Fate.MOVED: "Moved",
    Fate.SUPPRESSED: "Not sent",
    Fate.RESTS: "Rests",
}

HEADS = ("Day", "Time", "To", "Subject", "Kind", "Rung", "Due on", "Letter", "What happens", "Why")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the plan. `letter`: the subject of the letter in which it goes, where that is a digest."""

    day: date
    at: datetime | None
    to: str
    to_id: UUID | None
    subject: str
    ladder: str
    title: str
    rung: str
    due_on: date
    digest: str
    fate: Fate
    why: str
    words: str

    @property
    def hour(self) -> str:
        return clock_in_words(self.at.hour, self.at.minute) if self.at else ""

    @property
    def fate_in_words(self) -> str:
        return FATES[self.fate]

    def cells(self) -> tuple[str, ...]:
        """For a file."""
        return (
            self.day.isoformat(), f"{self.at:%H:%M}" if self.at else "", self.to, self.subject, self.title,
            self.rung, self.due_on.isoformat(), self.digest, self.fate_in_words, self.why,
        )  # fmt: skip


def rows_of(made: Plan, *, titles: dict[str, str], zone: str) -> tuple[Row, ...]:
    """Every line of the plan in the order of its days: what goes, and what doesn't and why."""
    tz = ZoneInfo(zone)
    found = [
        _row(line, titles, at=letter.at.astimezone(tz), digest=letter.subject if letter.is_digest else "")
        for letter in made.letters
        for line in letter.lines
    ]
    found += [_row(line, titles, at=None, digest="") for line in made.others]
    return tuple(sorted(found, key=lambda row: (row.day, row.to, row.subject, row.fate)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The lines of one day. What goes to one person at one time goes as one letter."""

    day: date
    rows: tuple[Row, ...]

    @property
    def letters(self) -> int:
        return len({(row.to_id, row.to, row.at) for row in self.rows if row.at})

    @property
    def quiet(self) -> int:
        """Lines by which nobody is written to."""
        return sum(row.at is None for row in self.rows)

    @property
    def in_words(self) -> str:
        """`3 letters; 2 lines that nobody is sent`."""
        letters = f"{self.letters} {'letter' if self.letters == 1 else 'letters'}" if self.letters else ""
        quiet = (
            f"{self.quiet} {'line' if self.quiet == 1 else 'lines'} that nobody is sent" if self.quiet else ""
        )
        return "; ".join(words for words in (letters, quiet) if words)


def days_of(rows: Iterable[Row]) -> tuple[Day, ...]:
    """The rows, which lie in the order of their days, by day."""
    return tuple(Day(day=day, rows=tuple(lines)) for day, lines in groupby(rows, key=lambda row: row.day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Letters and lines that go in the week that begins on a Monday."""

    monday: date
    letters: int
    lines: int


def weeks_of(made: Plan, *, first: date, last: date) -> tuple[Week, ...]:
    """Every week of the span, empty ones too."""
    monday = first - timedelta(days=first.weekday())
    letters: dict[date, int] = {}
    lines: dict[date, int] = {}
    for letter in made.letters:
        week = letter.day - timedelta(days=letter.day.weekday())
        letters[week] = letters.get(week, 0) + 1
        lines[week] = lines.get(week, 0) + len(letter.lines)
    found = []
    while monday <= last:
        found.append(Week(monday=monday, letters=letters.get(monday, 0), lines=lines.get(monday, 0)))
        monday += timedelta(days=7)
    return tuple(found)


def in_text(rows: Sequence[Row], weeks: Iterable[Week]) -> str:
    """A table and bars for a terminal."""
    shown = [("Day", "To", "Subject", "What happens")]
    for row in rows:
        fate = f"{row.hour}, in one letter" if row.digest else row.hour or row.fate_in_words
        shown.append((in_words(row.day), row.to or "Nobody", row.subject, f"{fate}. {row.why}".strip(" .")))
    widths = [min(60, max(len(cells[column]) for cells in shown)) for column in range(3)]
    table = [
        "  ".join(
            [*(_cut(cells[column], widths[column]).ljust(widths[column]) for column in range(3)), cells[3]]
        )
        for cells in shown
    ]
    few = list(weeks)
    most = max((week.letters for week in few), default=0) or 1
    bars = [
        f"{in_words(week.monday):>17}  {'█' * -(-week.letters * 40 // most)} {week.letters}"
        f"{f' ({week.lines} reminders)' if week.lines != week.letters else ''}"
        for week in few
    ]
    return "\n".join([*table, "", "Letters by week", *bars])


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else f"{text[: width - 1]}…"


def _row(line: Line, titles: dict[str, str], *, at: datetime | None, digest: str) -> Row:
    return Row(
        day=line.day,
        at=at,
        to=line.to.name if line.to else "",
        to_id=line.to.id if line.to else None,
        subject=line.subject,
        ladder=line.thing.ladder,
        title=titles[line.thing.ladder],
        rung=line.rung.when,
        due_on=line.due_on,
        digest=digest,
        fate=line.fate,
        why=line.why,
        words=line.words,
    )
