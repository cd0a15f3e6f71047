"""Between what files say and what people type: the same value as a file's plain values, and as the texts of a form."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import yaml
from pydantic import BaseModel

from backend.catalogue import reading
from backend.catalogue.shapes import Mark, Sourced
from backend.kit.calendar import in_words
from backend.setup.rules.fields import Field, Kind

Typed = dict[str, Any]
"""Texts by the names of fields; of a model again texts by names, of a list of things one of these for each."""

GONE, PLACE = "@gone", "@place"
_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def said(value: Any) -> Any:
    """A value as a file would say it: without what it would leave out, days and kinds as text."""
    if isinstance(value, BaseModel):
        plain = {}
        for name, info in type(value).model_fields.items():
            held = getattr(value, name)
            read = name == "mark" and held is Mark.READ and isinstance(value, Sourced) and value.source
            if held is None or read or (not info.is_required() and held == info.default):
                continue
            plain[info.alias or name] = said(held)
        return plain
    if isinstance(value, tuple | list):
        return [said(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else value


def typed_of(fields: Sequence[Field], data: Mapping[str, Any] | None) -> Typed:
    """Plain values as the texts that a form shows; nothing said, nothing shown."""
    here = data or {}
    return {each.name: _shown(each, here.get(each.name)) for each in fields}


def _shown(field: Field, value: Any) -> Any:
    if field.kind is Kind.MODEL:
        return typed_of(field.parts, value)
    if field.kind is Kind.LIST:
        return [typed_of(field.parts, each) for each in value or ()]
    if field.kind is Kind.CHOICES:
        return [str(each) for each in value or ()]
    if value is None:
        return ""
    return as_text(field, value)


def as_text(field: Field, value: Any) -> str:
    """One leaf as a person types it."""
    match field.kind:
        case Kind.LINES:
            return "\n".join(map(str, value))
        case Kind.PARAGRAPHS:
            return "\n\n".join(map(str, value))
        case Kind.NUMBERS:
            return ", ".join(map(str, value))
        case Kind.WRITTEN:
            return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100)).strip()
        case Kind.DAY:
            return in_words(date.fromisoformat(str(value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def typed_from(fields: Sequence[Field], posted: Callable[[str], list[str]], prefix: str) -> Typed:
    """What was typed; `posted` gives the texts of a name. A list has as many rows as its `@rows` says."""
    found: Typed = {}
    for each in fields:
        name = f"{prefix}.{each.name}"
        if each.kind is Kind.MODEL:
            found[each.name] = typed_from(each.parts, posted, name)
        elif each.kind is Kind.LIST:
            found[each.name] = _rows(each, posted, name)
        elif each.kind is Kind.CHOICES:
            found[each.name] = [one for one in posted(name) if one]
        else:
            found[each.name] = _cleaned(posted(name))
    return found


MOST_ROWS = 400


def _rows(field: Field, posted: Callable[[str], list[str]], name: str) -> list[Typed]:
    told = _cleaned(posted(f"{name}.@rows"))
    count = min(int(told), MOST_ROWS) if told.isascii() and told.isdigit() else 0
    rows = []
    for number in range(count):
        at = f"{name}.{number}"
        if _cleaned(posted(f"{at}.{GONE}")):
            continue
        place = _cleaned(posted(f"{at}.{PLACE}"))
        order = int(place) if place.isascii() and place.isdigit() else number + 1
        rows.append((order, number, typed_from(field.parts, posted, at)))
    # a row that was moved to a place stands before the one that was there
    rows.sort(key=lambda row: (row[0], row[0] == row[1] + 1, row[1]))
    return [row for _, _, row in rows]


def _cleaned(texts: Sequence[str]) -> str:
    return str(texts[-1]).replace("\r\n", "\n").strip() if texts else ""


def data_of(fields: Sequence[Field], typed: Mapping[str, Any]) -> dict[str, Any]:
    """The plain values of what was typed. What is no number, day or rule stays text, and the model says so."""
    found = {}
    for each in fields:
        value = _read(each, typed.get(each.name))
        if value is not None:
            found[each.name] = value
    return found


def _read(field: Field, typed: Any) -> Any:
    if field.kind is Kind.MODEL:
        inner = data_of(field.parts, typed or {})
        return inner if inner or (field.required and field.parts) else None
    if field.kind is Kind.LIST:
        rows = [data_of(field.parts, row) for row in typed or ()]
        return [row for row in rows if row] or None
    if field.kind is Kind.CHOICES:
        return list(typed) if typed else None
    text = str(typed or "")
    return None if not text else _value(field, text)


def _value(field: Field, text: str) -> Any:
    match field.kind:
        case Kind.LINES:
            return [line.strip() for line in text.splitlines() if line.strip()]
        case Kind.PARAGRAPHS:
            return [each.strip() for each in re.split(r"\n\s*\n", text) if each.strip()]
        case Kind.NUMBERS:
            return [_number(each) for each in re.split(r"[,;\s]+", text) if each]
        case Kind.NUMBER:
            return _number(text.replace(",", ""))
        case Kind.YES_NO:
            return {"yes": True, "no": False}.get(text.casefold(), text)
        case Kind.ANY:
            return {"yes": True, "no": False}.get(text.casefold(), _number(text))
        case Kind.DAY:
            return _day(text)
        case Kind.WRITTEN:
            return _rule(text)
    return text


def _number(text: str) -> int | str:
    plain = text.removeprefix("-")
    return int(text) if plain.isascii() and plain.isdigit() and len(plain) < 16 else text


def _day(text: str) -> str:
    """`2014-06-03`, `3/6/2014` and `3 June 2014` as a file writes a day; anything else as it is."""
    match = _DAY.fullmatch(text)
    words = text.casefold().split()
    if match:
        day, month, year = map(int, match.groups())
    elif len(words) == 3 and words[1] in _MONTHS and words[0].isdecimal() and words[2].isdecimal():
        day, month, year = int(words[0]), _MONTHS.index(words[1]) + 1, int(words[2])
    else:
        return text
    return f"{year:04}-{month:02}-{day:02}"


def _rule(text: str) -> Any:
    try:
        return reading.values_of_yaml(text)
    except reading.Unreadable:
        return text


def flat(typed: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    """What was typed as pairs of names and texts, so that one page can hand it to the next."""
    found: list[tuple[str, str]] = []
    for name, value in typed.items():
        at = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            found += flat(value, at)
        elif isinstance(value, list) and (not value or isinstance(value[0], Mapping)):
            found.append((f"{at}.@rows", str(len(value))))
            for number, row in enumerate(value):
                found += flat(row, f"{at}.{number}")
        elif isinstance(value, list):
            found += [(at, str(each)) for each in value]
        else:
            found.append((at, str(value)))
    return found


def both(base: Any, mine: Any, theirs: Any) -> Any:
    """What two people made of one value: each one's own changes, and mine where both changed the same."""
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        before = base if isinstance(base, Mapping) else {}
        return {
            name: both(before.get(name), mine.get(name), theirs.get(name))
            for name in dict.fromkeys([*theirs, *mine])
        }
    return theirs if mine == base else mine


def fitted(fields: Sequence[Field], held: Mapping[str, Any]) -> Typed:
    """What one page handed to the next, in the shape of these fields, whatever was made of it on the way."""
    found: Typed = {}
    for each in fields:
        value = held.get(each.name)
        if each.kind is Kind.MODEL:
            found[each.name] = fitted(each.parts, value if isinstance(value, Mapping) else {})
        elif each.kind is Kind.LIST:
            rows = value if isinstance(value, list) else []
            found[each.name] = [
                fitted(each.parts, row) for row in rows[:MOST_ROWS] if isinstance(row, Mapping)
            ]
        elif each.kind is Kind.CHOICES:
            found[each.name] = [str(one) for one in value] if isinstance(value, list) else []
        else:
            found[each.name] = str(value or "")
    return found
