"""What a rule says for a day, from what is stated, why, and on which day time alone changes it.

Pure. Three answers: met, not met, unknown (a fact that it needs is not stated). Over a set, what is not known of some
leaves the answer open only where it could tip it: two of fifty people unknown do not hide that 48 have declared.
"""

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from backend.assurance.rules.comparing import breaks_of, compare
from backend.catalogue.conditions import (
    All,
    Any_,
    Compared,
    Condition,
    Count,
    Every,
    Not,
    OverSet,
    Selection,
    Share,
    Some,
    Tested,
    parts_of,
    set_of,
)
from backend.catalogue.vocabulary import root_of
from backend.facts.values import Facts, Spans, value_on


class Outcome(StrEnum):
    MET = "met"
    NOT_MET = "not-met"
    UNKNOWN = "unknown"


Answer = bool | None
"""Met, not met, or not known."""

OUTCOMES: Mapping[Answer, Outcome] = {True: Outcome.MET, False: Outcome.NOT_MET, None: Outcome.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Book:
    """What is stated, and of which subjects: the second is what a set is chosen from."""

    facts: Facts
    subjects: Mapping[str, Sequence[str]] = field(default_factory=dict)
    worked_out: dict[tuple[int, date], dict[str, "Line"]] = field(default_factory=dict, compare=False)
    breaks: dict[int, dict[str, set[date]]] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, facts: Facts) -> "Book":
        """With each kind's subjects found by the fact that makes them one."""
        found: dict[str, list[str]] = {}
        for kind, subject in facts:
            found.setdefault(kind, []).append(subject)
        return cls(facts, {kind: sorted(keys) for kind, keys in found.items()})

    def spans(self, kind: str, subject: str) -> Spans:
        return self.facts.get((kind, subject), ())

    def all_of(self, about: str) -> Sequence[str]:
        """Keys of the subjects of a kind, in order."""
        return self.subjects.get(root_of(about).key, ())


@dataclass(frozen=True, slots=True)
class Line:
    """How one subject stands in a set on a day: whether it is chosen, and whether the test holds of it."""

    subject: str
    chosen: Answer
    holds: Answer


def outcome_on(condition: Condition, book: Book, day: date) -> Outcome:
    """What a rule says for a day."""
    return OUTCOMES[next(changes(condition, book, day))[1]]


def lapses_on(condition: Condition, book: Book, day: date) -> date | None:
    """The first day after `day` on which the answer is another although nothing else has happened."""
    steps = changes(condition, book, day)
    _, now = next(steps)
    return next((on for on, answer in steps if answer is not now), None)


def looks_on(condition: Condition, book: Book, day: date) -> date | None:
    """The first day after `day` on which any part of it may read differently, the answer or only its reasons."""
    return min((each for each in _every_break(condition, book) if each > day), default=None)


def changes(condition: Condition, book: Book, start: date) -> Iterator[tuple[date, Answer]]:
    """The answer on `start`, and then on each later day on which it may be another, in order."""
    if isinstance(condition, Compared):
        days = sorted(each for each in breaks_of(condition, book.facts, None) if each > start)
        yield from ((day, compare(condition, book.facts, None, day)) for day in (start, *days))
    elif isinstance(condition, Not):
        for day, answer in changes(condition.not_, book, start):
            yield day, None if answer is None else not answer
    elif isinstance(condition, All | Any_):
        yield from _of_parts(condition, book, start)
    else:
        yield from ((day, answer_of(condition, counts)) for day, counts in _over_set(condition, book, start))


