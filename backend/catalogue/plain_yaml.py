"""YAML as this catalogue reads it: words, numbers, flags, days, lists and mappings, in one pass, and nothing else.

Stricter than the language. No aliases (they can be made to grow without end), no tags, no merging, no doubled keys, one
document, a bounded depth. Only `true` and `false` are flags, so that `on`, `no` and the like are words; a number begins
with no nought, and a day that the calendar doesn't have stays a word for the model to refuse.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

DEEPEST = 40
"""How many lists and mappings may stand in one another."""

_PLAIN = re.compile(
    r"(?P<whole>[-+]?(?:0|[1-9][0-9]*))|(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<broken>[-+]?[0-9]+\.[0-9]+)"
)
_WORDS = {"": None, "~": None, "null": None, "true": True, "True": True, "false": False, "False": False}


class NotPlain(ValueError):
    """A text that is YAML but not of this kind, in words that follow `the file`."""


def values(text: str) -> Any:
    """What the text says. Raises NotPlain, or `yaml.YAMLError` where it is not YAML at all."""
    events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)
    found: list[Any] = []
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if found:
                raise NotPlain("holds more than one document")
            found.append(_value(next(events), events, depth=0))
    return found[0] if found else None


def _value(event: Any, events: Iterator[Any], *, depth: int) -> Any:
    kind = type(event)
    if kind is yaml.ScalarEvent:
        return _scalar(event)
    if kind is yaml.AliasEvent:
        raise NotPlain("uses a YAML alias (*name), which the catalogue does not read")
    if depth == DEEPEST:
        raise NotPlain("is nested too deeply")
    if event.tag is not None:
        raise NotPlain(_tagged(event))
    if kind is yaml.SequenceStartEvent:
        return _sequence(events, depth=depth + 1)
    return _mapping(events, depth=depth + 1)


def _sequence(events: Iterator[Any], *, depth: int) -> list[Any]:
    found = []
    for event in events:
        if type(event) is yaml.SequenceEndEvent:
            break
        found.append(_value(event, events, depth=depth))
    return found


def _mapping(events: Iterator[Any], *, depth: int) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for event in events:
        if type(event) is yaml.MappingEndEvent:
            break
        if type(event) is not yaml.ScalarEvent:
            raise NotPlain(f"has a key that is no word (line {_line(event)})")
        key = _scalar(event)
        if key in found:
            raise NotPlain(f"has the key “{key}” twice (line {_line(event)})")
        found[key] = _value(next(events), events, depth=depth)
    return found


def _scalar(event: Any) -> Any:
    text: str = event.value
    if event.tag is not None:
        raise NotPlain(_tagged(event))
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    match = _PLAIN.fullmatch(text)
    if match is None:
        return text
    if match["whole"]:
        return int(text)
    return float(text) if match["broken"] else _day(text)


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _tagged(event: Any) -> str:
    return f"uses a YAML tag ({event.tag}, line {_line(event)}), which the catalogue does not read"


def _line(event: Any) -> int:
    line: int = event.start_mark.line + 1
    return line
