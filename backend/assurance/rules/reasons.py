"""Why a rule says what it says: its verdict in a line, and what decides it, what is against it first. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from backend.assurance.rules import judging
from backend.assurance.rules.comparing import compare
from backend.assurance.rules.judging import OUTCOMES, Answer, Book, Line, Outcome
from backend.catalogue.conditions import Compared, Condition, Count, OverSet, Share, Tested, parts_of, set_of
from backend.catalogue.vocabulary import FACTS, SUBJECTS, FactKind, ValueType
from backend.facts.values import Value, value_on

SHOWN = 12
"""How many subjects a verdict names; it counts the others."""

_IN_WORDS = {Outcome.MET: "Met", Outcome.NOT_MET: "Not met", Outcome.UNKNOWN: "Not known"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that a verdict rests on: how a subject stands, and the subjects that it points to."""

    outcome: Outcome
    about: str
    subject: str
    words: str
    to: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a rule says for a day. `looks_on`: the first day on which time alone changes its words or its answer."""

    outcome: Outcome
    words: str
    reasons: tuple[Reason, ...]
    more: int
    lapses_on: date | None
    looks_on: date | None


def judge(condition: Condition, book: Book, day: date) -> Judgement:
    """Judge a rule for a day, with its reasons and the days on which it is to be looked at again."""
    outcome = judging.outcome_on(condition, book, day)
    reasons = list(dict.fromkeys(_reasons(condition, book, day)))
    if outcome is not Outcome.MET:
        reasons.sort(key=lambda reason: reason.outcome is Outcome.MET)
    looks = judging.looks_on(condition, book, day)
    return Judgement(
        outcome=outcome,
        words=f"{_IN_WORDS[outcome]}: {'; '.join(_sums(condition, book, day))}.",
        reasons=tuple(reasons[:SHOWN]),
        more=max(0, len(reasons) - SHOWN),
        lapses_on=judging.lapses_on(condition, book, day) if looks else None,
        looks_on=looks,
    )


def _sums(condition: Condition, book: Book, day: date) -> Iterator[str]:
    """Each comparison and each set in a few words."""
    if isinstance(condition, Compared):
        yield _state(FACTS[condition.fact], *value_on(book.spans(condition.fact, condition.on or ""), day))
    elif isinstance(condition, OverSet):
        yield _sum_of(condition, judging.lines_on(condition, book, day))
    else:
        for part in parts_of(condition):
            yield from _sums(part, book, day)


def _sum_of(condition: OverSet, lines: tuple[Line, ...]) -> str:
    subject = SUBJECTS[set_of(condition).of]
    chosen = [line for line in lines if line.chosen is True]
    open_ = len(lines) - len(chosen)
    if isinstance(condition, Count):
        words = f"{len(chosen)} {subject.one if len(chosen) == 1 else subject.many}"
    elif not lines:
        return f"no {subject.one} to judge"
    else:
        holding = sum(line.holds is True for line in chosen)
        open_ += sum(line.holds is None for line in chosen)
        words = f"{holding} of {len(chosen)} {subject.one if len(chosen) == 1 else subject.many}"
        if isinstance(condition, Share) and chosen:
            words += f" ({_rounded(holding, len(chosen))}%)"
    return f"{words}, and of {open_} it is not known" if open_ else words


def _rounded(some: int, whole: int) -> str:
    """Per cent with one decimal, cut and not rounded up: 89.96% is not shown as the 90% that it is not."""
    tenths = 1000 * some // whole
    return f"{tenths // 10}" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def _reasons(condition: Condition, book: Book, day: date) -> Iterator[Reason]:
    if isinstance(condition, Compared):
        yield _reason(condition, book, condition.on or "", day, compare(condition, book.facts, None, day))
        if condition.same_as is not None:
            other = condition.same_as
            yield _reason(
                Compared(fact=other.fact, on=other.on, given=True),
                book,
                other.on,
                day,
                compare(condition, book.facts, None, day),
            )
    elif isinstance(condition, OverSet):
        yield from _of_set(condition, book, day)
    else:
        for part in parts_of(condition):
            yield from _reasons(part, book, day)


def _of_set(condition: OverSet, book: Book, day: date) -> Iterator[Reason]:
    chosen = set_of(condition)
    lines = judging.lines_on(condition, book, day)
    if not isinstance(condition, Count) and judging.answer_of(condition, judging.counted(lines)) is not True:
        lines = tuple(line for line in lines if not (line.chosen and line.holds))  # these are not why
    tested = chosen.test if isinstance(chosen, Tested) else chosen.where
    shown = {kind.key: kind for kind in _kinds(tested)} if tested is not None else {}
    for line in sorted(lines, key=_weight):
        said = [
            _state(kind, *value_on(book.spans(kind.key, line.subject), day))
            for kind in shown.values()
            if kind.about == chosen.of
        ]
        holds = (
            line.holds if isinstance(chosen, Tested) else None if line.chosen is None else _wanted(condition)
        )
        holds = None if line.chosen is None else holds
        yield Reason(OUTCOMES[holds], chosen.of, line.subject, "; ".join(said))


def _wanted(condition: OverSet) -> bool:
    """Whether one more of what is counted speaks for the rule."""
    return isinstance(condition, Count) and condition.count.at_least is not None


def _weight(line: Line) -> tuple[int, str]:
    """Against the rule first, then what is not known, then for it."""
    answer: Answer = None if line.chosen is None else line.holds
    return ({False: 0, None: 1, True: 2}[answer], line.subject)


def _kinds(condition: Condition) -> Iterator[FactKind]:
    if isinstance(condition, Compared) and condition.on is None:
        yield FACTS[condition.fact]
        if condition.no_later_than is not None:
            yield FACTS[condition.no_later_than]
    for part in parts_of(condition):
        yield from _kinds(part)


def _reason(compared: Compared, book: Book, subject: str, day: date, answer: Answer) -> Reason:
    kind = FACTS[compared.fact]
    stated, value = value_on(book.spans(kind.key, subject), day)
    points = value if isinstance(value, tuple) else ()
    return Reason(
        OUTCOMES[answer], kind.about, subject, _state(kind, stated, value), kind.to if points else "", points
    )


def _state(kind: FactKind, stated: bool, value: Value) -> str:
    """A fact as it stands; of what it points to only how many, for the names are read where they are shown."""
    if not stated:
        return f"{_name(kind)}: not stated"
    if value is None:
        return f"{_name(kind)}: {kind.none or 'none'}"
    if isinstance(value, bool):
        return kind.words if value else kind.otherwise
    if isinstance(value, date):
        return (
            f"{_name(kind)}: {value.day} {value:%B} {value.year}"
            if value < date.max
            else f"{_name(kind)}: no end"
        )
    if isinstance(value, tuple):
        return f"{_name(kind)}: {len(value)}"
    return f"{_name(kind)}: {kind.choices[str(value)] if kind.type is ValueType.CHOICE else value}"


def _name(kind: FactKind) -> str:
    return f"whether it {kind.words}" if kind.type is ValueType.FLAG else kind.words
