"""Another value for any leaf of a tenant's document, found by its kind, and the places where leaves are said."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
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


def others_of(field: Field, value: Any) -> list[Any]:
    """Values that might stand in the place of one; some may make no sense, which the document then says."""
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
            return [{"at_least": 1}, {"at_least": 2}]
        case Kind.ANY:
            return (
                [not value] if isinstance(value, bool) else [value + 1 if isinstance(value, int) else "1.00"]
            )
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
