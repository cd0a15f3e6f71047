"""Another value for any leaf of a tenant's document, found by its kind, and the places where leaves are said."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from backend.catalogue import shelf
from backend.setup.rules import places
from backend.setup.rules.fields import Field, Kind
from backend.setup.rules.groups import every_group

Way = tuple[str | int, ...]


def leaves_said(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Way, Field]]:
    """Each leaf that a document says: the place of its form, the way to it within the form, and its field."""
    for group in every_group():
        plain = [each for each in group.fields if not each.parts]
        for each in plain:
            if each.name in data:
                yield (), (each.name,), each
        for field in group.fields:
            if not field.parts:
                continue
            for path in places.items_below(field, data.get(field.name), (field.name,)):
                place = places.find(data, path)
                assert place is not None
                for way, leaf in _within(places.asked(place.field), place.value):
                    yield path, way, leaf


def _within(fields: Any, value: Any) -> Iterator[tuple[Way, Field]]:
    for each in fields:
        here = value.get(each.name) if isinstance(value, Mapping) else None
        if here is None:
            continue
        if each.kind is Kind.MODEL:
            for way, leaf in _within(each.parts, here):
                yield (each.name, *way), leaf
        elif each.kind is Kind.LIST:
            for number, row in enumerate(here):
                for way, leaf in _within(each.parts, row):
                    yield (each.name, number, *way), leaf
        else:
            yield (each.name,), each


def names_in(data: Any, found: dict[str, list[str]] | None = None, *, of: str = "") -> dict[str, list[str]]:
    """What the things of a document are known by, list by list: that which one setting may name of another."""
    found = {} if found is None else found
    if isinstance(data, Mapping):
        name = next((str(data[key]) for key in ("id", "n") if key in data), None)
        if of and name is not None and name not in found.setdefault(of, []):
            found[of].append(name)
        for key, each in data.items():
            names_in(each, found, of=key if isinstance(each, list) else "")
    elif isinstance(data, list):
        for each in data:
            names_in(each, found, of=of)
    return found


def _others_named(value: str, known: Mapping[str, list[str]]) -> list[str] | None:
    """Where a value is the name of a thing, the names of others of its sort: of each list the nearest few.

    There are none where it is the only one; then nothing else can be named. None where it is no name.
    """
    shelved = shelf.catalogue()
    sorts = [*known.values(), list(shelved.returns), list(shelved.kinds), list(shelved.workflows)]
    if not any(value in names for names in sorts):
        return None
    found = []
    for names in sorts:
        if value in names:
            at = names.index(value)
            found += [
                each for each in (*names[at + 1 : at + 5], *names[max(at - 4, 0) : at]) if each != value
            ]
    return found


def _month_moved(value: str, by: int) -> str:
    months = int(value[:4]) * 12 + int(value[5:7]) - 1 + by
    return f"{months // 12}-{months % 12 + 1:02}"


def others_of(field: Field, value: Any, known: Mapping[str, list[str]] = MappingProxyType({})) -> list[Any]:
    """Values that might stand in the place of one; some may make no sense, which the document then says.

    `known` are the names of the document’s own things, which are tried first where the value is one of them.
    """
    shelved = shelf.catalogue()
    keys = [*shelved.frameworks, *shelved.workflows, *shelved.packs]
    match field.kind:
        case Kind.YES_NO:
            return [not value]
        case Kind.NUMBER:
            return [value + 1, value - 1, value + 10]
        case Kind.AMOUNT:
            return ["7.5"]
        case Kind.DAY:
            day = date.fromisoformat(value)
            return [(day + timedelta(days=days)).isoformat() for days in (1, -1, 400, -400)]
        case Kind.CHOICE:
            return [each for each in field.choices if each != value]
        case Kind.CHOICES:
            rest = [each for each in field.choices if each not in value]
            return [[*value, rest[0]] if rest else value[:-1], value[:-1] or value]
        case Kind.LINES | Kind.PARAGRAPHS:
            more = [key for key in keys if key not in value]
            return [[*value, "One more (invented)"], value[:-1], *([*value, each] for each in more)]
        case Kind.NUMBERS:
            return [[*value, max(value) + 1], value[:-1]]
        case Kind.WRITTEN:
            if isinstance(value, Mapping) and value.get("kind") == "needs-evidence":
                return [
                    {**value, "kinds": value["kinds"][:-1] or ["minutes"]},
                    {**value, "kinds": ["financial"]},
                ]
            return [{"at_least": 1}, {"at_least": 2}, {"all": [value]}, {"not": value}]
        case Kind.ANY:
            return (
                [not value] if isinstance(value, bool) else [value + 1 if isinstance(value, int) else "1.00"]
            )
    named = _others_named(value, known)
    if named is not None:
        return named
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}", value):
        return [_month_moved(value, by) for by in (1, -1, 2, -2)]
    if value.isdigit():
        return [str(int(value) + 700), str(int(value) + 1)]
    return [
        f"{value} altered",
        f"{value}-altered",
        "07:45",
        "2014-11",
        "10-30",
        "2018/19",
        "Europe/Paris",
        *shelved.kinds,
        *keys,
    ]


def altered(data: Mapping[str, Any], path: tuple[str, ...], way: Way, value: Any) -> dict[str, Any]:
    """The document with another value at a leaf."""
    if not path:
        return {**data, str(way[0]): value}
    place = places.find(data, path)
    assert place is not None
    made = deepcopy(place.value)
    here = made
    for step in way[:-1]:
        here = here[step]
    here[way[-1]] = value
    return places.put(data, path, made)
