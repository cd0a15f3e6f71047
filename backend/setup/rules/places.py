"""Places within a tenant's document: which there are, how an address names them, and what stands there."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from backend.catalogue import tenants as catalogue
from backend.setup.rules.fields import Field, Kind, fields_of

_KEYS = ("id", "n", "what", "edition", "key", "day", "to")
_ROWS = frozenset(
    {
        *("Seat", "ReportingLine", "KnownAs", "Holder", "RefusalGround", "StandingItem", "CoverField"),
        *("OwnClosedDay", "Statement", "NoticeRule", "ReportAsked", "TransferPhase", "Saying", "Section"),
        *("Override", "OwnRung", "Looked", "VotingClass", "AgreedPartner", "AgreedShare", "AgreedTerm"),
    }
)
"""Things that are short enough to be asked for in rows of the form of what they belong to."""
_PAGES = frozenset({"DelegationProgramme", "ScheduleSettings"})
"""Models that have a form of their own wherever they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere in the document: the field that is there, what it holds (`None`: nothing), and the way to it."""

    path: tuple[str, ...]
    field: Field
    value: Any
    item: bool
    """One thing of a list."""

    @property
    def address(self) -> str:
        return "/".join(self.path)


def own_page(field: Field) -> bool:
    """Whether a field has pages of its own, in place of a part of the form that it belongs to."""
    name = field.model.__name__ if field.model else ""
    if field.kind is Kind.LIST:
        return name not in _ROWS
    return field.kind is Kind.MODEL and name in _PAGES


def asked(field: Field) -> tuple[Field, ...]:
    """What the form of a model asks for itself."""
    return tuple(each for each in field.parts if not own_page(each))


def root(document: type[BaseModel] = catalogue.TenantDocument) -> Field:
    """The whole document as a field."""
    return Field(
        name="", attribute="", kind=Kind.MODEL, required=True, model=document, parts=fields_of(document)
    )


def key_of(thing: Mapping[str, Any], position: int) -> str:
    """How an address names a thing of a list: by its short name or number, else by where it stands."""
    told = next((thing[key] for key in _KEYS if thing.get(key) not in (None, "")), None)
    if "effective_from" in thing and "id" not in thing:
        told = f"{thing.get('committee', 'all')} {thing['effective_from']}"
    if "first_ref" in thing:
        told = f"{thing.get('first')} {thing['first_ref']} {thing.get('second')} {thing.get('second_ref')}"
    return str(told if told is not None else position + 1).replace("/", "~")


def keyed(things: Sequence[Mapping[str, Any]]) -> list[tuple[str, Mapping[str, Any]]]:
    """Things by their keys; of two alike the later ones are told apart by where they stand."""
    found: dict[str, Mapping[str, Any]] = {}
    for position, each in enumerate(things):
        key = key_of(each, position)
        found[key if key not in found else f"{key}+{position + 1}"] = each
    return list(found.items())


def name_of(thing: Mapping[str, Any], key: str) -> str:
    """What a thing is called in a list."""
    for name in ("name", "title", "what", "label", "text", "activity", "area", "edition", "id"):
        if thing.get(name):
            words = str(thing[name])
            return words if len(words) < 120 else f"{words[:117]}…"
    return key.replace("~", "/")


def find(data: Mapping[str, Any], path: Sequence[str], at: Field | None = None) -> Place | None:
    """What stands at a path; a thing of a list that is not there is found empty, so that it can be added."""
    field, value, item = at or root(), data, False
    here: Any = value
    for step in path:
        if field.kind is Kind.LIST and not item:
            here = dict(keyed(here or [])).get(step)
            item = True
            continue
        part = field.part(step)
        if part is None or not part.parts:
            return None
        field, item = part, False
        here = here.get(step) if isinstance(here, Mapping) else None
    return Place(path=tuple(path), field=field, value=here, item=item)


def put(data: Mapping[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    """The document with `value` at a path; `None` takes away what is there."""
    found: dict[str, Any] = _put(deepcopy(dict(data)), root(), list(path), value)
    return found


def _put(here: Any, field: Field, path: list[str], value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(here, list) or (here is None and field.kind is Kind.LIST):
        return _put_in(here or [], field, step, rest, value)
    made = dict(here or {})
    part = field.part(step)
    assert part is not None, "the path was found before"
    new = _put(made.get(step), part, rest, value)
    if new is None:
        made.pop(step, None)
    else:
        made[step] = new
    return made


def _put_in(things: list[Any], field: Field, key: str, rest: list[str], value: Any) -> list[Any]:
    inner = Field(name="", attribute="", kind=Kind.MODEL, required=True, model=field.model, parts=field.parts)
    made, found = [], False
    for name, each in keyed(things):
        if name != key:
            made.append(each)
            continue
        found = True
        new = _put(each, inner, rest, value)
        if new is not None:
            made.append(new)
    if not found and value is not None:
        made.append(_put(None, inner, rest, value))
    return made


def items_below(field: Field, value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every place with a form of its own at or below one."""
    if field.kind is Kind.LIST:
        for key, each in keyed(value or []):
            yield (*path, key)
            yield from _parts_below(field, each, (*path, key))
    else:
        yield path
        yield from _parts_below(field, value, path)


def _parts_below(field: Field, value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for part in field.parts:
        if own_page(part):
            inner = value.get(part.name) if isinstance(value, Mapping) else None
            yield from items_below(part, inner, (*path, part.name))


def noun(field: Field) -> str:
    """What one thing of a list is called: `committee`, `source document`."""
    name = field.model.__name__ if field.model else field.name
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()
    return words.removeprefix("own ").removesuffix(" stated")


def part_label(place: Place) -> str:
    """What a place is called that is no thing of a list."""
    return place.field.label if place.path else "Settings"
