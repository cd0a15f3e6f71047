"""The plan as rows: by day, with what goes as one letter counted once."""

from datetime import UTC, date, datetime
from uuid import UUID

from backend.chasing.rules.owing import Fate
from backend.desk.chasing import rows

AVERY, ELLIS = UUID(int=1), UUID(int=2)
FIRST, SECOND = date(2014, 9, 4), date(2014, 9, 8)


def _row(day: date, to: str, to_id: UUID, subject: str, *, goes: bool = True) -> rows.Row:
    return rows.Row(
        day=day,
        at=datetime(day.year, day.month, day.day, 7, 30, tzinfo=UTC) if goes else None,
        to=to,
        to_id=to_id,
        subject=subject,
        ladder="action-chase",
        title="Actions",
        rung="On the day",
        due_on=day,
        digest="",
        fate=Fate.SEND if goes else Fate.SUPPRESSED,
        why="",
        words="",
    )


def test_days_count_a_persons_things_of_one_day_as_one_letter() -> None:
    first, second = rows.days_of(
        [
            _row(FIRST, "Avery Invented", AVERY, "Write to the practices"),
            _row(FIRST, "Avery Invented", AVERY, "Read the accounts"),
            _row(FIRST, "Ellis Storybook", ELLIS, "Name a deputy"),
            _row(SECOND, "Ellis Storybook", ELLIS, "Name a deputy", goes=False),
        ]
    )

    assert (first.day, len(first.rows), first.letters, first.quiet) == (FIRST, 3, 2, 0)
    assert first.in_words == "2 letters"
    assert second.in_words == "1 line that nobody is sent"


def test_no_rows_make_no_days() -> None:
    assert rows.days_of([]) == ()