def _of_parts(condition: All | Any_, book: Book, start: date) -> Iterator[tuple[date, Answer]]:
    parts = [changes(part, book, start) for part in parts_of(condition)]
    answers = [next(part)[1] for part in parts]
    settle = _all if isinstance(condition, All) else _any
    yield start, settle(answers)
    waiting = [(*step, place) for place, part in enumerate(parts) if (step := next(part, None))]
    heap = [(day, place, answer) for day, answer, place in waiting]
    heapq.heapify(heap)
    while heap:
        day = heap[0][0]
        while heap and heap[0][0] == day:
            _, place, answers[place] = heapq.heappop(heap)
            if step := next(parts[place], None):
                heapq.heappush(heap, (step[0], place, step[1]))
        yield day, settle(answers)


def _all(answers: Sequence[Answer]) -> Answer:
    return False if False in answers else None if None in answers else True


def _any(answers: Sequence[Answer]) -> Answer:
    return True if True in answers else None if None in answers else False


def lines_on(condition: OverSet, book: Book, day: date) -> tuple[Line, ...]:
    """How every subject stands that is in the set, or may be, on a day."""
    return _taken(set_of(condition), book, _lines(condition, book, day), day)


def _lines(condition: OverSet, book: Book, day: date) -> dict[str, Line]:
    """Every subject of the kind; worked out once for a day, for the answer, the words and the reasons ask for it."""
    key = (id(condition), day)
    if key not in book.worked_out:
        chosen = set_of(condition)
        book.worked_out[key] = {
            subject: _line(condition, chosen, book, subject, day) for subject in book.all_of(chosen.of)
        }
    return book.worked_out[key]


Counts = Counter[tuple[Answer, Answer]]
"""Of those that are in a set, or may be: how many are surely in it or not, and pass the test or not."""


def _over_set(condition: OverSet, book: Book, start: date) -> Iterator[tuple[date, Counts]]:
    """The set on `start`, and on each later day on which anything in it can change; only what changes is read again."""
    chosen = set_of(condition)
    lines = dict(_lines(condition, book, start))
    counts = counted(_taken(chosen, book, lines, start))
    yield start, counts
    due: dict[date, list[str]] = {}
    for subject, days in _breaks(condition, book).items():
        for day in days:
            if day > start:
                due.setdefault(day, []).append(subject)
    for day in sorted(due):
        for subject in due[day]:
            before, after = lines[subject], _line(condition, chosen, book, subject, day)
            lines[subject] = after
            counts[before.chosen, before.holds] -= before.chosen is not False
            counts[after.chosen, after.holds] += after.chosen is not False
        if chosen.latest is not None:
            counts = counted(_taken(chosen, book, lines, day))
        yield day, counts


def counted(lines: Sequence[Line]) -> Counts:
    return Counter((line.chosen, line.holds) for line in lines)


def _line(condition: OverSet, chosen: Selection, book: Book, subject: str, day: date) -> Line:
    there, _ = value_on(book.spans(root_of(chosen.of).key, subject), day)
    where: Answer = there
    if there and chosen.where is not None:
        where = _of_one(chosen.where, book, subject, day)
    test = chosen.test if isinstance(chosen, Tested) else None
    holds = True if test is None or where is False else _of_one(test, book, subject, day)
    return Line(subject, where, holds)


def _of_one(condition: Condition, book: Book, subject: str, day: date) -> Answer:
    """A condition inside a set, of one subject."""
    if isinstance(condition, Compared):
        return compare(condition, book.facts, subject, day)
    if isinstance(condition, Not):
        answer = _of_one(condition.not_, book, subject, day)
        return None if answer is None else not answer
    answers = [_of_one(part, book, subject, day) for part in parts_of(condition)]
    return _all(answers) if isinstance(condition, All) else _any(answers)


def _taken(chosen: Selection, book: Book, lines: Mapping[str, Line], day: date) -> tuple[Line, ...]:
    """Those in the set, or the latest few of them; one that may be in it takes no place from one that is."""
    inside = [line for line in lines.values() if line.chosen is not False]
    if chosen.latest is None:
        return tuple(inside)
    dated = []
    for line in inside:
        _, by = value_on(book.spans(chosen.latest.by, line.subject), day)
        if isinstance(by, date):
            dated.append((-by.toordinal(), line.subject, line))
    found, left = [], chosen.latest.count
    for _, _, line in sorted(dated, key=lambda each: each[:2]):
        if left == 0:
            break
        found.append(line)
        left -= line.chosen is True
    return tuple(found)


