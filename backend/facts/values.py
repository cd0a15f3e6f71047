"""What a fact's value is over time: spans of days, each with a value, as a room states and the database keeps them.

Pure. A day that no span covers is a day of which nothing is stated; a span with `None` says that the fact is empty
(vacant, never declared), which is known and not unknown.
"""

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from backend.catalogue.vocabulary import FACTS, ValueType

Value = bool | int | date | str | tuple[str, ...] | None
"""By the fact's type: flag, number, day, choice, subjects (their keys, in order); `None` where it is empty."""


@dataclass(frozen=True, slots=True)
class Span:
    """A value from a day on (`None`: always) until the first day on which it is no longer so (`None`: for good)."""

    value: Value
    from_on: date | None = None
    until: date | None = None

    def covers(self, day: date) -> bool:
        return (self.from_on is None or self.from_on <= day) and (self.until is None or day < self.until)


Spans = tuple[Span, ...]
"""Spans of one fact, in order, none over another."""

Facts = Mapping[tuple[str, str], Spans]
"""What is stated, by kind of fact and key of its subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Everything that one room states of one subject.

    `subject` is the name that rules call it by, or the text of its id. `room`, `kind`, `id` and `title` lead to the
    record; `id` is empty for what is no record of its own, such as an office.
    """

    subject: str
    title: str
    room: str
    kind: str
    id: UUID | None
    facts: Mapping[str, Value | Spans]

    def spans(self) -> dict[str, Spans]:
        return {key: _as_spans(value) for key, value in self.facts.items()}


def _as_spans(value: Value | Spans) -> Spans:
    if isinstance(value, tuple) and all(isinstance(each, Span) for each in value) and value:
        return joined(value)  # type: ignore[arg-type]  # seen to be spans
    return (Span(value),)  # type: ignore[arg-type]  # a plain value then


def value_on(spans: Spans, day: date) -> tuple[bool, Value]:
    """Whether anything is stated for a day, and what."""
    for span in spans:
        if span.covers(day):
            return True, span.value
    return False, None


def joined(spans: Iterable[Span]) -> Spans:
    """Spans in order, neighbours of the same value made one, empty ones left out: the same facts are the same text."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda each: each.from_on or date.min):
        if span.from_on is not None and span.until is not None and span.from_on >= span.until:
            continue
        last = found[-1] if found else None
        if (
            last is not None
            and last.until == span.from_on
            and last.until is not None
            and last.value == span.value
        ):
            found[-1] = Span(last.value, last.from_on, span.until)
        else:
            found.append(span)
    return tuple(found)


def over_time(days: Iterable[date], value_at: Any) -> Spans:
    """Spans of what `value_at(day)` answers, where it can change on `days` alone; before the first of them too."""
    breaks = sorted(set(days))
    if not breaks:
        return (Span(value_at(date.min)),)
    edges: list[date | None] = [None, *breaks, None]
    return joined(Span(value_at(start or date.min), start, end) for start, end in itertools.pairwise(edges))


def as_text(spans: Spans) -> str:
    """Spans as the database keeps them: the same text for the same spans."""
    return json.dumps(
        [[_iso(span.from_on), _iso(span.until), _plain(span.value)] for span in spans],
        separators=(",", ":"),
        ensure_ascii=False,
    )


def from_text(kind: str, text: str) -> Spans:
    """`as_text` read back, for a kind of fact of the vocabulary."""
    type_ = FACTS[kind].type
    return tuple(Span(_value(type_, value), _day(start), _day(end)) for start, end, value in json.loads(text))


def _plain(value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _value(type_: ValueType, value: Any) -> Value:
    if value is None:
        return None
    if type_ is ValueType.DAY:
        return date.fromisoformat(value)
    found: Value = tuple(value) if type_ is ValueType.SUBJECTS else value
    return found


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def subjects_value(keys: Sequence[str]) -> Value:
    """Keys of subjects as a value: in order, each once; empty where there is none."""
    return tuple(sorted(set(keys))) or None