def answer_of(condition: OverSet, counts: Counts) -> Answer:
    """What a set says, where what is not known could go either way."""
    if isinstance(condition, Count):
        return _bounded(
            counts[True, True],
            counts[True, True] + counts[None, True],
            condition.count.at_least,
            condition.count.at_most,
        )
    said = _of_none(condition)
    if not any(counts.values()):
        return said
    answer = _of_some(condition, counts)
    if any(counts[True, holds] for holds in (True, False, None)):
        return answer
    return answer if answer is said else None  # perhaps none is in the set


def _of_none(condition: Every | Some | Share) -> Answer:
    """What a set says in which there is nothing."""
    tested: Tested = set_of(condition)  # type: ignore[assignment]  # every set but a count has a test
    default = (
        "met" if isinstance(condition, Every) else "not-met" if isinstance(condition, Some) else "unknown"
    )
    said = tested.if_none or default
    return True if said == "met" else False if said == "not-met" else None


def _of_some(condition: Every | Some | Share, counts: Counts) -> Answer:
    """What a set says if there is anything in it."""
    if isinstance(condition, Share):
        return _shared(condition, counts)
    found = {holds for (_, holds), count in counts.items() if count}
    if found in ({True}, {False}):
        return found == {True}
    if isinstance(condition, Every):
        return False if counts[True, False] else None
    return True if counts[True, True] else None


def _shared(condition: Share, counts: Counts) -> Answer:
    """The share lies between two bounds: all that is not known goes against it, or for it."""
    surely = counts[True, True] + counts[True, False] + counts[True, None]
    against = counts[None, False] + counts[None, None]
    for_it = counts[None, True] + counts[None, None]
    least = _part(counts[True, True], surely + against, otherwise=100)
    most = _part(counts[True, True] + counts[True, None] + for_it, surely + for_it, otherwise=0)
    return _bounded(least, most, condition.share.at_least, condition.share.at_most)


def _part(some: int, whole: int, *, otherwise: float) -> float:
    return 100 * some / whole if whole else otherwise


def _bounded(least: float, most: float, at_least: float | None, at_most: float | None) -> Answer:
    if at_least is not None:
        return True if least >= at_least else False if most < at_least else None
    bound = at_most or 0
    return True if most <= bound else False if least > bound else None


def _every_break(condition: Condition, book: Book) -> Iterator[date]:
    if isinstance(condition, Compared):
        yield from breaks_of(condition, book.facts, None)
    elif isinstance(condition, All | Any_ | Not):
        for part in parts_of(condition):
            yield from _every_break(part, book)
    else:
        for days in _breaks(condition, book).values():
            yield from days


def _breaks(condition: OverSet, book: Book) -> dict[str, set[date]]:
    """The days on which any subject of a set can stand otherwise than the day before; worked out once."""
    if id(condition) not in book.breaks:
        chosen = set_of(condition)
        compared = [each for part in parts_of(condition) for each in _comparisons(part)]
        by = [root_of(chosen.of).key, *([chosen.latest.by] if chosen.latest else [])]
        book.breaks[id(condition)] = {
            subject: set().union(
                *(_edges(book.spans(kind, subject)) for kind in by),
                *(breaks_of(each, book.facts, subject) for each in compared),
            )
            for subject in book.all_of(chosen.of)
        }
    return book.breaks[id(condition)]


def _comparisons(condition: Condition) -> Iterator[Compared]:
    if isinstance(condition, Compared):
        yield condition
    for part in parts_of(condition):
        yield from _comparisons(part)


def _edges(spans: Spans) -> set[date]:
    return {day for span in spans for day in (span.from_on, span.until) if day is not None}
